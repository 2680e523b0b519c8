"""Rows that may be agreements recorded already are imported only where it is said that they are others."""

import pytest

from agreements.models import Agreement
from tests import factories
from tests.imported import changes, checked, counts, written
from tests.unit.test_import_commands import run

pytestmark = pytest.mark.django_db

HEADER = ["협약명", "협약기관", "체결일"]
ROW = ["안전한 파주", "파주시, 파주경찰서, 파주소방서", "2022. 12. 13."]
TABLE = [HEADER, ROW]


@pytest.fixture(autouse=True)
def agencies():
    return [
        factories.agency("paju", name_ko="파주시"),
        factories.agency("police", name_ko="파주경찰서"),
        factories.agency("fire", name_ko="파주소방서"),
    ]


@pytest.fixture
def stored(agencies):
    return factories.published(factories.agreement(parties=agencies[:2], title_ko="치안협력"))


def test_a_row_names_the_agreement_it_may_be_and_is_not_imported_unconfirmed(stored):
    outcome = checked("agreements", TABLE)
    assert outcome.similar == [(2, f"{stored.reference} 치안협력 (공개)")]
    assert not outcome.refused
    refused = written("agreements", TABLE)
    assert [(complaint.row, complaint.value) for complaint in refused.complaints] == [(2, "안전한 파주")]
    assert f"{stored.reference} 치안협력" in refused.complaints[0].correction
    assert Agreement.objects.count() == 1
    assert counts(written("agreements", TABLE, different_from_similar=True)) == {"new": 1}
    assert Agreement.objects.count() == 2


def test_what_was_imported_once_is_not_asked_about_again(stored):
    written("agreements", TABLE, different_from_similar=True)
    table = [[*HEADER, "장소"], [*ROW, "시청"]]
    outcome = written("agreements", table)
    assert (counts(outcome), outcome.similar) == ({"changed": 1}, [])
    assert changes(outcome) == [("장소", "", "시청")]


def test_a_row_that_moves_an_agreement_to_the_day_of_another_is_asked_about(stored, agencies):
    moved = factories.agreement(parties=agencies[:2], title_ko="합동 순찰", signed="2024-01-02")
    moved.reference = "2024-0001"
    moved.save()
    table = [["관리번호", *HEADER], ["2024-0001", "합동 순찰", "파주시, 파주경찰서", "2022. 12."]]
    assert [row for row, _name in checked("agreements", table).similar] == [2]
    table[1][3] = "2024. 1."
    assert checked("agreements", table).similar == []


def test_two_rows_of_a_file_may_be_the_same():
    outcome = checked("agreements", [*TABLE, ["치안협력", "파주시, 파주경찰서", "2022-12"]])
    assert outcome.similar == [(3, "이 파일의 2행")]


def test_a_row_that_replaces_the_other_one_is_not_asked_about(stored):
    table = [[*HEADER, "대체 협약"], [*ROW, stored.reference]]
    assert checked("agreements", table).similar == []
    assert counts(written("agreements", table)) == {"new": 1}


def test_of_another_departments_draft_it_only_says_that_there_is_one(agencies):
    factories.agreement(parties=agencies[:2], title_ko="남의 초안")
    own = factories.agency("own", name_ko="고양시")
    others = factories.staff("editor", username="others")
    factories.works_for("others", own, since=factories.NOON.date())
    table = [HEADER, ["공동 협약", "고양시, 파주시, 파주경찰서", "2022. 12. 13."]]
    outcome = checked("agreements", table, actor=others)
    assert outcome.similar == [(2, "다른 부서가 입력한, 아직 공개되지 않은 협약")]


def test_the_command_needs_a_word_for_it_and_lists_what_it_is_about(tmp_path, stored):
    said, complaints = run(tmp_path, "agreements", TABLE)
    assert said == "아무것도 저장하지 않았습니다. 고칠 곳 1건."
    assert f"{stored.reference} 치안협력" in complaints
    said, remarks = run(tmp_path, "agreements", TABLE, "--dry-run")
    assert said == "저장 예정: 새로 만듦 1, 바꿈 0, 그대로 0."
    assert f"2: 같은 협약일 수 있음: {stored.reference} 치안협력 (공개)" in remarks
    said, _remarks = run(tmp_path, "agreements", TABLE, "--different-from-similar")
    assert said == "저장함: 새로 만듦 1, 바꿈 0, 그대로 0."
