"""Every stored file is what was uploaded: a missing, a changed and a stray one are each named."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from agreements.models import Document
from tests import factories
from tests.web.test_document import filed

pytestmark = pytest.mark.django_db

AN_HOUR_AGO = 3_601  # seconds


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def check():
    said = StringIO()
    try:
        call_command("check_files", stdout=said)
    except CommandError as error:
        return said.getvalue() + str(error)
    return said.getvalue()


def age(name):
    path = Path(default_storage.path(name))
    then = path.stat().st_mtime - AN_HOUR_AGO
    os.utime(path, (then, then))


def test_an_empty_store_has_no_fault():
    assert check() == "0 stored files checked: no fault.\n"


def test_files_that_are_what_was_uploaded_have_no_fault():
    filed(factories.agreement())
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # of "x"
    factories.source(stored_copy=ContentFile(b"x", name="a.pdf"), sha256=digest)
    assert check() == "2 stored files checked: no fault.\n"


def test_each_fault_is_named_and_ends_with_an_error():
    changed, missing = filed(factories.agreement(), content=b"1"), filed(factories.agreement(), content=b"2")
    with default_storage.open(changed.file.name, "wb") as file:
        file.write(b"other")
    default_storage.delete(missing.file.name)
    stray = default_storage.save("documents/aa/stray.pdf", ContentFile(b"x"))
    age(stray)
    said = check()
    assert f"changed: {changed.file.name} of document {changed.pk} has SHA-256" in said
    assert f"missing: {missing.file.name} of document {missing.pk}" in said
    assert "of no record: documents/aa/stray.pdf" in said
    assert said.endswith("2 stored files checked: 3 faults.")


def test_a_file_that_is_just_being_saved_is_no_fault():
    default_storage.save("documents/aa/new.pdf", ContentFile(b"x"))
    assert "no fault" in check()


def test_a_file_that_the_history_of_its_record_names_is_kept():
    from agreements.actions import drafts
    from agreements.models import Agreement

    document = filed(factories.agreement())
    name = document.file.name
    read = Agreement.objects.get(pk=document.agreement_id)
    with drafts.editing_record(read, actor=factories.author(), now=factories.NOON):
        read.save()
        Document.objects.all().delete()
    age(name)
    assert "no fault" in check()
