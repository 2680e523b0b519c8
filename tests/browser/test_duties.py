"""Duties in a browser: the list and the agreement have no fault, and the card fits on two sheets."""

import re
from datetime import date

import pytest
from django.db import transaction

from agreements.models import Amendment, BudgetShare
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.admin.page import change
from tests.factories import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCE = "협약기관은 범죄 예방 시설을 늘리고 합동 순찰을 정기적으로 하며 그 결과를 해마다 함께 점검한다. "


@pytest.fixture
def agreement():
    """Full: three parties, six commitments, and three years of records of two bound parties."""
    with transaction.atomic():
        commission = factories.agency(
            "commission", name_ko="경기도북부자치경찰위원회", kind="police_commission"
        )
        city, police = factories.agency("paju", name_ko="파주시"), factories.agency("police")
        made = factories.agreement(
            parties=[commission, city, police], commitments=6, purpose_ko=SENTENCE * 4,
            signed=date(2022, 2, 1), fiscal_burden="yes", lead_department="자치행정과",
        )  # fmt: skip
        made.commitments.update(title_ko="범죄 예방 시설 확충과 합동 순찰 정례화", wording_ko=SENTENCE)
        BudgetShare.objects.create(agreement=made, payer=city, amount=50_000)
        Amendment.objects.create(
            agreement=made, number=1, signed=PartialDate.day(date(2023, 5, 1)), reason_ko=SENTENCE
        )
        published(made)
        for party in (commission, city):
            factories.duty_rule(party, "signing_report", "first_session", in_force_from=None)
            factories.duty_rule(party, "progress_report", "yearly")
            factories.duty_rule(party, "self_evaluation", "yearly")
            for year in (2023, 2024, 2025):
                told = {"result_ko": SENTENCE, "improvement_ko": SENTENCE, "done_on": date(year, 12, 1)}
                published(factories.duty_record(made, party, "self_evaluation", str(year), **told))
    return made


def test_the_card_of_a_full_agreement_takes_two_sheets_at_most(agreement, person):
    citizen = person()
    citizen.open(f"/agreements/{agreement.reference}/card/")
    pdf = citizen.page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2
    citizen.page.emulate_media(media="print")
    assert not citizen.page.locator("header.site-header").is_visible()
    assert "개선계획" in citizen.reads(".register-card")


def test_what_the_public_sees_of_duties_has_no_fault(agreement, person):
    citizen = person()
    for address in ("/duties/", "/en/duties/", "/agreements/2022-0001/", "/agreements/2022-0001/card/"):
        citizen.open(address)
        citizen.finds_no_fault(widths=(1280, 390, 320))


def test_a_record_is_registered_from_the_agreements_page(agreement, person):
    editor = person("editor", "editor of Paju")
    editor.open(change(agreement))
    editor.page.click("details.duties summary")
    editor.finds_no_fault()
    editor.press("details.duties li:has-text('추진상황 보고 2023'):has-text('파주시') a")
    assert "파주시 – 추진상황 보고 2023" in editor.reads("#content")
    editor.finds_no_fault()
    editor.page.fill("#id_done_on", "2023-12-20")
    editor.press("input[name=_continue]")
    assert "초안" in editor.reads(".situation")
    editor.finds_no_fault()
