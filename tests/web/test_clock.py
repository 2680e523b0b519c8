"""Any past day, and what this site knew then: the same for ever, whatever is published later.

Over 400 lines: every page and file asked the same questions about day and sequence.
"""

import csv
import io
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from agreements.actions.agreements import withdraw_agreement
from agreements.models import LedgerEntry, StatusReport
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import NOON, changed, published, reviewer

CENTER = "/milestones/crisis-child-one-stop-1/"
REFERENCE = "crisis-child-one-stop-1"
WORD = "비공개가"
SECRET = f"{WORD} 된 말"

HIDDEN = {"note", "sources"}
LISTS = ("agreements", "commitments", "programs", "agencies", "reports", "targets")
PAGES = (
    "/", "/timeline/", "/agreements/2022-0001/", "/commitments/2022-0001-01/", CENTER,
    "/programs/crisis-child-one-stop/", "/agencies/paju/", "/updates/", "/ledger/", "/data/",
    *(f"/{name}/" for name in LISTS),
)  # fmt: skip
FILES = tuple(f"/{name}.csv" for name in (*LISTS, "milestones"))


def head() -> int:
    newest = LedgerEntry.objects.order_by("-seq").first()
    assert newest
    return newest.seq


def rows(address: str) -> list[dict[str, str]]:
    response: Any = Client().get(address, headers={"accept-language": "en"})
    assert response.status_code == 200, address
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def row(address: str, reference: str = REFERENCE) -> dict[str, str]:
    return next(found for found in rows(address) if found["reference"] == reference)


@pytest.fixture
def report(paju) -> Any:
    """The report that opened the center."""
    return StatusReport.objects.get(milestone=paju.center, number=5)


# ---- the story of the center on four days ----------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "status", "target", "standing"),
    [
        ("2022-06-30", "not_started", "2022", "on_time"),
        ("2022-12-31", "on_track", "2023", "on_time"),
        ("2023-07-15", "on_track", "2023-H2", "on_time"),
        ("2024-01-01", "completed", "2023-H2", "closed"),
    ],
)
def test_the_file_tells_how_the_center_stood_on_a_day(paju, day, status, target, standing):
    found = row(f"/en/milestones.csv?as_of={day}")
    assert (found["status"], found["current_target"], found["standing"]) == (status, target, standing)
    assert found["original_target"] == "2022"
    opened = "2023-12-27" if status == "completed" else ""
    assert (found["completed_from"], found["completed_to"]) == (opened, opened)


@pytest.mark.parametrize(
    ("day", "answer", "target", "times"),
    [
        ("2022-06-30", "추진 전 · 기한 내", "2022년", "바뀌지 않음"),
        ("2022-12-31", "정상추진 · 기한 내", "2023년", "1회"),
        ("2023-07-15", "정상추진 · 기한 내", "2023년 하반기", "1회"),
        ("2024-01-01", "2023년 12월 27일", "2023년 하반기", "1회"),
    ],
)
def test_the_page_tells_how_the_center_stood_on_a_day(  # noqa: PLR0917
    paju, visit, day, answer, target, times
):
    page = visit(f"{CENTER}?as_of={day}")
    assert answer in page.all("strong", class_="answer-words")[0].text
    card = page.one("section", class_="promise-card").text
    assert target in card
    assert f"기한 변경 {times}" in card
    assert ("361일" in page.main) == (day == "2024-01-01")


def test_an_agreement_is_absent_before_it_was_signed(paju, visit):
    assert rows("/en/agreements.csv?as_of=2022-12-12") == []
    assert rows("/en/commitments.csv?kind=commitment&as_of=2022-12-12") == []
    assert "치안협력" not in visit("/agreements/?as_of=2022-12-12").main
    assert [found["reference"] for found in rows("/en/agreements.csv?as_of=2022-12-13")] == ["2022-0001"]
    assert "업무협약 체결" not in visit("/timeline/?view=list&from=2022&to=2022&as_of=2022-12-12").main
    assert "치안협력" in visit("/timeline/?view=list&from=2022&to=2022&as_of=2022-12-13").main


