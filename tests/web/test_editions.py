"""Official reports: what stands in them is what the lists say, in every form the same."""

import io
import re
from datetime import timedelta
from zipfile import ZipFile

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from agreements.actions.agreements import withdraw_agreement
from tests import factories
from tests.demo import LOADED
from tests.exported import rows
from tests.factories import NOON, TODAY, reviewer

pytestmark = pytest.mark.django_db
COMMISSION = "agency=gyeonggi-north-commission"
OF_2023 = f"kind=performance&{COMMISSION}&period=2023"


@pytest.fixture
def _noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LOADED)


CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)


def table_after(page, heading):
    """The rows of the first table under a heading, as texts."""
    html = page.html.partition(f">{heading}</h")[2].partition("</table>")[0]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in CELL.findall(row)] for row in html.split("<tr")[2:]
    ]


def letters_of(hwpx):
    """Its texts, without spaces; how another program draws them is a test of its own."""
    with ZipFile(io.BytesIO(hwpx)) as parts:
        names = [name for name in parts.namelist() if name.startswith("Contents/section")]
        sections = "".join(parts.read(name).decode() for name in names)
    return "".join(re.findall(r"<hp:t>([^<]*)</hp:t>", sections)).replace(" ", "")


@pytest.mark.usefixtures("_noon")
def test_the_yearly_report_of_the_commission(demo_register, visit):
    page = visit(f"/editions/report/?{OF_2023}")
    assert page.one("h1").text == "2023년 이행실적 보고서"
    of_list = rows("commitments", f"header=name&as_of=2023-12-31&{COMMISSION}")
    promised = [row for row in of_list if row["agency_slugs"]]
    counted = {row[0]: row[1] for row in table_after(page, "총괄")}
    assert counted["합계"] == str(len(promised))
    for label in {row["status_label"] for row in promised}:
        assert counted[label] == str(sum(row["status_label"] == label for row in promised))
    listed = [row[0] for row in table_after(page, "약속별 현황")]
    assert listed == [row["reference"] for row in promised]
    said = [row[0] for row in table_after(page, "기간 중 보고")]
    assert "2023. 12. 27." in said
    assert all(day.startswith("2023. ") for day in said)
    assert "기준일: 2023. 12. 31." in page.main
    assert "잠정" not in page.main
    assert "이 기간의 조사 기록이 이 대장에 없습니다." in page.main


@pytest.mark.usefixtures("_noon")
def test_the_files_hold_the_cells_of_the_page(demo_register, visit):
    page = visit(f"/editions/report/?{OF_2023}")
    xlsx = Client().get(f"/editions/report.xlsx?{OF_2023}")
    book = openpyxl.load_workbook(io.BytesIO(xlsx.content))
    in_book = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    hwpx = Client().get(f"/editions/report.hwpx?{OF_2023}")
    in_hangul = letters_of(hwpx.content)
    for row in table_after(page, "약속별 현황"):
        assert row[0] in in_book
        assert row[1] in in_book
        assert row[0].replace(" ", "") in in_hangul
        assert row[1].replace(" ", "") in in_hangul
    for answer, ending in ((xlsx, "xlsx"), (hwpx, "hwpx")):
        assert f'filename="performance_2023-12-31.{ending}"' in answer["Content-Disposition"]
        assert answer["X-Base-Date"] == "2023-12-31"
        assert answer.content == Client().get(f"/editions/report.{ending}?{OF_2023}").content


@pytest.mark.usefixtures("_noon")
def test_a_quarter_a_region_a_program_a_register_and_a_card(demo_register, visit):
    quarter = visit(f"/editions/report/?kind=performance&{COMMISSION}&period=2023-Q1")
    assert quarter.one("h1").text == "2023년 1분기 이행실적 보고서"
    assert [row[0] for row in table_after(quarter, "기간 중 보고")] == ["2023. 2. 13."] * 3
    region = visit("/editions/report/?kind=performance&region=41480&period=2023")
    assert "경기도 파주시" in region.main
    program = visit("/editions/report/?kind=performance&program=crisis-child-one-stop&period=2023")
    assert all(row[0].startswith(("crisis-child", "2022-")) for row in table_after(program, "약속별 현황"))
    register = visit("/editions/report/?kind=register&agency=paju")
    in_register = table_after(register, "업무협약")
    agreements = rows("agreements", "header=name&agency=paju")
    assert [row[0] for row in in_register[:-1]] == [row["reference"] for row in agreements]
    assert in_register[-1][0] == "합계"
    assert in_register[-1][6] == str(sum(int(row["commitments"]) for row in agreements))
    card = visit("/editions/report/?kind=card&agreement=2022-0004")
    assert ["고유번호", "2022-0004"] in table_after(card, "협약 개요")
    assert "2022-0004-01" in [row[0] for row in table_after(card, "약속")]


