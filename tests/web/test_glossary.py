"""One place for every word: each public code has its entry, and a term links there where it first stands."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from agreements.models import EntryKind, Origin
from agreements.models.glossary import GLOSSARY, TERMS, anchor_of
from agreements.rules import decision
from agreements.rules.duties import DutyState
from agreements.rules.inquiry import InquiryResult
from agreements.rules.lifecycle import COMMITMENT_STATUSES, MILESTONE_STATUSES
from agreements.rules.outcome import Verdict
from agreements.rules.phase import Phase
from agreements.rules.states import Standing
from agreements.rules.targets import TargetChange
from tests.web.addresses import addresses

CODES = {
    "status": [*COMMITMENT_STATUSES, *MILESTONE_STATUSES],
    "standing": Standing.choices,
    "phase": Phase.choices,
    "change": TargetChange.choices,
    "result": Verdict.choices,
    "finding": InquiryResult.choices,
    "origin": Origin.choices,
    "duty": DutyState.choices,
    "entry": EntryKind.choices,
    "decision": list(decision.LABELS.items()),
}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("kind", CODES)
def test_every_code_that_a_page_shows_is_explained_under_its_own_name(visit, kind, language):
    page = visit("/glossary/" if language == "ko" else "/en/glossary/")
    with override(language):
        for code, label in CODES[kind]:
            entry = page.by_id(anchor_of(kind, code))
            assert entry.text.startswith(str(label))
            assert str(TERMS[anchor_of(kind, code)].meaning) in entry.text


@pytest.mark.parametrize("address", ["/glossary/", "/en/glossary/"])
def test_each_entry_has_its_name_in_both_languages(visit, address):
    page = visit(address)
    for anchor, term in TERMS.items():
        entry = page.by_id(anchor).text
        for language in ("ko", "en"):
            with override(language):
                assert str(term.label) in entry


def test_the_words_of_a_reader_have_their_place_for_ever():
    assert {
        "promise", "agreement", "party", "commitment", "program", "milestone", "same-promise", "report",
        "inquiry", "status-unsearched", "status-unreported", "standing-late", "standing-unconfirmed",
        "standing-unchecked", "announced-date", "whose-date", "change-refined", "change-moved",
        "records-disagree", "completion-rate", "base-date", "sequence", "ledger", "duty",
        "phase-unknown-term", "phase-in-force", "counts-of-choices",
    } <= set(TERMS)  # fmt: skip
    assert len(TERMS) == sum(len(section.terms) for section in GLOSSARY), "an anchor stands twice"


def test_the_numbers_are_those_the_site_counts_with(visit, settings):
    settings.DUE_SOON_DAYS, settings.SILENT_DAYS, settings.EXPIRY_NOTICE_DAYS = 41, 401, 91
    text = visit("/glossary/").main
    for sentence in ("41일 이내", "401일이 넘게", "만료 91일 전"):
        assert sentence in text


def test_where_nothing_was_found_nobody_is_accused(visit):
    page = visit("/glossary/")
    assert "추진하지 않았다는 뜻이 아닙니다" in page.by_id("status-unreported").text
    assert "does not say that nothing was done" in visit("/en/glossary/").by_id("status-unreported").text


PAGES = ("home", "agreements", "agreement", "commitments", "commitment", "program", "agency", "reports")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_links_the_terms_it_shows_once_each_and_never_inside_another_link(demo_register, visit, name):
    linked = set()
    for address in list(addresses(name))[:3]:
        page = visit(address)
        links = page.all("a", class_="term")
        anchors = [link.attributes["href"].partition("#")[2] for link in links]
        linked |= set(anchors)
        assert len(anchors) == len(set(anchors)), address
        assert [link.text for link in links if link.lies_in("a", "caption", "button")] == []
    assert linked, f"no {name} links a term"
    assert linked <= set(TERMS)


def test_a_term_is_a_link_where_it_first_stands_on_a_page_and_a_word_after_that():
    template = Template(
        '{% load tracker %}{% term "base-date" %}|{% term "base-date" %}|{% term "ledger" "대장" %}'
    )
    first, again, other = template.render(Context({"request": RequestFactory().get("/")})).split("|")
    assert first == '<a class="term" href="/glossary/#base-date">기준일</a>'
    assert again == "기준일"
    assert other == '<a class="term" href="/glossary/#ledger">대장</a>'
