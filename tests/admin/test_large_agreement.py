"""A large agreement: its form lists the promises, each has a page of its own; numbers are proposed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Commitment, CommitmentAgency
from tests import factories
from tests.admin.page import change, errors, filled_agreement, form, text

pytestmark = pytest.mark.django_db
ADD = "/admin/agreements/agreement/add/"
MOST_BYTES = 500_000
MOST_FIELDS = 2_000  # of 10,000 that a form may send


def with_promises(number, *, parties=2):
    agreement = factories.agreement(parties=[factories.agency() for _ in range(parties)], commitments=0)
    rows = Commitment.objects.bulk_create(
        Commitment(agreement=agreement, number=place, title_ko=f"과제 {place}", wording_ko="문안 " * 20)
        for place in range(1, number + 1)
    )
    CommitmentAgency.objects.bulk_create(
        CommitmentAgency(commitment=row, agency=party.agency, role="joint")
        for row in rows
        for party in agreement.parties.all()
    )
    return agreement


@pytest.fixture
def large(db):
    return with_promises(21)


def test_the_form_of_300_promises_and_40_parties_stays_small_and_leads_to_each(editor):
    largest = with_promises(300, parties=40)
    page = editor.get(change(largest))
    assert len(page.content) <= MOST_BYTES
    assert len(form(page)) <= MOST_FIELDS
    assert change(largest.commitments.get(number=300)) in page.content.decode()


def test_saving_the_form_leaves_the_listed_promises_as_they_are(editor, large):
    saved = editor.post(change(large), form(editor.get(change(large))) | {"place": "파주시청"})
    assert saved.status_code == 302, text(saved)
    large.refresh_from_db()
    assert (large.place, large.commitments.count()) == ("파주시청", 21)
    assert CommitmentAgency.objects.count() == 42


def test_saving_asks_as_often_for_many_promises_and_parties_as_for_few(editor):
    few, many = with_promises(21, parties=2), with_promises(40, parties=20)
    asked = [queries_of_saving(editor, agreement) for agreement in (few, many)]
    assert asked[0] == asked[1], "25,000 queries took 25 seconds"


def queries_of_saving(editor, agreement):
    filled = form(editor.get(change(agreement))) | {"place": "파주시청", "parties-TOTAL_FORMS": "0"}
    filled["parties-INITIAL_FORMS"] = "0"
    with CaptureQueriesContext(connection) as caught:
        assert editor.post(change(agreement), filled).status_code == 302
    return len(caught)


def test_a_promise_is_edited_on_its_own_page_with_everything_it_says(editor, large):
    promise = large.commitments.get(number=7)
    Agreement.objects.filter(pk=large.pk).update(signed_first=None, signed_last=None)  # not known yet
    lead, support = [party.agency for party in large.parties.all()[:2]]
    filled = form(editor.get(change(promise))) | {
        "title_ko": "고친 제목", "lead": [lead.pk], "support": [support.pk], "joint": [],
    }  # fmt: skip
    saved = editor.post(change(promise), filled)
    assert saved.status_code == 302, text(saved)
    promise.refresh_from_db()
    assert promise.title_ko == "고친 제목"
    assert set(promise.roles.values_list("agency", "role")) == {(lead.pk, "lead"), (support.pk, "support")}

    twice = editor.post(change(promise), form(editor.get(change(promise))) | {"number": "8"})
    assert "8" in text(twice)
    assert twice.status_code == 200
    promise.refresh_from_db()
    assert promise.number == 7


def test_two_people_in_one_promise_do_not_overwrite_each_other(editor, coordinator, large):
    first = large.commitments.get(number=1)
    mine, theirs = form(editor.get(change(first))), form(coordinator.get(change(first)))
    assert editor.post(change(first), mine | {"title_ko": "내 제목"}).status_code == 302
    refused = coordinator.post(change(first), theirs | {"title_ko": "다른 제목"})
    assert "다른 사람이 내용을 바꾸었습니다" in text(refused)
    first.refresh_from_db()
    assert first.title_ko == "내 제목"


def test_promises_are_added_below_the_list_and_removed_by_a_tick(editor, large):
    gone = large.commitments.get(number=21)
    page = form(editor.get(change(large)))
    added = {
        "commitments-TOTAL_FORMS": "1", "commitments-0-id": "", "commitments-0-agreement": large.pk,
        "commitments-0-title_ko": "새 과제", "commitments-removed": [gone.pk],
    }  # fmt: skip
    saved = editor.post(change(large), page | added)
    assert saved.status_code == 302, text(saved)
    assert large.commitments.get(number=21).title_ko == "새 과제"
    assert large.commitments.count() == 21

    clash = editor.post(
        change(large), form(editor.get(change(large))) | added | {"commitments-0-number": "5"}
    )
    assert errors(clash) == {"commitments-0-number": ["이 업무협약에 같은 번호의 이행과제가 이미 있습니다."]}
    assert large.commitments.count() == 21


def test_the_numbers_of_new_promises_are_proposed(editor, agencies):
    page = filled_agreement(editor, *agencies)
    assert form(editor.get(ADD))["commitments-0-number"] == ["1"]
    more = {
        "commitments-TOTAL_FORMS": "3", "commitments-0-number": "4",
        "commitments-1-title_ko": "둘째", "commitments-2-title_ko": "셋째",
    }  # fmt: skip
    saved = editor.post(ADD, page | more)
    assert saved.status_code == 302, text(saved)
    assert list(Commitment.objects.order_by("number").values_list("number", "title_ko")) == [
        (4, "합동조사팀을 둔다"),
        (5, "둘째"),
        (6, "셋째"),
    ]


def test_a_party_of_many_is_opened_in_the_form_and_the_others_stay(editor):
    agreement = with_promises(1, parties=21)
    first, second, *_others = agreement.parties.all()
    listed = editor.get(change(agreement))
    assert f"?parties={second.pk}" in listed.content.decode()
    assert form(listed)["parties-INITIAL_FORMS"] == ["0"]

    opened = change(agreement) + f"?parties={second.pk}"
    page = form(editor.get(opened))
    assert page["parties-0-id"] == [str(second.pk)]
    taken = editor.post(opened, page | {"parties-0-agency": first.agency_id})
    assert "parties-0-agency" in errors(taken)

    saved = editor.post(opened, page | {"parties-0-signatory": "시장", "parties-removed": [first.pk]})
    assert saved.status_code == 302, text(saved)
    assert agreement.parties.count() == 20
    assert agreement.parties.get(signatory="시장") == second
