"""A public file, and nobody's draft."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from agreements.actions.agreements import withdraw_agreement
from agreements.models import Document
from tests import factories
from tests.factories import NOON, author, reviewer

TEXT = b"%PDF-1.7 agreed"
NAME = "업무협약서(서명본).pdf"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def document(paju):
    return filed(paju.agreement)


def filed(agreement, *, public=True, content=TEXT):
    return Document.objects.create(
        screened_at=factories.NOON,
        agreement=agreement,
        kind="agreement",
        title_ko="협약서",
        file=ContentFile(content, name="stored.pdf"),
        name=NAME,
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        public=public,
    )


def fetch(document, client=None):
    return (client or Client()).get(f"/documents/{document.sha256}/")


def test_a_public_document_is_saved_under_its_own_name_and_never_sniffed(document):
    response = fetch(document)
    assert b"".join(response.streaming_content) == TEXT
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert "%EC%97%85%EB%AC%B4" in disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("change", [{"public": False}, {"sha256": "0" * 64}])
def test_what_is_not_public_or_not_known_is_not_found(document, change):
    address = f"/documents/{document.sha256}/"
    Document.objects.update(**change)
    refused = Client().get(address)
    assert refused.status_code == 404
    assert TEXT not in refused.content


def test_with_its_agreement_it_is_withdrawn(paju, document):
    withdraw_agreement(paju.agreement, reason="당사자 요청", actor=reviewer(), now=NOON)
    refused = fetch(document)
    assert refused.status_code == 404
    assert TEXT not in refused.content


def test_staff_open_the_file_of_a_draft_in_the_admin_and_not_at_a_public_address(db):
    draft = filed(factories.agreement(), public=False)
    client = Client()
    client.force_login(author())
    assert fetch(draft, client).status_code == 404
    assert b"".join(client.get(f"/admin/documents/{draft.pk}/").streaming_content) == TEXT


def test_a_file_that_is_missing_on_the_disk_is_not_found(document):
    document.file.storage.delete(document.file.name)
    response = fetch(document)
    assert response.status_code == 404
    assert "이 주소에는 화면이 없습니다" in response.content.decode()


def test_the_same_file_in_a_draft_and_in_public_is_served(paju, document):
    filed(factories.agreement(), public=False)
    assert b"".join(fetch(document).streaming_content) == TEXT


def test_a_file_whose_bytes_changed_is_not_handed_out_and_the_log_names_it(document, caplog):
    with document.file.storage.open(document.file.name, "wb") as file:
        file.write(b"%PDF-1.7 another")
    response = fetch(document)
    assert response.status_code == 409
    assert b"another" not in response.content
    assert "여기에 올린 파일과 다릅니다" in response.content.decode()
    assert document.file.name in caplog.text
    assert document.sha256 in caplog.text


def test_it_runs_nothing_even_where_a_browser_opens_it(document):
    assert fetch(document)["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_who_has_it_is_not_sent_it_again_but_only_while_it_is_public(paju, document):
    client, etag = Client(), fetch(document)["ETag"]
    again = client.get(f"/documents/{document.sha256}/", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(f"/documents/{document.sha256}/")["Content-Length"] == str(len(TEXT))
    withdraw_agreement(paju.agreement, reason="당사자 요청", actor=reviewer(), now=NOON)
    gone = client.get(f"/documents/{document.sha256}/", headers={"if-none-match": etag})
    assert gone.status_code == 404


def test_no_address_leads_into_the_store(document):
    for address in (
        f"/media/{document.file.name}",
        f"/{document.file.name}",
        f"/static/{document.file.name}",
    ):
        assert Client().get(address).status_code == 404


def test_the_page_shows_the_digest_beside_the_file(paju, document):
    assert f"SHA-256 {document.sha256}" in Client().get(paju.agreement.get_absolute_url()).content.decode()