# ---- what is refused -------------------------------------------------------------------------------


def refused(address: str) -> str:
    with translation.override("ko"):
        response = Client().get(address)
    assert response.status_code == 400, address
    return response.content.decode()


@pytest.mark.parametrize(
    ("query", "name", "told"),
    [
        ("as_of=2026-03-03", "as_of", "오늘보다 뒤"),
        ("as_of=2023-02-30", "as_of", "2023-08-01"),
        ("as_of=2023.02.03", "as_of", "2023-08-01"),
        ("as_of=2021-08-31", "as_of", "2021. 9. 1."),
        ("as_of=1800-01-01", "as_of", "2021. 9. 1."),
        ("as_of=2023-01-01&as_of=2023-02-02", "as_of", "두 번 이상"),
        ("seq=3&seq=4", "seq", "두 번 이상"),
        ("seq=x", "seq", "숫자"),
        ("seq=0", "seq", "1 이상"),
        ("seq=-1", "seq", "숫자"),
        ("seq=16", "seq", "15번"),
        (f"seq={'9' * 40}", "seq", "15번"),
    ],
)
def test_a_clock_that_cannot_be_answered_is_refused_by_name(paju, query, name, told):
    for address in ("/commitments/", "/milestones.csv"):
        text = refused(f"{address}?{query}")
        assert name in text
        assert told in text


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_every_page_and_file_asks_the_same_clock(paju, address):
    assert "2023-08-01" in refused(f"{address}?as_of=2023-02-30")
    assert "15번" in refused(f"{address}?seq=16")


def test_the_first_day_and_the_newest_sequence_are_answered(paju, visit):
    assert "원스톱" in visit("/programs/?as_of=2021-09-01").main
    assert "원스톱" in visit(f"/programs/?seq={head()}").main


# ---- the banner and the permanent address ----------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_which_day_it_shows_and_gives_its_permanent_address(paju, visit, address):
    page = visit(f"{address}?as_of=2023-08-01")
    assert "2023년 8월 1일" in page.one("div", class_="as-of").text
    assert any(link.endswith("?as_of=2023-08-01&seq=15") for link in page.links)
    assert "오늘 기준으로 보기" in page.one("div", class_="as-of").text
    kept = visit(f"{address}?as_of=2023-08-01&seq=15")
    assert "공개 순번 15" in kept.one("div", class_="as-of").text


def test_the_way_back_to_today_keeps_the_filters(paju, visit):
    page = visit("/commitments/?agency=paju&as_of=2023-08-01&seq=9")
    assert "?agency=paju" in page.links
    permanent = [element for element in page.all("a") if element.attributes.get("rel") == "bookmark"]
    assert {link.attributes["href"].rpartition("?")[2] for link in permanent} == {
        "agency=paju&as_of=2023-08-01&seq=9"
    }


def test_links_files_and_forms_keep_the_clock(paju, visit):
    page = visit("/commitments/?as_of=2023-08-01&seq=15")
    assert "/milestones/crisis-child-one-stop-2/?as_of=2023-08-01&seq=15" in page.links
    assert "/commitments.csv?as_of=2023-08-01&seq=15" in page.links
    assert page.one("input", name="seq").attributes["value"] == "15"
    in_the_header = visit(f"{CENTER}?as_of=2023-08-01&seq=15").all("input", name="seq")
    assert {field.attributes["value"] for field in in_the_header} == {"15"}
    assert (
        "/reports.csv?milestone=crisis-child-one-stop-1&as_of=2023-08-01&seq=15"
        in visit(f"{CENTER}?as_of=2023-08-01&seq=15").links
    )


