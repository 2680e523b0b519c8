"""Everything that was published or withdrawn."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.actions.agreements import withdraw_agreement
from agreements.actions.changes import PublishedChange, change_published
from agreements.actions.programs import withdraw_program
from agreements.models import Amendment, EntryKind
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import ChangeKind
from agreements.views import updates as page_of_updates
from tests import factories
from tests.factories import NOON, changed, published, reviewer


def test_the_newest_comes_first_with_its_link_and_review(paju, visit):
    page = visit("/updates/")
    entries = page.all("li", class_="row")
    seqs = [int(entry.attributes["value"]) for entry in entries]
    assert seqs == sorted(seqs, reverse=True)
    assert paju.other_program.title in entries[0].text
    assert "다른 담당자가 검토 후 공개" in entries[0].text
    assert "/milestones/crisis-child-one-stop-1/#report-5" in page.links


def test_what_is_no_longer_public_shows_reference_day_and_reason_only(paju, visit):
    withdraw_agreement(paju.agreement, reason="당사자 요청", actor=reviewer(), now=NOON)
    page = visit("/updates/")
    withdrawal, *_others = page.all("li", class_="row")
    assert withdrawal.text == "공개 철회 2026. 3. 2. · 공개 순번 16 2022-0001 사유: 당사자 요청"
    assert paju.agreement.title not in page.html
    assert paju.promise.title not in page.html
    assert "2022-0001-01#4" in page.main
    assert not [link for link in page.links if "2022-0001" in link]


def test_pages_keep_every_entry_once(paju, visit, monkeypatch):
    monkeypatch.setattr(page_of_updates, "PER_PAGE", 10)
    found = [
        entry.attributes["value"]
        for number in (1, 2)
        for entry in visit(f"/updates/?page={number}").all("li", class_="row")
    ]
    assert found == [str(seq) for seq in range(15, 0, -1)]
    assert "마지막 쪽은 2쪽입니다." in visit("/updates/?page=3", status=400).main


def test_before_the_first_publication_it_says_so(visit):
    assert "아직 공개된 기록이 없습니다." in visit("/updates/").main


def test_one_kind_alone_is_shown_with_its_reason(paju, visit):
    wrong = paju.promise.reports.get(number=4)
    published(factories.correction(wrong, "partial", "2023-12-27"))
    (entry,) = visit("/updates/?kind=correction").all("li", class_="row")
    assert "정정" in entry.text
    assert "날짜를 잘못 옮김" in entry.text
    assert "이 종류의 기록은 아직 없습니다." in visit("/updates/?kind=redaction").main


def test_corrections_of_the_record_stand_with_those_of_reports(paju, visit):
    changed(paju.agreement, place="파주시청")
    amendment = Amendment.objects.create(
        agreement=paju.agreement, number=1, signed=PartialDate.day(date(2023, 1, 1)), reason_ko="기간 연장"
    )
    read = type(paju.agreement).objects.get(pk=paju.agreement.pk)
    read.place = "시민회관"
    by_amendment = PublishedChange(ChangeKind.AMENDMENT, "변경협약 체결", amendment.number)
    change_published(read, by_amendment, write=read.save, actor=reviewer(), now=NOON)
    (entry,) = visit("/updates/?kind=correction").all("li", class_="row")
    assert "잘못 옮김" in entry.text
    assert len(visit("/updates/?kind=change").all("li", class_="row")) == 2


@pytest.mark.parametrize("kind", EntryKind.values)
def test_more_entries_of_a_kind_ask_no_more(db, client, kind):
    counts = []
    for number in range(3):
        one_of_each_kind(number)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/updates/?kind={kind}").status_code == 200
        counts.append(len(captured))
    assert counts[1] == counts[2] <= counts[0] + 1  # the first has no page before it to count


def one_of_each_kind(number: int) -> None:
    agreement = published(factories.agreement())
    commitment = agreement.commitments.get()
    for day in ("2023-01-01", "2023-02-01", "2023-03-01"):
        published(factories.report(commitment, "on_track", day))
    wrong, gone, blank = commitment.reports.order_by("number")
    published(factories.correction(wrong, "partial", "2023-01-01"))
    published(factories.statement(blank, agreement.parties.earliest("order").agency))
    published(factories.withdrawal(gone))
    published(factories.redaction(blank))
    changed(agreement, place="파주시청")
    other = published(factories.program(slug=f"program-of-{number}"))
    withdraw_program(other, reason="오류", actor=reviewer(), now=NOON)


def test_an_unknown_kind_is_refused_by_name(paju, visit):
    assert "kind" in visit("/updates/?kind=rumour", status=400).main
