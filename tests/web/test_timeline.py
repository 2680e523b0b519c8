"""The timeline: its picture, and the list of everything dated."""

import csv
import re
from datetime import date

import pytest

from agreements.models import Amendment
from agreements.rules.partial_date import PartialDate
from agreements.views import timeline as page_of_timeline
from tests import factories
from tests.factories import changed, published

LIST = "/timeline/?view=list"


def lanes(page):
    """Return the first words of each row of the picture that is a promise."""
    rows = [row for row in page.rows("lanes") if "class" not in row.attributes]
    return [row.text for row in rows]


def heads(page):
    return [row.text for row in page.rows("lanes") if row.attributes.get("class") == "lanes-group"]


def told(page):
    return [event.text for event in page.all("li", class_="event")]


# ---- the picture -------------------------------------------------------------------------------------


def test_it_opens_on_all_that_is_dated(paju, visit):
    page = visit("/timeline/")
    assert heads(page) == [
        "시책 위기아동 원스톱 보호체계 구축",
        "업무협약 자치경찰 치안협력 강화를 위한 업무협약",
    ]
    center, second, wider, unheard = lanes(page)
    assert center.startswith("위기아동 보호센터 설립 추진 완료")
    assert "위원회 2022년: 기한보다 361일 뒤" in center
    assert "파주시 2023. 6.: 기한보다 180일 뒤" in center
    assert "업무협약 자치경찰 치안협력 강화를 위한 업무협약" in center, (
        "under its program it names its agreement"
    )
    assert second.startswith("위기아동 보호센터 개소(의정부)")
    assert "기한 지남 · 확인 전" in second
    assert "위원회: 기한 없이" in wider
    assert unheard.startswith("상호협력 확인된 추진 근거 없음")


def test_a_promise_of_a_program_and_an_agreement_stands_once(paju, visit):
    page = visit("/timeline/")
    titles = [link.text for link in page.all("a") if link.attributes["href"].startswith("/commitments/2022")]
    assert titles.count("위기아동 보호센터 설립 추진") == 1
    assert paju.center.title not in titles


def test_the_days_stand_in_words_too_oldest_first(paju, visit):
    words = lanes(visit("/timeline/"))[0]
    days = [
        "2021. 9. 3. 경기도북부자치경찰위원회: 2022년까지 → 기한보다 361일 뒤",
        "2022. 12. 13. 파주시: 2023. 6.까지 → 기한보다 180일 뒤",
        "2023. 2. 13. 경기도북부자치경찰위원회: 2023년 하반기까지 → 기한 안",
        "2023. 12. 27. 완료",
    ]
    places = [words.index(day) for day in days]
    assert places == sorted(places)


def test_what_nobody_looked_for_is_one_folded_line_of_its_agreement(paju, visit):
    lonely = published(factories.agreement(commitments=3, title_ko="조용한 협약"))
    page = visit("/timeline/")
    assert "이행과제 1" not in " ".join(lanes(page))
    folded = page.one("details", class_="undated").text
    assert "조용한 협약 3" in folded
    address = f"/commitments/?agreement={lonely.reference}&status=unsearched"
    assert address in page.links
    assert "3건" in visit(address).main
    published(factories.report(lonely.commitments.first(), "on_track", "2024-01-01"))
    page = visit("/timeline/")
    assert "기한도 결과도 없는 약속 2건(조사 전)" in page.main
    assert "조용한 협약" not in page.one("details", class_="undated").text


def test_a_stretch_without_findings_is_drawn_only_where_somebody_looked(paju, visit):
    def stretches(page):
        return [mark for mark in page.all("rect", class_="lane-quiet") if "%" in mark.attributes["x"]]

    assert len(stretches(visit("/timeline/"))) == 1, "of the inquiry about the promise nobody spoke of"
    assert "2026. 2. 16." in lanes(visit("/timeline/"))[-1]
    before = visit("/timeline/?as_of=2026-02-15")
    assert not stretches(before)
    assert "상호협력" not in " ".join(lanes(before)), "nobody had looked for it then"


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("agency", ["경기도북부자치경찰위원회", "파주시"]),
        ("region", ["경기도", "경기도 파주시"]),
    ],
)
def test_lanes_can_stand_by_agency_and_by_region(paju, visit, group, expected):
    page = visit(f"/timeline/?group={group}")
    assert set(heads(page)) <= set(expected) | {"지역 없음"}
    assert heads(page)
    assert sorted(line[:6] for line in lanes(page)) == sorted(line[:6] for line in lanes(visit("/timeline/")))


