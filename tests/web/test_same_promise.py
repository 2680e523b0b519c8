"""A commitment and the milestone that carries it out say of each other that they are the same promise."""

from xml.etree import ElementTree

import pytest

from agreements.actions.programs import withdraw_program
from agreements.models import Commitment, LedgerEntry
from tests import exported, factories
from tests.factories import NOON, published, reviewer

COMMITMENT = "/commitments/2022-0001-01/"
MILESTONE = "/milestones/crisis-child-one-stop-1/"
SITE = "http://testserver"


def link(promise, center):
    factories.changed(
        promise.agreement,
        write=lambda _agreement: Commitment.objects.filter(pk=promise.pk).update(carried_out_by=center),
    )


@pytest.fixture
def linked(paju):
    """The center of Paju, and the sequence before its two sides were linked."""
    link(paju.promise, None)
    before = LedgerEntry.objects.count()
    link(paju.promise, paju.center)
    return before


def links_in(page, element):
    return [anchor.attributes["href"] for anchor in page.all("a") if anchor.lies_in_one_of([element])]


@pytest.mark.parametrize(("address", "other"), [(COMMITMENT, MILESTONE), (MILESTONE, COMMITMENT)])
def test_each_page_links_the_other_and_says_that_they_are_the_same_promise(linked, visit, address, other):
    for prefix, words in (("", "같은 약속"), ("/en", "Same promise")):
        page = visit(prefix + address)
        told = page.one("p", class_="same-promise")
        assert words in told.text
        assert links_in(page, told) == [prefix + other]


@pytest.mark.parametrize("address", [COMMITMENT, MILESTONE])
def test_a_page_of_an_older_sequence_knows_nothing_of_the_link(linked, visit, address):
    assert visit(f"{address}?seq={linked}").all("p", class_="same-promise") == []
    assert visit(f"{address}?seq={linked + 1}").all("p", class_="same-promise") != []
    page = visit(f"{address}?as_of=2023-01-02")
    (other,) = links_in(page, page.one("p", class_="same-promise"))
    assert other.endswith("?as_of=2023-01-02")


def test_a_withdrawn_side_is_not_named(linked, paju, visit):
    withdraw_program(paju.program, reason="오류", actor=reviewer(), now=NOON)
    assert visit(COMMITMENT).all("p", class_="same-promise") == []
    assert visit(f"{COMMITMENT}?seq={linked + 1}").all("p", class_="same-promise") == []


def canonical(page):
    return page.one("link", rel="canonical").attributes["href"]


def test_search_engines_are_led_to_the_commitment_only(linked, visit, client):
    for prefix in ("", "/en"):
        for address in (COMMITMENT, MILESTONE):
            assert canonical(visit(prefix + address)) == SITE + prefix + COMMITMENT
    assert canonical(visit(f"{MILESTONE}?seq={linked}")) == f"{SITE}{MILESTONE}?seq={linked}"
    assert visit(MILESTONE).all("link", rel="alternate", hreflang="ko") == []
    listed = {
        url.text
        for part in ("commitments", "milestones")
        for url in ElementTree.fromstring(client.get(f"/sitemap-{part}.xml").content).iter()  # noqa: S314  # our own
        if url.tag.endswith("}loc")
    }
    assert SITE + COMMITMENT in listed
    assert SITE + MILESTONE not in listed
    assert f"{SITE}/milestones/crisis-child-one-stop-2/" in listed


def test_the_page_of_the_program_links_the_commitment_beside_its_milestone(linked, visit):
    page = visit("/programs/crisis-child-one-stop/")
    first, *others = [row for row in page.rows("lanes") if "class" not in row.attributes]
    assert "같은 약속 이행과제 2022-0001-01" in first.text
    assert links_in(page, first)[:2] == [MILESTONE, COMMITMENT]
    assert not any("같은 약속" in row.text for row in others)


@pytest.mark.parametrize(
    ("name", "key", "of_commitment", "of_milestone"),
    [
        ("commitments", "reference", "2022-0001-01", None),
        ("milestones", "reference", None, "crisis-child-one-stop-1"),
        ("reports", "subject_reference", "2022-0001-01", "crisis-child-one-stop-1"),
        ("targets", "subject_reference", "2022-0001-01", "crisis-child-one-stop-1"),
    ],
)
def test_each_file_names_the_other_side_and_keeps_its_rows(linked, name, key, of_commitment, of_milestone):
    of_one_kind = "&kind=commitment" if name == "commitments" else ""
    rows = exported.rows(name, f"header=name{of_one_kind}")
    before = exported.rows(name, f"header=name&seq={linked}{of_one_kind}")
    assert [row[key] for row in rows] == [row[key] for row in before]
    assert {row["same_promise_as"] for row in before} == {""}
    expected = {of_commitment: "crisis-child-one-stop-1", of_milestone: "2022-0001-01"}
    assert [row["same_promise_as"] for row in rows] == [expected.get(row[key], "") for row in rows]
    assert {of_commitment, of_milestone} - {None} <= {row[key] for row in rows}


def test_a_link_of_another_agreement_is_not_told_of_this_one(linked, paju, visit):
    other = published(factories.agreement())
    link(other.commitments.get(), paju.second_center)
    page = visit(MILESTONE.replace("-1/", "-2/"))
    told = page.one("p", class_="same-promise")
    assert links_in(page, told) == [other.commitments.get().get_absolute_url()]
