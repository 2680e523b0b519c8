"""Everything or nothing, and only what the preview showed."""

import csv
from contextlib import nullcontext
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from agreements.actions import drafts
from agreements.actions.refusals import NotAllowed
from agreements.imports import importing as importing_module
from agreements.imports.agreements import AgreementImport
from agreements.imports.complaints import complaints_csv
from agreements.imports.constraints import Constraints, condition_holds
from agreements.models import Agency, Agreement, Trace
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import NOON
from tests.imported import checked, counts, importing, only_complaint, written

pytestmark = pytest.mark.django_db

HEADER = ["협약명", "협약기관", "체결일", "장소"]
ROW = ["치안협력", "파주시", "2022. 12. 13.", "시청"]


@pytest.fixture(autouse=True)
def paju():
    return factories.agency("paju", name_ko="파주시")


def test_what_somebody_changed_after_the_preview_is_refused_at_its_row():
    written("agreements", [HEADER, ROW])
    work = importing("agreements", [HEADER, [*ROW[:3], "도청"], ["새 협약", "파주시", "", ""]])
    fingerprints = work.check().fingerprints
    stored = Agreement.objects.get()
    with drafts.editing_record(stored, actor=factories.reviewer(), now=NOON):
        stored.telephone = "031-000-0000"
        stored.save()
    found = only_complaint(work.write(fingerprints=fingerprints))
    assert (found.row, "미리 본 뒤에 다른 사람이" in found.correction) == (2, True)
    assert [one.place for one in Agreement.objects.all()] == ["시청"], "nor is the other row written"


def test_what_somebody_else_entered_after_the_preview_is_not_entered_twice():
    work = importing("agreements", [HEADER, ROW])
    fingerprints = work.check().fingerprints
    written("agreements", [HEADER, ROW])
    assert "미리 본 뒤에" in only_complaint(work.write(fingerprints=fingerprints)).correction
    assert Agreement.objects.count() == 1


def test_a_row_that_was_not_seen_is_refused():
    work = importing("agreements", [HEADER, ROW])
    assert "미리 본 뒤에" in only_complaint(work.write(fingerprints={})).correction
    assert not Agreement.objects.exists()


def test_a_refusal_of_the_action_becomes_a_complaint_at_the_row_and_undoes_all(monkeypatch):
    """Scope is asked by the action itself: an editor of one agency may not enter for another."""
    real = drafts.editing_record

    def editing_record(record, **who):
        if record.title_ko == "남의 협약":
            raise NotAllowed("다른 기관의 협약입니다.")
        return real(record, **who)

    monkeypatch.setattr(drafts, "editing_record", editing_record)
    outcome = written("agreements", [HEADER, ROW, ["남의 협약", "파주시", "", ""]])
    tried = importing("agreements", [HEADER, ROW, ["남의 협약", "파주시", "", ""]]).try_out()
    for told in (outcome, tried):  # a preview tells it as well
        found = only_complaint(told)
        assert (found.row, found.value, found.correction) == (3, "남의 협약", "다른 기관의 협약입니다.")
    assert not Agreement.objects.exists()
    assert not Trace.objects.exists()


@pytest.fixture
def elsewhere():
    """An editor of Goyang, who has nothing to do with Paju."""
    person = factories.staff("editor", username="editor of Goyang")
    goyang = factories.agency("goyang", name_ko="고양시")
    factories.works_for("editor of Goyang", goyang, since=date(2020, 1, 1))
    return person


def test_an_editor_imports_only_what_names_one_of_their_agencies(elsewhere):
    own = ["우리 협약", "고양시, 파주시", "", ""]
    assert counts(written("agreements", [HEADER, own], actor=elsewhere)) == {"new": 1}
    work = importing("agreements", [HEADER, ROW, own], actor=elsewhere)
    found = only_complaint(work.try_out())
    assert (found.row, found.value) == (2, "치안협력")
    assert counts(work.try_out()) == {"unchanged": 1, "refused": 1}
    assert "기관" in found.correction
    assert [one.title_ko for one in Agreement.objects.all()] == ["우리 협약"]


def test_what_is_too_long_to_be_tried_is_refused_when_it_is_written(elsewhere, monkeypatch):
    monkeypatch.setattr(importing_module, "most_trial_edits", lambda: 1)
    work = importing("agreements", [HEADER, ROW, ["우리 협약", "고양시", "", ""]], actor=elsewhere)
    preview = work.try_out()
    assert preview.complaints == []
    assert only_complaint(work.write(fingerprints=preview.fingerprints)).row == 2
    assert not Agreement.objects.exists()


def test_a_draft_of_other_agencies_is_neither_found_nor_shown(elsewhere):
    written("agreements", [HEADER, ROW])
    outcome = checked("agreements", [HEADER, [*ROW[:3], "도청"]], actor=elsewhere)
    assert "시청" not in repr(outcome.plans[0].changes)
    commitments = [["협약명", "이행과제"], ["치안협력", "순찰"]]
    assert (
        "이 제목의 협약이 없습니다"
        in only_complaint(checked("commitments", commitments, actor=elsewhere)).correction
    )
    assert counts(checked("commitments", commitments)) == {"new": 1}


def test_what_is_tried_is_taken_back():
    outcome = importing("agreements", [HEADER, ROW]).try_out()
    assert (outcome.complaints, counts(outcome)) == ([], {"new": 1})
    assert not Agreement.objects.exists()
    assert not Trace.objects.exists()