def test_a_sequence_without_a_day_fixes_the_day_in_its_links(paju, visit):
    assert "/commitments.csv?as_of=2026-03-02&seq=3" in visit("/commitments/?seq=3").links


# ---- the same for ever -----------------------------------------------------------------------------


def go_on(paju, report) -> None:
    """Publish, correct and withdraw: what the center, its program and its agreement show now is another."""
    published(factories.withdrawal(report))
    fourth = StatusReport.objects.get(milestone=paju.center, number=4)
    published(factories.correction(fourth, "planned", "2023-02-14", target="2024", stated_by=paju.city))
    published(factories.report(paju.second_center, "reached", "2024-03-01", stated_by=paju.city))
    published(factories.report(paju.unheard, "on_track", "2023-05-05", stated_by=paju.city, target="2025"))
    published(factories.program(slug="later"))
    later = factories.agreement(
        title_ko="나중 협약", supersedes=paju.agreement, parties=[paju.city, paju.police]
    )
    published(later)
    # Later changes of dates: the agreement would be signed another day, and be over.
    changed(
        paju.agreement,
        signed=PartialDate.parse("2022-12-01"),
        effective_on=date(2023, 9, 1),
        open_ended=False,
        expires_on=date(2025, 1, 1),
        ended_on=date(2024, 6, 1),
        end_reason="purpose_achieved",
        write=lambda found: found.commitments.create(number=3, title_ko="나중 과제", program=paju.program),
    )
    changed(paju.program, decided=PartialDate.parse("2023-12"))


def test_a_file_at_its_permanent_address_stays_the_same(paju, report):
    days = ("2023-08-01", "2024-01-01", "2026-03-02")
    before = {}
    for file, day in product(FILES, days):
        now = f"/en{file}?as_of={day}&header=name"
        address = f"{now}&seq={head()}"
        before[address] = rows(address)
        assert before[address] == rows(now)
        assert before[address], "it would stay the same because it is empty"
    go_on(paju, report)
    for address, kept in before.items():
        assert comparable(rows(address)) == comparable(kept), address


def comparable(found: list[dict[str, str]]) -> list[dict[str, str]]:
    """Without later agencies, which are no records of the ledger, and without what a withdrawal hides."""
    return [without_content(row) for row in found if not row.get("slug", "").startswith("agency-")]


def without_content(found: dict[str, str]) -> dict[str, str]:
    """All but what a withdrawal hides, and what tells of the withdrawal."""
    return {name: value for name, value in found.items() if name not in HIDDEN and "withdr" not in name}


def test_going_on_changes_what_is_shown_today(paju, report):
    before = {file: rows(f"/en{file}") for file in FILES if file != "/agencies.csv"}
    go_on(paju, report)
    assert [file for file, found in before.items() if rows(f"/en{file}") == found] == []


def test_a_page_at_its_permanent_address_tells_the_same_states_and_targets(paju, visit, report):
    queries = [f"?as_of={day}&seq={head()}" for day in ("2023-08-01", "2024-01-01")]
    parts = {
        CENTER: lambda page: (
            page.one("header", class_="page-head").text,
            page.one("section", class_="promise-card").text,
        ),
        "/": lambda page: without_hidden(page.main),
        "/programs/crisis-child-one-stop/": lambda page: (
            page.section("milestones"),
            page.section("facts"), without_hidden(page.section("timeline")),
        ),
        "/agreements/2022-0001/": lambda page: (
            page.section("commitments"), page.one("header", class_="page-head").text,
            page.section("facts"),
        ),
        "/agencies/paju/": lambda page: page.main,
        "/ledger/": lambda page: page.all("details", class_="ledger-part")[1].text,
        "/commitments/": lambda page: page.one("ul", class_="promises").text,
        "/agreements/": lambda page: page.one("table", class_="table").text,
        "/programs/": lambda page: page.one("table", class_="table").text,
    }  # fmt: skip
    addresses = [(path, path + query) for path in parts for query in queries]
    before = {address: parts[path](visit(address)) for path, address in addresses}
    go_on(paju, report)
    assert {address: parts[path](visit(address)) for path, address in addresses} == before
    assert "나중 협약" in visit("/agreements/").main


