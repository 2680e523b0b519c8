"""What changed in a published agreement or program, and how it read before."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.actions.agreements import withdraw_agreement
from agreements.actions.changes import PublishedChange, change_published
from agreements.models import Amendment, Party
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import ChangeKind
from tests import factories
from tests.factories import NOON, published, reviewer
from tests.registers import shared_register

pytestmark = pytest.mark.django_db
FIRST, NOW = "협약 당사자는 상호 협력한다.", "협약 당사자는 순찰에 상호 협력한다."


@shared_register
def agreement():
    parties = [factories.agency("paju", name_ko="파주시", name_en="Paju City"), factories.agency("police")]
    draft = factories.agreement(parties=parties, title_ko="치안협력 업무협약", commitments=2)
    draft.commitments.filter(number=1).update(wording_ko=FIRST)
    return published(draft)


def change(record, reason, *, kind=ChangeKind.CORRECTION, amendment=None, write=None):
    grounds = PublishedChange(kind, reason, amendment)
    record.refresh_from_db()
    change_published(record, grounds, write=write or record.save, actor=reviewer(), now=NOON)
    record.refresh_from_db()


def reworded(agreement):
    """Change the first commitment by an amendment the parties signed."""

    def write():
        Amendment.objects.create(
            agreement=agreement, number=1, signed=PartialDate.day(date(2026, 2, 1)), reason_ko="순찰을 더함"
        )
        agreement.commitments.filter(number=1).update(wording_ko=NOW)

    change(agreement, "순찰을 더함", kind=ChangeKind.AMENDMENT, amendment=1, write=write)


def role_mistaken(agreement):
    def write():
        Party.objects.filter(agreement=agreement, agency__slug="paju").update(role="witness")

    change(agreement, "입회를 당사자로 적음", write=write)


def test_every_change_stands_newest_first_with_kind_reason_and_from_to(visit, agreement):
    reworded(agreement)
    role_mistaken(agreement)
    newest, oldest = visit(agreement.get_absolute_url()).all("article", class_="change")
    assert newest.text == (
        "2026. 3. 2. 기록 정정 사유: 입회를 당사자로 적음 바뀐 내용 항목 변경 전 변경 후 "
        "협약기관 파주시 · 역할 당사자 입회 공개 순번 3"
    )
    assert "변경협약에 따른 변경 변경협약 제1호 사유: 순찰을 더함" in oldest.text
    assert f"이행과제 {agreement.reference}-01 · 협약서 원문 {FIRST} {NOW}" in oldest.text


def test_the_commitment_shows_its_first_wording_and_only_the_changes_that_concern_it(visit, agreement):
    reworded(agreement)
    role_mistaken(agreement)
    first, second = agreement.commitments.order_by("number")
    page = visit(first.get_absolute_url())
    now, original = page.all("blockquote", class_="wording")
    assert (now.text, original.text) == (NOW, FIRST)
    assert "처음 공개된 문구" in page.section("wording")
    (only,) = page.all("article", class_="change")
    assert f"협약서 원문 {FIRST} {NOW}" in only.text
    assert "파주시 · 역할" not in only.text
    other = visit(second.get_absolute_url())
    assert other.all("article", class_="change") == []
    assert "처음 공개된 문구" not in other.main


def test_a_wording_obtained_later_is_the_first_one_there_is(visit, agreement):
    second = agreement.commitments.get(number=2)
    wordings = agreement.commitments.filter(number=2)
    change(agreement, "원문 확보", write=lambda: wordings.update(wording_ko=FIRST))
    change(agreement, "오기", write=lambda: wordings.update(wording_ko=NOW))
    now, original = visit(second.get_absolute_url()).all("blockquote", class_="wording")
    assert (now.text, original.text) == (NOW, FIRST)


def test_what_never_changed_has_no_history(visit, agreement):
    assert visit(agreement.get_absolute_url()).all("section", aria_labelledby="changes") == []


def test_a_program_and_its_milestone_list_their_changes(visit):
    program = published(factories.program())
    milestone = program.milestones.get()

    def write():
        program.milestones.update(title_ko="센터 개소(파주)")

    change(program, "이름을 바로잡음", write=write)
    assert "센터 개소(파주)" in visit(program.get_absolute_url()).one("article", class_="change").text
    told = visit(milestone.get_absolute_url()).one("article", class_="change").text
    assert f"제목 {milestone.title_ko} 센터 개소(파주)" in told


def test_a_change_whose_text_was_blanked_says_so_and_shows_nothing_of_it(visit, agreement):
    def write():
        agreement.commitments.filter(number=1).update(wording_ko="홍길동")

    change(agreement, "홍길동을 적음", write=write)
    reworded(agreement)
    published(factories.redaction(agreement, reason_ko="이름"))
    role_mistaken(agreement)
    page = visit(agreement.get_absolute_url())
    assert "홍길동" not in page.html
    newest, *blanked = page.all("article", class_="change")
    assert "파주시 · 역할 당사자 입회" in newest.text
    for change_ in blanked:
        assert (
            "개인정보 가림 (2026. 3. 2., 사유: 이름). 당시 바뀐 내용은 더 이상 공개하지 않습니다."
            in change_.text.replace("( ", "(").replace(" ,", ",")
        )
    assert FIRST not in visit(agreement.commitments.first().get_absolute_url()).html


def test_what_reads_differently_after_a_withdrawal_is_told_when_it_is_published_again(visit, agreement):
    withdraw_agreement(agreement, reason="검토", actor=reviewer(), now=NOON)
    agreement.refresh_from_db()
    agreement.title_ko = "새 이름"
    agreement.save()
    published(agreement)
    told = visit(agreement.get_absolute_url()).one("article", class_="change").text
    assert "다시 공개" in told
    assert "제목 치안협력 업무협약 새 이름" in told


def test_an_agency_that_is_no_longer_listed_is_not_named_in_the_history(visit, agreement):
    role_mistaken(agreement)
    agency = agreement.parties.get(agency__slug="paju").agency
    agency.listed = False
    agency.save()
    page = visit(agreement.get_absolute_url())
    assert "파주시" not in page.html
    assert "paju" not in page.one("article", class_="change").text


def test_english_pages_call_facts_and_codes_in_english(visit, agreement):
    role_mistaken(agreement)
    told = visit(f"/en{agreement.get_absolute_url()}").one("article", class_="change").text
    assert "Correction of the record" in told
    assert "Party Paju City · Role Party Witness" in told


def test_a_page_asks_as_many_questions_for_one_change_as_for_many(client, agreement):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(agreement.get_absolute_url())
        return len(asked)

    def rename(number):
        def write():
            agreement.commitments.update(title_ko=f"이름 {number}")

        change(agreement, f"{number}", write=write)

    rename(1)
    queries()
    before = queries()
    for number in range(2, 20):
        rename(number)
    assert queries() == before
