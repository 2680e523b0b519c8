"""A report as HWPX, the format that Korean offices write in.

python-hwpx makes the package, the styles, the pages and what stands at their head and foot.  Written here as
elements of KS X 6101, because its own calls cannot say them:

- tables (``hwpx_table.py``): its default rows are lower than a line of text, it finds a cell by reading the
  whole table, and it has no word for a head row that is repeated;
- identities, which it draws by lot, and the times of the archive: the same report gives the same bytes;
- outline levels without the numbers that Hangul would put before a heading;
- page numbers at the foot of each page, as “- 3 -”: its own call writes them into a footer, twice.
"""

from itertools import count
from typing import Any

from hwpx import HwpxDocument
from hwpx.oxml.namespaces import HP
from lxml.etree import SubElement

from agreements.editions.archive import timeless
from agreements.editions.cells import chapters_of, clean_text
from agreements.editions.document import Document, Section, Table
from agreements.editions.hwpx_looks import PARAGRAPH, Look, Looks, paragraph_xml
from agreements.editions.hwpx_table import asked_widths, table_xml

# Lengths are in HWPUNIT, 1/7200 inch; 100 are a point.
MILLIMETRE = 7200 / 25.4
MARGINS_MM = {"left": 20, "right": 20, "top": 20, "bottom": 15, "header": 10, "footer": 10}
WIDTH_OF_TEXT = {False: round(170 * MILLIMETRE), True: round(257 * MILLIMETRE)}  # by “is landscape”
HEIGHT_OF_TEXT = {False: round(242 * MILLIMETRE), True: round(155 * MILLIMETRE)}
MOST_COLUMNS_UPRIGHT = 7
MOST_WIDTH_UPRIGHT = 1.3  # of what its columns ask for, in widths of a page
END_OF_SECTION = b"</hs:sec>"


def hwpx_of(document: Document) -> bytes:
    """Return the same bytes for the same report, in the active language."""
    package = HwpxDocument.new()
    looks = Looks(package)
    bodies = {}
    for number, (is_landscape, sections) in enumerate(_parts_of(document)):
        part = package.sections[0] if number == 0 else package.add_section()
        _set_up_page(package, part, looks, clean_text(document.running_head), is_landscape=is_landscape)
        pages = _Pages(part.element, looks, is_landscape=is_landscape)
        if number == 0:
            pages.draw_title(document)
        for section in sections:
            pages.draw_section(section)
        part.remove_layout_caches()
        part.mark_dirty()
        bodies[part.part_name] = "".join(pages.body).encode()
    _describe(package, document)
    # Put in at last: python-hwpx would read the whole body again, four times, as it saves.
    return timeless(package.to_bytes(), lambda name, content: _with_body(content, bodies.get(name)))


def _with_body(part: bytes, body: bytes | None) -> bytes:
    if body is None:
        return part
    return part.removesuffix(END_OF_SECTION) + body + END_OF_SECTION


def _set_up_page(
    package: HwpxDocument, part: Any, looks: Looks, running_head: str, *, is_landscape: bool
) -> None:
    package.page.setup(
        paper_size="A4",
        orientation="LANDSCAPE" if is_landscape else "PORTRAIT",
        margins_mm=MARGINS_MM,
        section=part,
    )
    head = package.page.set_header(text=running_head, section=part)
    head.id = "1"
    for paragraph in head.element.iter(f"{HP}p"):
        paragraph.set("id", "0")
        paragraph.set("paraPrIDRef", looks.running.paragraph)
    for run in head.element.iter(f"{HP}run"):
        run.set("charPrIDRef", looks.running.letters)


def _describe(package: HwpxDocument, document: Document) -> None:
    package.parts.clear_document_metadata(keep=("language",))
    package.parts.set_document_metadata(
        title=clean_text(document.title), subject=clean_text(document.subtitle)
    )
    package.parts.clear_preview()


def _parts_of(document: Document) -> list[tuple[bool, list[Section]]]:
    """Return the runs of chapters that lie on paper of one direction; at least one, which bears the title.

    A chapter without tables lies as the one before it: paper is turned only for a table.
    """
    parts: list[tuple[bool, list[Section]]] = []
    for chapter in chapters_of(document):
        tables = [table for section in chapter for table in section.tables]
        is_landscape = any(map(is_wide, tables))
        if parts and (not tables or is_landscape == parts[-1][0]):
            parts[-1][1].extend(chapter)
        else:
            parts.append((is_landscape, chapter))
    return parts or [(False, [])]


def is_wide(table: Table) -> bool:
    """Say whether its columns would be too narrow on an upright page."""
    most = MOST_WIDTH_UPRIGHT * WIDTH_OF_TEXT[False]
    return len(table.columns) > MOST_COLUMNS_UPRIGHT or sum(asked_widths(table)) > most


# ---- a run of pages ------------------------------------------------------------------------------


class _Pages:
    """Pages of one direction, filled from above: ``body`` is what follows their first paragraph."""

    def __init__(self, element: Any, looks: Looks, *, is_landscape: bool) -> None:
        self.first_paragraph = element.find(f"{HP}p")  # says how the pages are, and has no text yet
        self.is_untouched = True
        self.body: list[str] = []
        self.numbers = count(1)
        self.looks = looks
        self.width = WIDTH_OF_TEXT[is_landscape]
        self.height = HEIGHT_OF_TEXT[is_landscape]

    def draw_title(self, document: Document) -> None:
        self.draw_text(document.title, self.looks.title)
        if document.subtitle:
            self.draw_text(document.subtitle, self.looks.subtitle)
        for line in document.base:
            self.draw_text(line, self.looks.base)

    def draw_section(self, section: Section) -> None:
        self.draw_text(section.heading, self.looks.headings[min(section.level, 2)])
        for paragraph in section.paragraphs:
            self.draw_text(paragraph, self.looks.body)
        for table in section.tables:
            if table.caption and table.caption != section.heading:
                self.draw_text(table.caption, self.looks.caption)
            self.draw_table(table)

    def draw_text(self, text: str, look: Look) -> None:
        for line in clean_text(text).split("\n"):
            if self.is_untouched:
                self._begin(line, look)
            else:
                self.body.append(paragraph_xml(line, look, number=next(self.numbers)))

    def draw_table(self, table: Table) -> None:
        drawn = table_xml(
            table, self.looks, width=self.width, page_height=self.height, number=next(self.numbers)
        )
        self.body.append(PARAGRAPH.format(number=next(self.numbers), look=self.looks.anchor, content=drawn))

    def _begin(self, text: str, look: Look) -> None:
        self.is_untouched = False
        paragraph = self.first_paragraph
        paragraph.set("id", "0")
        paragraph.set("paraPrIDRef", look.paragraph)
        paragraph.set("styleIDRef", look.style)
        control = SubElement(SubElement(paragraph, f"{HP}run", charPrIDRef=look.letters), f"{HP}ctrl")
        SubElement(control, f"{HP}pageNum", pos="BOTTOM_CENTER", formatType="DIGIT", sideChar="-")
        run = SubElement(paragraph, f"{HP}run", charPrIDRef=look.letters)
        SubElement(run, f"{HP}t").text = text
