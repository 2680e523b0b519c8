"""What a person would find on a page: its words, headings, links and marks."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "br", "img", "input", "hr", "rect", "use"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)
    inside: "Element | None" = field(default=None, repr=False, compare=False)  # the element around it

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def language(self) -> str:
        """The language its words and attributes are said to be in."""
        return self.attributes.get("lang") or (self.inside.language if self.inside else "")

    def lies_in_one_of(self, others: "list[Element]") -> bool:
        inside = self.inside
        return inside is not None and (any(inside is one for one in others) or inside.lies_in_one_of(others))

    def lies_in(self, *tags: str) -> bool:
        return self.inside is not None and (self.inside.tag in tags or self.inside.lies_in(*tags))


class Page(HTMLParser):
    """An answer, parsed once.  ``text`` leaves out the head; elements come in document order."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.status: int = response.status_code
        self.html: str = response.content.decode()
        self.elements: list[Element] = []
        self.said: list[tuple[Element, str]] = []  # each run of text with the element it stands in
        self._open: list[Element] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = self._open[-1] if self._open else None
        element = Element(tag, {name: value or "" for name, value in attrs}, inside=inside)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.said.append((self._open[-1], data.strip()))
        for element in self._open:
            element.words.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements with a tag and attributes; ``class_`` asks for one of the classes."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag
            and all(
                value in element.attributes.get(name, "").split()
                if name == "class"
                else element.attributes.get(name) == value
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} × {tag} {attributes}"
        return found[0]

    def by_id(self, name: str) -> Element:
        (found,) = (element for element in self.elements if element.attributes.get("id") == name)
        return found

    def rows(self, table: str) -> list[Element]:
        """The lines of the tables of a class, without those of their heads."""
        return [
            line
            for line in self.all("tr")
            if line.inside
            and line.inside.tag == "tbody"
            and line.lies_in_one_of(self.all("table", class_=table))
        ]

    @property
    def title(self) -> str:
        """The title of the page; drawings have titles of their own."""
        (title,) = (found for found in self.all("title") if not found.lies_in("svg"))
        return title.text

    @property
    def text(self) -> str:
        return self.one("body").text

    @property
    def main(self) -> str:
        return self.one("main").text

    @property
    def links(self) -> list[str]:
        return [element.attributes["href"] for element in self.all("a") if "href" in element.attributes]

    def section(self, name: str) -> str:
        return self.one("section", aria_labelledby=name).text


def list_total(page: Page) -> int:
    """Return how many rows a list says that it has."""
    (number,) = re.findall(r"\d+", page.one("p", class_="list-count").text.replace(",", ""))
    return int(number)
