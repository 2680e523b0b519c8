"""Duties for staff: a record begun on the agreement's page; rules and sessions; the desk."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy
from django.utils.html import escape

from agreements.desk.duties import is_mailed, waiting_duties
from agreements.desk.sections import DUTIES
from agreements.models import Agency, Agreement, CouncilSession, DutyRecord, DutyRule, Ordinance, Trace
from agreements.rules.roles import EDITOR, Person
from tests import factories
from tests.admin.page import change, errors, form, text
from tests.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db):
    return factories.agency("paju", name_ko="파주시")


@pytest.fixture
def agreement(city):
    factories.duty_rule(city, "self_evaluation", "yearly")
    parties = [city, factories.agency("police", name_ko="파주경찰서")]
    return published(
        factories.agreement(parties=parties, open_ended=True)
    )  # else no year is owed for certain


def starting(agreement, agency, kind="self_evaluation", period="2023"):
    query = f"agreement={agreement.pk}&agency={agency.pk}&kind={kind}&period={period}"
    return f"{reverse('admin:agreements_dutyrecord_add')}?{query}"


def registered(client, page, **given):
    filled = form(client.get(page)) | {"done_on": "2023-12-01", "result_ko": "평가 결과"}
    return client.post(page, filled | {"sources": [factories.source().pk]} | given)


def act(client, record, name, **given):
    return client.post(change(record, name), form(client.get(change(record, name))) | given, follow=True)


def shown():
    return DutyRecord.objects.visible_to(AnonymousUser())


# ---- a record, from the agreement's page to the public and back ----------------------------------------


def test_the_agreement_lists_its_duties_and_where_each_record_is_begun(editor, agreement, city):
    page = editor.get(change(agreement))
    assert "파주시 · 자체평가 2023: 등록된 실적 없음 (기한 2023. 12. 31.) 실적 등록" in text(page)
    assert starting(agreement, city) in [line.url for line in page.context["duties"]]
    assert "파주경찰서 ·" not in text(page), "the police owe none"


def test_the_agreement_says_which_facts_decide_how_many_of_its_duties(editor, agreement, city):
    factories.duty_rule(
        city, "prior_report", "before_signing", condition="any_of", on_fiscal_burden=True,
        exempt_without_mutual_duties=True,
    )  # fmt: skip
    factories.duty_rule(city, "progress_report", "yearly", signed_from=date(2050, 1, 1), older_unclear=True)
    DutyRule.objects.filter(kind="self_evaluation").update(exempt_without_mutual_duties=True)
    words = text(editor.get(change(agreement)))
    assert "상호 의무부담이나 권리 포기 여부만 적으면 의무 4건의 적용 여부가 정해집니다" in words
    assert (
        "재정 부담 여부, 상호 의무부담이나 권리 포기 여부만 적으면 의무 1건의 적용 여부가 정해집니다" in words
    )
    assert "조례 시행 전 협약에도 적용되는지 여부만 적으면" not in words, "no agreement says that"
    Agreement.objects.filter(pk=agreement.pk).update(mutual_duties="no")
    assert "정해집니다" not in text(editor.get(change(agreement)))


def test_a_record_is_registered_published_by_a_second_person_and_withdrawn_with_its_reason(
    editor, coordinator, agreement, city
):
    page = starting(agreement, city)
    assert "파주시 – 자체평가 2023" in text(editor.get(page))
    registered(editor, page, improvement_ko="횟수를 늘림")
    record = DutyRecord.objects.get()
    assert (record.agency, record.kind, record.period.iso(), record.done_on) == (
        city, "self_evaluation", "2023", date(2023, 12, 1),
    )  # fmt: skip
    assert Trace.objects.filter(subject_kind="dutyrecord", act="create").count() == 1
    act(editor, record, "submit")
    assert not shown().exists()
    assert "파주시 – 자체평가 2023" in text(coordinator.get("/admin/")), "it waits on the desk"
    question = text(coordinator.get(change(record, "publish")))
    assert "평가 결과" in question
    assert "횟수를 늘림" in question
    act(coordinator, record, "publish")
    assert shown().get() == record
    assert "완료 2023. 12. 1." in text(editor.get(change(agreement)))
    locked = editor.get(change(record))
    assert "새 실적을 등록하세요" in text(locked)
    assert "평가 결과" in text(locked)
    act(coordinator, record, "withdraw", reason="다른 협약의 실적")
    assert not shown().exists()
    gone = coordinator.get(change(record))
    assert gone.context["possible_acts"] == []
    assert "다른 협약의 실적" in text(gone)
    assert starting(agreement, city) in [line.url for line in editor.get(change(agreement)).context["duties"]]


def test_who_wrote_a_record_does_not_publish_it(coordinator, agreement, city):
    registered(coordinator, starting(agreement, city))
    record = DutyRecord.objects.get()
    act(coordinator, record, "submit")
    assert "공개는 다른 담당자가 해야" in text(coordinator.get(change(record, "publish")))
    coordinator.post(change(record, "publish"), {"version": 2})
    assert not shown().exists()


def test_a_draft_already_begun_is_opened_instead_of_a_second_one(editor, agreement, city):
    begun = factories.duty_record(agreement, city, "self_evaluation", "2023")
    assert editor.get(starting(agreement, city))["Location"] == change(begun)
    assert editor.get(starting(agreement, city, period="2024")).status_code == 200
    assert "초안 열기" in text(editor.get(change(agreement)))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"done_on": ""}, "done_on"),
        ({"done_on": "2200-01-01"}, "done_on"),
        ({"outcome": "not_done"}, "done_on"),
        ({"outcome": "perhaps"}, "outcome"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_saved(editor, agreement, city, given, field):
    assert list(errors(registered(editor, starting(agreement, city), **given))) == [field]
    assert not DutyRecord.objects.exists()


def test_not_carried_out_is_registered_without_a_day(editor, agreement, city):
    registered(editor, starting(agreement, city), outcome="not_done", done_on="", result_ko="하지 못함")
    assert DutyRecord.objects.get().outcome == "not_done"


def test_without_evidence_it_is_saved_but_not_submitted(editor, agreement, city):
    registered(editor, starting(agreement, city), sources=[])
    record = DutyRecord.objects.get()
    assert "근거" in text(editor.get(change(record, "submit")))
    editor.post(change(record, "submit"), {"version": record.version})
    record.refresh_from_db()
    assert record.state == "draft"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?agreement=1",
        "?agreement={agreement}&agency={stranger}&kind=self_evaluation&period=2023",
        "?agreement={agreement}&agency={city}&kind=none&period=2023",
        "?agreement={agreement}&agency={city}&kind=self_evaluation&period=spring",
        "?agreement={agreement}&agency={city}&kind=self_evaluation&period=2023-12-01",
        "?agreement={agreement}&agency=99999999999999999999&kind=self_evaluation",
    ],
)
def test_an_address_that_names_no_duty_leads_to_the_agreements(editor, agreement, city, query):
    stranger = factories.agency().pk
    found = query.format(agreement=agreement.pk, city=city.pk, stranger=stranger)
    answer = editor.get(reverse("admin:agreements_dutyrecord_add") + found, follow=True)
    assert answer.redirect_chain == [("/admin/agreements/agreement/?state__exact=published", 302)]
    assert "실적 등록" in text(answer)
    assert not DutyRecord.objects.exists()


def test_personal_data_in_a_public_record_is_blanked_by_two_people(editor, coordinator, agreement, city):
    record = published(
        factories.duty_record(agreement, city, "self_evaluation", "2023", result_ko="김 아무개")
    )
    _statement, offer = editor.get(change(record)).context["follow_ups"]
    assert "김 아무개" in text(editor.get(offer.url))
    editor.post(offer.url, form(editor.get(offer.url)) | {"reason_ko": "이름"})
    redaction = record.redactions.get()
    act(editor, redaction, "submit")
    act(coordinator, redaction, "publish")
    record.refresh_from_db()
    assert record.result_ko == ""
    assert shown().get() == record


def test_who_withdraws_an_agreement_sees_that_its_duty_records_go_too(coordinator, agreement, city):
    published(factories.duty_record(agreement, city, "self_evaluation", "2023"))
    question = text(coordinator.get(change(agreement, "withdraw")))
    assert "함께 사라지는 의무 이행 실적 파주시 – 자체평가 2023" in question


# ---- rules and sessions ------------------------------------------------------------------------------------


ADD_ORDINANCE = reverse_lazy("admin:agreements_ordinance_add")


@pytest.fixture
def entered(city):
    """A form of 파주시's ordinance with one rule, as the page posts it."""
    rule = {"kind": "signing_report", "due": "after_signing", "days": 50, "condition": "always"}
    return {
        "agency": city.pk,
        "title_ko": "업무협약 조례",
        "slug": "paju-agreements",
        "rules-TOTAL_FORMS": 1,
    } | {f"rules-0-{name}": value for name, value in rule.items()}


