"""The commands: 50,000 rows, progress, a dry run, every refusal and exit code 1."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from agreements.imports import IMPORTS
from agreements.management import imports
from agreements.management.commands.import_guide import render_guide
from agreements.models import Agency, Agreement, Commitment, Program
from tests import factories
from tests.imported import csv_file

pytestmark = pytest.mark.django_db

TABLE = [["협약명", "협약기관", "체결일"], ["치안협력", "파주시", "2022. 12. 13."]]


@pytest.fixture(autouse=True)
def paju():
    return factories.agency("paju", name_ko="파주시")


def run(tmp_path, noun, table, *options, who=None):
    path = tmp_path / "목록.csv"
    path.write_bytes(csv_file(table, encoding="cp949"))
    out, err = io.StringIO(), io.StringIO()
    who = who or (factories.reviewer() if noun == "agencies" else factories.author())
    try:
        call_command(f"import_{noun}", str(path), "--as", who.username, *options, stdout=out, stderr=err)
    except CommandError as error:
        return str(error), err.getvalue()
    return out.getvalue().strip(), err.getvalue()


def test_the_guide_is_fresh_and_says_so_when_it_is_not(settings, tmp_path):
    call_command("import_guide", "--check")
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="is stale"):
        call_command("import_guide", "--check")
    call_command("import_guide")
    assert "| `signed_on` | 체결일 · Signed on |" in (tmp_path / "docs" / "imports.md").read_text()


def test_what_the_guide_sends_to_the_admin_stands_in_our_file_and_is_not_read():
    for importer in IMPORTS.values():
        for name in importer.on_its_page:
            assert importer.columns.by_name[name].read is None
    guide = render_guide()
    assert (
        "직원용 화면에서만 적는 열 · not read, entered in the admin only: `former_names`, `serves`" in guide
    )


def test_the_example_of_each_column_that_a_template_shows_can_be_read():
    for importer in IMPORTS.values():
        examples = [column for column in importer.columns if column.read and column.example]
        assert {column.field for column in importer.columns.required} <= {column.field for column in examples}
        for column in examples:
            column.read(column.example)


def test_each_noun_has_its_command(tmp_path):
    assert run(tmp_path, "agreements", TABLE)[0] == "저장함: 새로 만듦 1, 바꿈 0, 그대로 0."
    assert run(tmp_path, "agencies", [["기관명", "주소 이름", "종류"], ["고양시", "goyang", "시·군"]])[
        0
    ].startswith("저장함")
    assert run(tmp_path, "commitments", [["협약명", "이행과제"], ["치안협력", "순찰"]])[0].startswith(
        "저장함"
    )
    assert run(tmp_path, "programs", [["시책명", "총괄기관"], ["순찰 강화", "파주시"]])[0].startswith(
        "저장함"
    )
    assert run(tmp_path, "milestones", [["시책명", "추진과제"], ["순찰 강화", "순찰대"]])[0].startswith(
        "저장함"
    )
    assert (Agreement.objects.count(), Agency.objects.count(), Commitment.objects.count()) == (1, 2, 1)
    assert Program.objects.get().milestones.count() == 1


def test_every_complaint_can_be_written_into_a_file(tmp_path):
    faults = tmp_path / "faults.csv"
    table = [TABLE[0], *([f"협약 {number}", "모르는곳", ""] for number in range(120))]
    _said, progress = run(tmp_path, "agreements", table, "--faults", str(faults))
    assert f"모두 적은 목록: {faults}" in progress
    assert len(faults.read_text(encoding="utf-8-sig").splitlines()) == 121


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(tmp_path):
    said, progress = run(tmp_path, "agreements", TABLE, "--dry-run")
    assert said == "저장 예정: 새로 만듦 1, 바꿈 0, 그대로 0."
    assert "1행 확인 …" in progress
    assert not Agreement.objects.exists()


def test_refusals_are_listed_counted_and_nothing_is_written(tmp_path):
    said, listed = run(tmp_path, "agreements", [*TABLE, *([f"협약 {n}", "모르는곳", ""] for n in range(120))])
    assert said == "아무것도 저장하지 않았습니다. 고칠 곳 120건."
    assert "3 | 협약기관 | 모르는곳 | “모르는곳”이라는 기관이 없습니다" in listed
    assert "… 그 밖에 20건." in listed
    assert not Agreement.objects.exists()


def test_a_missing_account_or_file_is_refused_by_name(tmp_path):
    with pytest.raises(CommandError, match="no such account"):
        call_command("import_agreements", "없음.csv", "--as", "nobody")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_agreements", "없음.csv", "--as", factories.author().username)


def test_more_rows_than_50000_are_refused(tmp_path, monkeypatch):
    assert imports.MOST_ROWS == 50_000
    monkeypatch.setattr(imports, "MOST_ROWS", 1000)  # else the test takes half a minute
    table = [["협약명", "협약기관"], *([f"협약 {number}", "파주시"] for number in range(1001))]
    said, listed = run(tmp_path, "agreements", table, "--dry-run")
    assert "고칠 곳 1건" in said
    assert "1,000행을 넘습니다" in listed
