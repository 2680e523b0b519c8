"""The staff guide shows each of its pictures, and each picture that lies beside it."""

import re

from django.conf import settings

DOCS = settings.BASE_DIR / "docs"


def test_every_picture_the_guide_names_exists_and_every_picture_is_named():
    named = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (DOCS / "staff-guide.ko.md").read_text())
    lying = [str(picture.relative_to(DOCS)) for picture in (DOCS / "img" / "guide").iterdir()]
    assert sorted(named) == sorted(lying)
    assert named


def test_the_pictures_are_small():
    for picture in (DOCS / "img" / "guide").iterdir():
        assert picture.stat().st_size <= 80_000, picture.name


def test_the_guide_says_that_the_ledger_keeps_what_is_withdrawn():
    lines = (DOCS / "staff-guide.ko.md").read_text().splitlines()
    about_withdrawal = [line for line in lines if "사라지고" in line and "철회일" in line]
    assert about_withdrawal
    assert all("공개기록 대장에는 글이 남습니다" in line for line in about_withdrawal)
