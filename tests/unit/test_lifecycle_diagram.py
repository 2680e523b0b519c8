"""docs/lifecycle.md is what the rules say, for people who do not read Python."""

import pytest
from django.core.management import CommandError, call_command

from agreements.rules.lifecycle import CommitmentStatus
from agreements.rules.publication import TRANSITIONS, Act


@pytest.fixture
def page(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    return tmp_path / "docs" / "lifecycle.md"


def test_the_page_shows_each_status_and_each_act(page):
    call_command("lifecycle_diagram")
    text = page.read_text()
    assert "| `planned` | 예정 | Planned | open | never | not_started |" in text
    for status in CommitmentStatus:
        assert f"| `{status.value}` | " in text
    for act in TRANSITIONS:
        assert f"| `{act.value}` | " in text


def test_a_fresh_page_passes_and_a_stale_or_missing_one_does_not(page, monkeypatch):
    with pytest.raises(CommandError, match="stale"):
        call_command("lifecycle_diagram", "--check")
    call_command("lifecycle_diagram")
    call_command("lifecycle_diagram", "--check")
    monkeypatch.setitem(TRANSITIONS, Act.DELETE, TRANSITIONS[Act.RETURN])
    with pytest.raises(CommandError, match="stale"):
        call_command("lifecycle_diagram", "--check")
    assert "submitted --> returned: delete" not in page.read_text()


def test_a_new_transition_shows_in_the_drawing(page, monkeypatch):
    monkeypatch.setitem(TRANSITIONS, Act.DELETE, TRANSITIONS[Act.RETURN])
    call_command("lifecycle_diagram")
    assert "submitted --> returned: delete" in page.read_text()
