"""One stylesheet, joined from small files in a declared order, and light enough for a cheap phone."""

import gzip
import re
from itertools import accumulate
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command

from mou_tracker import stylesheet


def served() -> str:
    return Path(str(finders.find("css/site.css"))).read_text("utf-8")


def test_every_sheet_is_joined_or_said_to_stand_apart():
    lying_there = {file.stem for file in stylesheet.SOURCES.glob("*.css")}
    assert lying_there <= set(stylesheet.SHEETS) | set(stylesheet.APART)
    assert {"tokens", "base", "components", "pages", "print"} <= lying_there


def test_the_sheets_follow_each_other_in_the_declared_order_with_paper_last():
    found = re.findall(r"^/\* (\w+)\.css \*/$", stylesheet.joined_sheets(), re.MULTILINE)
    assert found == [name for name in stylesheet.SHEETS if name in found]
    assert (found[0], found[-1]) == ("tokens", "print")


def test_a_changed_sheet_is_served_changed(tmp_path, settings, monkeypatch):
    settings.VAR_DIR = tmp_path / "var"
    monkeypatch.setattr(stylesheet, "SOURCES", tmp_path)
    (tmp_path / "tokens.css").write_text(":root { --a: 1 }\n")
    (tmp_path / "print.css").write_text("/* paper\n*/\n@media print {\n  a { color: inherit }\n}\n")
    assert served() == "\n:root { --a: 1 }\n@media print {\na { color: inherit }\n}\n"
    (tmp_path / "tokens.css").write_text(":root { --a: 2 }\n")
    assert "--a: 2" in served()
    assert [file.name for file in (tmp_path / "var").rglob("*.*")] == ["site.css"], "nothing half-written"


def test_what_is_for_paper_stays_on_paper():
    text = (stylesheet.SOURCES / "print.css").read_text("utf-8")
    rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).strip()
    assert rules.startswith("@media print {")
    depths = list(accumulate((letter == "{") - (letter == "}") for letter in rules))
    assert depths.index(1) < depths.index(0, depths.index(1)) == len(rules) - 1, "a rule beside the block"


def test_all_styles_of_the_public_site_weigh_at_most_20_kb_gzipped():
    card = (stylesheet.SOURCES / "card.css").read_bytes()
    assert len(gzip.compress(served().encode() + card)) <= 20_000


def test_only_tokens_name_a_colour_so_that_every_mode_reaches_every_part():
    raw = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)
    for name in set(stylesheet.SHEETS) - {"tokens", "print"}:
        file = stylesheet.SOURCES / f"{name}.css"
        if file.exists():
            text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
            assert raw.findall(text) == [], file.name


def test_both_ways_into_high_contrast_lead_to_the_same_values():
    text = (stylesheet.SOURCES / "tokens.css").read_text("utf-8")
    blocks = re.findall(
        r":root(\[data-contrast=\"more\"\]|:not\(\[data-contrast\]\)) \{(.*?)\n  \}", text, re.DOTALL
    )
    chosen, of_the_system = (values for _selector, values in blocks)
    assert chosen == of_the_system
    assert "--paper: #0d0e10" in chosen


def test_collectstatic_hashes_and_compresses_the_joined_file(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = []
    settings.STATICFILES_FINDERS = ["mou_tracker.stylesheet.StylesheetFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    (hashed,) = tmp_path.glob("css/site.*.css")
    assert hashed.read_text("utf-8") == served()
    assert hashed.with_name(hashed.name + ".br").exists()
