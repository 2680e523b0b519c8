"""The personal-data guard: what blocks at submit, publish and change, and who clears it how."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import F

from agreements.actions import drafts, screening
from agreements.actions.agreements import publish_agreement, withdraw_agreement
from agreements.actions.changes import PublishedChange, change_published, preview_change
from agreements.actions.refusals import (
    FourEyes,
    Incomplete,
    NotAllowed,
    PersonalData,
    StaleVersion,
    WrongState,
)
from agreements.models import Agreement, Source, Trace
from agreements.personal_data.detectors import Severity
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import ChangeKind
from tests import factories, uploads
from tests.factories import NOON, author, published, reviewer, staff, submitted

pytestmark = pytest.mark.django_db
RESIDENT, MOBILE, OTHER = "900101-1234567", "010-1234-5678", "010-8765-4321"
REASON = "협약에 적힌 공용 업무전화"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def submit(record: Any) -> str:
    drafts.submit_draft(record, actor=author(), now=NOON)
    record.refresh_from_db()
    return record.state


def clear(record: Any, *, reason: str = REASON, actor: Any = None) -> Trace:
    marks = [hit.fingerprint for hit in screening.hits_in_public_record(record) if hit.clearable]
    return screening.clear_hits(record, marks, reason, actor=actor or reviewer(), now=NOON)


# ---- every text the public would read


PUBLIC_TEXTS: dict[str, Any] = {
    "title": lambda draft, text: Agreement.objects.filter(pk=draft.pk).update(title_ko=text),
    "english": lambda draft, text: Agreement.objects.filter(pk=draft.pk).update(purpose_en=text),
    "place": lambda draft, text: Agreement.objects.filter(pk=draft.pk).update(place=text),
    "non-disclosure": lambda draft, text: Agreement.objects.filter(pk=draft.pk).update(
        non_disclosure_reason=text
    ),
    "signatory": lambda draft, text: draft.parties.filter(order=1).update(signatory=text),
    "commitment": lambda draft, text: draft.commitments.update(wording_ko=text),
    "duty": lambda draft, text: draft.commitments.get().roles.update(duty_ko=text),
    "source": lambda draft, text: Source.objects.filter(agreements=draft).update(label_ko=text),
    "amendment": lambda draft, text: draft.amendments.create(
        number=1, signed=PartialDate.parse("2023-01-02"), reason_ko=text
    ),
    "file name": lambda draft, text: factories.document(
        {"agreement": draft}, uploads.pdf("text"), name=f"{text}.pdf", screened_at=NOON
    ),
}


@pytest.mark.parametrize("write", PUBLIC_TEXTS.values(), ids=PUBLIC_TEXTS)
def test_a_registration_number_in_any_public_text_of_an_agreement_is_refused(write):
    draft = factories.agreement()
    write(draft, f"담당 {RESIDENT}")
    before = Trace.objects.count()
    with pytest.raises(PersonalData) as refused:
        submit(draft)
    assert "9001**-*******" in str(refused.value)
    assert RESIDENT not in str(refused.value)
    assert Trace.objects.count() == before, "a refused act leaves no trace"
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_programs_reports_statements_and_withdrawals_are_searched_too():
    report = published(
        factories.report(published(factories.agreement()).commitments.get(), "on_track", "2023")
    )
    party = report.commitment.agreement.parties.first().agency
    records = [
        factories.program(note_ko=RESIDENT),
        factories.report(report.commitment, "on_track", "2023", note_ko=RESIDENT),
        factories.report(report.commitment, "on_track", "2023", target="2024", target_reason_ko=RESIDENT),
        factories.statement(report, party, text_ko=RESIDENT),
        factories.withdrawal(report, reason_ko=RESIDENT),
        factories.redaction(report, reason_en=RESIDENT),
    ]
    for record in records:
        with pytest.raises(PersonalData):
            submit(record)


def test_what_only_staff_read_is_not_searched():
    draft = factories.agreement()
    factories.document({"agreement": draft}, uploads.pdf(RESIDENT), public=False, title_ko=RESIDENT)
    Agreement.objects.filter(pk=draft.pk).update(return_note=RESIDENT)
    assert submit(draft) == "submitted"


def test_an_office_number_is_no_hit_in_its_own_field_and_one_elsewhere():
    submit(factories.agreement(telephone="031-940-1234"))
    for elsewhere in ({"place": "031-940-1234"}, {"telephone": MOBILE}):
        with pytest.raises(PersonalData):
            submit(factories.agreement(**elsewhere))


def test_an_address_may_hold_any_number_but_a_persons_registration():
    cited = factories.source(url="https://news.example/4111111111111111/01012345678")
    draft = factories.agreement()
    draft.sources.add(cited)
    assert submit(draft) == "submitted"


def test_publishing_asks_again_since_the_register_may_be_older_than_the_guard():
    draft = submitted(factories.agreement())
    Agreement.objects.update(place=MOBILE)
    with pytest.raises(PersonalData):
        publish_agreement(draft, actor=reviewer(), now=NOON)
    assert not Agreement.objects.visible_to(AnonymousUser()).exists()


def test_the_refusal_names_field_kind_and_what_to_do():
    draft = factories.agreement(title_ko=f"협약 {MOBILE}")
    draft.commitments.update(purpose_ko=RESIDENT)
    with pytest.raises(PersonalData) as refused:
        submit(draft)
    said = str(refused.value)
    for told in ("제목: 휴대전화 번호 010-****-****", "이행과제 1", "주민등록번호 9001**-*******"):
        assert told in said
    assert "공개할 수 없으니 지우세요" in said
    assert "개인정보 점검" in said
    assert refused.value.field == "title_ko"
    assert MOBILE not in said


def test_a_childs_case_is_shown_and_does_not_block():
    draft = factories.agreement(purpose_ko="김○○(9세) 사례")
    (hit,) = screening.hits_in_public_record(draft)
    assert (hit.severity, hit.blocks, hit.clearable) == (Severity.WARN, False, False)
    published(draft)


# ---- clearing


def test_a_coordinator_clears_a_hit_with_a_reason_that_stays_in_one_trace():
    draft = factories.agreement(place=MOBILE, title_ko=f"협약 {MOBILE}")
    before = Trace.objects.count()
    clear(draft)
    assert Trace.objects.count() == before + 1
    trace = Trace.objects.latest("pk")
    assert (trace.act, trace.reason, trace.actor) == ("clear", REASON, reviewer())
    assert "010-****-****" in json.dumps(trace.changes)
    kept = f"{trace.changes} {trace.subject_label} {trace.reason}"
    assert MOBILE not in kept
    assert "01012345678" not in kept
    assert published(draft).is_public


def test_another_number_needs_another_clearance():
    draft = factories.agreement(place=MOBILE)
    clear(draft)
    Agreement.objects.update(place=f"{MOBILE}, {OTHER}")
    with pytest.raises(PersonalData) as refused:
        submit(draft)
    assert len(refused.value.hits) == 1
    Agreement.objects.update(place="０１０ 1234 5678", version=F("version"))
    submit(draft)  # the same number, written otherwise


def test_a_clearance_holds_for_its_own_record_only():
    clear(factories.agreement(place=MOBILE))
    with pytest.raises(PersonalData):
        submit(factories.agreement(place=MOBILE))


def test_a_registration_number_cannot_be_cleared():
    draft = factories.agreement(place=f"{RESIDENT} {MOBILE}")
    marks = [hit.fingerprint for hit in screening.hits_in_public_record(draft)]
    with pytest.raises(StaleVersion):
        screening.clear_hits(draft, marks, REASON, actor=reviewer(), now=NOON)
    clear(draft)
    with pytest.raises(PersonalData):
        submit(draft)


def test_clearing_needs_a_coordinator_a_reason_and_a_second_person(settings):
    draft = factories.agreement(place=MOBILE)
    with pytest.raises(NotAllowed):
        clear(draft, actor=author())
    with pytest.raises(Incomplete):
        clear(draft, reason=" ")
    with pytest.raises(PersonalData):
        clear(draft, reason=f"{MOBILE}은 공용 전화")
    own = factories.agreement(place=MOBILE, created_by=reviewer())
    with pytest.raises(FourEyes):
        clear(own)
    assert not Trace.objects.filter(act="clear").exists()
    clear(own, actor=staff("coordinator", username="second coordinator"))
    settings.ONE_PERSON_OFFICE = True
    clear(factories.agreement(place=OTHER, created_by=reviewer()))


def test_what_is_public_or_no_longer_there_is_not_cleared():
    public = published(factories.agreement())
    with pytest.raises(WrongState):
        screening.clear_hits(public, ["x"], REASON, actor=reviewer(), now=NOON)
    draft = factories.agreement(place=MOBILE)
    (mark,) = [hit.fingerprint for hit in screening.hits_in_public_record(draft)]
    Agreement.objects.filter(pk=draft.pk).update(place="시청")
    for gone in ([mark], [], ["x"]):
        with pytest.raises(StaleVersion):
            screening.clear_hits(draft, gone, REASON, actor=reviewer(), now=NOON)


def test_a_submitted_record_can_be_cleared_before_it_is_published():
    draft = submitted(factories.agreement())
    Agreement.objects.update(place=MOBILE)
    draft.refresh_from_db()
    clear(draft)
    publish_agreement(draft, actor=reviewer(), now=NOON)
    assert Agreement.objects.get().state == "published"


# ---- changes of what is published, and reasons that everyone reads


def change(record: Agreement, *, clearance: str = "", reason: str = "잘못 옮김", **fields: Any) -> Any:
    read = Agreement.objects.get(pk=record.pk)
    for name, value in fields.items():
        setattr(read, name, value)
    why = PublishedChange(ChangeKind.CORRECTION, reason, clearance=clearance)
    return change_published(read, why, write=read.save, actor=reviewer(), now=NOON)


def test_a_change_is_searched_and_cleared_with_its_grounds():
    public = published(factories.agreement())
    with pytest.raises(PersonalData) as refused:
        change(public, place=MOBILE)
    assert refused.value.field == "clearance"
    with pytest.raises(PersonalData):
        change(public, place=RESIDENT, clearance=REASON)
    public.refresh_from_db()
    assert public.place == ""
    change(public, place=MOBILE, clearance=REASON)
    public.refresh_from_db()
    assert public.place == MOBILE
    acts = Trace.objects.order_by("-pk").values_list("act", "reason")[:2]
    assert set(acts) == {("change", "잘못 옮김"), ("clear", REASON)}
    change(public, title_ko="다른 제목")  # what was cleared stays cleared


def test_a_preview_says_what_would_have_to_be_cleared():
    read = Agreement.objects.get(pk=published(factories.agreement()).pk)
    read.place = MOBILE
    seen = preview_change(read, write=read.save, actor=reviewer(), now=NOON)
    assert [hit.excerpt for hit in seen.hits] == ["010-****-****"]
    read.place = RESIDENT
    with pytest.raises(PersonalData):
        preview_change(read, write=read.save, actor=reviewer(), now=NOON)


def test_a_reason_that_everyone_reads_holds_no_personal_data():
    public = published(factories.agreement())
    with pytest.raises(PersonalData) as refused:
        withdraw_agreement(public, reason=f"{MOBILE} 민원", actor=reviewer(), now=NOON)
    assert refused.value.field == "reason"
    with pytest.raises(PersonalData):
        change(public, place="시청", reason=f"{MOBILE} 민원")
    public.refresh_from_db()
    assert public.is_public


# ---- before there is a record


def test_texts_are_searched_before_there_is_a_record():
    hits = screening.hits_in_texts({"title_ko": f"{RESIDENT}", "place": "시청", "telephone": "031-940-1234"})
    assert [(hit.field, hit.kind, hit.blocks) for hit in hits] == [("title_ko", "resident", True)]


def test_a_fingerprint_is_the_sites_own(settings):
    mark = screening.hit_fingerprint("mobile", "01012345678")
    assert (
        mark
        == screening.hit_fingerprint("mobile", "01012345678")
        != screening.hit_fingerprint("phone", "01012345678")
    )
    settings.SECRET_KEY = "another site " * 5
    assert screening.hit_fingerprint("mobile", "01012345678") != mark


def test_what_is_public_at_once_names_its_hits_in_the_order_of_its_form():
    body = factories.agency()
    body.name_ko, body.name_en, body.other_names_ko = (
        "가 010-1111-1111",
        "B 010-2222-2222",
        "다 010-3333-3333",
    )
    with pytest.raises(PersonalData) as refused, drafts.editing_record(body, actor=reviewer(), now=NOON):
        body.save()
    order = [field.name for field in body._meta.concrete_fields]
    fields = [hit.field for hit in refused.value.hits]
    assert sorted(fields) == ["name_en", "name_ko", "other_names_ko"]
    assert fields == sorted(fields, key=order.index)
    assert refused.value.field == fields[0]
