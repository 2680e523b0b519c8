"""The Korean of the catalogue: right particles after variable words, one way of asking, no text past it."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.template.base import DebugLexer, TokenType

from agreements.rules.korean import has_hangul, with_particles
from tests.architecture import Module, house

CATALOGUE = settings.LOCALE_PATHS[0] / "ko/LC_MESSAGES/django.po"
PARTICLES = "은|는|이|가|을|를|과|와|으로|로|이라|라|이나|나|아|야"
# “은(는)”, “(으)로”: the writer did not know which; a reader should not see it.
UNDECIDED = re.compile(
    rf"(?<![가-힣])?({PARTICLES})\(({PARTICLES})\)|\((으|이|는|를|가|와|과)\)(?=로|라|[\s,.]|$)"
)
# A particle whose form hangs on the word before it, straight after a variable.
AFTER_A_VARIABLE = re.compile(rf"(?:%\(\w+\)s|\{{\w+\}})[”’\"'」]*({PARTICLES})(?=[\s,.!?]|$)")
CHOICE = re.compile(r"\{[^{}]*/[^{}]*\}")


def translations():
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="ko"):
            if message.id:
                yield from message.string if isinstance(message.string, tuple) else (message.string,)


def undecided(text):
    found = UNDECIDED.search(text) or AFTER_A_VARIABLE.search(text)
    return found.group() if found else ""


@pytest.mark.parametrize(
    "text",
    ["“%(x)s”은(는) 없습니다", "%(x)s을(를) 고침", "%(x)s이(가) 말함", "%(x)s(으)로 바꿈", "“%(x)s”(이)라서",
     "%(x)s와(과) 함께", "“%(x)s”는 없습니다", "{x}를 고침", "%(x)s로 바꿈."],
)  # fmt: skip
def test_a_particle_left_open_is_found(text):
    assert undecided(text)


@pytest.mark.parametrize(
    "text",
    [
        "“%(x)s”{은/는} 없습니다",
        "%(x)s에 말함",
        "%(count)s가지",
        "체결(발효 전)",
        "인구(명)",
        "%(x)s이며",
        "협약은 %(x)s",
    ],
)
def test_what_hangs_on_no_word_is_let_pass(text):
    assert not undecided(text)


def test_every_particle_after_a_variable_word_is_chosen():
    assert {text: undecided(text) for text in translations() if undecided(text)} == {}


def test_every_choice_of_particles_can_be_made():
    choices = {choice for text in translations() for choice in CHOICE.findall(text)}
    assert choices
    for choice in choices:
        after_consonant, after_vowel = choice.strip("{}").split("/")
        assert with_particles(f"협약{choice}") == f"협약{after_consonant}"
        assert with_particles(f"파주시{choice}") == f"파주시{after_vowel}"


def test_readers_are_asked_in_one_way():
    assert [text for text in translations() if "십시오" in text] == []


# ---- no text past the catalogue ----------------------------------------------------------------------

SPOKEN = re.compile(r"""\b(?:aria-label|alt|title|placeholder|label|content)=(["'])(.*?)\1""", re.DOTALL)
MARKUP = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
CODE = re.compile(r"<code>.*?</code>|<style.*?</style>|<script.*?</script>", re.DOTALL)
ENTITY = re.compile(r"&\w+;")
LETTERS = re.compile(r"[A-Za-z가-힣]{2,}")
# Names that are the same in every language, and each language's name for itself.
SAME_IN_BOTH = {"한국어", "English", "SHA", "CSV", "JSON", "csv", "jsonl", "ledger"}
DJANGO_CLASSES = {"colM", "dashboard"}  # what the admin's blocks for classes hold
# Of attributes: values for machines.
MACHINE = {"width", "device", "initial", "scale", "noindex", "follow", "nofollow", "website", "ko", "KR",
           "en", "GB", "summary", "large", "image", "light", "dark"}  # fmt: skip
BLOCKS = {"blocktranslate": "endblocktranslate", "blocktrans": "endblocktrans", "comment": "endcomment"}


def literal_words(source):
    """The words of a template that stand in no translation."""
    kept, until = "", ""
    for token in DebugLexer(source).tokenize():
        name = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if until:
            until = "" if name == until else until
        elif name in BLOCKS:
            until = BLOCKS[name]
        elif token.token_type == TokenType.TEXT:
            kept += token.contents
        else:
            kept += " "
    kept = CODE.sub(" ", kept)
    spoken = " ".join(value for _quote, value in SPOKEN.findall(kept))
    seen = ENTITY.sub(" ", MARKUP.sub(" ", kept))
    words = set(LETTERS.findall(seen)) - SAME_IN_BOTH - DJANGO_CLASSES
    return sorted(words | (set(LETTERS.findall(spoken)) - SAME_IN_BOTH - MACHINE))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Late</p>", ["Late"]),
        ("<p>늦음 {{ day }}</p>", ["늦음"]),
        ('<a aria-label="More">x</a>', ["More"]),
        ('<p title="{% translate "Tip" %}">{% translate "Late" %} {{ value|short }} – 한국어</p>', []),
        ("{% blocktranslate %}Since {{ day }}{% endblocktranslate %}{% comment %}why{% endcomment %}", []),
        ('<meta name="viewport" content="width=device-width"><code>as_of</code>&nbsp;', []),
    ],
)
def test_a_word_past_the_catalogue_is_found(source, found):
    assert literal_words(source) == found


TEMPLATES = sorted(Path(settings.BASE_DIR / "templates").rglob("*.html"))


def test_no_template_says_anything_past_the_catalogue():
    assert TEMPLATES
    found = {str(path.relative_to(settings.BASE_DIR)): literal_words(path.read_text()) for path in TEMPLATES}
    assert {path: words for path, words in found.items() if words} == {}


# Where code itself is about Korean: reading and writing it, or what files and the demo hold.
KOREAN_CODE = ("agreements.rules.", "agreements.imports.", "agreements.demo.", "agreements.personal_data.",
               "agreements.management.", "agreements.views.search_offers", "agreements.views.speakers",
               "agreements.editions.hwpx_looks", "agreements.editions.xlsx_sheet",  # fonts, styles
               "mou_tracker.")  # fmt: skip


def korean_literals(module, translated):
    return [
        node.value[:40]
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and has_hangul(node.value)
        and node.value not in translated
        and not isinstance(getattr(node, "above", None), ast.Expr)  # a docstring
    ]


def english_texts():
    with CATALOGUE.open("rb") as file:
        ids = [message.id for message in read_po(file, locale="ko") if message.id]
    return {text for one in ids for text in (one if isinstance(one, tuple) else (one,))}


@pytest.mark.parametrize(
    ("source", "found"), [('x = "늦음"', ["늦음"]), ('"""늦음"""', []), ('_("“늦음” is")', [])]
)
def test_a_korean_word_in_code_is_found(source, found):
    assert korean_literals(Module("agreements.views.x", source), {"“늦음” is"}) == found


def test_code_that_answers_people_speaks_through_the_catalogue():
    english = english_texts()
    found = {
        module.name: korean_literals(module, english)
        for module in house("agreements", "mou_tracker")
        if not module.name.startswith(KOREAN_CODE)
    }
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_the_lists_above_name_what_is_there():
    names = [module.name for module in house("agreements", "mou_tracker")]
    for prefix in KOREAN_CODE:
        assert any(name.startswith(prefix) for name in names), prefix
    assert all(one <= other for one, other in pairwise(TEMPLATES))
