"""What a submitted form does to the children of a record, and what the classes behind it stand on."""

from typing import Any

import pytest
from django.contrib.admin import site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.admin.records.submission import Submission
from agreements.models import Agreement, Document
from tests import factories, uploads
from tests.admin.conftest import signed_in
from tests.admin.page import change, errors, form


def test_a_record_admin_stands_on_at_most_five_classes_of_ours():
    for model_admin in site._registry.values():
        own = [base for base in type(model_admin).__mro__ if base.__module__.startswith("agreements.")]
        assert len(own) <= 5, [base.__name__ for base in own]


def test_a_refused_save_that_deleted_children_shows_them_again(db):
    own = factories.agency("paju")
    client = signed_in("editor", "only Paju")
    factories.works_for("only Paju", own, since=timezone.localdate())
    mine = factories.agreement(parties=[own, factories.agency()])
    deleted = {"parties-0-DELETE": "on", "commitments-0-DELETE": "on"}
    refused = client.post(change(mine), form(client.get(change(mine))) | deleted)
    assert "소속 기관" in errors(refused)[""][0]
    assert form(refused)["commitments-0-DELETE"] == ["on"]
    assert change(mine.commitments.get()) in refused.content.decode()
    assert (mine.parties.count(), mine.commitments.count()) == (2, 1)


def test_a_child_that_the_public_does_not_see_is_deleted_from_a_published_record(coordinator):
    public = factories.published(factories.agreement())
    upload = {
        "documents-TOTAL_FORMS": "1",
        "documents-0-kind": "agreement",
        "documents-0-title_ko": "협약서",
        "documents-0-file": SimpleUploadedFile("협약서.pdf", uploads.pdf("agreement")),
    }
    coordinator.post(change(public), form(coordinator.get(change(public))) | upload)
    assert Document.objects.filter(agreement=public).count() == 1
    page = form(coordinator.get(change(public)))
    saved = coordinator.post(change(public), page | {"documents-0-DELETE": "on"})
    assert saved.status_code == 302
    assert not Document.objects.exists()
    assert Agreement.objects.get(pk=public.pk).state == "published"


@pytest.mark.parametrize("publish", [lambda draft: draft, factories.published], ids=["draft", "published"])
def test_a_form_that_does_not_fit_what_somebody_saves_at_that_moment_is_shown_again(
    coordinator, monkeypatch, publish
):
    record = publish(factories.agreement())
    typed = form(coordinator.get(change(record))) | {
        "commitments-TOTAL_FORMS": ["2"],
        "commitments-1-number": ["2"],
        "commitments-1-title_ko": ["내가 쓴 과제"],
    }
    saving = Submission.saving

    def saving_after_somebody_else(submission: Submission) -> Any:
        record.commitments.get_or_create(number=2, defaults={"title_ko": "남이 쓴 과제"})
        Agreement.objects.filter(pk=record.pk).update(version=record.version + 1)
        return saving(submission)

    monkeypatch.setattr(Submission, "saving", saving_after_somebody_else)
    record.refresh_from_db()
    refused = coordinator.post(change(record), typed)
    assert any("다른 사람이" in error for error in errors(refused)[""])
    assert form(refused)["commitments-1-title_ko"] == ["내가 쓴 과제"]
    assert [commitment.title_ko for commitment in record.commitments.filter(number=2)] == ["남이 쓴 과제"]


def test_a_popup_cannot_ask_for_a_column_that_nothing_refers_to(coordinator):
    add = "/admin/agreements/source/add/"
    asked = form(coordinator.get(add)) | {"_popup": "1", "_to_field": "sha256"}
    assert coordinator.post(add, asked).status_code == 400
