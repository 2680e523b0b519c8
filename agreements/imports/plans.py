"""What an import would do with each row: nothing is written before every row has its plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.imports.columns import Column, Columns
from agreements.imports.complaints import Complaint, UnreadableCell, complaint_at
from agreements.imports.constraints import Constraints
from agreements.imports.headers import Row
from agreements.models.labels import field_text


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class PlannedChange:
    """Shown as before → after; ``before`` is empty for what is new."""

    fact: str
    label: str
    before: str
    after: str


@dataclass
class Plan:
    """``facts`` are what the row says, by the field it fills; an empty cell says nothing.

    ``record`` is the stored one with the new values set, or a new one.  ``fingerprint`` identifies what
    the plan rests on: the root it changes, its version, and what would change.
    """

    row: Row
    columns: Columns
    headers: Mapping[str, str]  # as the file writes them, by the column's name
    facts: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    record: Any = None
    root: Any = None
    parts: dict[str, Any] = field(default_factory=dict)  # what to write beside the record
    changes: list[PlannedChange] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        if self.complaints:
            return Verdict.REFUSED
        if self.record is not None and self.record.pk is None:
            return Verdict.NEW
        return Verdict.CHANGED if self.changes else Verdict.UNCHANGED

    @property
    def fingerprint(self) -> tuple[int, int, str]:
        told = repr([(one.label, one.before, one.after) for one in self.changes])
        digest = blake2b(told.encode(), digest_size=6).hexdigest()
        return (self.root.pk or 0, self.root.version, digest) if self.root is not None else (0, 0, digest)

    # ---- reading

    def read_cells(self) -> None:
        """Read every cell; columns that fill the same field must agree."""
        for column in self.columns:
            text = self.row.cells.get(column.name, "")
            if not text or column.read is None:
                continue
            try:
                value = column.read(text)
            except UnreadableCell as error:
                self.add_complaint(error, column)
                continue
            if self.facts.setdefault(column.field, value) != value:
                self.add_complaint(_("Another column of this row says something else."), column)

    def resolve(self, fact: str, reader: Callable[[str], Any]) -> Any:
        """Read a fact once more, with what is stored; it is gone where ``reader`` refuses it."""
        if fact not in self.facts:
            return None
        text = self.facts.pop(fact)
        try:
            self.facts[fact] = reader(text)
        except UnreadableCell as error:
            self.add_complaint(error, fact)
        return self.facts.get(fact)

    def require_filled(self) -> None:
        """Hold a new record to the cells it needs."""
        for column in self.columns:
            if column.required and column.field not in self.facts and not self.has_complaint_about(column):
                self.add_complaint(column.correction or _("This cell must be filled."), column)

    # ---- complaining

    def add_complaint(self, correction: object, about: Column | str) -> None:
        column = self.column_of_fact(about) if isinstance(about, str) else about
        if column is None:
            self.complaints.append(complaint_at(correction, row=self.row.number, column=about))
            return
        value = self.row.cells.get(column.name, "")
        self.complaints.append(
            complaint_at(correction, row=self.row.number, column=self.header_of(column), value=value)
        )

    def refuse_changes(self, why: object, *, new: str = "title") -> None:
        """Refuse each change of a record that may not change; ``new`` is where a new one is refused."""
        facts = [new] if self.record.pk is None else [change.fact for change in self.changes]
        for fact in facts:
            self.add_complaint(why, fact)

    def has_complaint_about(self, column: Column) -> bool:
        return any(one.column == self.header_of(column) for one in self.complaints)

    def header_of(self, column: Column) -> str:
        return self.headers.get(column.name) or str(column.label)

    def header_of_name(self, name: str) -> str:
        return next(self.header_of(column) for column in self.columns if column.name == name)

    def column_of_fact(self, fact: str) -> Column | None:
        """The column a fact came from: with a value, else in the file, else any that fills it."""
        filling = [column for column in self.columns if column.field == fact and column.read]
        in_file = [column for column in filling if column.name in self.headers]
        filled = [column for column in in_file if self.row.cells.get(column.name)]
        return next(iter(filled or in_file or filling), None)

    # ---- comparing

    def note_change(self, fact: str, before: str, after: str) -> bool:
        """Note a change, if it is one."""
        if before == after:
            return False
        column = self.column_of_fact(fact)
        self.changes.append(PlannedChange(fact, self.header_of(column) if column else fact, before, after))
        return True

    def drop_stored_texts(self, in_two_languages: Mapping[str, tuple[str, str]]) -> None:
        """Drop facts that the record already says in one of its languages."""
        for fact, names in in_two_languages.items():
            if is_stored_text(self.facts.get(fact, ""), *(getattr(self.record, name) for name in names)):
                del self.facts[fact]

    def set_field(self, field_name: str, fact: str) -> None:
        """Set a field of the record to a fact of the row, and note how it changes."""
        if fact not in self.facts:
            return
        before, after = getattr(self.record, field_name), self.facts[fact]
        if before == after:
            return
        model = type(self.record)
        stored = "" if self.record.pk is None else field_text(model, field_name, before)
        self.note_change(fact, stored, field_text(model, field_name, after))
        setattr(self.record, field_name, after)

    def check_fields(self, fields: Mapping[str, str], constraints: Constraints) -> None:
        """Hold the record to its fields and its constraints, as a form would.  ``fields``: by fact."""
        given = {name: fact for fact, name in fields.items() if fact in self.facts}
        exclude = {one.name for one in self.record._meta.fields} - given.keys()
        try:
            self.record.clean_fields(exclude=exclude)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_complaint(" ".join(messages), given[name])
        for name, message in constraints.broken(self.record, list(fields.values())):
            self.add_complaint(message, next(fact for fact, one in fields.items() if one == name))


def is_stored_text(said: str, *stored: str) -> bool:
    """Whether a text is stored in one of two languages; our English files hold the English ones."""
    return bool(said) and said in {*stored, *map(single_spaced, stored)}


def single_spaced(text: str) -> str:
    return " ".join(text.split())
