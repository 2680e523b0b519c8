"""One promise is said in one way wherever it is said, and the numbers of each page add up.

A reader walks through every page and file of the demo register, in Korean and in English, today and on a
past day; on that one, of the agencies only those that carry something.  Over 400 lines: who walks once
can be asked everything, and a walk takes half a minute.
"""

import re
from collections import Counter, defaultdict
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.translation import gettext

from agreements.lists.columns import LISTED
from agreements.models import Agency
from agreements.rules.lifecycle import FULFILLED, STATUSES, UNKNOWN, UNREPORTED, UNSEARCHED
from agreements.rules.states import Standing
from tests.demo import LOADED
from tests.web.addresses import addresses
from tests.web.walking import READERS, every_reader, walk

# One keeps a choice of the reader, two lead to the list of promises.
NO_PAGES = {"/display/", "/milestones/", "/deadlines/"}
PLACES = {
    "badges", "answer", "small card", "full card", "lane", "lead", "description",
    "target line", "card", "report", "event-outcome", "outcome",
    "nothing found",
    "commitments.csv", "milestones.csv", "targets.csv", "reports.csv", "reports.atom", "deadlines.ics",
}  # fmt: skip
STANDINGS = (Standing.LATE, Standing.UNCONFIRMED, Standing.UNCHECKED)
LISTS = "|".join(LISTED)
LEADS_TO_LIST = re.compile(rf"/(?:en/)?(?:{LISTS})/(\?|$)")


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """The day of the demo: these tests read no other register."""
    monkeypatch.setattr(timezone, "now", lambda: LOADED)


@every_reader
def test_each_promise_is_said_in_one_way(demo_register, reader):
    assert walk(*reader).contradictions() == {}


def test_the_walk_forgets_no_page(demo_register):
    unlisted = {f"/agencies/{agency.slug}/" for agency in Agency.objects.filter(listed=False)}
    pages = {one for one in addresses() if "." not in one and not one.startswith("/api/")} - unlisted
    walked = walk("ko", "")
    left = {page for page in pages - walked.pages.keys() if not walked.is_part_without_promises(page)}
    assert left == NO_PAGES


@pytest.mark.parametrize("reader", READERS[:2])
def test_a_promise_is_looked_for_in_every_place_that_speaks_of_one(demo_register, reader):
    """A place that this walk can no longer read would agree with everything."""
    read = {fact.place.rpartition("(")[2].rstrip(")") for fact in walk(*reader).facts}
    assert read >= PLACES


# ---- the right answers, worked out by hand from the words of the sources


COMMISSION = "경기도북부자치경찰위원회"
PLANNED = "crisis-child-one-stop"


class Answer(NamedTuple):
    """What every place says of a promise; ``dates``: who said when, until when, and what became of it."""

    status: str
    standing: str = ""  # of what is closed no place gives one
    first: tuple[str, str] = ("", "")
    counting: tuple[str, str] = ("", "")
    moved: str = "0"
    outcome: str = ""
    searched: str = ""
    dates: tuple[tuple[str, str, str, str], ...] = ()


