"""A file says on what evidence each status and each announced date rests: sources and documents alike."""

import pytest
from django.utils import translation

from agreements.models import Document
from tests import factories
from tests.exported import only, rows
from tests.factories import published

pytestmark = pytest.mark.django_db
DIGEST = "a" * 64


@pytest.fixture
def report():
    """A report whose one piece of evidence is a public document; a second one is for staff only."""
    agreement = published(factories.agreement())
    draft = factories.report(agreement.commitments.get(), "on_track", "2023-04-24", target="2023")
    draft.sources.clear()
    for title, public, digest in (("점검 결과", True, DIGEST), ("내부 자료", False, "b" * 64)):
        Document.objects.create(
            screened_at=factories.NOON,
            report=draft,
            kind="result",
            title_ko=title,
            title_en=f"{title} (English)" if public else "",
            file=f"{digest[:4]}.pdf",
            name="a.pdf",
            size=1,
            sha256=digest,
            public=public,
        )
    return published(draft)


@pytest.mark.parametrize("name", ["reports", "targets", "commitments"])
def test_a_document_stands_beside_the_sources(report, name):
    found = only(rows(name))
    assert found["sources"] == ""
    assert found["documents"] == (f"점검 결과, SHA-256 {DIGEST}, http://testserver/documents/{DIGEST}/")
    with translation.override("en"):
        assert only(rows(name))["documents"].startswith("점검 결과 (English), ")


def test_a_withdrawn_reports_document_is_not_told_at_an_older_sequence(report):
    published(factories.withdrawal(report))
    found = only(rows("reports", "header=name&seq=2"))
    assert (found["status"], found["documents"]) == ("on_track", "")


def test_why_a_text_was_blanked_is_told_in_the_files_language(report):
    published(factories.redaction(report, reason_en="A telephone number"))
    assert only(rows("reports"))["redaction_reason"] == "전화번호"
    with translation.override("en"):
        assert only(rows("reports"))["redaction_reason"] == "A telephone number"
