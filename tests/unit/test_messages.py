"""The catalogue tool: what it finds, what it keeps, what it refuses."""

import gettext
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from agreements.management.catalogue import wrong_placeholders

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


HEADER = """msgid ""
msgstr ""
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"PO-Revision-Date: 2026-01-01 00:00+0000\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Generated-By: Babel 2.0\\n"
"""
TRANSLATED = """
msgid "Agreement"
msgstr "업무협약"

msgid "One sentence in two parts"
msgstr "두 부분으로 된 한 문장"

msgctxt "month"
msgid "May"
msgstr "5월"

msgid "%(n)s report"
msgid_plural "%(n)s reports"
msgstr[0] "%(n)s건"

msgid "Late"
msgstr "기한 경과"

msgid "%(n)s day"
msgid_plural "%(n)s days"
msgstr[0] "%(n)s일"

msgid "Tip"
msgstr "도움말"

msgctxt "verb"
msgid "May"
msgstr "할 수 있다"
"""


@pytest.fixture
def root(tmp_path, settings) -> Path:
    """A project with one source, one template and a catalogue without entries."""
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "agreements" / "migrations").mkdir(parents=True)
    (tmp_path / "agreements" / "code.py").write_text(SOURCE)
    (tmp_path / "agreements" / "migrations" / "0001.py").write_text('_("Only in a migration")')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "locale/ko/LC_MESSAGES").mkdir(parents=True)
    write(tmp_path, "")
    return tmp_path


@pytest.fixture
def translated(root) -> Path:
    """The same project with the Korean of every message, compiled."""
    write(root, TRANSLATED)
    call_command("messages")
    return root


def po_path(root: Path) -> Path:
    return root / "locale/ko/LC_MESSAGES/django.po"


def write(root: Path, entries: str) -> None:
    po_path(root).write_text(HEADER + entries)


def compiled(root: Path) -> bytes:
    return po_path(root).with_suffix(".mo").read_bytes()


def korean(root: Path) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(compiled(root)))


def complaints(capsys) -> list[str]:
    """Run the check, which has to fail, and return what it says."""
    capsys.readouterr()
    with pytest.raises(CommandError):
        call_command("messages", check=True)
    return capsys.readouterr().err.splitlines()


def test_an_update_finds_every_message_of_code_and_templates(root):
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
        assert line in po_path(root).read_text()
    assert po_path(root).read_text().count("msgid ") == TRANSLATED.count("msgid ") + 1, "and the header"


def test_translations_are_compiled_with_contexts_and_plurals(translated):
    catalogue = korean(translated)
    assert catalogue.gettext("Late") == "기한 경과"
    assert catalogue.pgettext("month", "May") == "5월"
    assert catalogue.pgettext("verb", "May") == "할 수 있다"
    assert catalogue.ngettext("%(n)s report", "%(n)s reports", 1) == "%(n)s건"
    assert catalogue.ngettext("%(n)s day", "%(n)s days", 7) == "%(n)s일"


def test_a_whole_catalogue_passes_the_check(translated, capsys):
    call_command("messages", check=True)
    assert "8 messages, all translated." in capsys.readouterr().out


def test_an_update_without_a_change_in_the_sources_changes_no_byte(translated):
    before = po_path(translated).read_bytes(), compiled(translated)
    call_command("messages")
    assert (po_path(translated).read_bytes(), compiled(translated)) == before


def test_the_bytes_do_not_hang_on_the_version_of_babel(translated, monkeypatch):
    before = po_path(translated).read_bytes(), compiled(translated)
    monkeypatch.setattr("babel.messages.catalog.VERSION", "99.9")
    call_command("messages")
    assert (po_path(translated).read_bytes(), compiled(translated)) == before


def test_an_update_keeps_the_korean_of_what_stays_and_drops_what_is_gone(translated):
    (translated / "templates" / "page.html").write_text("{% load i18n %}{% translate 'Late' %}")
    call_command("messages")
    assert korean(translated).gettext("Late") == "기한 경과"
    assert "Tip" not in po_path(translated).read_text()


