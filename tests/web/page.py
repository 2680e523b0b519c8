"""What a person would find on a page: its words, headings, links and marks."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "br", "img", "input", "hr", "rect", "use"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)
    within: tuple["Element", ...] = field(default=(), repr=False, compare=False)  # the elements around it

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


class Page(HTMLParser):
    """An answer, parsed once.  ``text`` leaves out the head; elements come in document order."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.status: int = response.status_code
        self.html: str = response.content.decode()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, within=tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
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

    def rows(self, table: str) -> list[Element]:
        """The lines of the tables of a class, without those of their heads."""
        tables = self.all("table", class_=table)
        return [
            line
            for line in self.all("tr")
            if any(one in tables for one in line.within)
            and not any(one.tag == "thead" for one in line.within)
        ]

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
