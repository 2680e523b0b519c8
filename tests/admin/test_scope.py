"""Whose record it is: what an editor of one agency sees, may name and may write, and what forging brings."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.actions import drafts
from agreements.actions.refusals import NotAllowed
from agreements.models import Agreement, Commitment, CommitmentAgency, Membership, Source, StatusReport, Trace
from tests import factories
from tests.admin.page import change, errors, filled_agreement, form, text

pytestmark = pytest.mark.django_db
ADD = "/admin/agreements/agreement/add/"


@pytest.fixture
def paju() -> Any:
    return factories.agency("paju", name_ko="파주시")


@pytest.fixture
def goyang() -> Any:
    return factories.agency("goyang", name_ko="고양시")


@pytest.fixture
def editor(paju: Any) -> Client:
    """The editor of Paju, who works nowhere else."""
    client = Client()
    client.force_login(factories.staff("editor", username="only Paju"))
    factories.works_for("only Paju", paju, since=timezone.localdate())
    return client


@pytest.fixture
def theirs(goyang: Any) -> Agreement:
    return factories.agreement(parties=[goyang, factories.agency()], title_ko="고양시만의 협약")


@pytest.fixture
def mine(paju: Any) -> Agreement:
    return factories.agreement(parties=[paju, factories.agency()], title_ko="파주시의 협약")


def person() -> Any:
    return get_user_model().objects.get(username="only Paju")


# ---- seeing ----------------------------------------------------------------------------------------------


def test_lists_and_the_first_page_show_ones_own_only(editor, mine, theirs):
    for address in ("/admin/agreements/agreement/", "/admin/agreements/commitment/"):
        shown = text(editor.get(address))
        assert "파주시의 협약" in shown
        assert "고양시만의 협약" not in shown
    for draft in (mine, theirs):
        Agreement.objects.filter(pk=draft.pk).update(assigned_to=person())
    published = factories.published(
        factories.agreement(parties=[theirs.parties.all()[0].agency, factories.agency()])
    )
    factories.published(factories.report(published.commitments.get(), "on_track", "2023", target="2023-06"))
    assert published.commitments.get().title not in text(editor.get("/admin/"))


def test_what_is_not_theirs_is_not_found_even_by_its_key(editor, theirs):
    before = Agreement.objects.values().get(pk=theirs.pk)
    for page in ("change", "history", "delete", "submit", "preview"):
        for response in (
            editor.get(change(theirs, page)),
            editor.post(change(theirs, page), {"version": 0, "post": "yes"}),
        ):
            assert response.status_code in (302, 403, 405), page  # 405: a preview is only looked at
            assert "고양시만의 협약" not in response.content.decode()
    assert Agreement.objects.values().get(pk=theirs.pk) == before
    assert not Trace.objects.filter(actor=person()).exists()
    told = text(editor.get(change(theirs), follow=True))
    assert f"업무협약 {theirs.pk}번을 찾을 수 없습니다. 지워졌거나 소속 기관의 자료가 아닙니다." in told


def test_a_picker_offers_ones_own_and_what_is_public(editor, mine, theirs):
    public = factories.published(factories.agreement(title_ko="공개된 협약"))
    asked = "?app_label=agreements&model_name=agreement&field_name=supersedes&term="
    found = editor.get(reverse("admin:autocomplete") + asked).json()["results"]
    assert {one["id"] for one in found} == {str(mine.pk), str(public.pk)}


def test_the_picker_of_a_report_offers_what_the_agency_answers_for(editor, mine, paju):
    factories.published(mine)
    other = factories.published(factories.agreement())
    CommitmentAgency.objects.filter(commitment__agreement=other).update(role="support")
    shared = factories.published(factories.agreement())
    CommitmentAgency.objects.create(commitment=shared.commitments.get(), agency=paju, role="joint")
    asked = "?app_label=agreements&model_name=statusreport&field_name=commitment&term="
    found = editor.get(reverse("admin:autocomplete") + asked).json()["results"]
    assert {one["id"] for one in found} == {
        str(mine.commitments.get().pk),
        str(shared.commitments.get().pk),
    }


def test_a_party_without_a_part_in_the_commitment_reads_its_reports_once_they_are_public(editor, paju):
    root = factories.agreement(parties=[factories.agency(), paju])
    CommitmentAgency.objects.filter(commitment__agreement=root, agency=paju).delete()
    commitment = factories.published(root).commitments.get()
    report = factories.report(commitment, "on_track", "2023", note_ko="밝힌 내용")
    assert editor.get(change(report)).status_code == 302
    assert "밝힌 내용" in text(editor.get(change(factories.published(report))))
    with pytest.raises(NotAllowed):
        write_report(commitment)


def test_an_editor_sees_only_their_own_membership(editor, goyang):
    shown = text(editor.get("/admin/agreements/membership/"))
    assert "파주시" in shown
    assert "고양시" not in shown


def test_an_auditor_reads_everything_with_its_history_and_changes_nothing(theirs):
    client = Client()
    client.force_login(factories.staff("auditor"))
    with drafts.editing_record(theirs, actor=factories.author(), now=factories.NOON):
        theirs.place = "고양시청"
        theirs.save()
    shown = text(client.get(change(theirs)))
    assert "고양시청" in shown
    assert "검토 요청" not in shown, "what to do next is for those who can"
    assert "고양시청" in text(client.get(change(theirs, "history")))
    assert "고양시만의 협약" in text(client.get("/admin/agreements/trace/"))
    for page in ("change", "delete", "submit", "publish"):
        assert client.post(change(theirs, page), {"version": 1, "post": "yes"}).status_code == 403
    assert Trace.objects.count() == 1


# ---- writing ---------------------------------------------------------------------------------------------


def write_report(commitment: Commitment) -> None:
    draft = factories.report(commitment, "on_track", "2023-05")
    draft.delete()
    fresh = StatusReport(
        commitment=commitment,
        status="on_track",
        said_on_first=draft.said_on_first,
        said_on_last=draft.said_on_last,
        note_ko="밝힌 내용",
        stated_by=draft.stated_by,
        origin="agency",
    )
    with drafts.editing_record(fresh, actor=person(), now=timezone.now()):
        fresh.save()


def test_an_agreement_without_ones_own_agency_is_not_entered(editor, goyang):
    refused = editor.post(ADD, filled_agreement(editor, goyang, factories.agency()))
    assert "소속 기관" in errors(refused)[""][0]
    assert not Agreement.objects.exists()
    assert not Trace.objects.exists()


def test_nobody_writes_a_record_out_of_their_own_hands(editor, mine, goyang):
    page = form(editor.get(change(mine)))
    own = next(
        name
        for name, value in page.items()
        if name.endswith("-agency") and value == [str(mine.parties.first().agency_id)]
    )
    refused = editor.post(change(mine), page | {own: goyang.pk})
    assert "소속 기관" in errors(refused)[""][0]
    assert mine.parties.first().agency.slug == "paju"


def test_a_report_on_what_others_answer_for_is_refused_at_the_form_and_by_the_action(editor, theirs):
    commitment = factories.published(theirs).commitments.get()
    page = form(editor.get("/admin/agreements/statusreport/add/"))
    given = {
        "commitment": commitment.pk,
        "status": "on_track",
        "said_on": "2023-05",
        "stated_by": factories.agency().pk,
        "origin": "agency",
        "sources": [
            factories.source(published=factories.report(commitment, "on_track", "2023-05").said_on).pk
        ],
    }
    refused = editor.post("/admin/agreements/statusreport/add/", page | given)
    assert "commitment" in errors(refused)
    assert not StatusReport.objects.filter(created_by=person()).exists()
    with pytest.raises(NotAllowed):
        write_report(commitment)


def test_what_a_record_names_already_stays_possible_though_it_is_not_offered(editor, mine, theirs):
    Agreement.objects.filter(pk=mine.pk).update(supersedes=theirs)
    page = form(editor.get(change(mine)))
    assert page["supersedes"] == [str(theirs.pk)]
    editor.post(change(mine), page | {"place": "파주시청"})
    assert Agreement.objects.values_list("place", "supersedes").get(pk=mine.pk) == ("파주시청", theirs.pk)


def test_a_source_that_others_rest_on_is_not_changed(editor, mine, theirs):
    ours, shared = mine.sources.get(), theirs.sources.get()
    mine.sources.add(shared)
    editor.post(change(ours), form(editor.get(change(ours))) | {"publisher": "파주시"})
    assert Source.objects.get(pk=ours.pk).publisher == "파주시"
    assert editor.post(change(shared), {"publisher": "파주시"}).status_code in (302, 403)
    assert Source.objects.get(pk=shared.pk).publisher == "신문사"


# ---- forged posts ----------------------------------------------------------------------------------------


def test_a_row_of_somebody_elses_record_is_not_changed_through_ones_own_form(editor, mine, theirs):
    page = form(editor.get(change(mine)))
    foreign = theirs.commitments.get()
    before = Commitment.objects.values().get(pk=foreign.pk)
    place = int(page["commitments-TOTAL_FORMS"][0])
    stolen = {
        "commitments-TOTAL_FORMS": place + 1,
        "commitments-INITIAL_FORMS": place + 1,
        f"commitments-{place}-id": foreign.pk,
        f"commitments-{place}-agreement": mine.pk,
        f"commitments-{place}-number": 7,
        f"commitments-{place}-title_ko": "빼앗은 과제",
    }
    for forged in (stolen, stolen | {f"commitments-{place}-DELETE": "on"}):
        editor.post(change(mine), page | forged)
        assert Commitment.objects.values().get(pk=foreign.pk) == before
    assert mine.commitments.count() == 1


def test_fields_that_no_form_has_are_not_taken_from_a_post(editor, mine):
    page = form(editor.get(change(mine)))
    forged = {
        "state": "published", "reference": "2022-9999", "created_by": 1, "assigned_to": 1,
        "review": "reviewed", "published_seq": 1, "_popup": "1", "_to_field": "id", "_saveasnew": "1",
    }  # fmt: skip
    editor.post(change(mine), page | forged | {"place": "파주시청"})
    stored = Agreement.objects.get(pk=mine.pk)
    assert (stored.state, stored.reference, stored.created_by, stored.review) == (
        "draft",
        None,
        mine.created_by,
        "",
    )
    assert Agreement.objects.count() == 1


def test_a_field_that_is_not_offered_as_target_is_refused(editor, mine):
    asked = editor.get("/admin/agreements/agreement/?_popup=1&_to_field=created_by")
    assert asked.status_code == 400


def test_what_one_may_only_read_is_not_changed_by_a_post(editor, goyang):
    for address in (change(goyang), "/admin/agreements/agency/add/", "/admin/agreements/membership/add/"):
        before = list(Membership.objects.values()), str(goyang)
        assert (
            editor.post(
                address,
                {"name_ko": "바뀐 이름", "user": person().pk, "agency": goyang.pk, "from_on": "2026-01-01"},
            ).status_code
            == 403
        )
        goyang.refresh_from_db()
        assert (list(Membership.objects.values()), str(goyang)) == before


# ---- the next request ------------------------------------------------------------------------------------


def test_who_moved_yesterday_has_lost_the_record_on_the_next_request(editor, mine):
    page = form(editor.get(change(mine)))
    Membership.objects.filter(user=person()).update(
        from_on=timezone.localdate() - timedelta(days=9), until_on=timezone.localdate() - timedelta(days=1)
    )
    assert editor.post(change(mine), page | {"place": "파주시청"}).status_code == 302
    assert Agreement.objects.get(pk=mine.pk).place == ""
    assert "파주시의 협약" not in text(editor.get("/admin/agreements/agreement/"))


def test_who_was_deactivated_is_asked_to_log_in_on_the_next_request(editor, mine):
    page = form(editor.get(change(mine)))
    get_user_model().objects.filter(username="only Paju").update(is_active=False)
    assert editor.post(change(mine), page | {"place": "파주시청"})["Location"].startswith("/admin/login/")
    assert Agreement.objects.get(pk=mine.pk).place == ""


def test_a_document_is_handed_to_whose_record_it_is(editor, mine, theirs):
    from tests.web.test_document import TEXT, filed

    handed = editor.get(f"/admin/documents/{filed(mine, public=False).pk}/")
    assert b"".join(handed.streaming_content) == TEXT
    assert editor.get(f"/admin/documents/{filed(theirs, public=False).pk}/").status_code == 404
