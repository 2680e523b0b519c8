"""The promises of a draft as a table: many are saved at once, all of them or none."""

import pytest

from agreements.models import Commitment, CommitmentAgency, Trace
from tests import factories
from tests.admin.page import change, form, text
from tests.admin.test_large_agreement import MOST_FIELDS, with_promises

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db):
    draft = with_promises(60)
    draft.commitments.update(wording_ko="합동조사팀을 둔다.")
    return draft


def test_a_page_of_the_table_saves_its_rows_in_one_edit_and_leaves_the_others(editor, draft):
    address = change(draft, "grid") + "?page=2"
    filled = form(editor.get(address))
    assert filled["promises-0-number"] == ["51"]
    assert len(filled) <= MOST_FIELDS
    before = rows_of(draft)
    typed = {
        "promises-0-title_ko": "고친 과제", "promises-9-wording_ko": "고친 문안",
        "promises-9-quantity": "2,655", "promises-9-quantity_unit_ko": "대",
    }  # fmt: skip
    assert "저장했습니다" in text(editor.post(address, filled | typed, follow=True))
    changed = {number: row for number, row in rows_of(draft).items() if row != before[number]}
    assert changed == {51: ("고친 과제", before[51][1], None), 60: (before[60][0], "고친 문안", 2655)}
    assert CommitmentAgency.objects.count() == 120
    assert Trace.objects.filter(subject_kind="agreement", act="edit").count() == 1


def rows_of(draft):
    columns = ("number", "title_ko", "wording_ko", "quantity")
    return {number: tuple(rest) for number, *rest in draft.commitments.values_list(*columns)}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"promises-1-title_ko": ""}, "필수 항목입니다"),
        ({"promises-1-number": "1"}, "이미"),
        ({"promises-1-number": "60"}, "같은 번호의 이행과제가 이미 있습니다"),
        ({"promises-1-quantity": "많이"}, "숫자"),
        ({"version": "7"}, "다른 사람이"),
    ],
)
def test_one_row_at_fault_is_marked_and_nothing_is_saved(editor, draft, typed, sentence):
    filled = form(editor.get(change(draft, "grid"))) | {"promises-0-title_ko": "내가 고친 제목"}
    before = rows_of(draft)
    refused = editor.post(change(draft, "grid"), filled | typed)
    assert sentence in text(refused)
    assert "내가 고친 제목" in text(refused), "what was typed stays"
    assert rows_of(draft) == before


def test_the_table_holds_rows_of_its_own_agreement_only(editor, draft):
    other = factories.agreement().commitments.get()
    forged = {"promises-0-id": other.pk, "promises-0-title_ko": "남의 것"}
    editor.post(change(draft, "grid"), form(editor.get(change(draft, "grid"))) | forged)
    assert not Commitment.objects.filter(title_ko="남의 것").exists()


def test_what_is_frozen_or_public_has_no_such_table(coordinator):
    submitted, public = factories.submitted(factories.agreement()), factories.published(factories.agreement())
    for record in (submitted, public):
        assert coordinator.get(change(record, "grid")).status_code == 403
        assert change(record, "grid") not in coordinator.get(change(record)).content.decode()
    returned = factories.agreement()
    assert change(returned, "grid") in coordinator.get(change(returned)).content.decode()


def test_a_row_whose_promise_is_gone_says_so_and_nothing_is_saved(editor, draft):
    filled = form(editor.get(change(draft, "grid"))) | {"promises-1-title_ko": "내가 고친 제목"}
    draft.commitments.get(number=1).delete()
    others = with_promises(1).commitments.get()
    before = rows_of(draft)
    for gone in (filled["promises-0-id"], others.pk):
        refused = editor.post(change(draft, "grid"), filled | {"promises-0-id": gone})
        assert "이 이행과제는 이제 이 협약에 없습니다" in text(refused)
        assert "내가 고친 제목" in text(refused), "what was typed stays"
    assert rows_of(draft) == before
