"""What the pages of the public say of each promise, each fact under one name, to hold them together.

A fact is read from what the page marks: badges, labelled cells, figures, lists of announced dates.  It has
over 400 lines, for each place that speaks of a promise is read in a way of its own.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext, pgettext

from agreements.rules.lifecycle import STATUSES
from agreements.rules.outcome import Verdict
from agreements.rules.states import Standing
from tests.web.page import Element, Page

PROMISE = re.compile(r"/(?:commitments|milestones)/([^/?#]+)/")
REPORT = re.compile(r"/(?:commitments|milestones)/([^/?#]+)/(?:\?[^#]*)?#report-(\d+)$")
DATE = re.compile(r"(?:(?:\d{1,2} )?[A-Z][a-z]{2}(?:–[A-Z][a-z]{2})? |[HQ]\d )?\d{4}.*")
STATUS_CODES = {code for code, _label in STATUSES}
NONE = {"", "–"}


class Fact(NamedTuple):
    """One thing said of a promise, of one of its reports, or of one date announced for it."""

    about: str
    name: str
    value: str
    place: str


def reference_in(address: str) -> str:
    found = PROMISE.search(address)
    return found.group(1) if found else ""


def report_in(address: str) -> str:
    found = REPORT.search(address)
    return "#".join(found.groups()) if found else ""


def first_number(text: str) -> str:
    found = re.search(r"\d+", text)
    return found.group() if found else "0"


def first_date(text: str) -> str:
    """The date of a table after the words that lead to it, whichever these are."""
    found = DATE.search(text)
    return found.group().strip(" ·(") if found else ""


def without(text: str, *parts: str) -> str:
    for part in parts:
        text = text.replace(part, "", 1)
    return text.strip()


class SaidOnPage:
    """The facts on one page; to be read in the language of the page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.own = reference_in(address)
        self._place = {id(element): place for place, element in enumerate(page.elements)}
        self._end = list(range(1, len(page.elements) + 1))
        for place in range(len(page.elements) - 1, -1, -1):
            around = page.elements[place].inside
            if around is not None:
                outer = self._place[id(around)]
                self._end[outer] = max(self._end[outer], self._end[place])

    # ---- finding one's way

    def all(self, around: Element, tag: str = "", class_: str = "") -> list[Element]:
        start = self._place[id(around)]
        return [
            element
            for element in self.page.elements[start + 1 : self._end[start]]
            if (not tag or element.tag == tag)
            and (not class_ or class_ in element.attributes.get("class", "").split())
        ]

    def text(self, around: Element, tag: str = "", class_: str = "") -> str | None:
        found = self.all(around, tag, class_)
        return found[0].text if found else None

    def cell(self, row: Element, label: str) -> Element | None:
        found = [cell for cell in self.all(row, "td") if cell.attributes.get("data-label") == label]
        return found[0] if found else None

    def cells(self, row: Element, *labels: str) -> list[Element]:
        found = [self.cell(row, label) for label in labels]
        assert None not in found, f"{row.text} on {self.address} lacks one of {labels}"
        return [cell for cell in found if cell]

    def block_of(self, element: Element) -> Element:
        """The row, entry or head around an element that speaks of one promise."""
        around = element.inside
        while around is not None and not is_block(around):
            around = around.inside
        assert around is not None, f"{element.text} on {self.address} stands in no row"
        return around

    def promise_of(self, block: Element) -> str:
        if block.tag in ("header", "section"):
            return self.own
        links = (reference_in(link.attributes.get("href", "")) for link in self.all(block, "a"))
        return next(filter(None, links), "")

    # ---- what is said

    def facts(self) -> Iterator[Fact]:
        yield from self.states()
        yield from self.small_cards()
        yield from self.full_card()
        yield from self.lanes()
        yield from self.lines()
        yield from self.target_rows()
        yield from self.card()
        yield from self.reports()
        yield from self.searches()

    def fact(self, about: str, name: str, value: str, where: str) -> Fact:
        return Fact(about, name, "" if value in NONE else value, f"{self.address} ({where})")

    def states(self) -> Iterator[Fact]:
        """Badges with what stands beside them: the sentence, and the date that counts."""
        for badges in self.page.all("span", class_="badges"):
            block = self.block_of(badges)
            about = self.promise_of(block)
            assert about, f"{badges.text} on {self.address} is said of no promise"
            yield from self.badges(about, badges)
            for sentence in self.all(block, "p", "lead"):  # beside an answer: without what that says
                yield self.fact(about, "explanation", sentence.text, "lead")
        if self.own:
            (described,) = self.page.all("meta", name="description")
            sentence = " ".join(described.attributes["content"].split()).rpartition(" – ")[0]
            if sentence:
                yield self.fact(self.own, "sentence", sentence, "description")

    def badges(self, about: str, badges: Element) -> Iterator[Fact]:
        words: dict[str, str] = defaultdict(str)
        standings = {str(standing.label) for standing in Standing}
        for answer in self.all(badges, "strong", "answer-words"):
            yield self.fact(about, "answer", answer.text, "answer")
            words |= said_in_answer(answer.text)
        for badge in self.all(badges, "span", "badge"):
            codes = {name.removeprefix("badge-") for name in badge.attributes["class"].split()}
            if codes & set(Standing.values) or badge.text in standings:  # of another's date without a colour
                words["standing"] = badge.text
            elif codes & STATUS_CODES or codes == {"badge", "quiet"}:  # the latter: not yet begun
                words["status"] = badge.text
            else:
                words[(codes - {"badge", "quiet"}).pop()] = "1"
        for name in ("status", "standing", "silent", "disputed"):
            if words[name] or name != "standing" or not self.all(badges, "strong", "answer-words"):
                yield self.fact(about, name, words[name], "badges")

    def small_cards(self) -> Iterator[Fact]:
        """The small card of a promise: who said which date, what became of it, and how well it is known."""
        for card in self.page.all("li", class_="promise"):
            about = self.promise_of(card)
            entries = [self.small_entry(entry) for line in self.all(card, "ul", "promise-dates")
                       for entry in self.all(line, "li") if self.all(entry, "strong")]  # fmt: skip
            for entry in entries:
                yield from entry.facts(about, f"{self.address} (small card)")
            for searched in self.all(card, "span", "searched"):
                days = [time.attributes["datetime"] for time in self.all(searched, "time")]
                yield self.fact(about, "searched on", "".join(days), "small card")

    def full_card(self) -> Iterator[Fact]:
        """The table of the full card, what it counts below, and the row of what happened."""
        for table in self.page.all("table", class_="table-promise"):
            entries = []
            for row in self.all(self.all(table, "tbody")[0], "tr"):
                if row.attributes.get("class") == "promise-outcome":
                    outcome, status = self.cells(
                        row, gettext("Fulfilled on"), pgettext("announced date", "Result")
                    )
                    yield self.fact(self.own, "outcome", self.text(outcome, "strong") or "", "full card")
                    yield self.fact(self.own, "status", status.text, "full card")
                    continue
                entry = self.card_entry(row)
                entries.append(entry)
                if self.all(row, "span", "date-that-counts"):
                    yield self.fact(self.own, "date that counts", entry.target, "full card")
                    yield self.fact(self.own, "who named it", entry.speaker, "full card")
            if not table.lies_in("details"):
                yield from self.announced(self.own, entries, "full card")
        for figures in self.page.all("dl", class_="promise-card-figures"):
            for label, value in zip(self.all(figures, "dt"), self.all(figures, "dd"), strict=True):
                if label.text == gettext("Changes of the date"):
                    yield self.fact(self.own, "times moved", first_number(value.text), "full card")

    def card_entry(self, row: Element) -> "Announced":
        labels = (
            pgettext("promise card", "Said on"),
            gettext("By when"),
            pgettext("announced date", "Result"),
        )
        said, by_when, result = self.cells(row, *labels)
        note = self.all(by_when, "span", "cell-note")[0]
        days = self.text(note, "span", "nowrap") or ""
        speaker = self.all(row, "th")[0]
        followed = self.text(speaker, "span", "cell-note") or ""
        return Announced(
            without(speaker.text, followed), said_in_words(said.text), self.text(by_when, "strong") or "",
            result.text, without(note.text, days), days,
        )  # fmt: skip

    def lanes(self) -> Iterator[Fact]:
        """A timeline: of each promise its status, its announced dates and its outcome, in words."""
        for row in self.page.rows("lanes"):
            if "class" in row.attributes:
                continue
            about = self.promise_of(row)
            yield self.fact(about, "status", self.all(row, "b")[0].text, "lane")
            days = {kind: self.all(row, "li", f"day-{kind}") for kind in ("said", "present", "done")}
            yield from self.announced(about, map(self.lane_entry, days["said"] + days["present"]), "lane")
            outcomes = [self.all(day, "span")[0].text for day in days["done"]]
            yield self.fact(about, "outcome", "".join(outcomes), "lane")

    def lane_entry(self, day: Element) -> "Announced":
        said = self.all(day, "span")[0].text
        words, _, result = day.text.removeprefix(said).strip().partition(" → ")
        speaker, _, target = words.partition(": ")
        dated = gettext("%(speaker)s: by %(target)s") % {"speaker": "", "target": "|"}
        before, _, behind = dated.removeprefix(": ").partition("|")
        if words == gettext("%(speaker)s: without a date") % {"speaker": speaker}:
            target = gettext("no date")
        else:
            target = target.removeprefix(before).removesuffix(behind)
        return Announced(speaker, said_in_words(said), target, result)

    # ---- announced dates

    def announced(self, about: str, line: Iterable["Announced"], where: str) -> Iterator[Fact]:
        line = list(line)
        yield self.fact(about, "announced", "; ".join(sorted(entry.key for entry in line)), where)
        for entry in line:
            yield from entry.facts(about, f"{self.address} ({where})")

    def lines(self) -> Iterator[Fact]:
        """The lines of an agency's or agreement's page."""
        for line in self.page.all("ol", class_="target-line"):
            block = self.block_of(line)
            about = self.promise_of(block)
            entries = [self.target_entry(entry) for entry in self.all(line, "li")]
            below = self.text(block, "p", "row-state") or ""
            moved, _, happened = below.partition(gettext("Fulfilled on"))
            if moved.strip():
                yield from self.announced(about, entries, "target line")
                yield self.fact(about, "times moved", first_number(moved), "target line")
            else:  # of an agency: what it named itself, or what others did
                for entry in entries:
                    yield from entry.facts(about, f"{self.address} (target line)")
            yield self.fact(about, "outcome", happened.strip(), "target line")

    def small_entry(self, entry: Element) -> "Announced":
        target, whole = self.text(entry, "strong") or "", self.all(entry, "span")[0]
        said = self.text(whole, "span", "nowrap") or ""
        result = self.text(entry, "span", "promise-result") or ""
        return Announced(without(whole.text, said), said, target, result)

    def target_entry(self, entry: Element) -> "Announced":
        muted = self.all(entry, "span", "muted")[0]
        speaker = (self.text(muted, "a") or self.text(muted, "strong") or "").strip()
        said, _, result = without(muted.text, speaker).strip("· ").partition(" · ")
        change = self.text(entry, "span", "badge") or ""
        return Announced(speaker, said, self.text(entry, "strong") or "", result, change)

    def target_rows(self) -> Iterator[Fact]:
        labels = [gettext(name) for name in ("Said on", "Who said it", "By when")]
        labels += [pgettext("target", "Change"), pgettext("announced date", "Result")]
        for row in self.page.rows("table-targets"):
            said, speaker, target, change, result = self.cells(row, *labels)
            entry = Announced(
                speaker.text, said_in_words(said.text), target.text,
                without(result.text, gettext("No longer said")),
                without(change.text, self.text(change, "span", "cell-note") or ""),
            )  # fmt: skip
            yield from entry.facts(self.promise_of(row), f"{self.address} (row)")

    # ---- elsewhere

    def card(self) -> Iterator[Fact]:
        agreement = self.address.partition("/card/")[0].rpartition("/")[2]
        for line in self.page.all("ol", class_="card-commitments"):
            for item in self.all(line, "li"):
                about = f"{agreement}-{int(item.attributes['value']):02}"
                status, _, deadline = item.text.rpartition(" – ")[2].partition(", ")
                yield self.fact(about, "status", status, "card")
                yield self.fact(
                    about, "date that counts", without(deadline, gettext("announced date")), "card"
                )

    def reports(self) -> Iterator[Fact]:
        """The status that each report gives, and when it says that it happened."""
        happened = {"p": "event-outcome", "span": "outcome"}
        for badge in self.page.all("span", class_="badge"):
            codes = {name.removeprefix("badge-") for name in badge.attributes["class"].split()}
            if not codes & STATUS_CODES or badge.inside is None:
                continue
            if "badges" in badge.inside.attributes.get("class", "") or badge.lies_in("figcaption", "dt"):
                continue  # of a promise, counted or explained
            block = self.block_of(badge)
            links = (report_in(link.attributes.get("href", "")) for link in self.all(block, "a"))
            about = next(filter(None, links), "")
            if block.tag == "article":
                about = f"{self.own}#{block.attributes['id'].removeprefix('report-')}"
            assert about, f"{badge.text} on {self.address} is the word of no report"
            yield self.fact(about, "status", badge.text, "report")
            for tag, class_ in happened.items():
                for words in self.all(block, tag, class_):
                    yield self.fact(about, "happened", words.text, class_)
            if cell := self.cell(block, gettext("When it happened")):
                yield self.fact(about, "happened", cell.text, "row")

    def searches(self) -> Iterator[Fact]:
        for found in self.page.all("p", class_="nothing-found") if self.own else []:
            days = [time.attributes["datetime"] for time in self.all(found, "time")]
            yield self.fact(self.own, "searched on", "".join(days), "nothing found")


