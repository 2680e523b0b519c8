"""The index holds what is public, from the act that makes it so to the act that ends it."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.actions import drafts
from agreements.actions.agreements import publish_agreement, withdraw_agreement
from agreements.actions.programs import withdraw_program
from agreements.actions.refusals import Incomplete
from agreements.lists.search import read_search
from agreements.models import Agency, SearchBigram, SearchText
from agreements.rules.search_text import parse_query
from agreements.verification.search_index import wrong_search_texts
from tests import factories
from tests.factories import NOON, changed, published, reviewer, submitted

pytestmark = pytest.mark.django_db


def kinds_with(word: str) -> set[str]:
    """The kinds of record in whose own text the index has a word."""
    (read_word,) = parse_query(word).words
    (needle,) = read_word.options[0]
    return {
        text.kind for text in SearchText.objects.all() if needle.text in text.title + text.body
    }  # fmt: skip


def is_right() -> bool:
    return list(wrong_search_texts()) == []


def test_what_is_published_can_be_found_and_a_draft_cannot():
    draft = factories.agreement(title_ko="등굣길 안전 협약")
    submitted(draft)
    assert kinds_with("등굣길") == set()
    publish_agreement(draft, actor=reviewer(), now=NOON)
    assert kinds_with("등굣길") == {"agreement"}
    assert kinds_with("이행과제") == {"commitment"}
    assert is_right()


def test_what_is_withdrawn_leaves_the_index_with_all_that_belongs_to_it():
    agreement = published(factories.agreement(title_ko="등굣길 협약"))
    commitment = agreement.commitments.get()
    published(factories.report(commitment, "on_track", "2023-01-02", note_ko="가로등 점검"))
    program = published(factories.program(title_ko="등굣길 시책"))
    milestone = program.milestones.get()
    published(factories.report(milestone, "planned", "2023-01-02", note_ko="가로등 계획"))
    assert kinds_with("등굣길") == {"agreement", "program"}
    assert kinds_with("가로등") == {"report"}
    withdraw_agreement(agreement, reason="중복", actor=reviewer(), now=NOON)
    withdraw_program(program, reason="중복", actor=reviewer(), now=NOON)
    assert kinds_with("등굣길") == set()
    assert kinds_with("가로등") == set()
    assert not SearchText.objects.exclude(kind="agency").exists()
    assert SearchBigram.objects.exclude(text__kind="agency").count() == 0
    agreement.refresh_from_db()
    published(agreement)
    assert kinds_with("가로등") == {"report"}, "its reports come back with it"
    assert is_right()


def test_a_change_of_what_is_published_is_found_by_its_new_words_only():
    agreement = published(factories.agreement(purpose_ko="등굣길 안전"))
    changed(agreement, purpose_ko="귀갓길 안전")
    assert kinds_with("등굣길") == set()
    assert kinds_with("귀갓길") == {"agreement"}
    assert is_right()


def test_a_withdrawn_report_and_a_redacted_one_are_not_found_by_their_words():
    commitment = published(factories.agreement()).commitments.get()
    first, second = (
        published(factories.report(commitment, "on_track", day, note_ko="가로등 점검"))
        for day in ("2023-01-02", "2023-02-02")
    )
    published(factories.withdrawal(first))
    assert [text.record for text in SearchText.objects.filter(kind="report")] == [second.pk]
    published(factories.redaction(second))
    assert kinds_with("가로등") == set()
    assert is_right()


def test_a_correction_is_found_beside_what_it_corrects():
    commitment = published(factories.agreement()).commitments.get()
    wrong = published(factories.report(commitment, "on_track", "2023-01-02", note_ko="가로등 두 곳"))
    published(factories.correction(wrong, "on_track", "2023-01-02", note_ko="보안등 두 곳"))
    assert kinds_with("가로등") == kinds_with("보안등") == {"report"}
    assert is_right()


def test_an_agency_is_found_while_it_is_listed_by_the_names_it_has():
    agency = Agency(slug="paju-police", name_ko="파주경찰서", kind="police_station", listed=True)
    with drafts.editing_record(agency, actor=reviewer(), now=NOON):
        agency.save()
    assert kinds_with("파주署") == {"agency"}, "though nobody registered it"
    agency.other_names_ko = "임진강지킴이; 교하경찰서"
    with drafts.editing_record(agency, actor=reviewer(), now=NOON):
        agency.save()
    assert kinds_with("임진강지킴이") == kinds_with("교하경찰서") == {"agency"}
    agency.listed = False
    with drafts.editing_record(agency, actor=reviewer(), now=NOON):
        agency.save()
    assert kinds_with("파주경찰서") == set()
    agency.listed = True
    with drafts.editing_record(agency, actor=reviewer(), now=NOON):
        agency.save()
    drafts.delete_draft(agency, actor=reviewer(), now=NOON)
    assert kinds_with("파주경찰서") == set()
    assert is_right()


def test_a_failed_act_leaves_the_index_as_it_was():
    agreement = factories.agreement(title_ko="등굣길 협약", commitments=0)
    with pytest.raises(Incomplete):
        published(agreement)
    assert kinds_with("등굣길") == set()


# ---- the proof and the cure --------------------------------------------------------------------------


def wrongs() -> str:
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("check_data", stdout=said)
    return said.getvalue()


def test_check_data_names_what_reindex_then_puts_right():
    agreement = published(factories.agreement(title_ko="등굣길 협약"))
    commitment = agreement.commitments.get()
    owner = agreement.parties.first().agency
    text = SearchText.objects.get(kind="agreement", record=agreement.pk)
    SearchText.objects.filter(pk=text.pk).update(title="\n다른말\n")
    SearchText.objects.get(kind="commitment", record=commitment.pk).delete()
    SearchBigram.objects.filter(text__kind="agency", text__record=owner.pk).order_by(
        "bigram"
    ).first().delete()
    SearchText.objects.create(kind="program", record=99999, title="\n없는시책\n")
    said = wrongs()
    assert f"agreement {agreement.pk}: it is found by other texts than it has" in said
    assert f"commitment {commitment.pk}: it is public, but cannot be found" in said
    assert f"agency {owner.pk}: it is found by other texts than it has" in said
    assert "program 99999: it is not public, but can be found" in said
    made = StringIO()
    call_command("reindex", stdout=made)
    assert "program: 1 records, 1 put right" in made.getvalue()
    assert is_right()
    again = StringIO()
    call_command("reindex", stdout=again)
    assert " 0 put right" in again.getvalue()
    assert not any(f" {number} put right" in again.getvalue() for number in range(1, 9))


def test_reading_a_query_costs_one_query_however_long(django_assert_num_queries):
    published(factories.agreement(title_ko="등굣길 업무협약"))
    with django_assert_num_queries(1):
        read_search("위기아동 보호센터를 파주시에서 열기로 한 업무협약")
    with django_assert_num_queries(0):
        read_search("·")


@pytest.mark.parametrize(
    ("typed", "queries"), [("업무혀", 3), ("업무협ㅇ", 3), ("업무협주", 2), ("업무협x", 1)]
)
def test_a_last_syllable_half_typed_costs_two_more_and_one_more_where_nothing_follows(
    typed, queries, django_assert_num_queries
):
    published(factories.agreement(title_ko="등굣길 업무협약"))
    with django_assert_num_queries(queries):
        search = read_search(f"보호센터를 열기로 한 {typed}")
    assert search.can_be_found(search.query.words[-1]) == (queries == 3)


def test_an_agency_is_found_by_its_former_names_as_soon_as_it_has_them():
    agency = factories.agency(name_ko="강원특별자치도")
    with drafts.editing_record(agency, actor=reviewer(), now=NOON):
        agency.save()
        agency.former_names.create(name_ko="관동도", name_en="Gwandong", until=date(2023, 6, 10))
    assert kinds_with("관동도") == kinds_with("Gwandong") == {"agency"}
    assert is_right()
