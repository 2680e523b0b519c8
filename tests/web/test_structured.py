"""JSON-LD: what machines read is what the page shows, and nothing of it runs."""

import json

import pytest

from agreements.lists.columns import EXPORTS
from agreements.lists.columns.formats import FORMATS
from agreements.models import Agency
from agreements.templatetags.structured import ESCAPES, json_ld_script
from tests import factories
from tests.factories import published
from tests.test_architecture import NO_PAGE
from tests.web.addresses import addresses, names

PAGES = [name for name in names() if name not in NO_PAGE]


def told(page, kind):
    """What the page says of one type."""
    found = [json.loads(one.text) for one in page.all("script", type="application/ld+json")]
    assert all(one["@context"] == "https://schema.org" for one in found)
    return [one for one in found if one["@type"] == kind]


def test_the_start_page_names_the_site_and_who_runs_it(paju, visit):
    (site,) = told(visit("/en/"), "WebSite")
    assert site["name"] == "Public-safety agreement tracker"
    assert site["url"] == "http://testserver/en/"
    assert site["inLanguage"] == "en"
    assert site["publisher"] == {
        "@type": "GovernmentOrganization",
        "name": "자치경찰협력과",
        "telephone": "031-000-0000",
        "url": "http://testserver/",
    }


def test_an_agency_is_told_with_its_names_and_the_listed_one_it_belongs_to(paju, visit):
    Agency.objects.filter(pk=paju.police.pk).update(
        name_en="Paju Police Station", other_names_ko="파주署; 파주서", parent=paju.city
    )
    (agency,) = told(visit("/agencies/paju-police/"), "GovernmentOrganization")
    assert agency["name"] == "파주경찰서"
    assert agency["alternateName"] == ["Paju Police Station", "파주署", "파주서"]
    assert agency["parentOrganization"]["url"] == "http://testserver/agencies/paju/"
    Agency.objects.filter(pk=paju.city.pk).update(listed=False)
    (agency,) = told(visit("/agencies/paju-police/"), "GovernmentOrganization")
    assert "parentOrganization" not in agency


def test_a_body_that_may_be_private_is_not_called_government(visit, db):
    factories.agency("firm", kind="company")
    page = visit("/agencies/firm/")
    assert told(page, "GovernmentOrganization") == []
    assert len(told(page, "Organization")) == 1


def test_the_open_files_are_told_with_licence_address_and_day(paju, visit):
    (catalogue,) = told(visit("/data/"), "DataCatalog")
    assert [one["url"] for one in catalogue["dataset"]] == [
        f"http://testserver/data/{name}/" for name in EXPORTS
    ]
    assert {one["license"] for one in catalogue["dataset"]} == {"https://www.kogl.or.kr/info/license.do"}
    for prefix in ("", "/en"):
        (one,) = told(visit(f"{prefix}/data/parties/"), "Dataset")
        assert one["@id"] == f"http://testserver{prefix}/data/parties/"
        assert one["license"] == "https://www.kogl.or.kr/info/license.do"
        assert [(file["encodingFormat"], file["contentUrl"]) for file in one["distribution"]] == [
            (kind.media_type, f"http://testserver{prefix}/parties.{ending}")
            for ending, kind in FORMATS.items()
        ]
        assert one["dateModified"].startswith("2026-")
        assert 50 <= len(one["description"]) <= 5000


def test_an_empty_register_has_files_without_a_day(visit):
    (catalogue,) = told(visit("/data/"), "DataCatalog")
    assert "dateModified" not in catalogue


@pytest.mark.parametrize("name", [name for name in PAGES if name not in {"home", "search"}])
def test_the_trail_is_the_breadcrumb_that_is_seen(every_kind_of_page, visit, name):
    for address in addresses(name):
        page = visit(address)
        if page.all("nav", class_="tabs"):
            assert told(page, "BreadcrumbList") == page.all("nav", class_="breadcrumb") == []
            continue
        (trail,) = told(page, "BreadcrumbList")
        steps = trail["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert " ".join(step["name"] for step in steps) == page.one("nav", class_="breadcrumb").text
        assert all(step["item"].startswith("http://testserver/") for step in steps[:-1])


def test_the_start_page_has_no_trail(paju, visit):
    assert told(visit("/"), "BreadcrumbList") == []


def test_nothing_in_it_ends_the_element(paju, visit):
    hostile = "</script><script>alert(1)</script> & \u2028"
    published(factories.program(slug="hostile", owner=paju.city, title_ko=hostile))
    page = visit("/programs/hostile/")
    (trail,) = told(page, "BreadcrumbList")
    assert trail["itemListElement"][-1]["name"] == hostile.strip()
    assert {one.attributes.get("type") for one in page.all("script") if one.text} == {"application/ld+json"}
    assert not set(json_ld_script({"name": hostile})[len('<script type="application/ld+json">') : -9]) & {
        chr(letter) for letter in ESCAPES
    }


def test_no_signatory_is_told_to_machines(paju, visit):
    party = paju.agreement.parties.exclude(signatory="").first()
    page = visit(paju.agreement.get_absolute_url())
    assert party.signatory in page.main
    assert not [one for one in page.all("script") if party.signatory in one.text]
