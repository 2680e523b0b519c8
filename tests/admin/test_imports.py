"""Import in the admin: upload, look, confirm; every door that a forged or late confirmation could take."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.actions import drafts
from agreements.admin.imports import held_upload
from agreements.models import Agency, Agreement, Commitment, Program, Trace
from tests import factories
from tests.admin.page import form, text
from tests.imported import csv_file, xlsx_file

pytestmark = pytest.mark.django_db

HEADER = ["협약명", "협약기관", "체결일", "주요 협약내용"]
ROW = ["치안협력 업무협약", "파주시, 파주경찰서", "2022. 12. 13.(화)", "① 순찰 ② 조사"]
TABLE = [HEADER, ROW]
MANY = [[f"협약 {number}", "파주시", "", ""] for number in range(2001)]
ADDRESS = "/admin/agreements/agreement/import/"
CONFIRM = "/admin/agreements/agreement/process_import/"


@pytest.fixture(autouse=True)
def parties():
    return factories.agency("paju", name_ko="파주시"), factories.agency("police", name_ko="파주경찰서")


def upload(client, content, name="목록.csv", address=ADDRESS):
    content = content if isinstance(content, bytes) else csv_file(content)
    return client.post(address, {"import_file": SimpleUploadedFile(name, content)})


def held(media: Path) -> list[Path]:
    return sorted((media / "imports").glob("*")) if (media / "imports").exists() else []


# ---- the usual way --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (csv_file(TABLE), "목록.csv"),
        (csv_file(TABLE, encoding="cp949"), "목록.csv"),
        (csv_file(TABLE, encoding="utf-8-sig", delimiter="\t"), "목록.txt"),
        (xlsx_file(TABLE), "목록.xlsx"),
    ],
)
def test_a_table_is_previewed_then_confirmed(editor, media, content, name):
    preview = upload(editor, content, name)
    shown = text(preview)
    assert "아직 아무것도 저장되지 않았습니다" in shown
    assert "2행 · 신규 · 치안협력 업무협약" in shown
    assert "2022. 12. 13." in shown
    assert "1. 순찰 2. 조사" in shown
    assert (Agreement.objects.count(), len(held(media))) == (0, 1)
    done = editor.post(CONFIRM, form(preview), follow=True)
    assert "1행을 초안으로 가져왔습니다." in text(done)
    made = Agreement.objects.get()
    assert (made.title_ko, made.state, made.created_by.username) == (ROW[0], "draft", "editor of Paju")
    assert (Trace.objects.count(), held(media)) == (1, []), "the upload is gone once it is imported"


def test_a_table_too_large_for_memory_is_previewed_then_confirmed(editor, media, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    preview = upload(editor, TABLE)
    assert len(held(media)) == 1
    assert "1행을 초안으로 가져왔습니다." in text(editor.post(CONFIRM, form(preview), follow=True))
    assert held(media) == []


def test_a_repeated_import_has_nothing_to_confirm(editor, media):
    editor.post(CONFIRM, form(upload(editor, TABLE)))
    shown = text(upload(editor, TABLE))
    assert "가져올 것이 없습니다" in shown
    assert "이대로 가져오기" not in shown
    assert held(media) == []


def test_a_change_is_shown_before_and_after(editor):
    editor.post(CONFIRM, form(upload(editor, TABLE)))
    preview = upload(editor, [[*HEADER, "장소"], [*ROW, "시청"]])
    assert "2행 · 변경 · 치안협력 업무협약" in text(preview)
    assert "장소 – 시청" in text(preview)
    editor.post(CONFIRM, form(preview))
    assert (Agreement.objects.get().place, Trace.objects.filter(act="edit").count()) == ("시청", 1)


def test_refusals_stand_in_a_table_and_nothing_can_be_confirmed(editor, media):
    table = [[*HEADER, "만료일"], ["<b>치안</b>", "파주씨", "2022. 6.", "", "2025. 6."]]
    refused = upload(editor, table)
    shown = text(refused)
    assert "2 협약기관 파주씨 “파주씨”라는 기관이 없습니다. “파주시”입니까?" in shown
    assert "2 만료일 2025. 6. 일(日)이 없습니다." in shown
    assert "2 체결일 2022. 6." not in shown, "a month of signing is what the source knows"
    assert "등록되지 않은 기관(제안만 하고 만들지 않음)" in shown
    assert "이대로 가져오기" not in shown
    assert b"<b>" not in refused.content.split(b'id="complaints"')[1]
    assert (held(media), Agreement.objects.count(), Agency.objects.count()) == ([], 0, 2)


def test_the_faults_of_a_refused_file_can_be_downloaded_each_with_its_cell(editor, media):
    refused = upload(editor, [HEADER, ["=치안", "파주씨", "2022. 6.", ""]])
    faults = editor.post("/admin/agreements/agreement/import/faults.csv", form(refused))
    assert faults["Content-Disposition"] == 'attachment; filename="agreements-faults.csv"'
    header, fault = faults.content.decode("utf-8-sig").splitlines()
    assert header == "칸,행,열 이름,값,바르게 쓰는 방법"
    assert fault.startswith("B2,2,협약기관,파주씨,")
    made_up = editor.post("/admin/agreements/agreement/import/faults.csv", {"faults": "made up"})
    assert "더 이상 쓸 수 없습니다" in text(made_up)
    assert held(media) == []


FAULTY = [
    ["협약명", "협약기관", "체결일", "만료일", "zzzz"],
    ["#N/A", "파주시, 파주경찰서", "2022. 12. 13.", "", ""],
    ["협약 2", "파주씨, 파주경찰서", "22.12.13", "", ""],
    ["협약 3", "파주시, 파주경찰서", "2022. 12. 14.", "=EDATE(C4,24)", "", "길 잃은 값"],
    ["협약 4", "파주시, 파주경찰서", "2022. 12. 15.", "2024. 12.", ""],
]
MENDED = {
    "A2": "협약 1", "B3": "파주시, 파주경찰서", "C3": "2022. 12. 16.", "D4": "2024. 12. 14.", "F4": None,
    "D5": "2024. 12. 15.", "E1": "비고",
}  # fmt: skip


def test_a_table_full_of_faults_is_mended_at_the_cells_that_its_list_names_and_imported(editor, media):
    refused = upload(editor, xlsx_file(FAULTY), "목록.xlsx")
    faults = editor.post("/admin/agreements/agreement/import/faults.csv", form(refused))
    cells = {line["칸"] for line in csv.DictReader(faults.content.decode("utf-8-sig").splitlines())}
    assert cells == set(MENDED)

    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(FAULTY)))  # in place of a spreadsheet program
    for cell in cells:
        book["Sheet"][cell] = MENDED[cell]
    mended = io.BytesIO()
    book.save(mended)
    preview = upload(editor, mended.getvalue(), "목록.xlsx")
    done = editor.post(CONFIRM, form(preview), follow=True)
    assert "4행을 초안으로 가져왔습니다." in text(done)
    expiry = dict(Agreement.objects.values_list("title_ko", "expires_on"))
    assert [expiry[f"협약 {number}"] for number in range(1, 5)] == [
        None, None, date(2024, 12, 14), date(2024, 12, 15),
    ]  # fmt: skip


def test_a_coordinator_is_led_to_the_form_of_a_proposed_agency(editor, coordinator):
    table = [HEADER, ["치안협력", "고양 시청", "", ""]]
    assert "?name_ko=" not in upload(editor, table).content.decode()
    page = upload(coordinator, table).content.decode()
    address = "/admin/agreements/agency/add/?name_ko=%EA%B3%A0%EC%96%91%20%EC%8B%9C%EC%B2%AD"
    assert address in page
    assert 'value="고양 시청"' in coordinator.get(address).content.decode()


def test_agencies_and_commitments_have_the_same_two_steps(coordinator):
    agencies = "/admin/agreements/agency/import/"
    table = [["기관명", "주소 이름", "종류"], ["고양시", "goyang", "시·군"]]
    confirm = agencies.replace("import/", "process_import/")
    coordinator.post(confirm, form(upload(coordinator, table, address=agencies)))
    assert Agency.objects.get(slug="goyang").listed is False
    factories.agreement(title_ko="협약", commitments=0)
    commitments = "/admin/agreements/commitment/import/"
    table = [["협약명", "이행과제", "주관기관"], ["협약", "순찰", "고양시"]]
    confirm = commitments.replace("import/", "process_import/")
    coordinator.post(confirm, form(upload(coordinator, table, address=commitments)))
    assert str(Commitment.objects.get().roles.get()) == "고양시 (주관)"


def test_the_lists_have_a_button_for_those_who_may(editor, coordinator):
    for client, model, there in [
        (editor, "agreement", True),
        (editor, "commitment", True),
        (editor, "agency", False),
        (coordinator, "agency", True),
        (editor, "program", True),
        (editor, "milestone", True),
        (editor, "statusreport", True),
        (editor, "source", True),
        (editor, "dutyrecord", True),
        (coordinator, "inquiry", False),
    ]:
        page = client.get(f"/admin/agreements/{model}/").content.decode()
        assert (f'href="/admin/agreements/{model}/import/"' in page) == there, model


def test_a_program_its_milestones_and_their_source_come_in_as_three_tables(editor):
    tables = {
        "source": [["발행처", "자료명", "발행일"], ["파주시", "추진계획", "2021. 9. 1."]],
        "program": [["시책명", "총괄기관", "근거자료"], ["위기아동 지원", "파주시", "파주시, 추진계획"]],
        "milestone": [["시책명", "단계", "추진과제"], ["위기아동 지원", "1", "전담팀 구성"]],
    }
    said = []
    for model, table in tables.items():
        address = f"/admin/agreements/{model}/import/"
        confirm = address.replace("import/", "process_import/")
        page = editor.post(confirm, form(upload(editor, table, address=address)), follow=True)
        said.append("1행을 초안으로 가져왔습니다." in text(page))
    assert said == [False, True, True], "a source is no draft"
    program = Program.objects.get(state="draft")
    assert [str(source) for source in program.sources.all()] == ["파주시, 추진계획"]
    assert [step.title_ko for step in program.milestones.all()] == ["전담팀 구성"]


def test_the_template_can_be_filled_and_uploaded(editor):
    page = editor.get(ADDRESS).content.decode()
    assert f'href="{ADDRESS}template.csv"' in page
    answer = editor.get(f"{ADDRESS}template.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="agreements-template.csv"'
    assert answer.content.startswith("\ufeff제목,협약기관,체결일".encode())
    assert "2행 · 신규 · 파주시 치안협력 업무협약" in text(upload(editor, answer.content))


# ---- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "목록.csv", "빈 파일입니다"),
        (b"%PDF-1.7", "목록.csv", "내용이"),
        (b"\x00\xff\x93\x11", "목록.csv", "UTF-8도 CP949"),
        (b"PK\x03\x04 ...", "목록.xlsx", "손상되어"),
        (csv_file(TABLE[:1]), "목록.csv", "열 이름 아래에 행이 없습니다"),
        (csv_file([HEADER, *MANY]), "목록.csv", "2,000행을 넘습니다"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused_on_the_page(editor, media, content, name, says):
    shown = text(upload(editor, content, name))
    assert says in shown
    assert "이대로 가져오기" not in shown
    assert held(media) == []


def test_a_file_of_more_than_20_mb_is_refused_on_the_page(editor, media, settings):
    settings.MAX_REQUEST_BYTES = 64 * 1024 * 1024  # else the request is refused before the form is asked
    assert "최대 20 MB" in text(upload(editor, b"a" * (20 * 1024 * 1024 + 1), "목록.csv"))
    assert held(media) == []


def test_no_file_at_all_is_asked_for(editor):
    assert "표가 든 파일을 고르세요." in text(editor.post(ADDRESS, {}))


def test_a_record_somebody_changed_after_the_preview_is_refused_at_confirm(editor, coordinator):
    editor.post(CONFIRM, form(upload(editor, TABLE)))
    preview = upload(editor, [[*HEADER, "장소"], [*ROW, "시청"]])
    agreement = Agreement.objects.get()
    with drafts.editing_record(agreement, actor=factories.reviewer(), now=factories.NOON):
        agreement.place = "도청"
        agreement.save()
    refused = editor.post(CONFIRM, form(preview))
    shown = text(refused)
    assert "2 – – 치안협력 업무협약 미리 본 뒤에 다른 사람이 “치안협력 업무협약”을 바꿨습니다." in shown
    assert Agreement.objects.get().place == "도청"


@pytest.mark.parametrize("slip", ["", "x", "../../settings.py", "WyJhIl0:1abc:forged"])
def test_a_made_up_confirmation_writes_nothing(editor, slip):
    upload(editor, TABLE)
    refused = editor.post(CONFIRM, {"slip": slip, "import_file_name": "../../../etc/passwd"})
    assert "더 이상 쓸 수 없습니다" in text(refused)
    assert not Agreement.objects.exists()


def test_an_upload_that_a_second_press_used_up_is_not_confirmed(editor, media, monkeypatch):
    preview = upload(editor, TABLE)
    held(media)[0].unlink()
    monkeypatch.setattr(held_upload.default_storage, "exists", lambda path: True)  # it was there a moment ago
    assert "더 이상 쓸 수 없습니다" in text(editor.post(CONFIRM, form(preview)))
    assert not Agreement.objects.exists()


def test_somebody_elses_upload_cannot_be_confirmed(editor, coordinator):
    preview = upload(editor, TABLE)
    assert "더 이상 쓸 수 없습니다" in text(coordinator.post(CONFIRM, form(preview)))
    assert not Agreement.objects.exists()


def test_an_upload_cannot_be_confirmed_as_another_kind_of_record(editor):
    preview = upload(editor, TABLE)
    refused = editor.post("/admin/agreements/commitment/process_import/", form(preview))
    assert "더 이상 쓸 수 없습니다" in text(refused)


def test_a_preview_is_confirmed_once(editor):
    preview = upload(editor, TABLE)
    editor.post(CONFIRM, form(preview))
    assert "더 이상 쓸 수 없습니다" in text(editor.post(CONFIRM, form(preview)))
    assert Agreement.objects.count() == 1


def test_what_was_never_confirmed_is_removed_when_old(editor, media):
    upload(editor, TABLE)
    (first,) = held(media)
    held_upload.discard_old(now=timezone.now())
    assert held(media) == [first]
    held_upload.discard_old(now=timezone.now() + held_upload.KEPT + timedelta(minutes=1))
    assert held(media) == []


def test_an_editor_does_not_import_agencies_even_by_posting(editor):
    table = [["기관명", "주소 이름", "종류"], ["고양시", "goyang", "시·군"]]
    assert upload(editor, table, address="/admin/agreements/agency/import/").status_code == 403
    assert not Agency.objects.filter(slug="goyang").exists()


def test_rows_like_what_is_recorded_are_listed_and_confirmed_for_the_file(editor, media, parties):
    stored = factories.published(factories.agreement(parties=list(parties), title_ko="먼저 입력한 협약"))
    preview = upload(editor, TABLE)
    assert f"2행: {stored.reference} 먼저 입력한 협약 (공개)" in text(preview)
    refused = editor.post(CONFIRM, form(preview))
    assert "이미 입력된 협약일 수 있습니다" in text(refused)
    assert Agreement.objects.count() == 1
    editor.post(CONFIRM, form(upload(editor, TABLE)) | {"different_from_similar": "on"})
    assert Agreement.objects.count() == 2


def test_a_table_of_what_nobody_has_entered_asks_nothing(editor, media):
    assert "different_from_similar" not in upload(editor, TABLE).content.decode()