def enter(coordinator, given):
    return coordinator.post(ADD_ORDINANCE, form(coordinator.get(ADD_ORDINANCE)) | given)


def test_a_coordinator_enters_an_ordinance_with_its_rules_in_one_trace(coordinator, entered):
    enter(coordinator, entered)
    ordinance = Ordinance.objects.get()
    rule = ordinance.rules.get()
    assert (rule.days, rule.in_force_from, ordinance.version, ordinance.checked_on) == (50, None, 1, None)
    assert "확인 필요" in text(coordinator.get(reverse("admin:agreements_ordinance_changelist")))
    stale = form(coordinator.get(change(ordinance)))
    coordinator.post(change(ordinance), stale | {"rules-0-article": "제8조"})
    refused = coordinator.post(change(ordinance), stale | {"rules-0-article": "제9조"})
    assert errors(refused)[""]
    assert DutyRule.objects.get().article == "제8조"
    assert Trace.objects.filter(subject_kind="ordinance").count() == 2


def test_what_a_rule_lacks_is_said_at_its_field(coordinator, entered):
    assert list(rule_errors(enter(coordinator, entered | {"rules-0-days": ""}))) == ["days"]
    police = factories.agency("station", name_ko="경찰서", kind="police_station")
    assert list(errors(enter(coordinator, entered | {"agency": police.pk}))) == ["agency"]
    undecided = enter(coordinator, entered | {"rules-0-condition": "any_of"})
    assert list(rule_errors(undecided)) == ["condition"]
    silent = enter(coordinator, entered | {"rules-0-older_unclear": "on"})
    assert list(rule_errors(silent)) == ["signed_from"]
    once = enter(coordinator, entered | {"rules-0-signing_year_only": "on"})
    assert list(rule_errors(once)) == ["signing_year_only"]
    backwards = {"rules-0-in_force_from": "2024-01-02", "rules-0-in_force_until": "2024-01-01"}
    assert list(rule_errors(enter(coordinator, entered | backwards))) == ["in_force_until"]
    assert not Ordinance.objects.exists()


