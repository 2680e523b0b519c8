"""The numbers of each page add up, and each that leads to a list leads to as many rows.

The same readers as in ``test_numbers_agree.py``, with the same walk.
"""

import re
from collections import Counter, defaultdict
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.translation import gettext

from agreements.lists.columns import EXPORTS
from agreements.rules.lifecycle import FULFILLED, STATUSES, UNKNOWN, UNREPORTED, UNSEARCHED
from agreements.rules.states import Standing
from tests.demo import LOADED
from tests.web.walking import READERS, every_reader, walk

STANDINGS = (Standing.LATE, Standing.UNCONFIRMED, Standing.UNCHECKED)
LISTS = "|".join(EXPORTS)
LEADS_TO_LIST = re.compile(rf"/(?:en/)?(?:{LISTS})/(\?|$)")


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LOADED)


def number_in(text):
    """The number that a link or cell gives: the one in brackets, else the only one."""
    numbers = re.findall(r"\((\d+)\)$", text) or re.findall(r"\d+", text)
    return int(numbers[0]) if len(numbers) == 1 else None


def promises(reader):
    """The rows of the file of promises, each once."""
    return walk(*reader).files["commitments"]


def tally(rows):
    """How many of some rows of a file stand where."""
    statuses = Counter(row["status"] for row in rows)
    standings = Counter(row["standing"] for row in rows)
    return {
        "total": len(rows),
        "fulfilled": sum(statuses[status] for status in FULFILLED),
        **{standing.value: standings[standing] for standing in STANDINGS},
        UNREPORTED: statuses[UNREPORTED],
        UNSEARCHED: statuses[UNSEARCHED],
    }


# ---- links and rows


def numbers_given(reading):
    """{(kind of page, names in the query): {address of a list: the numbers that such pages give it}}."""
    given = defaultdict(lambda: defaultdict(set))
    for address, said in reading.pages.items():
        kind = resolve(urlsplit(address).path).url_name
        for link in said.page.all("a"):
            href, number = link.attributes.get("href", ""), number_in(link.text)
            if number is not None and "page=" not in href and LEADS_TO_LIST.match(href):
                given[kind, tuple(QueryDict(urlsplit(href).query))][href].add(number)
    return given


@every_reader
def test_each_number_leads_to_a_list_of_as_many_rows(demo_register, reader):
    """Of each kind of link the highest and the lowest number are followed; all name one number a list."""
    reading = walk(*reader)
    with translation.override(reading.language):
        given = numbers_given(reading)
    for kind, lists in given.items():
        assert {href: numbers for href, numbers in lists.items() if len(numbers) > 1} == {}, kind
        by_number = sorted(lists, key=lists.get)
        for href in {by_number[0], by_number[-1]}:
            assert lists[href] == {reading.total(href)}, (kind, href)
    assert len(given) > 20


@every_reader
def test_each_list_has_as_many_rows_as_its_file(demo_register, reader):
    reading = walk(*reader)
    apart = sum(not row["same_promise_as"] for row in reading.files["milestones"])
    assert reading.total(reading.address("commitments/", "kind=milestone")) == apart
    on_pages, in_files = reading.rows_of_lists()
    assert on_pages == in_files


@every_reader
def test_each_part_of_a_page_holds_as_many_rows_as_it_says(demo_register, reader):
    checked = 0
    for address, said in walk(*reader).pages.items():
        for section in said.page.all("section"):
            counts = [count for count in said.all(section, "span", "count") if count.lies_in("h2")]
            rows = said.all(section, "li", "row") or said.all(section, "article")
            if len(counts) != 1 or not (rows or counts[0].text == "0"):
                continue
            elsewhere = (("p", "more"), ("div", "reports-of-other"), ("nav", "pagination"))
            has_more = any(said.all(section, *place) for place in elsewhere)
            shown, number = len(rows), int(counts[0].text)
            assert shown == number or (has_more and shown < number), (address, section.attributes)
            checked += 1
    assert checked > 30


@every_reader
def test_the_choices_of_a_filter_add_up_to_its_list(demo_register, reader):
    """Of the filters in which each row has one value; tests/unit/test_facets.py has the others."""
    lists = ("commitments", "reports", "targets")
    filters = ("status", "standing", "change", "kind", "present")
    reading, checked = walk(*reader), set()
    for name in lists:
        address = reading.address(f"{name}/")
        said = reading.pages[address]
        for filter_name in filters:
            for select in said.page.all("select", name=filter_name):
                options = said.all(select, "option")
                counts = {option.attributes["value"]: number_in(option.text) for option in options}
                everything = counts.pop("")
                counts.pop("silent", None)  # beside its standing
                assert sum(counts.values()) == everything == reading.total(address), (address, filter_name)
                checked |= {name, filter_name}
    assert checked == {*lists, *filters}, "a choice that is not found adds up to anything"


# ---- home, regions, themes


def counts_of_bar(said, class_):
    """The number of all, and {label: number} of the parts, as a bar of a page says them."""
    total, *parts = said.all(said.page.one("ul", class_=class_), "li")
    counts = {
        said.all(part, "span", "badge")[0].text: number_in(said.all(part, "a")[-1].text) for part in parts
    }
    return number_in(said.all(total, "a")[-1].text), counts


