"""How the texts of a report look in HWPX: its forms of paragraphs, letters and borders, and its outline."""

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from hwpx import HwpxDocument
from hwpx.oxml.namespaces import HH

# Lengths are in HWPUNIT, 1/7200 inch; 100 are a point.
FACE = "함초롬돋움"
BODY_FACE = "함초롬바탕"
CELL_SIZE = 900
CELL_LINE_PERCENT = 130
GREY, LINE_COLOR = "#EDEFF2", "#8A929C"
ALIGNS = ("LEFT", "CENTER", "RIGHT")


@dataclass(frozen=True)
class Look:
    """How a paragraph looks: identities of its own form, of its letters and of its style."""

    paragraph: str
    letters: str
    style: str = "0"


class Looks:
    """The looks and borders of a report, written into the header part of its package."""

    def __init__(self, package: HwpxDocument) -> None:
        self.package = package
        self.header = package.parts.headers[0]
        for face in (FACE, BODY_FACE):
            package.styles.ensure_font(face)
        self._take_numbers_from_outlines()
        self.title = self._look(FACE, 20, bold=True, align="CENTER", before=600, after=200)
        self.subtitle = self._look(FACE, 13, align="CENTER", after=900)
        self.base = self._look(FACE, 9.5, line=150, left=600)
        self.headings = {
            1: self._heading("개요 1", 1, 15, before=1800, after=500),
            2: self._heading("개요 2", 2, 12, before=1200, after=300),
        }
        self.body = self._look(BODY_FACE, 10.5, line=160, after=200)
        self.caption = self._look(FACE, 10, bold=True, before=600, after=150, keep_with_next=True)
        self.anchor = self._look(FACE, 5)
        self.running = self._look(FACE, 8.5, align="RIGHT")
        in_cells: dict[str, Any] = {"line": CELL_LINE_PERCENT, "size": CELL_SIZE / 100}
        self.head_cell = self._look(FACE, bold=True, align="CENTER", **in_cells)
        self.cells = {align: self._look(FACE, align=align, **in_cells) for align in ALIGNS}
        self.total_cells = {align: self._look(FACE, bold=True, align=align, **in_cells) for align in ALIGNS}
        self.broken_paragraph = self._paragraph_of_long_words()
        self.cell_border = package.styles.ensure_border_fill(border_color=LINE_COLOR)
        self.grey_cell_border = package.styles.ensure_border_fill(border_color=LINE_COLOR, fill_color=GREY)

    def _take_numbers_from_outlines(self) -> None:
        for head in self.header.element.iter(f"{HH}paraHead"):
            head.text = None
        self.header.mark_dirty()

    def _paragraph_of_long_words(self) -> str:
        """Make the form of a paragraph in cells whose words may be broken at any letter."""
        identity = self.header.ensure_paragraph_format(
            base_para_pr_id=self.cells["LEFT"].paragraph,
            break_setting={"keep_lines": True},  # no other form has it: this one is not shared
        )
        for breaks in self.header.element.iterfind(f".//{HH}paraPr[@id='{identity}']/{HH}breakSetting"):
            breaks.set("breakLatinWord", "BREAK_WORD")
        self.header.mark_dirty()
        return identity

    def _heading(self, style: str, level: int, size: float, *, before: int, after: int) -> Look:
        look = self._look(
            FACE, size, bold=True, before=before, after=after, keep_with_next=True, outline_level=level
        )
        identity = self.header.ensure_style(style, para_pr_id_ref=look.paragraph, char_pr_id_ref=look.letters)
        return Look(look.paragraph, look.letters, identity)

    def _look(
        self,
        face: str,
        size: float,
        *,
        bold: bool = False,
        align: str = "LEFT",
        line: int = 140,
        before: int = 0,
        after: int = 0,
        left: int = 0,
        keep_with_next: bool = False,
        outline_level: int = 0,
    ) -> Look:
        heading: dict[str, str | int] | None = None
        if outline_level:
            heading = {"type": "OUTLINE", "idRef": "0", "level": outline_level - 1}
        paragraph = self.header.ensure_paragraph_format(
            base_para_pr_id="0",
            alignment=align,
            line_spacing_percent=line,
            margins={"prev": before, "next": after, "left": left},
            break_setting={"keep_with_next": keep_with_next},
            heading=heading,
        )
        return Look(paragraph, self.package.styles.ensure_run(font=face, size=size, bold=bold))


PARAGRAPH = (
    '<hp:p id="{number}" paraPrIDRef="{look.paragraph}" styleIDRef="{look.style}" pageBreak="0"'
    ' columnBreak="0" merged="0"><hp:run charPrIDRef="{look.letters}">{content}</hp:run></hp:p>'
)


def paragraph_xml(text: str, look: Look, *, number: int = 0) -> str:
    """Write a paragraph of one line of text; those in cells have no number of their own."""
    return PARAGRAPH.format(number=number, look=look, content=f"<hp:t>{escape(text)}</hp:t>")
