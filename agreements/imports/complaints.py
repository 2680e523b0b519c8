"""What is wrong with a file, said so that it can be corrected: row, column, value, what would be correct."""

from dataclasses import dataclass

from agreements.rules.korean import with_particles

SHOWN = 60  # characters of a value; enough to find it


@dataclass(frozen=True)
class Complaint:
    """``row`` as a spreadsheet numbers it; 0 where the file as a whole is meant."""

    row: int
    column: str
    value: str
    correction: str

    def __str__(self) -> str:
        return " | ".join(
            str(part) for part in (self.row or "–", self.column or "–", self.value, self.correction)
        )


def complaint_at(correction: object, *, row: int = 0, column: object = "", value: object = "") -> Complaint:
    shown = " ".join(str(value).split())
    if len(shown) > SHOWN:
        shown = f"{shown[:SHOWN]}…"
    return Complaint(row, str(column), shown, with_particles(str(correction)))


class BadFile(Exception):
    """The file cannot be read as a table, or not as this one; nothing was looked at any further."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__("\n".join(str(one) for one in complaints))
        self.complaints = complaints


class UnreadableCell(ValueError):
    """The text of a cell is not what its column holds; the message says what would be correct."""
