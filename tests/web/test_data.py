"""Open data: every file with what stands in it."""

from agreements.lists.columns import EXPORTS
from agreements.lists.columns.csv_file import REPLACEMENT
from agreements.lists.columns.formats import FORMATS


def test_every_file_and_every_column_is_explained(paju, visit):
    page = visit("/data/")
    for name, export in EXPORTS.items():
        explained = visit(f"/data/{name}/")
        assert f"/data/{name}/" in page.links
        for links in (page.links, explained.links):
            assert {f"/{name}.{ending}" for ending in FORMATS} <= set(links)
            assert f"/{name}.csv?encoding=cp949" in links
        for column in export.columns:
            assert str(column.meaning) in explained.main, (name, column.name)
    assert "/ledger.jsonl" in page.links
    assert f"“{REPLACEMENT}”" in page.main


def test_the_english_page_links_the_english_files(paju, visit):
    assert "/en/commitments.csv" in visit("/en/data/").links