SEARCHED = Answer("확인된 추진 근거 없음", "기한 미정", searched="2026-11-30")
EXTENDED = Answer("정상추진", "기한 미정", searched="2026-11-30")
ANSWERS = {
    "2022-0004-01": Answer(
        "완료",
        first=("2022년", COMMISSION),
        counting=("2023년 하반기", COMMISSION),  # the city's June ends earlier
        moved="1",  # from 2022 to 2023; the half year lies within 2023
        outcome="2023. 12. 27.",
        dates=(
            (COMMISSION, "2021. 9. 3.", "2022년", "기한보다 361일 뒤"),
            (COMMISSION, "2022. 12. 13.", "2023년", "기한 안"),
            ("파주시", "2022. 12. 13.", "2023. 6.", "기한보다 180일 뒤"),
            (COMMISSION, "2023. 2. 13.", "2023년 하반기", "기한 안"),
        ),
    ),
    f"{PLANNED}-4": Answer(
        "예정",
        "기한 지남 · 이행 확인 안 됨",
        first=("2023년 하반기", COMMISSION),
        counting=("2023년 하반기", COMMISSION),
        searched="2026-11-30",
        dates=((COMMISSION, "2023. 2. 13.", "2023년 하반기", ""),),
    ),
    "2023-0001-01": Answer(
        "이행 후 계속추진",
        first=("2023년 상반기", "파주시"),
        counting=("2023년 상반기", "파주시"),
        outcome="늦어도 2023. 9. 4.까지",  # the article does not say on which day the team began
        dates=(("파주시", "2023. 2.~4.", "2023년 상반기", "기한 안인지는 자료로 알 수 없음"),),
    ),
    f"{PLANNED}-1": Answer(
        "달성",
        first=("2021년 하반기", COMMISSION),
        counting=("2021년 하반기", COMMISSION),
        outcome="2021년 하반기",
        dates=((COMMISSION, "2021. 9. 3.", "2021년 하반기", "기한 안"),),
    ),
    f"{PLANNED}-2": Answer(
        "달성",
        first=("2022년", COMMISSION),
        counting=("2022년", COMMISSION),
        outcome="2022. 10.",
        dates=((COMMISSION, "2021. 9. 3.", "2022년", "기한 안"),),
    ),
    f"{PLANNED}-5": Answer(
        "예정",
        "기한 미정",
        dates=((COMMISSION, "2021. 9. 5.", "기한 없음", ""), (COMMISSION, "2023. 2. 13.", "기한 없음", "")),
    ),
    "2022-0001-01": SEARCHED,
    "2022-0001-02": SEARCHED,
    "2022-0002-01": SEARCHED,
    "2022-0002-02": SEARCHED,
    "2022-0003-01": SEARCHED,
    "2022-0003-02": EXTENDED,
    "2022-0003-03": SEARCHED,
    "2022-0004-02": EXTENDED,
    "2022-0004-03": Answer("조사 전", "기한 미정"),
}


@pytest.mark.parametrize("reference", ANSWERS)
def test_every_place_gives_the_answer_of_the_sources(demo_register, reference):
    answer, said_of = ANSWERS[reference], walk("ko", "").said_of
    expected = {
        "status": answer.status,
        "standing": answer.standing,
        "first date": answer.first[0],
        "date that counts": answer.counting[0],
        "times moved": answer.moved,
        "searched on": answer.searched,
        "announced": "; ".join(
            sorted(f"{who}: {until} ({said} 발표)" for who, said, until, _ in answer.dates)
        ),
    }
    if answer.outcome:
        expected |= {"outcome": answer.outcome}
    elif answer.counting[0]:  # while it is open, a date counts and somebody named it
        expected |= {"who named it": answer.counting[1]}
    assert said_of(reference, "announced") - {""} == {expected.pop("announced")} - {""}
    assert {name: said_of(reference, name) for name in expected} == {
        name: {value} for name, value in expected.items()
    }
    for who, said, until, result in answer.dates:
        assert said_of(f"{reference} | {who}: {until} ({said} 발표)", "result") == {result}, (who, until)


def test_no_promise_of_the_register_is_without_an_answer_by_hand(demo_register):
    found = {walk("ko", "").promise(row["reference"]) for row in promises_in_files()}
    assert found == ANSWERS.keys()


def promises_in_files():
    files = walk("ko", "").files
    return [*files["commitments"], *files["milestones"]]


def test_on_a_past_day_every_place_says_what_was_known_then(demo_register):
    said_of = walk("ko", "2023-07-15").said_of
    assert said_of("2022-0004-01", "status") == {"정상추진"}
    assert said_of("2022-0004-01", "times moved") == {"1"}
    first = f"2022-0004-01 | {COMMISSION}: 2022년 (2021. 9. 3. 발표)"
    assert said_of(first, "result") == {""}
    assert said_of("2022-0003-01", "status") == {"조사 전"}, "nobody had looked yet"
    assert said_of(f"{PLANNED}-4", "standing") == {"기한 내"}


# ---- the numbers of each page


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
