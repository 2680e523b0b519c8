"""The catalogue tool: what it finds, what it keeps, what it refuses."""

import gettext
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

SOURCE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
TITLE = _("Agreement")
LONG = _(
    "One sentence "
    "in two parts"
)
MONTH = pgettext("month", "May")
COUNT = lambda n: ngettext("%(n)s report", "%(n)s reports", n)
UNKNOWN = _(TITLE)
"""
TEMPLATE = """{% load i18n %}
  <h1>{% translate "Late" %}</h1>
    {% blocktranslate count n=n trimmed %}
      {{ n }} day
    {% plural %}
      {{ n }} days
    {% endblocktranslate %}
 <p title="{{ _("Tip") }}">{% translate "May" context "verb" %} isn't "code"</p>
"""


@pytest.fixture
def root(tmp_path, settings) -> Path:
    settings.BASE_DIR = tmp_path
    settings.VAR_DIR = tmp_path / "var"
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "code.py").write_text(SOURCE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def po(root: Path) -> str:
    return (root / "locale/ko/LC_MESSAGES/django.po").read_text()


def korean(root: Path) -> gettext.GNUTranslations:
    with (root / "locale/ko/LC_MESSAGES/django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def add(root: Path, pairs: object) -> None:
    (root / "pairs.json").write_text(json.dumps(pairs))
    call_command("messages", add=root / "pairs.json")


EVERYTHING = {
    "Agreement": "업무협약",
    "One sentence in two parts": "두 부분으로 된 한 문장",
    "month\x04May": "5월",
    "%(n)s report": ["%(n)s건"],
    "Late": "기한 경과",
    "%(n)s day": "%(n)s일",
    "Tip": "도움말",
    "verb\x04May": "할 수 있다",
}


def test_a_sync_finds_every_message_of_code_and_templates(root):
    call_command("messages")
    for line in (
        'msgid "Agreement"',
        'msgid "One sentence in two parts"',
        'msgctxt "month"',
        'msgid_plural "%(n)s reports"',
        'msgid "Late"',
        'msgid_plural "%(n)s days"',
        'msgid "Tip"',
        'msgctxt "verb"',
    ):
        assert line in po(root)
    assert po(root).count("msgid ") == len(EVERYTHING) + 1, "and the header"


def test_added_translations_are_compiled_with_contexts_and_plurals(root):
    add(root, EVERYTHING)
    found = korean(root)
    assert found.gettext("Late") == "기한 경과"
    assert found.pgettext("month", "May") == "5월"
    assert found.pgettext("verb", "May") == "할 수 있다"
    assert found.ngettext("%(n)s report", "%(n)s reports", 1) == "%(n)s건"
    assert found.ngettext("%(n)s day", "%(n)s days", 7) == "%(n)s일"
    call_command("messages", check=True)


def test_adding_again_replaces_and_a_sync_keeps_what_was_added(root):
    add(root, EVERYTHING | {"Late": "늦음"})
    add(root, {"Late": "기한 경과"})
    before = po(root)
    call_command("messages")
    assert po(root) == before, "no date and no order changes"
    assert korean(root).gettext("Late") == "기한 경과"


def test_adding_keeps_entries_whose_page_is_not_written_yet_and_a_sync_drops_them(root):
    add(root, {"Not written yet": "아직"})
    add(root, {"Late": "기한 경과"})
    assert "Not written yet" in po(root)
    call_command("messages")
    assert "Not written yet" not in po(root)


@pytest.mark.parametrize("key", ["%(n)s vote", "%(n)s vote\x00%(n)s votes"])
def test_a_plural_may_be_added_before_its_source(root, key):
    add(root, {key: "%(n)s표"})
    (root / "agreements" / "late.py").write_text('ngettext("%(n)s vote", "%(n)s votes", n)')
    call_command("messages")
    assert korean(root).ngettext("%(n)s vote", "%(n)s votes", 2) == "%(n)s표"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda text: text.replace('msgstr "기한 경과"', 'msgstr ""'), "empty: 'Late'"),
        (lambda text: text.replace('msgid "Late"', '#, fuzzy\nmsgid "Late"'), "fuzzy: 'Late'"),
        (lambda text: text.replace('msgid "Late"', 'msgid "Early"'), "missing: 'Late'"),
        (lambda text: text.replace('msgid "Late"', 'msgid "Early"'), "dead: 'Early'"),
        (lambda text: text.replace('"%(n)s일"', '"%(m)s일"'), "placeholders differ: '%(n)s day'"),
    ],
)
def test_a_check_names_what_is_wrong(root, capsys, change, complaint):
    add(root, EVERYTHING)
    path = root / "locale/ko/LC_MESSAGES/django.po"
    path.write_text(change(path.read_text()))
    before = path.read_text()
    with pytest.raises(CommandError):
        call_command("messages", check=True)
    assert complaint in capsys.readouterr().err
    assert path.read_text() == before


@pytest.mark.parametrize(
    ("english", "wrong"),
    [
        ("%(n)s left", "남음"),
        ("%s of %s", "%s"),
        ("{name} signed", "{nmae} 체결"),
        ("Late", ""),
        ("Late", None),
    ],
)
def test_a_translation_that_would_break_the_page_is_refused_and_nothing_is_written(root, english, wrong):
    add(root, {"Agreement": "업무협약"})
    before = po(root)
    with pytest.raises(CommandError, match=english.replace("(", r"\(").replace(")", r"\)")):
        add(root, {"Tip": "도움말", english: wrong})
    assert po(root) == before


@pytest.mark.parametrize("text", ["{", "[]", '"x"'])
def test_a_file_that_is_no_json_object_is_refused(root, text):
    (root / "pairs.json").write_text(text)
    with pytest.raises(CommandError, match=r"pairs\.json"):
        call_command("messages", add=root / "pairs.json")


def test_a_percent_sign_is_no_placeholder(root):
    add(root, {"100%% of %(n)s": "%(n)s의 100%%", "50 % done": "50 % 완료"})


def test_english_pages_show_the_english_of_the_sources():
    """With ko as LANGUAGE_CODE, Django must not fall back from en to Korean."""
    with translation.override("en"):
        assert translation.gettext("Agreement tracking") == "Agreement tracking"
    with translation.override("ko"):
        assert translation.gettext("Agreement tracking") != "Agreement tracking", "is the catalogue compiled?"
