"""What was withdrawn, redacted or never published shows on no public page and in no file."""

import re
from itertools import product

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from agreements.actions.changes import PublishedChange, change_published
from agreements.actions.duties import withdraw_duty_record
from agreements.models import Document, Milestone, Ordinance, Region
from agreements.rules.publication import ChangeKind
from tests import factories
from tests.exported import text_of
from tests.factories import NOON, published, reviewer, submitted
from tests.registers import shared_register
from tests.test_architecture import PERMISSIONS

pytestmark = pytest.mark.django_db
SECRET = "CANARY7391"


@shared_register
def milestone() -> Milestone:
    program = factories.program(slug="center", owner=factories.agency("city", name_ko="파주시"))
    return published(program).milestones.get()


def upload(report):
    """Give a report a public document whose title must vanish with it."""
    return Document.objects.create(
        screened_at=factories.NOON,
        report=report,
        kind="result",
        title_ko=SECRET,
        file=ContentFile(b"x", name="x.pdf"),
        name=f"{SECRET}.pdf",
        size=1,
        sha256="a" * 64,
        public=True,
    )


def secret_report(subject, status, day, **fields):
    texts = dict.fromkeys(("note_ko", "note_en", "target_reason_ko", "target_procedure_ko"), SECRET)
    return factories.report(subject, status, day, target="2030", **texts | fields)


@pytest.fixture
def full(milestone):
    """Everything that must not show, in every state; the public part is the milestone itself."""
    owner = milestone.program.owner
    agreement = factories.agreement(parties=[owner, factories.agency()])
    factories.with_region_and_theme(owner, agreement)
    published(agreement)
    commitment = agreement.commitments.get()
    withdrawn = secret_report(milestone, "planned", "2024-01-01")
    withdrawn.sources.set([factories.source(label_ko=SECRET, publisher=SECRET, published=withdrawn.said_on)])
    upload(withdrawn)
    published(factories.withdrawal(published(withdrawn)))
    redacted = published(secret_report(commitment, "on_track", "2024-01-02"))
    published(factories.redaction(redacted))
    told = published(factories.report(commitment, "on_track", "2024-01-03"))
    texts = {"text_ko": SECRET, "text_en": SECRET}
    factories.statement(told, owner, **texts)
    other = published(factories.report(milestone, "planned", "2024-01-04"))
    submitted(factories.statement(other, owner, **texts))
    factories.withdrawal(told, reason_ko=SECRET, reason_en=SECRET)
    factories.redaction(told, reason_ko=SECRET, reason_en=SECRET)
    duties(agreement, owner)
    inquiries(commitment, milestone)
    secret_report(milestone, "planned", "2024-01-04", corrects=other, correction_reason_ko=SECRET)
    agreement.purpose_ko = SECRET
    rewrite(agreement, "목적 추가")
    agreement.purpose_ko = "주민 안전"
    rewrite(agreement, "목적 정정")
    published(factories.redaction(agreement, reason_ko="이름"))
    return agreement


def duties(agreement, party):
    """A record that was withdrawn, one that was blanked and a draft."""
    factories.duty_rule(party, "self_evaluation", "yearly")
    texts = dict.fromkeys(("result_ko", "result_en", "improvement_ko", "improvement_en"), SECRET)
    records = [
        factories.duty_record(agreement, party, "self_evaluation", year, **texts)
        for year in ("2023", "2024", "2025")
    ]
    for record in records:
        Document.objects.create(
            duty=record, kind="result", title_ko=SECRET, file=ContentFile(b"x", name="x.pdf"),
            name=f"{SECRET}.pdf", size=1, sha256="d" * 64, public=True, screened_at=NOON,
        )  # fmt: skip
        record.sources.set([factories.source(label_ko=SECRET, publisher=SECRET)])
    published(records[0])
    withdraw_duty_record(records[0], reason="다른 협약", actor=reviewer(), now=NOON)
    records[1].sources.set([factories.source()])
    published(records[1])
    published(factories.redaction(records[1]))


def inquiries(*promises):
    """One that was withdrawn, one that was blanked, a draft and one that waits for review."""
    texts = dict.fromkeys(("department", "where_ko", "where_en", "words", "note_ko", "note_en"), SECRET)
    withdrawn, redacted, _draft, waiting = (factories.inquiry(*promises, **texts) for _number in range(4))
    published(factories.withdrawal(published(withdrawn)))
    published(factories.redaction(published(redacted)))
    submitted(waiting)


def rewrite(agreement, reason):
    change = PublishedChange(ChangeKind.CORRECTION, reason)
    change_published(agreement, change, write=agreement.save, actor=reviewer(), now=NOON)
    agreement.refresh_from_db()


# Where a page repeats what it was asked for: the field, links, the title, the chip.
ECHO = rf"value=\"{SECRET}\"|q={SECRET}|(?:검색어|Search text):(?:</span>)? {SECRET}"
IN_ONE_FORM = ("/robots.txt", "/sitemap")  # which speak of both languages


def public_addresses(agreement, milestone):
    details = {
        "agreement": agreement.reference,
        "agreement_card": agreement.reference,
        "commitment": agreement.commitments.get().reference,
        "program": milestone.program.slug,
        "milestone": milestone.reference,
        "agency": milestone.program.owner.slug,
        "inquiry": 1,
        "region": Region.objects.get().code,
        "theme": agreement.themes.get().slug,
        "ordinance": Ordinance.objects.get().slug,
        "sitemap_section_xml": "agreements",
        "data_file": "sources",
    }
    apart = {
        "document",
        "ledger_jsonl",
        "openapi_json",
    }  # the ledger keeps what was withdrawn, by its purpose
    for name in PERMISSIONS:
        if name not in apart and not name.endswith("_record") and not name.startswith("register_"):
            yield reverse(name, args=[details[name]] if name in details else [])


QUERIES = ("", "?as_of=2025-01-01", "?as_of=2026-03-02&seq=3", "?as_of=2026-03-02&seq=9", f"?q={SECRET}")
ASKED = [("", query) for query in QUERIES] + [("/en", "")]  # a language changes neither rows nor clock


def test_what_was_withdrawn_redacted_or_never_published_is_on_no_public_page_or_file(client, full, milestone):
    for address, (language, query) in product(list(public_addresses(full, milestone)), ASKED):
        if query.startswith("?q=") and address.endswith(".xlsx"):
            continue  # its second sheet says what was asked for
        answer = client.get(f"{language}{address}{query}", follow=True)
        in_one_form = language and address.startswith(IN_ONE_FORM)
        assert answer.status_code == 200 or query or in_one_form, address
        content = b"".join(answer) if answer.streaming else answer.content
        assert SECRET not in re.sub(ECHO, "", text_of(content)), f"{language}{address}{query}"
