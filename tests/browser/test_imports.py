"""An import in a browser, wide and narrow: upload, refusals, preview, done; nothing axe finds."""

import pytest

from tests import factories
from tests.imported import csv_file, xlsx_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADER = ["연번", "협약명", "상대처", "체결일", "주요 협약내용"]
GOOD = ["1", "치안협력 업무협약", "파주시\n파주경찰서", "’22.12.13.(화)", "① 합동 순찰 ② 안심귀갓길 조성"]
BAD = ["2", "청소년 보호 업무협약", "파주씨 등", "2022. 6.", ""]


def choose(person, name: str, content: bytes) -> None:
    person.page.set_input_files("#id_import_file", {"name": name, "mimeType": "", "buffer": content})
    person.press("input[type=submit][value='미리 보기']")


def test_an_editor_uploads_looks_and_confirms(person):
    factories.agency("paju", name_ko="파주시")
    factories.agency("police", name_ko="파주경찰서")
    editor = person("editor", "editor of Paju")  # factories.author()
    editor.open("/admin/agreements/agreement/")
    editor.press("a:has-text('표 가져오기')")
    editor.page.click(".columns summary")
    editor.finds_no_fault(widths=(1280, 390, 320))

    choose(editor, "목록.csv", csv_file([HEADER, GOOD, BAD], encoding="cp949"))
    assert "고칠 곳" in editor.reads()
    editor.fits_the_screen(widths=(1280, 390, 320))

    choose(editor, "목록.xlsx", xlsx_file([["2022년 업무협약 현황"], HEADER, GOOD], merged=["A1:E1"]))
    assert "3행 · 신규 · 치안협력 업무협약" in editor.reads()
    editor.fits_the_screen(widths=(1280, 390, 320))

    editor.press("input[type=submit][value='이대로 가져오기']")
    assert "1행을 초안으로 가져왔습니다." in editor.page.locator(".messagelist").inner_text()
