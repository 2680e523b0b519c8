"""The sitemap lists every public page in both languages, with its day, and nothing else."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.actions.agreements import withdraw_agreement
from agreements.models import LedgerEntry
from agreements.views.sitemap import SITEMAPS, PublicSitemap
from tests import factories
from tests.factories import NOON, published, reviewer
from tests.test_architecture import NO_PAGE
from tests.web.addresses import addresses, names

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
# Public pages that no search engine is led to, and why.
LEFT_OUT = {"search": "endless by what is asked for"}
SITE = "http://testserver"


def read(address="/sitemap.xml"):
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314  # our own answer


def parts():
    """The addresses of the files that the index names."""
    index = read()
    assert index.tag == f"{MAP}sitemapindex"
    return [part.findtext(f"{MAP}loc").removeprefix(SITE) for part in index]


def urls():
    return [url for part in parts() for url in read(part)]


def days():
    """The address of each page with its last change ("" where none is given)."""
    return {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod", "") for url in urls()}


def test_every_page_to_find_is_listed_in_both_languages_and_nothing_else(paju):
    pages = [name for name in names() if name not in NO_PAGE and name not in LEFT_OUT]
    found_as_commitment = paju.center.get_absolute_url()
    to_find = set(addresses(*pages)) - {found_as_commitment}
    assert set(days()) == {f"{SITE}{prefix}{address}" for address in to_find for prefix in ("", "/en")}


def test_each_page_names_both_languages_and_the_one_for_everybody_else(paju):
    for url in urls():
        alternates = {link.get("hreflang"): link.get("href") for link in url.iter(LINK)}
        korean = alternates["ko"]
        assert alternates == {"ko": korean, "en": korean.replace(SITE, f"{SITE}/en"), "x-default": korean}
        assert url.findtext(f"{MAP}loc") in alternates.values()


def test_what_is_listed_answers(paju, visit):
    for address in days():
        assert visit(address.removeprefix(SITE)).all("meta", name="robots") == []


def test_the_day_of_a_page_is_that_of_the_newest_publication_about_it(paju):
    # Entries may not be changed: these are asked for as they are, by what each is about.
    def newest(**about):
        entry = LedgerEntry.objects.filter(**about).order_by("-recorded_at")[0]
        return timezone.localdate(entry.recorded_at)

    found = {address.removeprefix(SITE): day for address, day in days().items()}
    told = {
        "/": {},
        "/commitments/2022-0001-01/": {"report__commitment": paju.promise},
        "/commitments/2022-0001-02/": {"agreement": paju.agreement},
        "/programs/other-program/": {"program": paju.other_program},
        "/milestones/crisis-child-one-stop-2/": {"report__milestone": paju.second_center},
        "/inquiries/1/": {"inquiry": paju.inquiry},
    }
    for address, about in told.items():
        assert date.fromisoformat(found[address]) == newest(**about), address
        assert found[f"/en{address}"] == found[address]
    assert found["/privacy/"] == ""


AGREEMENT = {"/agreements/2022-0001/", "/agreements/2022-0001/card/"}
PROGRAM = {"/programs/crisis-child-one-stop/"}


def records_moved_by(draft):
    """The Korean pages of records whose day changes with a later publication."""
    before = days()
    published(draft, now=NOON.replace(year=2027))
    found = days()
    changed = {one.removeprefix(SITE) for one, day in found.items() if day != before.get(one)}
    of_records = {address for address in changed if address.count("/") > 2}
    return {address for address in of_records if not address.startswith(("/en/", "/data/", "/editions/"))}


def test_a_later_report_moves_the_days_of_what_it_is_about_and_of_nothing_else(paju):
    heard = factories.report(paju.unheard, "on_track", "2026-02-01", stated_by=paju.city)
    assert records_moved_by(heard) == {*AGREEMENT, "/commitments/2022-0001-02/"}


def test_a_later_report_on_either_side_of_a_promise_moves_the_days_of_both(paju):
    heard = factories.report(paju.center, "reached", "2026-02-01", stated_by=paju.city)
    assert records_moved_by(heard) == {*AGREEMENT, *PROGRAM, "/commitments/2022-0001-01/"}


def test_a_later_inquiry_moves_the_days_of_every_promise_that_was_looked_for(paju):
    looked = factories.inquiry(paju.unheard, paju.center, searched_on=date(2026, 2, 20))
    assert records_moved_by(looked) == {
        *AGREEMENT,
        *PROGRAM,
        "/commitments/2022-0001-01/",
        "/commitments/2022-0001-02/",
        "/inquiries/2/",
    }


def test_drafts_unlisted_agencies_and_what_was_withdrawn_are_not_in_it(paju):
    factories.agreement(parties=[paju.city, paju.police], title_ko="초안")
    factories.agency("unlisted", listed=False)
    count = len(days())
    assert "unlisted" not in str(days())
    withdraw_agreement(paju.agreement, actor=reviewer(), now=NOON, reason="시험")
    found = days()
    assert len(found) < count
    assert not [address for address in found if "2022-0001" in address]


def test_its_queries_do_not_grow_with_the_register(paju):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            days()
        return len(captured)

    few = cost()
    for number in range(20):
        published(factories.agreement(parties=[paju.city, factories.agency(f"office-{number}")]))
    assert cost() == few


def test_a_section_too_large_for_one_file_has_several_that_hold_every_page(paju, monkeypatch):
    whole = days()
    monkeypatch.setattr(PublicSitemap, "limit", 2)
    assert "/sitemap-agencies.xml?p=2" in parts()
    assert max(len(read(part)) for part in parts()) == 2
    assert len(urls()) == len(whole)
    assert days() == whole


def test_a_file_stays_within_the_protocol():
    assert {sitemap.limit for sitemap in SITEMAPS.values()} == {50_000}


@pytest.mark.parametrize("part", ["x.xml", "agencies.xml?p=0", "agencies.xml?p=x", "agencies.xml?p=9999999"])
def test_a_part_that_is_none_is_not_there(db, part):
    assert Client().get(f"/sitemap-{part}").status_code == 404


def test_no_search_engine_lists_the_sitemap_itself(db):
    for address in ("/sitemap.xml", *parts()):
        assert "noindex" in Client().get(address)["X-Robots-Tag"]


def test_an_empty_register_has_its_standing_pages(db):
    found = days()
    assert f"{SITE}/en/about/" in found
    assert set(found.values()) == {""}
