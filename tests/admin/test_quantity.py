"""Numbers and rhythms as staff type them: what is kept, and what is refused at which field."""

from decimal import Decimal

import pytest

from agreements.models import Commitment, StatusReport
from tests import factories
from tests.admin.page import change, errors, form, text
from tests.admin.test_report import ADD, filled

pytestmark = pytest.mark.django_db

AIM = {
    "commitments-0-quantity": "2,655", "commitments-0-quantity_unit_ko": "호",
    "commitments-0-quantity_by": "2025년",
}  # fmt: skip


@pytest.fixture
def draft():
    return factories.agreement()


def counted_in(unit, **fields):
    agreement = factories.agreement()
    agreement.commitments.update(quantity_unit_ko=unit, **fields)
    return factories.published(agreement).commitments.get()


def test_what_is_aimed_at_is_kept_as_typed_and_shown_again(editor, coordinator, draft):
    editor.post(change(draft), form(editor.get(change(draft))) | AIM)
    commitment = Commitment.objects.get()
    assert (commitment.quantity, commitment.quantity_by.iso()) == (2655, "2025")
    shown = form(editor.get(change(draft)))
    assert [shown[name] for name in AIM] == [["2,655"], ["호"], ["2025"]]
    draft.refresh_from_db()
    outline = text(coordinator.get(change(factories.submitted(draft), "publish")))
    assert "목표 수량: 2,655 단위: 호 목표 수량의 기한: 2025년" in outline


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quantity": "1만1천"}, "quantity"),
        ({"quantity": "-1"}, "quantity"),
        ({"quantity": "NaN"}, "quantity"),
        ({"quantity": "1e999"}, "quantity"),
        ({"quantity": "１２０"}, "quantity"),
        ({"quantity": "1234567890123"}, "quantity"),
        ({"quantity": "0.001"}, "quantity"),
        ({"quantity_unit_ko": ""}, "quantity_unit_ko"),
        ({"quantity_unit_ko": "가" * 21}, "quantity_unit_ko"),
        ({"quantity": ""}, "quantity"),  # a day without a number
        ({"quantity_by": "내년"}, "quantity_by"),
        ({"repeats": "yearly"}, "quantity_by"),
        ({"repeats": "weekly"}, "repeats"),
    ],
)
def test_wrong_input_is_refused_at_its_field_of_the_commitment(editor, draft, given, field):
    typed = AIM | {f"commitments-0-{name}": value for name, value in given.items()}
    refused = editor.post(change(draft), form(editor.get(change(draft))) | typed)
    assert list(errors(refused)) == [f"commitments-0-{field}"]
    assert Commitment.objects.get().quantity is None


@pytest.mark.parametrize("page", ["agreement", "commitment"])
def test_what_repeats_is_not_linked_with_a_milestone_on_either_page(coordinator, page):
    commitment = counted_in("", repeats="yearly")
    milestone = factories.published(factories.program()).milestones.get()
    record, field = commitment, "carried_out_by"
    if page == "agreement":
        record, field = commitment.agreement, "commitments-0-carried_out_by"
    refused = coordinator.post(change(record), form(coordinator.get(change(record))) | {field: milestone.pk})
    assert "한 번 달성" in errors(refused)[field][0]
    commitment.refresh_from_db()
    assert commitment.carried_out_by is None


def test_what_has_a_published_date_is_refused_a_rhythm_at_its_field(coordinator):
    commitment = counted_in("")
    factories.published(factories.report(commitment, "on_track", "2023-01-02", target="2024"))
    page = form(coordinator.get(change(commitment.agreement)))
    refused = coordinator.post(change(commitment.agreement), page | {"commitments-0-repeats": "yearly"})
    assert "먼저 정정" in errors(refused)["commitments-0-repeats"][0]


# ---- reports


def test_a_report_gives_its_number_with_commas(editor, coordinator):
    editor.post(ADD, filled(editor, counted_in("대"), quantity_done="11,000"))
    report = StatusReport.objects.get()
    assert report.quantity_done == Decimal(11000)
    outline = text(coordinator.get(change(factories.submitted(report), "publish")))
    assert "지금까지 이행한 수량: 11,000" in outline


@pytest.mark.parametrize("wrong", ["1만1천", "-1", "NaN", "1e999", "１２０", "1234567890123", "120대"])
def test_a_wrong_number_of_a_report_is_refused_at_its_field(editor, wrong):
    refused = editor.post(ADD, filled(editor, counted_in("대"), quantity_done=wrong))
    assert list(errors(refused)) == ["quantity_done"]
    assert not StatusReport.objects.exists()


def test_a_number_of_something_without_a_unit_is_refused_at_its_field(editor):
    refused = editor.post(ADD, filled(editor, counted_in(""), quantity_done="5"))
    assert "단위가 없습니다" in errors(refused)["quantity_done"][0]


def test_a_milestone_has_no_number(editor):
    milestone = factories.published(factories.program()).milestones.get()
    page = form(editor.get(f"{ADD}?milestone={milestone.pk}"))
    typed = {
        "status": "under_way", "said_on": "2023", "note_ko": "추진 상황", "quantity_done": "5",
        "stated_by": factories.agency().pk, "sources": [factories.source().pk],
    }  # fmt: skip
    assert "추진과제에는 수량을" in errors(editor.post(ADD, page | typed))["quantity_done"][0]


@pytest.mark.parametrize("given", [{"target": "2025"}, {"target_undated": "on"}])
def test_a_report_of_what_repeats_is_refused_a_target_at_its_field(editor, given):
    commitment = counted_in("", repeats="yearly")
    refused = editor.post(ADD, filled(editor, commitment, **given))
    assert "완료 기한이 없습니다" in errors(refused)[next(iter(given))][0]
    assert "매년" in text(editor.get(f"{ADD}?commitment={commitment.pk}"))