@every_reader
def test_the_bar_of_home_counts_each_status_and_its_rate_follows(demo_register, reader):
    reading, rows = walk(*reader), promises(reader)
    said = reading.pages[reading.address("")]
    total, counts = counts_of_bar(said, "status-parts")
    assert total == sum(counts.values()) == len(rows)

    with translation.override(reading.language):
        words = {code: str(label) for code, label in STATUSES}
    statuses = Counter(words[row["status"]] for row in rows)
    assert counts == statuses

    unknown = sum(statuses[words[status]] for status in UNKNOWN)
    fulfilled = tally(rows)["fulfilled"]
    formula = said.page.all("p", class_="formula")[0].text
    assert ("%" in formula) == (2 * (len(rows) - unknown) >= len(rows))
    assert {str(len(rows)), str(fulfilled)} <= set(re.findall(r"[\d.]+\d|\d", formula))
    if "%" in formula:
        assert f"{100 * fulfilled / len(rows):.1f}" in formula


@every_reader
def test_what_is_past_its_date_on_home_is_what_the_files_hold(demo_register, reader):
    reading, rows = walk(*reader), promises(reader)
    said = reading.pages[reading.address("")]
    past = {standing.value: tally(rows)[standing.value] for standing in STANDINGS}
    if not any(past.values()):
        assert said.page.all("ul", class_="past-parts") == []
        return
    with translation.override(reading.language):
        labels = {standing.value: str(standing.label) for standing in STANDINGS}
    total, counts = counts_of_bar(said, "past-parts")
    assert total == sum(past.values())
    assert counts == {labels[name]: count for name, count in past.items() if count}


@every_reader
def test_each_region_and_theme_adds_up_on_its_page(demo_register, reader):
    reading = walk(*reader)
    pages = {
        address: said
        for address, said in reading.pages.items()
        if re.search(r"/(regions|themes)/[^/?]+/", address) and said.page.all("ul", class_="status-parts")
    }
    for address, said in pages.items():
        total, counts = counts_of_bar(said, "status-parts")
        assert total == sum(counts.values()), address
        lead = re.findall(r"\d+", said.page.one("p", class_="lead").text)
        assert str(total) in lead, address
    assert len(pages) > 5


# ---- agreements, programs, agencies


WORDS_OF_COUNTS = {
    "total": "of %(total)s commitments %(fulfilled)s fulfilled",
    Standing.LATE.value: "%(count)s past the announced date",
    Standing.UNCONFIRMED.value: "%(count)s past the date and not confirmed",
    Standing.UNCHECKED.value: "%(count)s past the date and not looked for yet",
    UNREPORTED: "%(count)s without confirmed progress",
}


@every_reader
def test_each_agreement_is_counted_alike_on_its_page_and_in_both_files(demo_register, reader):
    reading = walk(*reader)
    with translation.override(reading.language):
        words = {name: gettext(text) for name, text in WORDS_OF_COUNTS.items()}
    for row in reading.files["agreements"]:
        reference = row["reference"]
        held = [line for line in reading.files["commitments"] if line["agreement_reference"] == reference]
        counts = tally(held)
        in_file = {name: int(row[name if name != "total" else "commitments"]) for name in counts}
        assert in_file == counts, reference

        said = reading.pages[reading.address(f"agreements/{reference}/")]
        lead = said.page.one("p", class_="lead").text
        assert words["total"] % counts in lead, reference
        for name in counts.keys() & WORDS_OF_COUNTS.keys() - {"total"}:
            assert (words[name] % {"count": counts[name]} in lead) == bool(counts[name]), (reference, name)


def note_of_stage(note, language):
    """How many steps of a stage are reached, and how many there are, as the head of its lanes says."""
    first, second = map(int, re.findall(r"\d+", note))
    return (first, second) if language == "en" else (second, first)


@every_reader
def test_each_program_is_counted_alike_on_its_page_and_in_both_files(demo_register, reader):
    reading = walk(*reader)
    for row in reading.files["programs"]:
        steps = [line for line in reading.files["milestones"] if line["program_slug"] == row["slug"]]
        counts = tally(steps)
        names = {"total": "milestones", "fulfilled": "reached"}
        assert {name: int(row[names.get(name, name)]) for name in counts} == counts
        said = reading.pages[reading.address(f"programs/{row['slug']}/")]
        notes = said.page.all("span", class_="lanes-note")
        stages = [note_of_stage(note.text, reading.language) for note in notes]
        assert sum(reached for reached, _of in stages) == counts["fulfilled"]
        assert sum(of for _reached, of in stages) == counts["total"]
        assert len(stages) == int(row["stages"])


@pytest.mark.parametrize("reader", READERS[:1])
def test_each_agency_is_counted_alike_on_its_page_in_the_files_and_in_the_lists(demo_register, reader):
    reading = walk(*reader)
    columns = {"leads": "lead_agencies", "supports": "supporting_agencies", "shares": "joint_agencies"}
    for agency in reading.files["agencies"]:
        slug, name = agency["slug"], agency["name"]
        signed = sum(slug in row["agency_slugs"].split("; ") for row in reading.files["agreements"])
        carried = {
            part: sum(name in row[column].split("; ") for row in reading.files["commitments"])
            for part, column in columns.items()
        }
        assert {part: int(agency[part]) for part in carried} == carried, slug
        assert int(agency["agreements"]) == signed, slug

        page = reading.pages[reading.address(f"agencies/{slug}/")].page
        heads = {role: page.all("h3", id=f"part-{role}") for role in ("lead", "support", "joint", "step")}
        in_role = {role: int(found[0].text.split()[-1]) if found else 0 for role, found in heads.items()}
        assert list(in_role.values()) == [int(agency[part]) for part in (*columns, "steps")], slug
        assert int(page.one("h2", id="signed").text.split()[-1]) == signed, slug
        for role in filter(in_role.get, in_role):
            query = f"agency={slug}&role={role}"
            assert reading.total(reading.address("commitments/", query)) == in_role[role], query
        promises = int(page.one("h2", id="promises").text.split()[-1])
        assert promises == sum(in_role.values()) == int(agency["promises"]), slug
