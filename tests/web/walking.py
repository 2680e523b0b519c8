"""A walk through every public page and file of the register in the database, as one reader makes it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import translation

from agreements.lists.columns import EXPORTS, LISTED
from tests.web import said_in_files
from tests.web.page import Page
from tests.web.said import Fact, SaidOnPage

READERS = [("ko", ""), ("en", ""), ("ko", "2023-07-15")]
every_reader = pytest.mark.parametrize("reader", READERS)
SEARCHES = ("센터", "자치경찰", "협력체계")
LIST_COUNT = re.compile(r'class="list-count" role="status">(.*?)</p>', re.DOTALL)


@dataclass
class Walk:
    """All that one reader finds: in one language, today (``day`` is "") or on an earlier day."""

    language: str
    day: str
    pages: dict[str, SaidOnPage] = field(default_factory=dict)
    files: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def start(self) -> str:
        return "/" if self.language == "ko" else f"/{self.language}/"

    @property
    def query(self) -> str:
        return f"as_of={self.day}" if self.day else ""

    def address(self, path: str, query: str = "") -> str:
        query = "&".join(filter(None, (query, self.query)))
        return f"{self.start}{path}{'?' if query else ''}{query}"

    @cached_property
    def client(self) -> Client:
        return Client()

    @cached_property
    def same(self) -> dict[str, str]:
        """From each milestone to the commitment that is the same promise."""
        return {row["reference"]: row["same_promise_as"] for row in self.files["milestones"]}

    def promise(self, about: str) -> str:
        """The commitment in the place of the milestone that is the same promise."""
        reference, mark, date = about.partition(" | ")
        return f"{self.same.get(reference) or reference}{mark}{date}"

    # ---- walking

    def get(self, address: str) -> tuple[Any, bytes]:
        with translation.override(self.language):
            response: Any = self.client.get(address)
        assert response.status_code == 200, f"{response.status_code} {address}"
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return response, body

    def go(self) -> "Walk":
        for name in EXPORTS:
            _, body = self.get(self.address(f"{name}.csv", "header=name"))
            self.files[name] = said_in_files.rows_of(body)
        ahead = [self.address(""), self.address("search/"), self.address("targets/")]
        ahead += [self.address("search/", f"q={words}") for words in SEARCHES]
        seen = set(ahead)
        while ahead:
            address = ahead.pop()
            for link in self.open(address):
                if link not in seen:
                    seen.add(link)
                    ahead.append(link)
        with translation.override(self.language):
            self.facts += self.facts_of_files()
        return self

    def open(self, address: str) -> Iterable[str]:
        """Read a page and return where its links lead, inside the site and on the same day."""
        response, body = self.get(address)
        if not response["Content-Type"].startswith("text/html"):
            return []
        response.content = body
        page = Page(response)
        with translation.override(self.language):
            said = SaidOnPage(page, address)
            self.pages[address] = said
            self.facts += said.facts()
        return filter(self.leads_on, (link.partition("#")[0] for link in page.links))

    def leads_on(self, link: str) -> bool:
        parts = urlsplit(link)
        return (
            link.startswith(self.start)
            and parts.query == self.query
            and (self.language != "ko" or not link.startswith("/en/"))
            and "." not in parts.path  # files are read by their names
            and not (self.day and self.is_agency_without_promises(parts.path))
            and not self.is_part_without_promises(parts.path)
        )

    def is_part_without_promises(self, path: str) -> bool:
        """Say whether it is the page of a region or theme that no promise names: it says nothing of any."""
        found = re.search(r"/(region|theme)s/([^/]+)/$", path)
        return bool(found) and found.groups() not in self.parts_of_promises

    @cached_property
    def parts_of_promises(self) -> set[tuple[str, str]]:
        parts = set()
        for row in self.files["commitments"]:
            parts |= {("region", code) for code in row["region_codes"].split("; ")}
            parts |= {("theme", slug) for slug in row["theme_slugs"].split("; ")}
        return parts

    def is_agency_without_promises(self, path: str) -> bool:
        slug = path.partition("/agencies/")[2].strip("/")
        return bool(slug) and slug not in self.carriers

    @cached_property
    def carriers(self) -> set[str]:
        rows = [*self.files["commitments"], *self.files["milestones"]]
        return {slug for row in rows for slug in row["agency_slugs"].split("; ")}

    def facts_of_files(self) -> Iterable[Fact]:
        for name in ("commitments", "milestones"):
            yield from said_in_files.of_promises(self.files[name], f"{name}.csv")
        yield from said_in_files.of_targets(self.files["targets"], self.same)
        yield from said_in_files.of_reports(self.files["reports"])
        yield from said_in_files.of_calendar(self.get(self.address("deadlines.ics"))[1])
        yield from said_in_files.of_feed(self.get(self.address("reports.atom"))[1])

    # ---- comparing

    def said_of(self, about: str, name: str) -> set[str]:
        return {fact.value for fact in self.facts if (self.promise(fact.about), fact.name) == (about, name)}

    def contradictions(self) -> dict[tuple[str, str], dict[str, list[str]]]:
        """What is said in more than one way: {(promise, fact): {value: places}}."""
        values: Any = defaultdict(lambda: defaultdict(list))
        for about, name, value, place in self.facts:
            values[self.promise(about), name][value].append(place)
        return {
            key: {value: places[:3] for value, places in by.items()}
            for key, by in values.items()
            if len(by) > 1
        }

    # ---- counting

    def total(self, link: str) -> int:
        """How many rows the list has to which a link leads."""
        if link not in self.totals:
            found = LIST_COUNT.search(self.get(link)[1].decode())
            assert found, link
            self.totals[link] = int(re.findall(r"\d+", found.group(1))[0])
        return self.totals[link]

    def rows_of_lists(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many rows each list has, on its page and in its file."""
        in_files = {name: len(self.files[name]) for name in LISTED}
        del in_files["milestones"]  # their file has also those that stand among the promises as a commitment
        on_pages = {name: self.total(self.address(f"{name}/")) for name in in_files.keys() - {"timeline"}}
        # It opens on its picture, of lanes; in a list it has the facts.
        listed = said_in_files.rows_of(self.get(self.address("timeline.csv", "view=list"))[1])
        in_files["timeline"] = len(listed)
        on_pages["timeline"] = self.total(self.address("timeline/", "view=list"))
        return on_pages, in_files


@cache
def walk(language: str, day: str) -> Walk:
    """One walk for all tests of the demo register: it does not change between them."""
    return Walk(language, day).go()