def rule_errors(response):
    """Return the errors of the first rule in the form."""
    return response.context["inline_admin_formsets"][0].formset.forms[0].errors


def test_two_versions_of_a_duty_are_not_in_force_at_once(coordinator, entered):
    first = {"rules-0-in_force_from": "2020-01-01", "rules-0-in_force_until": "2023-06-30"}
    second = {name.replace("-0-", "-1-"): value for name, value in entered.items() if "-0-" in name}
    both = entered | first | second | {"rules-TOTAL_FORMS": 2}
    refused = enter(coordinator, both | {"rules-1-in_force_from": "2023-06-30"})
    (message,) = refused.context["inline_admin_formsets"][0].formset.forms[1].errors["in_force_from"]
    assert "2020. 1. 1. – 2023. 6. 30." in message
    enter(coordinator, both | {"rules-1-in_force_from": "2023-07-01"})
    assert DutyRule.objects.count() == 2


def test_two_ordinances_of_a_body_do_not_ask_for_the_same_at_once(coordinator, entered):
    enter(coordinator, entered)
    second = entered | {"slug": "paju-again", "title_ko": "새 조례"}
    refused = enter(coordinator, second)
    assert "업무협약 조례 · 체결 보고" in text(refused)
    assert Ordinance.objects.count() == 1, "nothing half-written"
    assert Trace.objects.filter(subject_kind="ordinance").count() == 1
    enter(
        coordinator, second | {"rules-0-kind": "self_evaluation", "rules-0-due": "yearly", "rules-0-days": ""}
    )
    assert Ordinance.objects.count() == 2


