"""The guide on the site: readable for staff, opened at the chapter on the page from which somebody comes."""

import re

import pytest
from django.contrib.staticfiles import finders

from agreements.admin import guide
from agreements.admin.guide import CHAPTER_OF_MODEL, CHAPTER_OF_PAGE, FILES, anchor_of
from tests import factories
from tests.admin.addresses import NAMES, SPECIAL, read

pytestmark = pytest.mark.django_db
LINKED = re.compile(r'<a href="(/admin/guide/[^"]*)">안내서</a>')
WITHOUT_CHAPTER = {"theme", "trace"}  # nothing of them is in the guide


def test_every_chapter_has_its_place_and_every_link_and_picture_leads_somewhere(editor):
    page = editor.get("/admin/guide/").content.decode()
    chapters = re.findall(r"^## (\d+)\. ", FILES["guide"].read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r'<h2 id="chapter-(\d+)">', page) == chapters
    assert set(map(str, {*CHAPTER_OF_PAGE.values(), *CHAPTER_OF_MODEL.values()})) <= set(chapters)
    for anchor in re.findall(r'href="#(chapter-[^"]*)"', page):
        assert f'id="{anchor}"' in page
    pictures = re.findall(r'src="/static/(guide/[^"]+)"', page)
    assert pictures
    assert all(finders.find(picture) for picture in pictures)
    assert 'href="/admin/guide/imports/"' in page
    assert "<table>" in editor.get("/admin/guide/imports/").content.decode()


@pytest.mark.parametrize(
    ("address", "chapter"),
    [
        ("/admin/", 3),
        ("/admin/agreements/agreement/add/", 4),
        ("/admin/agreements/agreement/import/", 9),
        ("/admin/agreements/inquiry/", 5),
        ("/admin/second-factor/enrol/", 1),
    ],
)
def test_a_page_links_the_chapter_on_it(editor, address, chapter):
    page = editor.get(address).content.decode()
    assert LINKED.findall(page) == [f"/admin/guide/#{anchor_of(str(chapter))}"]


def test_a_check_for_personal_data_links_its_own_chapter_and_not_that_of_the_record(editor):
    agreement = factories.agreement()
    page = editor.get(f"/admin/agreements/agreement/{agreement.pk}/screening/").content.decode()
    assert LINKED.findall(page) == ["/admin/guide/#chapter-6"]


def test_each_record_has_a_chapter():
    models = {read(name)[0] for name in NAMES if name not in SPECIAL and name.startswith("agreements_")}
    assert models - set(CHAPTER_OF_MODEL) == WITHOUT_CHAPTER


def test_html_in_the_file_is_not_let_through(tmp_path):
    file = tmp_path / "guide.md"
    file.write_text("# A\n\n## 1. B\n\n<script>alert(1)</script> **c**\n", encoding="utf-8")
    shown = guide.rendered_guide(file, changed=1)
    assert "<script>" not in shown.html
    assert "<strong>c</strong>" in shown.html