def test_who_has_no_role_imports_nothing():
    stranger = get_user_model().objects.create_user("no role", is_staff=True)
    assert (
        "맡으신 역할로는" in only_complaint(checked("agreements", [HEADER, ROW], actor=stranger)).correction
    )
    assert counts(written("agreements", [HEADER, ROW])) == {"new": 1}


def test_personal_data_found_in_a_row_refuses_it_and_a_doubt_is_a_warning():
    outcome = checked(
        "agreements", [HEADER, [*ROW[:3], "900101-1234567"], ["나", "파주시", "", "010-1234-5678"]]
    )
    found = only_complaint(outcome)
    assert (found.row, found.column) == (2, "장소")
    assert "주민등록번호" in found.correction
    assert "1234567" not in found.correction
    (warned,) = [text for row, text in outcome.warnings if row == 3 and text.startswith("장소")]
    assert "개인정보일 수 있습니다" in warned


def test_a_page_lists_a_hundred_complaints_and_the_list_to_download_has_them_all():
    outcome = checked("agreements", [HEADER, *([f"협약 {n}", "모르는곳", "", ""] for n in range(150))])
    assert (len(outcome.listed_complaints), outcome.unlisted_complaints) == (100, 50)
    lines = list(csv.reader(complaints_csv(outcome.complaints).decode("utf-8-sig").splitlines()))
    assert lines[0] == ["칸", "행", "열 이름", "값", "바르게 쓰는 방법"]
    assert [line[0] for line in lines[1:]] == [f"B{row}" for row in range(2, 152)]


LONG = [[f"협약 {number}", "파주시", "2022. 12. 13.", ""] for number in range(7)]


@pytest.fixture
def in_batches(monkeypatch):
    """Three edits a batch, as on SQLite; the transactions and pauses between them are counted."""
    begun = []

    def let_others_write():
        begun.append(Agreement.objects.count())

    monkeypatch.setattr(importing_module, "EDITS_A_BATCH", 3)
    monkeypatch.setattr(importing_module.connection, "vendor", "sqlite")
    monkeypatch.setattr(importing_module, "let_others_write", let_others_write)
    return begun


def test_a_long_import_lets_others_write_after_each_batch(in_batches):
    outcome = written("agreements", [HEADER, *LONG])
    assert (outcome.complaints, outcome.stored_rows, in_batches) == ([], 7, [3, 6, 7])


def test_what_changed_before_a_long_import_began_leaves_nothing_written(in_batches):
    written("agreements", [HEADER, LONG[6]])
    work = importing("agreements", [HEADER, *([*row[:3], "시청"] for row in LONG)])
    fingerprints = work.check().fingerprints
    stored = Agreement.objects.get()
    with drafts.editing_record(stored, actor=factories.reviewer(), now=NOON):
        stored.save()
    outcome = work.write(fingerprints=fingerprints)
    assert (only_complaint(outcome).row, outcome.stored_rows) == (8, 0)
    assert Agreement.objects.count() == 1


def test_batches_before_one_that_is_refused_stay_and_the_same_file_goes_on_from_there(
    in_batches, monkeypatch
):
    write = AgreementImport.write
    refused = {"협약 4"}

    def write_or_refuse(self, plans, **who):
        if plans[0].title in refused:
            raise NotAllowed("다른 기관의 협약입니다.")
        write(self, plans, **who)

    monkeypatch.setattr(AgreementImport, "write", write_or_refuse)
    outcome = written("agreements", [HEADER, *LONG])
    assert (only_complaint(outcome).row, outcome.stored_rows, Agreement.objects.count()) == (6, 3, 3)
    refused.clear()
    assert counts(written("agreements", [HEADER, *LONG])) == {"new": 4, "unchanged": 3}


def test_a_trial_names_all_that_would_be_refused_and_leaves_nothing(in_batches, monkeypatch):
    def refuse(self, plans, **who):
        raise NotAllowed("다른 기관의 협약입니다.")

    monkeypatch.setattr(AgreementImport, "write", refuse)
    tried = importing("agreements", [HEADER, *LONG]).try_out()
    assert [complaint.row for complaint in tried.complaints] == [2, 3, 4, 5, 6, 7, 8]
    assert not Agreement.objects.exists()


DAYS = [None, "1799-12-31", "2020-01-01", "2021-01-01"]


@pytest.mark.parametrize("model", [Agreement, Agency])
def test_a_constraint_says_the_same_without_the_database(model):
    """Each check constraint of days and reasons, over every pair of days: ours and Django's own question."""
    names = {
        Agreement: ["signed", "announced", "effective_on", "expires_on", "ended_on", "end_reason"],
        Agency: ["founded_on", "dissolved_on"],
    }[model]
    asked = 0
    for constraint, condition, fields in Constraints(model).checks:
        if not fields <= set(names):
            continue
        first, *rest = sorted(fields)
        for one in DAYS:
            for other in DAYS:
                values = {first: one, **dict.fromkeys(rest, other)}
                if "end_reason" in values:
                    values["end_reason"] = "purpose_achieved" if values["end_reason"] else ""
                for name in {"signed", "announced"} & values.keys():
                    values[name] = PartialDate.from_days(
                        *[values[name] and date.fromisoformat(values[name])] * 2
                    )
                record = model(**values)
                record.clean_fields(exclude={f.name for f in model._meta.fields} - set(values))
                with (
                    nullcontext()
                    if condition_holds(condition, record) is not False
                    else pytest.raises(ValidationError)
                ):
                    constraint.validate(model, record)
                asked += 1
    assert asked >= 16 * len(names)