def test_a_message_that_gains_a_plural_waits_for_a_translator(translated, capsys):
    (translated / "agreements" / "more.py").write_text('ngettext("Late", "%(n)s late", n)')
    call_command("messages")
    assert complaints(capsys)[0] == "fuzzy: 'Late'"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda text: text.replace('msgstr "기한 경과"', 'msgstr ""'), "empty: 'Late'"),
        (lambda text: text.replace('msgid "Late"', '#, fuzzy\nmsgid "Late"'), "fuzzy: 'Late'"),
        (lambda text: text.replace('msgid "Late"', 'msgid "Early"'), "missing: 'Late'"),
        (lambda text: text.replace('msgid "Late"', 'msgid "Early"'), "dead: 'Early'"),
        (lambda text: text.replace('msgctxt "verb"', 'msgctxt "noun"'), "missing: 'May' (verb)"),
    ],
)
def test_a_check_names_what_is_wrong_and_writes_nothing(translated, capsys, change, complaint):
    changed = change(po_path(translated).read_text())
    po_path(translated).write_text(changed)
    before = compiled(translated)
    assert complaint in complaints(capsys)
    assert po_path(translated).read_text() == changed
    assert compiled(translated) == before


def test_a_check_says_when_the_compiled_catalogue_was_made_from_another_one(translated, capsys):
    write(translated, TRANSLATED.replace("기한 경과", "늦음"))
    assert complaints(capsys) == ["stale: django.mo was not made from this django.po"]
    call_command("messages")
    call_command("messages", check=True)
    assert korean(translated).gettext("Late") == "늦음"


def test_a_check_says_when_there_is_no_compiled_catalogue(translated, capsys):
    po_path(translated).with_suffix(".mo").unlink()
    assert complaints(capsys) == ["stale: django.mo was not made from this django.po"]


@pytest.mark.parametrize(
    ("english", "wrong"),
    [("%(n)s left", "남음"), ("%s of %s", "%s"), ("{name} signed", "{nmae} 체결")],
)
def test_a_translation_that_would_break_the_page_is_named(root, capsys, english, wrong):
    write(root, f'\nmsgid "{english}"\nmsgstr "{wrong}"\n')
    assert [line for line in complaints(capsys) if line.startswith(f"placeholders differ: {english!r} has")]


def test_korean_answers_to_the_placeholders_of_the_plural(translated, capsys):
    (translated / "agreements" / "code.py").write_text('ngettext("One report", "%(n)s reports", n)')
    (translated / "templates" / "page.html").write_text("")
    write(translated, '\nmsgid "One report"\nmsgid_plural "%(n)s reports"\nmsgstr[0] "보고 %(n)s건"\n')
    call_command("messages")
    call_command("messages", check=True)
    write(translated, '\nmsgid "One report"\nmsgid_plural "%(n)s reports"\nmsgstr[0] "보고 1건"\n')
    assert complaints(capsys)[0].startswith("placeholders differ: 'One report'")


@pytest.mark.parametrize(
    ("english", "translation_of_it"), [("100%% of %(n)s", "%(n)s의 100%%"), ("50 % done", "50 % 완료")]
)
def test_a_percent_sign_is_no_placeholder(english, translation_of_it):
    assert wrong_placeholders(english, translation_of_it) == ""


def test_without_babel_the_command_says_what_installs_it(root, monkeypatch):
    monkeypatch.setattr("agreements.management.commands.messages.find_spec", lambda name: None)
    with pytest.raises(CommandError, match="make messages"):
        call_command("messages")


def test_english_pages_show_the_english_of_the_sources():
    """With ko as LANGUAGE_CODE, Django must not fall back from en to Korean."""
    with translation.override("en"):
        assert translation.gettext("Agreement tracking") == "Agreement tracking"
    with translation.override("ko"):
        assert translation.gettext("Agreement tracking") != "Agreement tracking", "is the catalogue compiled?"
