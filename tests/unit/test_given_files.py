"""A file of the product, or one given in its place, that cannot be read: named, and nothing is stored."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from agreements.actions import duties, themes
from agreements.actions.directory import load_directory
from agreements.actions.directory_files import FOLDER, BadRow
from agreements.actions.given_files import UnreadableFile
from agreements.management.commands import load_directory as command
from agreements.models import Agency, Ordinance, Region, Theme
from tests.factories import NOON, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "data")


def refused(folder, refusal, *words):
    """Load the directory, and hold that the refusal says these words and that nothing was entered."""
    with override("ko"), pytest.raises(refusal) as raised:
        load_directory(actor=reviewer(), now=NOON, folder=folder)
    for word in words:
        assert word in str(raised.value)
    assert not Region.objects.exists()
    assert not Agency.objects.exists()


@pytest.mark.parametrize("name", ["regions", "public_bodies", "public_bodies_former", "former_names"])
def test_a_missing_column_is_named_with_its_file(folder, name):
    file = folder / f"{name}.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("name_en", "english", 1), encoding="utf-8")
    refused(folder, BadRow, f"{name}.csv", "“name_en” 열이 없습니다")


@pytest.mark.parametrize("name", ["regions.csv", "public_bodies.csv", "former_names.csv"])
def test_a_file_that_is_not_utf_8_or_missing_is_named(folder, name):
    file = folder / name
    file.write_bytes(file.read_bytes() + "충청북도".encode("cp949"))
    refused(folder, UnreadableFile, f"{name} 파일을 읽을 수 없습니다")
    file.unlink()
    refused(folder, UnreadableFile, f"{name} 파일을 읽을 수 없습니다")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_a_broken_file_of_sources_is_named(folder, content):
    (folder / "directory_sources.json").write_bytes(content)
    refused(folder, UnreadableFile, "directory_sources.json 파일을 읽을 수 없습니다")


def test_the_command_ends_with_the_name_of_the_file(folder, monkeypatch):
    (folder / "regions.csv").unlink()
    monkeypatch.setattr(command, "load_directory", lambda **given: load_directory(folder=folder, **given))
    with pytest.raises(CommandError, match=r"regions\.csv"):
        call_command("load_directory", reviewer().username, stdout=StringIO())


@pytest.mark.parametrize("text", ["{", "5", "[5]", '[{"slug": "a", "colour": "red"}]', '[{"slug": "a"}]'])
def test_a_broken_file_of_themes_is_named_and_nothing_is_stored(tmp_path, monkeypatch, text):
    monkeypatch.setattr(themes, "SHIPPED", tmp_path / "themes.json")
    (tmp_path / "themes.json").write_text(text)
    with pytest.raises(UnreadableFile, match=r"themes\.json"):
        themes.load_themes(actor=reviewer(), now=NOON)
    assert not Theme.objects.exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"ordinances": 5}', '{"ordinances": [5]}'])
def test_a_broken_file_of_ordinances_ends_the_command_with_its_name(tmp_path, monkeypatch, text):
    monkeypatch.setattr(duties, "SHIPPED", tmp_path / "ordinances.json")
    (tmp_path / "ordinances.json").write_text(text)
    with pytest.raises(CommandError, match=r"ordinances\.json"):
        call_command("load_ordinances", reviewer().username, stdout=StringIO())
    assert not Ordinance.objects.exists()