@pytest.mark.usefixtures("_noon")
def test_a_period_that_goes_on_is_marked_wherever_it_is_seen(demo_register, visit):
    query = f"kind=performance&{COMMISSION}&period=2026"
    page = visit(f"/editions/report/?{query}")
    assert "잠정: 기간이 아직 끝나지 않았습니다." in page.main
    assert "기준일: 2026. 12. 1." in page.main
    answer = Client().get(f"/editions/report.hwpx?{query}")
    assert "%EC%9E%A0%EC%A0%95" in answer["Content-Disposition"]
    assert "잠정" in letters_of(answer.content)


@pytest.mark.parametrize("kind", ["performance&period=2025", "performance&period=2026", "register"])
def test_the_same_address_makes_the_same_report_after_more_was_published(paju, visit, kind, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: TODAY)
    query = f"kind={kind}&agency=paju"
    address = visit(f"/editions/report/?{query}").one("li", class_="report-address").text.split()[-1]
    before = visit(address.removeprefix("http://testserver")).main
    late = factories.report(paju.unheard, "on_track", "2025-05-01", stated_by=paju.city)
    factories.published(late)
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: TODAY + timedelta(days=40))
    assert visit(address.removeprefix("http://testserver")).main == before
    assert visit(f"/editions/report/?{query}").main != before


def test_what_was_withdrawn_is_in_no_report(paju, visit):
    withdraw_agreement(paju.agreement, reason="재검토", actor=reviewer(), now=NOON)
    page = visit("/editions/report/?kind=register")
    assert "2022-0001" not in page.main
    assert "이 보고서에 해당하는 협약이 없습니다." in page.main
    visit("/editions/report/?kind=card&agreement=2022-0001", status=400)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("kind=novel", "kind"), ("kind=performance", "period"),
        ("kind=performance&period=2023-Q5", "period"), ("kind=performance&period=2023-H1", "period"),
        ("kind=performance&period=2099", "period"), ("kind=performance&period=1950", "period"),
        ("kind=performance&period=2025&as_of=2099-01-01", "as_of"),
        ("kind=performance&period=2025&agency=nobody", "agency"),
        ("kind=performance&period=2025&region=99", "region"),
        ("kind=performance&period=2025&agency=paju&program=crisis-child-one-stop", "program"),
        ("kind=register&period=2025", "period"), ("kind=card", "agreement"),
        ("kind=card&agreement=2022-9999", "agreement"), ("kind=register&seq=9999", "seq"),
        ("kind=register&format=x", "format"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_by_name(paju, visit, query, parameter):
    assert visit(f"/editions/report/?{query}", status=400).one("code").text == parameter
    for ending in ("hwpx", "xlsx"):
        answer = Client().get(f"/editions/report.{ending}?{query}")
        assert answer.status_code == 400
        assert f" {parameter}: " in answer.content.decode()


def test_what_nobody_could_read_is_refused_with_another_way(paju, visit, monkeypatch):
    monkeypatch.setattr("agreements.editions.scopes.MOST_ROWS", 1)
    page = visit("/editions/report/?kind=performance&period=2025", status=400)
    assert "CSV" in page.main
    monkeypatch.setattr("agreements.views.official_reports.MOST_OFFERED", 0)
    assert visit("/editions/?agreement=2022-0001").one("input", id="id_agreement").attributes["value"]


def test_an_empty_register_has_reports_of_nothing(db, visit):
    factories.agency("paju", listed=True)
    page = visit("/editions/report/?kind=performance&period=2026&agency=paju")
    assert "이 보고서에 해당하는 약속이 없습니다." in page.main
    for ending in ("hwpx", "xlsx"):
        assert Client().get(f"/editions/report.{ending}?kind=register").content[:2] == b"PK"


def test_who_needs_the_report_of_an_agency_chooses_it_in_one_form(paju, visit):
    page = visit("/editions/?agency=paju")
    chosen = [one.attributes["value"] for one in page.all("option") if "selected" in one.attributes]
    assert "paju" in chosen
    assert "/editions/?agency=paju" in visit("/agencies/paju/").links