def without_hidden(text: str) -> str:
    return text.replace("2023-12-27 reached 발표", "철회된 보고: 내용은 보이지 않습니다")


def test_what_was_published_later_is_absent_at_an_older_sequence(paju, visit):
    then = head()
    published(factories.program(slug="later", title_ko="나중 시책"))
    published(factories.agreement(title_ko="나중 협약", parties=[paju.city, paju.police]))
    for address in (
        "/programs/later/",
        "/milestones/later-1/",
        "/agreements/2022-0002/",
        "/commitments/2022-0002-01/",
    ):
        visit(address)
        visit(f"{address}?seq={then}", status=404)
    assert "나중" not in visit(f"/timeline/?view=list&from=2022&to=2022&seq={then}").main
    assert "나중" in visit("/timeline/?view=list&from=2022&to=2022").main
    assert "나중" not in visit(f"/agencies/paju/?seq={then}").main


def test_a_record_published_later_says_so_at_an_older_sequence(paju, visit):
    then = head()
    published(factories.program(slug="later"))
    page = visit(f"/programs/later/?seq={then}", status=404)
    assert f"공개 순번 {then}에는 공개되어 있지 않았습니다" in page.main
    assert f"공개 순번 {then + 1}부터" in page.main
    assert "/programs/later/" in page.links
    factories.program(slug="draft")
    assert "공개 순번" not in visit(f"/programs/draft/?seq={then}", status=404).main


def test_a_commitment_added_later_says_so_at_an_older_sequence(paju, visit):
    then = head()
    changed(paju.agreement, write=lambda found: found.commitments.create(number=3, title_ko="나중 과제"))
    page = visit(f"/commitments/2022-0001-03/?seq={then}", status=404)
    assert f"공개 순번 {then + 1}부터" in page.main


def test_updates_ledger_and_its_file_end_where_the_clock_does(paju, visit, client):
    assert len(visit("/updates/?seq=3").all("li", class_="row")) == 3
    assert "그때까지" in visit("/updates/?as_of=2023-08-01").main
    assert "no. 4" not in visit("/en/ledger/?seq=3").all("details", class_="ledger-part")[1].text
    whole = b"".join(client.get("/ledger.jsonl")).splitlines()
    response = client.get("/ledger.jsonl?seq=3")
    assert b"".join(response).splitlines() == whole[:3]
    assert response.headers["X-Ledger-Head"].startswith("3-")
    assert b"".join(client.get("/ledger.jsonl?as_of=2023-08-01")) == b""


def test_a_record_published_withdrawn_and_published_again_is_there_when_it_was(paju, visit):
    program = published(factories.program(slug="twice"))
    first = head()
    from agreements.actions.programs import withdraw_program

    withdraw_program(program, reason="오류", actor=reviewer(), now=NOON)
    between = head()
    visit(f"/programs/twice/?seq={first}", status=410)
    program.refresh_from_db()
    published(program)
    visit(f"/programs/twice/?seq={first}")
    page = visit(f"/programs/twice/?seq={between}", status=404)
    assert f"공개 순번 {between}에는 공개되어 있지 않았습니다" in page.main
    assert f"공개 순번 {between + 1}부터" in page.main
    assert "twice" not in {found["slug"] for found in rows(f"/en/programs.csv?seq={between}")}


def test_a_withdrawn_agreement_is_gone_at_every_clock(paju, visit):
    then = head()
    withdraw_agreement(paju.agreement, reason="오류", actor=reviewer(), now=NOON)
    for query in ("", f"?seq={then}", f"?as_of=2023-08-01&seq={then}"):
        visit(f"/agreements/2022-0001/{query}", status=410)
        visit(f"/commitments/2022-0001-01/{query}", status=410)
    assert rows(f"/en/commitments.csv?kind=commitment&seq={then}") == []
    assert {found["subject_kind"] for found in rows(f"/en/reports.csv?seq={then}")} == {"milestone"}


