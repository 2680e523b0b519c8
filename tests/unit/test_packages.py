"""The whole register as one ZIP that describes itself."""

import csv
import hashlib
import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from frictionless import Package as DataPackage

from agreements.actions.agreements import withdraw_agreement
from agreements.lists.columns import EXPORTS
from agreements.packages.package import make_package
from agreements.packages.shelf import package_of
from tests.exported import written
from tests.factories import NOON, TODAY, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _longest_cell():
    """Frictionless raises the limit of the whole process, and imports refuse longer cells."""
    limit = csv.field_size_limit()
    yield
    csv.field_size_limit(limit)


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.DATA_ROOT = tmp_path / "data"
    return settings.DATA_ROOT


def unpacked(folder):
    with ZipFile(package_of(TODAY).zip_path) as files:
        files.extractall(folder)
    return folder


def without_digests(folder):
    """A program that checks the digests reads no further where one is wrong."""
    path = folder / "datapackage.json"
    described = json.loads(path.read_text())
    for resource in described["resources"]:
        del resource["bytes"], resource["hash"]
    path.write_text(json.dumps(described))


def faults_of(folder):
    report = DataPackage(str(folder / "datapackage.json")).validate()
    return [(task.name, error.type) for task in report.tasks for error in task.errors] + [
        ("", error.type) for error in report.errors
    ]


def test_a_stranger_finds_nothing_wrong_and_every_public_file_in_it(paju, tmp_path):
    make_package(TODAY)
    folder = unpacked(tmp_path / "taken")
    assert faults_of(folder) == []
    described = json.loads((folder / "datapackage.json").read_text())
    assert [resource["name"] for resource in described["resources"]] == list(EXPORTS)
    agreements = described["resources"][0]
    assert agreements["path"] == "자치경찰협력과_업무협약_20260302.csv"
    assert agreements["schema"]["primaryKey"] == ["reference"]
    assert agreements["schema"]["fields"][0]["title"] == "고유번호"
    assert described["licenses"][0]["path"].startswith("https://www.kogl.or.kr/")


@pytest.mark.parametrize(
    ("breaking", "fault"),
    [
        (lambda text: text.replace("2022-0001,", "2022-9999,"), ("commitments", "foreign-key")),
        (lambda text: text.replace(",undated,", ",some day,"), ("commitments", "constraint-error")),
        (lambda text: text + text.splitlines(keepends=True)[1], ("commitments", "primary-key")),
        (lambda text: text.replace("reference,", "nummer,", 1), ("commitments", "incorrect-label")),
    ],
)
def test_a_broken_file_is_found(paju, tmp_path, breaking, fault):
    make_package(TODAY)
    folder = unpacked(tmp_path / "taken")
    (path,) = folder.glob("자치경찰협력과_약속_*.csv")
    path.write_bytes(breaking(path.read_bytes().decode()).encode())
    assert ("commitments", "hash-count") in faults_of(folder)
    without_digests(folder)
    assert fault in faults_of(folder)


def test_the_manifest_counts_and_digests_what_is_there(paju):
    package = make_package(TODAY)
    content = package.zip_path.read_bytes()
    manifest = json.loads(Client().get("/data/register.json").content)
    assert manifest["zip"] == {
        "path": "register-20260302.zip",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    with ZipFile(BytesIO(content)) as files:
        for file in manifest["files"]:
            inside = files.read(file["path"])
            assert (len(inside), hashlib.sha256(inside).hexdigest()) == (file["bytes"], file["sha256"])
            address = f"header=name&as_of={TODAY}&seq={manifest['seq']}"
            assert inside == written(file["name"], address)
    rows = {file["name"]: file["rows"] for file in manifest["files"]}
    assert rows["agreements"] == 1
    assert rows["ledger"] == int(manifest["seq"])


def test_the_newest_and_each_day_have_an_address_and_the_same_day_the_same_bytes(paju):
    first = make_package(TODAY).zip_path.read_bytes()
    assert make_package(TODAY).zip_path.read_bytes() == first
    make_package(TODAY + timedelta(days=1))
    for address, day in (("register", "20260303"), ("register-20260302", "20260302")):
        answer = Client().get(f"/data/{address}.zip")
        assert f'filename="register-{day}.zip"' in answer["Content-Disposition"]
        assert (
            json.loads(Client().get(f"/data/{address}.json").content)["zip"]["path"] == f"register-{day}.zip"
        )
    assert first == b"".join(Client().get("/data/register-20260302.zip"))


@pytest.mark.parametrize("day", ["20260301", "20261301", "heute", "2026-W10", "..%2F..%2Fx"])
def test_of_another_day_there_is_none(paju, day):
    make_package(TODAY)
    for ending in ("zip", "json"):
        answer = Client().get(f"/data/register-{day}.{ending}")
        assert (answer.status_code, b"404" in answer.content) == (404, True)


def test_what_was_withdrawn_is_given_out_no_more_until_it_is_made_again(paju, monkeypatch, capsys):
    make_package(TODAY)
    withdraw_agreement(paju.agreement, reason="재검토", actor=reviewer(), now=NOON)
    for ending in ("zip", "json"):
        refused = Client().get(f"/data/register.{ending}")
        assert (refused.status_code, refused["Retry-After"]) == (503, "60")
        assert "공개 철회" in refused.content.decode()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_moment: TODAY + timedelta(days=1))
    call_command("publish_data")
    assert "register-20260302.zip: 17 files" in capsys.readouterr().out
    with ZipFile(BytesIO(b"".join(Client().get("/data/register-20260302.zip")))) as files:
        (name,) = [name for name in files.namelist() if "과_업무협약_" in name]
        assert files.read(name).count(b"\r\n") == 1, "the names of the columns only"


def test_an_empty_register_is_a_package_too(db, tmp_path):
    make_package(TODAY)
    assert faults_of(unpacked(tmp_path / "taken")) == []
    assert package_of(TODAY).manifest["ledger_head"].startswith("0-")
