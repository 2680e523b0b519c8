"""The commands write what the addresses give, and name what they refuse."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from agreements.lists.columns import EXPORTS
from tests.exported import written
from tests.factories import NOON

# ---- the commands ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXPORTS)
def test_the_command_writes_the_same_bytes(paju, name, tmp_path, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    path = tmp_path / "export.csv"
    query = "q=파주&sort=" if "q" in EXPORTS[name].listing.filters.base_filters else ""
    call_command("export", name, output=str(path), as_of="2023-08-01", query=query, header="name")
    assert path.read_bytes() == written(name, f"{query}&as_of=2023-08-01&header=name")
    call_command("export", name, output=str(path), language="en")
    with translation.override("en"):
        assert path.read_bytes() == written(name)


def test_the_command_names_what_it_refuses_and_leaves_the_old_file(paju, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("before")
    with pytest.raises(CommandError, match="status: "):
        call_command("export", "commitments", output=str(path), query="status=late")
    with pytest.raises(CommandError, match="as_of: "):
        call_command("export", "commitments", output=str(path), as_of="tomorrow")
    assert path.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["export.csv"]
    with pytest.raises(CommandError, match="No such file"):
        call_command("export", "commitments", output=str(tmp_path / "nowhere" / "x.csv"))


def test_the_data_dictionary_is_fresh_and_says_so_when_it_is_not(settings, tmp_path, capsys):
    call_command("data_dictionary", check=True)
    assert "columns" in capsys.readouterr().out
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match="stale"):
        call_command("data_dictionary", check=True)
    call_command("data_dictionary")
    text = (tmp_path / "docs" / "data-dictionary.md").read_text()
    for export in EXPORTS.values():
        assert f"## {export.name}.csv" in text
        assert all(f"| `{column.name}` |" in text for column in export.columns)
