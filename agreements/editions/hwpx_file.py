"""A report as HWPX, the format that Korean offices write in.

python-hwpx makes the package, the styles, the pages and what stands at their head and foot.  Written here as
elements of KS X 6101, because its own calls cannot say them:

- tables (``hwpx_table.py``): its default rows are lower than a line of text, it finds a cell by reading the
  whole table, and it has no word for a head row that is repeated;
- identities, which it draws by lot, and the times of the archive: the same report gives the same bytes;
- outline levels without the numbers that Hangul would put before a heading;
- page numbers at the foot of each page, as “- 3 -”: its own call writes them into a footer, twice.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from hwpx import HwpxDocument
from hwpx.oxml.namespaces import HP
from lxml.etree import SubElement

from agreements.editions.archive import timeless
from agreements.editions.cells import chapters_of, clean_text
from agreements.editions.document import Document, Section, Table
from agreements.editions.hwpx_looks import Look, Looks, paragraph_in, write_text
from agreements.editions.hwpx_table import draw_table, natural_widths

# Lengths are in HWPUNIT, 1/7200 inch; 100 are a point.
MILLIMETRE = 7200 / 25.4
MARGINS_MM = {"left": 20, "right": 20, "top": 20, "bottom": 15, "header": 10, "footer": 10}
WIDTH_OF_TEXT = {False: round(170 * MILLIMETRE), True: round(257 * MILLIMETRE)}  # by “is landscape”
HEIGHT_OF_TEXT = {False: round(242 * MILLIMETRE), True: round(155 * MILLIMETRE)}
MOST_COLUMNS_UPRIGHT = 7


def hwpx_of(document: Document) -> bytes:
    """Return the same bytes for the same report, in the active language."""
    return _Drawing(document).bytes()


class _Drawing:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.package = HwpxDocument.new()
        self.looks = Looks(self.package)

    def bytes(self) -> bytes:
        for number, (is_landscape, chapters) in enumerate(_parts_of(self.document)):
            part = self.package.sections[0] if number == 0 else self.package.add_section()
            self._set_up_page(part, is_landscape=is_landscape)
            page = _Page(part.element, self.looks, is_landscape=is_landscape)
            if number == 0:
                page.draw_title(self.document)
            for section in chapters:
                page.draw_section(section)
            page.finish()
            part.remove_layout_caches()
            part.mark_dirty()
        self._describe()
        return timeless(self.package.to_bytes())

    def _set_up_page(self, part: Any, *, is_landscape: bool) -> None:
        self.package.page.setup(
            paper_size="A4",
            orientation="LANDSCAPE" if is_landscape else "PORTRAIT",
            margins_mm=MARGINS_MM,
            section=part,
        )
        head = self.package.page.set_header(text=clean_text(self.document.running_head), section=part)
        head.id = "1"
        for paragraph in head.element.iter(f"{HP}p"):
            paragraph.set("paraPrIDRef", self.looks.running.paragraph)
        for run in head.element.iter(f"{HP}run"):
            run.set("charPrIDRef", self.looks.running.letters)

    def _describe(self) -> None:
        parts = self.package.parts
        parts.clear_document_metadata(keep=("language",))
        parts.set_document_metadata(
            title=clean_text(self.document.title), subject=clean_text(self.document.subtitle)
        )
        parts.clear_preview()


def _parts_of(document: Document) -> Iterator[tuple[bool, list[Section]]]:
    """Give the runs of chapters that lie on paper of one direction; at least one, which bears the title."""
    runs = groupby(chapters_of(document), key=lambda chapter: any(map(is_wide, _tables_of(chapter))))
    parts = [
        (is_wide, [section for chapter in chapters for section in chapter]) for is_wide, chapters in runs
    ]
    yield from parts or [(False, [])]


def _tables_of(chapter: Iterable[Section]) -> Iterator[Table]:
    for section in chapter:
        yield from section.tables


# ---- a run of pages ------------------------------------------------------------------------------


class _Page:
    """Pages of one direction, filled from above."""

    def __init__(self, element: Any, looks: Looks, *, is_landscape: bool) -> None:
        self.element = element
        self.looks = looks
        self.width = WIDTH_OF_TEXT[is_landscape]
        self.height = HEIGHT_OF_TEXT[is_landscape]
        self.is_untouched = True  # its first paragraph, which says how the pages are, has no text yet

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
            if table.caption:
                self.draw_text(table.caption, self.looks.caption)
            run = SubElement(
                self._paragraph(self.looks.anchor), f"{HP}run", charPrIDRef=self.looks.anchor.letters
            )
            draw_table(run, table, self.looks, width=self.width, height=self.height)

    def draw_text(self, text: str, look: Look) -> None:
        for line in clean_text(text).split("\n"):
            write_text(self._paragraph(look), line, look)

    def finish(self) -> None:
        """Number paragraphs and tables, so that the same report gives the same bytes."""
        for number, element in enumerate(self.element.iter(f"{HP}p", f"{HP}tbl"), start=1):
            element.set("id", str(number))

    def _paragraph(self, look: Look) -> Any:
        if not self.is_untouched:
            return paragraph_in(self.element, look)
        self.is_untouched = False
        first = self.element.find(f"{HP}p")
        first.set("paraPrIDRef", look.paragraph)
        first.set("styleIDRef", look.style)
        control = SubElement(SubElement(first, f"{HP}run", charPrIDRef=look.letters), f"{HP}ctrl")
        SubElement(control, f"{HP}pageNum", pos="BOTTOM_CENTER", formatType="DIGIT", sideChar="-")
        return first


def is_wide(table: Table) -> bool:
    return len(table.columns) > MOST_COLUMNS_UPRIGHT or sum(natural_widths(table)) > WIDTH_OF_TEXT[False]
