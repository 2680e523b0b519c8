"""A body that follows another, on the pages and in the file: who really said which date, and who goes on."""

import csv
import io
from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from agreements.lists.columns.formats import file_for
from agreements.lists.columns.targets import TARGETS
from agreements.models import AgencySuccession, Commitment
from tests import factories
from tests.factories import published
from tests.registers import shared_register

DIFFERENT = "기관마다 말한 기한이 다릅니다."


@shared_register
def merged() -> Commitment:
    """Two bodies said a date each; the one that they became moved the later of the two."""
    east, west, union = (
        factories.agency(slug, name_ko=name)
        for slug, name in (("east", "동쪽시"), ("west", "서쪽도"), ("union", "통합시"))
    )
    for agency in (east, west):
        AgencySuccession.objects.create(agency=agency, successor=union)
    commitment = published(factories.agreement(parties=[east, west], signed="2024-01-10")).commitments.get()
    for speaker, said_on, target in (
        (east, "2024-03-01", "2025-12"),
        (west, "2024-04-01", "2025-06"),
        (union, "2025-08-01", "2026-06"),
    ):
        published(factories.report(commitment, "on_track", said_on, stated_by=speaker, target=target))
    return commitment


def test_the_list_names_who_said_it_and_whom_that_body_follows(merged, visit):
    rows = [line.text for line in visit("/targets/?sort=announced").rows("table-targets")]
    assert ["그 뒤 통합시에서 다시 밝힘" in row for row in rows] == [True, True, False]
    assert "동쪽시 2025. 12. 최초 기한" in rows[0]
    moved = "기한 변경 동쪽시에서 앞서 말한 기한(2025. 12.)보다 +181일"
    assert f"통합시 (동쪽시·서쪽도 승계) 2026. 6. {moved}" in rows[2]


def test_the_promise_says_one_date_and_no_difference_between_the_bodies(merged, visit):
    page = visit(merged.get_absolute_url())
    dates = page.section("targets")
    assert DIFFERENT not in dates
    assert dates.count("승계 기관(통합시)에서 나중에 기한을 다시 밝혔습니다.") >= 2
    assert "통합시 (동쪽시·서쪽도 승계)" in dates
    assert "기한 변경 동쪽시에서 앞서 말한 기한(2025. 12.)보다 +181일" in dates
    assert "현재 기한은 2026년 6월입니다(통합시)." in page.main
    before = visit(f"{merged.get_absolute_url()}?as_of=2025-07-31")
    assert "승계" not in before.main
    assert DIFFERENT in before.section("targets")
    assert "현재 기한은 2025년 12월입니다(동쪽시)." in before.main


def test_the_timeline_of_the_agreement_names_them_as_well(merged, visit):
    text = visit(merged.agreement.get_absolute_url()).main
    assert text.count("(동쪽시·서쪽도 승계)") == 1
    assert "동쪽시에서 앞서 말한 기한(2025. 12.)보다 +181일" in text


@pytest.mark.parametrize(("query", "slugs"), [("change=moved", ["union"]), ("present=yes", ["union"])])
def test_the_filters_find_the_same(merged, visit, query, slugs):
    assert len(visit(f"/targets/?{query}").rows("table-targets")) == len(slugs)
    assert [row["stated_by_slug"] for row in rows_of_file(query)] == slugs


def test_the_file_says_whose_date_the_days_are_counted_from(merged):
    columns = ("stated_by_slug", "change", "days_moved", "date_before_by_slug", "present")
    assert [tuple(row[name] for name in columns) for row in rows_of_file("sort=announced")] == [
        ("east", "first", "", "", "0"),
        ("west", "first", "", "", "0"),
        ("union", "moved", "181", "east", "1"),
    ]


def rows_of_file(query: str) -> list[dict[str, str]]:
    with translation.override("en"):
        _clock, chunks = file_for(TARGETS, "csv", QueryDict(query), today=date(2026, 3, 2))
        text = b"".join(chunks).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))