def is_block(element: Element) -> bool:
    """Say whether an element speaks of one promise: a row, an entry, a head, a card."""
    is_card = "promise-card" in element.attributes.get("class", "").split()
    return is_card or element.tag in ("li", "tr", "header", "article")


def said_in_answer(answer: str) -> dict[str, str]:
    """The status and the standing that the few words of an answer name, each where they do."""
    if answer == gettext("Not yet begun on this day"):
        return {"status": answer}
    words = {}
    for _code, label in STATUSES:
        if answer == label or answer.startswith(f"{label} · "):
            words["status"] = str(label)
    for standing in Standing:
        if answer.endswith(str(standing.label)):
            words["standing"] = str(standing.label)
    if answer == gettext("Records of the fulfilment disagree"):
        words["disputed"] = "1"
    return words


def said_in_words(day: str) -> str:
    """A day of a table as the lines of announced dates say it."""
    return gettext("said %(when)s") % {"when": day}


class Announced(NamedTuple):
    """One announced date as a place gives it; what a place leaves out is None."""

    speaker: str
    said: str
    target: str
    result: str
    change: str | None = None
    days: str | None = None

    @property
    def key(self) -> str:
        return f"{self.speaker}: {self.target} ({self.said})"

    def facts(self, about: str, place: str) -> Iterator[Fact]:
        verdicts = {str(verdict.label) for verdict in Verdict}
        is_verdict = self.result in verdicts or bool(re.search(r"\d+(일 뒤| days? after)", self.result))
        yield Fact(f"{about} | {self.key}", "result", self.result if is_verdict else "", place)
        if self.change is not None:
            yield Fact(f"{about} | {self.key}", "change", self.change, place)
        if self.days is not None:
            yield Fact(f"{about} | {self.key}", "days moved", first_number(self.days), place)
