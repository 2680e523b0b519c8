"""What readers and calendars subscribe to: the list's own query, public texts only, well-formed."""

from datetime import date, timedelta

import pytest
from defusedxml import ElementTree
from django.test import Client
from icalendar import Calendar

from agreements.models import StatusReport
from tests import factories
from tests.factories import NOON, published

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def entries(address):
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("application/atom+xml"), answer.content
    return ElementTree.fromstring(answer.content).findall("atom:entry", ATOM)


def told(entry, name):
    return entry.find(f"atom:{name}", ATOM).text


def deadlines(address):
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = b"".join(answer)
    return {str(event["summary"]): event for event in Calendar.from_ical(text).walk("VEVENT")}


def test_the_feed_of_reports_takes_the_query_of_the_list(paju):
    found = entries("/reports.atom?stated_by=paju&commitment=2022-0001-01")
    assert [told(one, "title") for one in found] == ["위기아동 보호센터 설립 추진 – 정상추진"]
    assert [one.find("atom:author/atom:name", ATOM).text for one in found] == ["파주시"]
    assert len(entries("/reports.atom")) == StatusReport.objects.count()


def test_an_entry_leads_to_its_report_under_an_address_that_stays(paju):
    (found,) = entries("/en/reports.atom?stated_by=paju&commitment=2022-0001-01")
    address = "http://testserver/en/commitments/2022-0001-01/#report-2"
    assert told(found, "id") == found.find("atom:link", ATOM).attrib["href"] == address
    assert told(found, "title").endswith("On track")


def test_a_note_is_text_and_not_markup(paju):
    said = factories.report(paju.promise, "continuing", "2024-05-01", note_ko="5 < 7 <b>자료</b>")
    published(said)
    (found,) = entries("/reports.atom?status=continuing")
    assert told(found, "summary").endswith("5 &lt; 7 &lt;b&gt;자료&lt;/b&gt;")


def test_drafts_are_in_no_feed(paju):
    factories.report(paju.second_center, "planned", "2025-01-01", note_ko="초안의 글")
    assert not any("초안의 글" in told(one, "summary") for one in entries("/reports.atom"))


def test_deadlines_stand_in_the_calendar_on_the_last_day_of_their_period(paju):
    found = deadlines("/deadlines.ics?as_of=2023-03-01")
    center = found["기한: 위기아동 보호센터 설립 추진"]
    assert (center["dtstart"].dt, center["dtend"].dt) == (date(2023, 12, 31), date(2024, 1, 1))
    assert str(center["url"]) == "http://testserver/commitments/2022-0001-01/"
    assert len(found) == 2


def test_a_deadline_in_the_calendar_says_whose_date_it_is(paju):
    """The commission's date ends last and counts; the city, which leads it, named June."""
    (found,) = deadlines("/deadlines.ics?as_of=2023-03-01&agency=paju").values()
    assert str(found["description"]) == "경기도북부자치경찰위원회 발표 기한: 2023년 하반기"


def test_the_calendar_takes_the_query_and_keeps_its_marks_from_day_to_day(paju):
    assert set(deadlines("/deadlines.ics")) == {"기한: 위기아동 보호센터 개소(의정부)"}
    assert deadlines("/deadlines.ics?kind=commitment") == {}
    uids = {
        str(event["uid"])
        for day in ("2023-03-01", "2023-07-01")
        for event in deadlines(f"/deadlines.ics?kind=commitment&as_of={day}").values()
    }
    assert len(uids) == 1, "a calendar would show the same deadline twice"


@pytest.mark.parametrize("address", ["/reports.atom?status=nonsense", "/deadlines.ics?as_of=never"])
def test_what_cannot_be_answered_is_refused_in_words(paju, address):
    answer = Client().get(address)
    assert answer.status_code == 400
    assert answer.content.decode().startswith(("400 잘못된 요청", "400 Bad"))


def test_a_redaction_reaches_whoever_subscribed(paju):
    (before,) = entries("/reports.atom?stated_by=paju&commitment=2022-0001-01")
    report = StatusReport.objects.get(commitment=paju.promise, number=2)
    published(factories.redaction(report), now=NOON + timedelta(days=3))
    (after,) = entries("/reports.atom?stated_by=paju&commitment=2022-0001-01")
    assert told(after, "updated") > told(before, "updated")
    assert told(after, "id") == told(before, "id")