def test_a_span_narrows_the_lanes_and_their_axis(paju, visit):
    page = visit("/timeline/?from=2021&to=2021")
    center, wider = lanes(page)
    assert center.startswith("위기아동 보호센터 설립 추진")
    assert "전역 확대" in wider
    years = [text.text for text in page.all("text")]
    assert "2023" not in years
    assert "2023. 12. 27." not in years, "what lies outside is not drawn"


def test_filters_say_how_many_promises_they_leave(paju, visit):
    page = visit("/timeline/?status=completed")
    assert len(lanes(page)) == 1
    assert len(lanes(visit("/timeline/?kind=milestone"))) == 2
    assert lanes(visit("/timeline/?agency=paju&kind=commitment"))
    assert "조건에 맞는" in visit("/timeline/?q=없는말").main or not lanes(visit("/timeline/?q=없는말"))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("from=2024&to=2023", "to"),
        ("from=2024-02-30", "from"),
        ("to=soon", "to"),
        ("group=month", "group"),
        ("view=map", "view"),
        ("kind=reported", "kind"),
        ("view=list&kind=commitment", "kind"),
        ("page=9", "page"),
        ("view=list&page=9", "page"),
        ("status=unsearched", "status"),
        ("sort=title", "sort"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(paju, visit, query, name):
    assert visit(f"/timeline/?{query}", status=400).one("code").text == name


@pytest.mark.parametrize("address", ["/en/timeline/", "/timeline.csv", "/timeline.atom", "/timeline.ics"])
def test_a_span_that_ends_before_it_begins_is_refused_everywhere(paju, client, address):
    answer = client.get(f"{address}?from=2024&to=2023")
    assert answer.status_code == 400
    assert re.search(r"[> ]to[<:]", answer.content.decode())


def test_lanes_are_paged_and_pages_keep_the_query(paju, visit, monkeypatch):
    monkeypatch.setattr(page_of_timeline, "LANES_A_PAGE", 2)
    first, second = visit("/timeline/?group=agency"), visit("/timeline/?group=agency&page=2")
    assert "?group=agency&page=2" in first.links
    assert len(lanes(first)) == len(lanes(second)) == 2
    assert set(lanes(first)).isdisjoint(lanes(second))


def test_the_picture_follows_the_sequence(paju, visit):
    first = paju.center.reports.order_by("number").first()
    page = visit(f"/timeline/?seq={first.published_seq}")
    assert len(lanes(page)) == 1
    assert "2023. 12. 27." not in page.main
    assert all("seq=" in link for link in page.links if link.startswith("/milestones/"))


def test_many_lanes_take_as_many_queries_as_one(paju, visit, django_assert_max_num_queries):
    for number in range(12):
        promise = published(factories.agreement(signed=date(2022, 1, 1 + number))).commitments.get()
        published(factories.report(promise, "on_track", "2022-06-01", target=f"{2023 + number}"))
    with django_assert_max_num_queries(38):
        page = visit("/timeline/")
    assert len(lanes(page)) == 16


# ---- the list ----------------------------------------------------------------------------------------


def test_the_old_address_of_a_year_leads_to_the_same_year_of_the_list(paju, client):
    answer = client.get("/timeline/?year=2023&as_of=2024-01-01")
    assert answer.status_code == 301
    assert answer["Location"] == "/timeline/?view=list&from=2023&to=2023&as_of=2024-01-01"
    assert client.get("/en/timeline/?year=2023")["Location"] == "/en/timeline/?view=list&from=2023&to=2023"


@pytest.mark.parametrize("year", ["0", "0000", "99999", "abc", "-1", "１９９９", "x" * 10_000])
def test_a_wrong_year_is_refused_by_name(visit, year):
    page = visit(f"/timeline/?year={year}", status=400)
    assert page.one("code").text == "year"


def test_a_year_tells_its_facts_oldest_first(paju, visit):
    agreement = published(
        factories.agreement(
            signed=date(2022, 1, 5), effective_on=date(2022, 2, 1), expires_on=date(2022, 6, 30)
        )
    )
    Amendment.objects.create(
        agreement=agreement, number=1, signed=PartialDate.day(date(2022, 3, 1)), reason_ko="기간 변경"
    )
    changed(agreement, ended_on=date(2022, 5, 1), end_reason="purpose_achieved")
    events = told(visit(f"{LIST}&from=2022&to=2022&sort=day"))
    starts = ["2022. 1. 5. 협약 체결", "2022. 2. 1. 협약 발효", "2022. 3. 1. 변경협약 체결",
              "2022. 5. 1. 협약 종료", "2022. 6. 30. 유효기간 만료", "2022. 12. 13. 협약 체결"]  # fmt: skip
    assert [text[: len(start)] for text, start in zip(events, starts, strict=False)] == starts
    assert "목적 달성" in events[3]
    assert "발표한 기한 2023. 6." in events[-1] or "발표한 기한 2023. 6." in events[-2]


def test_decisions_and_recognitions_belong_to_their_year(paju, visit):
    page = visit(f"{LIST}&from=2021&to=2021")
    assert "시책 의결" in page.main
    assert "포상·재정지원" in page.main
    assert "2023-12-27" not in page.main


def test_announced_dates_stand_on_the_day_they_end_with_who_said_them(paju, visit):
    dates = told(visit(f"{LIST}&kind=deadline&sort=day"))
    assert dates[0].startswith(
        "2023. 6. 발표한 기한 위기아동 보호센터 개소(파주) 파주시 · 2022. 12. 13. 발표"
    )
    assert not any(text.startswith("2022년") for text in dates), "the commission named another date since"
    published(factories.report(paju.second_center, "planned", "2026-01-05", target="2030"))
    assert "2030년 발표한 기한 (앞으로)" in told(visit(f"{LIST}&kind=deadline"))[0]


def test_inquiries_are_facts_with_what_they_looked_for(paju, visit):
    (inquiry,) = told(visit(f"{LIST}&kind=inquired"))
    assert inquiry.startswith("2026. 2. 16. 조사 기록")
    assert "상호협력" in inquiry


def test_what_is_not_public_has_no_year(paju, visit):
    factories.agreement(signed=date(1999, 1, 1))
    page = visit(f"{LIST}&from=1999&to=1999")
    assert told(page) == []
    assert "from=1999" not in " ".join(link for link in page.links if "2022" in link)


def test_a_full_list_has_pages_that_keep_the_query(paju, visit, monkeypatch):
    monkeypatch.setattr(page_of_timeline, "FACTS_A_PAGE", 2)
    first = visit(f"{LIST}&from=2023&to=2023")
    assert len(told(first)) == 2
    assert "?from=2023&to=2023&view=list&page=2" in first.links
    second = visit(f"{LIST}&from=2023&to=2023&page=2")
    assert set(told(first)).isdisjoint(told(second))


def test_agencies_and_regions_narrow_the_list(paju, visit):
    assert any("파주시" in text for text in told(visit(f"{LIST}&agency=paju")))
    decided = told(visit(f"{LIST}&agency=paju&kind=decided"))
    assert len(decided) == 1, "the other one is the commission's"


def test_statements_withdrawals_and_corrections_are_told_on_their_day(paju, visit):
    said = published(factories.report(paju.center, "reached", "2024-03-01", note_ko="옛 소식"))
    published(factories.correction(said, "reached", "2024-03-02", note_ko="바른 소식"))
    gone = published(factories.report(paju.center, "reached", "2024-04-01", note_ko="철회된 소식"))
    published(factories.withdrawal(gone, reason_ko="다른 센터"))
    first = paju.promise.reports.order_by("number").first()
    published(factories.statement(first, paju.city, stated_on=date(2024, 5, 1), text_ko="예산 지연"))
    main = visit(f"{LIST}&from=2024&to=2024").main
    assert "정정 전 2024. 3. 1. 이행 옛 소식" in main
    assert "정정 후 2024. 3. 2. 이행 바른 소식" in main
    assert "철회된 소식" not in main
    assert "기관 설명" in main
    assert "예산 지연 설명한 기관: 파주시 · 보고 1에 대하여" in main
    assert "공개 철회" in visit(f"{LIST}&from=2026&to=2026").main
    assert "보고 6 · 사유: 다른 센터" not in main
    assert "예산 지연" in visit(paju.agreement.get_absolute_url()).section("timeline")


def test_a_duty_that_was_met_is_a_fact_of_its_year(paju, visit):
    year = f"{LIST}&from=2023&to=2023"
    record = published(factories.duty_record(paju.agreement, paju.city, "self_evaluation", "2023"))
    factories.duty_record(paju.agreement, paju.city, "self_evaluation", "2022", done_on=date(2023, 2, 2))
    main = visit(year).main
    assert (
        "2023. 12. 1. 조례상 의무 이행 자치경찰 치안협력 강화를 위한 업무협약 자체평가 2023 · 파주시" in main
    )
    assert "자체평가 2022" not in main
    assert "자체평가" not in visit(f"{year}&as_of=2023-11-30").main
    before = visit(f"{year}&seq={record.published_seq - 1}")
    assert "자체평가" not in before.main


def test_the_list_takes_as_many_queries_for_many_facts_as_for_few(paju, visit, django_assert_max_num_queries):
    for number in range(12):
        published(factories.agreement(signed=date(2022, 1, 1 + number)))
    with django_assert_max_num_queries(40):
        visit(LIST)


# ---- the files ---------------------------------------------------------------------------------------


def rows_of(client, query):
    answer = client.get(f"/timeline.csv?header=name&{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_the_file_holds_every_page_of_the_list_in_its_order(paju, client, visit, monkeypatch):
    monkeypatch.setattr(page_of_timeline, "FACTS_A_PAGE", 2)
    rows = rows_of(client, "view=list&sort=day&agency=paju")
    page = visit(f"{LIST}&sort=day&agency=paju")
    assert len(rows) > len(told(page)) == 2
    days = [row["day"] for row in rows]
    assert days == sorted(days)
    city = [row for row in rows if row["kind"] == "deadline" and row["agency"] == "파주시"]
    assert [(row["date"], row["day"]) for row in city] == [("2023-06", "2023-06-30")]
    assert all(row["url"].startswith("http://testserver/") and row["as_of"] for row in rows)


def test_the_file_of_the_picture_holds_what_its_promises_are_drawn_of(paju, client):
    rows = rows_of(client, "status=completed")
    assert {row["kind"] for row in rows} == {"reported", "deadline"}
    assert {row["reference"] for row in rows} <= {
        "2022-0001-01",
        "crisis-child-one-stop-1",
    }


def test_a_calendar_holds_whole_days_with_their_precision_in_words(paju, client):
    answer = client.get("/timeline.ics?view=list&kind=deadline&sort=day")
    text = b"".join(answer.streaming_content).decode().replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20230601\r\nDTEND;VALUE=DATE:20230701" in text
    assert "DESCRIPTION:2023. 6." in text
    assert text.rstrip().endswith("END:VCALENDAR")


def test_a_feed_holds_the_facts_that_were_published_last(paju, client, visit):
    late = published(factories.agreement(signed=date(2001, 1, 5), title_ko="늦게 공개된 협약"))
    feed = client.get("/timeline.atom?view=list").content.decode()
    assert feed.index("늦게 공개된 협약") < feed.index("위기아동")
    assert f"http://testserver{late.get_absolute_url()}" in feed
    assert "늦게 공개된 협약" not in client.get("/timeline.atom?view=list&agency=paju").content.decode()


def test_the_page_links_its_files_with_the_same_query(paju, visit):
    links = visit(f"{LIST}&agency=paju&from=2022").links
    for ending in ("csv", "atom", "ics"):
        assert f"/timeline.{ending}?agency=paju&from=2022&view=list" in links
