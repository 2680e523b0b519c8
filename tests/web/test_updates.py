"""Everything that was published or withdrawn."""

from agreements.actions.agreements import withdraw_agreement
from agreements.views import updates as page_of_updates
from tests import factories
from tests.factories import NOON, published, reviewer


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
    assert withdrawal.text == "공개 철회 2026. 3. 2. · 제15호 2022-0001 사유: 당사자 요청"
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
    assert found == [str(seq) for seq in range(14, 0, -1)]
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


def test_an_unknown_kind_is_refused_by_name(paju, visit):
    assert "kind" in visit("/updates/?kind=rumour", status=400).main