def test_a_coordinator_enters_a_session_of_the_year_it_begins_in(coordinator, city):
    page = reverse("admin:agreements_councilsession_add")
    given = {
        "agency": city.pk, "name": "제240회 제2차 정례회", "year": 2024, "ordinal": 2,
        "begins_on": "2023-11-20", "ends_on": "2023-12-15",
    }  # fmt: skip
    assert list(errors(coordinator.post(page, form(coordinator.get(page)) | given))) == ["year"]
    given["year"] = 2023
    wrong = coordinator.post(page, form(coordinator.get(page)) | given | {"ends_on": "2023-11-19"})
    assert list(errors(wrong)) == ["ends_on"]
    coordinator.post(page, form(coordinator.get(page)) | given)
    assert CouncilSession.objects.get().ordinal == 2
    again = coordinator.post(page, form(coordinator.get(page)) | given | {"begins_on": "2023-11-21"})
    assert list(errors(again)) == ["ordinal"]


# ---- the desk ----------------------------------------------------------------------------------------------


def duties_on_the_desk(on, *agencies):
    """Return what the first page says on a day to an editor of ``agencies``."""
    editor = Person(1, frozenset({EDITOR}), frozenset(agency.pk for agency in agencies))
    return [DUTIES.page_text(row, on=on) for row in DUTIES.page_rows(editor, on=on, limit=5).first]


def test_the_desk_lists_what_is_due_soon_or_not_registered_the_earliest_first(agreement, city):
    on = date(2024, 12, 15)
    labels = ["자체평가 2023 · 파주시", "자체평가 2024 · 파주시"]
    assert [text.label for text in duties_on_the_desk(on, city)] == labels
    assert "등록된 실적 없음 (기한 2023. 12. 31.)" in duties_on_the_desk(on, city)[0].aside
    published(factories.duty_record(agreement, city, "self_evaluation", "2023"))
    assert [text.label for text in duties_on_the_desk(on, city)] == labels[1:]
    assert duties_on_the_desk(on, *Agency.objects.exclude(pk=city.pk)) == []


@pytest.mark.parametrize(("mutual_duties", "listed"), [("yes", 2), ("no", 0), ("unknown", 0)])
def test_the_desk_lists_and_counts_only_what_is_owed_for_certain(agreement, city, mutual_duties, listed):
    DutyRule.objects.update(exempt_without_mutual_duties=True)
    Agreement.objects.update(mutual_duties=mutual_duties)
    on = date(2024, 12, 30)
    assert len(duties_on_the_desk(on, city)) == listed
    assert len([duty for duty in waiting_duties(None, on=on) if is_mailed(duty, on=on)]) == min(listed, 1)


def test_a_duty_on_the_desk_leads_to_the_form_for_its_record(agreement, city, coordinator):
    page = coordinator.get("/admin/").content.decode()
    assert f'<a href="{escape(starting(agreement, city))}">자체평가 2023 · 파주시</a>' in page


def test_the_desk_leads_to_all_duties(agreement, coordinator):
    page = coordinator.get("/admin/").content.decode()
    assert f'<a href="{reverse("duties")}">조례상 의무</a>' in page


def test_the_desk_asks_as_often_for_many_agreements_as_for_one(agreement, city):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            duties_on_the_desk(factories.TODAY, city)
        return len(queries)

    one = cost()
    for _number in range(5):
        published(factories.agreement(parties=[city, factories.agency()], open_ended=True))
    assert cost() == one