# ---- a report withdrawn since ----------------------------------------------------------------------


@pytest.fixture
def hidden(paju) -> int:
    """A moved target whose report was withdrawn; gives the sequence before the withdrawal."""
    secret = factories.report(
        paju.second_center,
        "under_way",
        "2024-02-01",
        target="2025",
        stated_by=paju.commission,
        note_ko=f"{SECRET} 하나",
        note_en=f"{SECRET} two",
        target_reason_ko=f"{SECRET} 셋",
        target_reason_en=f"{SECRET} 넷",
        target_procedure_ko=f"{SECRET} 다섯",
    )
    source = factories.source(label_ko=f"{SECRET} 자료", published=secret.said_on)
    secret.sources.add(source)
    published(secret)
    then = head()
    # The source stays public through another report.
    other = factories.report(paju.expansion, "planned", "2024-02-01", stated_by=paju.city)
    other.sources.set([source])
    published(other)
    published(factories.withdrawal(secret))
    return then


def test_its_status_dates_and_targets_count_again_at_an_older_sequence(paju, visit, hidden):
    assert row("/en/milestones.csv", "crisis-child-one-stop-2")["status"] == "planned"
    then = row(f"/en/milestones.csv?seq={hidden}", "crisis-child-one-stop-2")
    assert (then["status"], then["current_target"], then["times_moved"]) == ("under_way", "2025", "1")
    assert then["stated_by_slug"] == "commission"
    page = visit(f"/milestones/crisis-child-one-stop-2/?seq={hidden}")
    assert "2025년 기한 변경" in page.section("targets")
    told = page.one("article", id="report-2").text
    for part in ("2024. 2. 1.", "추진 중", "경기도북부자치경찰위원회", "2025년", "공개 철회"):
        assert part in told, part


def test_its_text_reason_and_sources_are_shown_nowhere(paju, hidden):
    shown = f"{SECRET} 자료"  # by the report that cites the same source
    everywhere = (*PAGES, "/milestones/crisis-child-one-stop-2/", *FILES)
    asked = [
        *everywhere,
        *(f"{prefix}{address}?seq={hidden}" for prefix in ("", "/en") for address in everywhere),
        *(f"{address}?seq={hidden}&q={WORD}" for address in (*(f"/{name}/" for name in LISTS), *FILES)),
    ]
    for address in asked:
        with translation.override("ko"):
            response: Any = Client().get(address)
        body = b"".join(response) if response.streaming else response.content
        text = body.decode().replace(f'value="{WORD}"', "")
        if "?" not in address:
            text = text.replace(shown, "")
        assert SECRET not in text, address


def test_lists_say_that_it_was_withdrawn_instead(paju, visit, hidden):
    for address in ("/?", "/reports/?", "/targets/?", "/timeline/?view=list&from=2024&to=2024&"):
        assert "철회된 보고: 내용은 보이지 않습니다" in visit(f"{address}seq={hidden}").main, address
    (found,) = (one for one in rows(f"/en/reports.csv?seq={hidden}") if one["said_on"] == "2024-02-01")
    assert (found["status"], found["target"], found["sources"]) == ("under_way", "2025", "")
    assert "withdrawn" in found["note"].lower()


def test_the_search_does_not_find_what_it_said(paju, hidden):
    assert rows(f"/en/reports.csv?seq={hidden}&q={SECRET}") == []


def test_the_pages_ask_as_often_at_a_sequence_as_there_are_kinds_of_rows(
    paju, hidden, django_assert_max_num_queries
):
    with django_assert_max_num_queries(32):
        assert Client().get(f"/milestones/crisis-child-one-stop-2/?seq={hidden}").status_code == 200
