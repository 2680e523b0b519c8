"""What an import would do with each row: nothing is written before every row has its plan."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError

from agreements.actions.refusals import ActRefused
from agreements.imports import cells
from agreements.imports.complaints import Complaint
from agreements.imports.constraints import Constraints
from agreements.imports.facts import RowFacts
from agreements.imports.table_body import Row
from agreements.models.labels import field_text

type Fingerprint = tuple[int, int, str]  # key and version of the root, digest of the changes


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


@dataclass(frozen=True)
class Plan:
    """``record`` is the stored one with the new values set, or a new one; ``root`` is what is edited."""

    row: Row
    title: str
    verdict: Verdict
    record: Any
    root: Any
    changes: Sequence[PlannedChange]
    complaints: Sequence[Complaint]
    warnings: Sequence[str]
    proposed: Sequence[str]  # titles of commitments
    similar: Sequence[str]  # what it may be the same as: to be confirmed as another
    write_children: Sequence[Callable[[], None]]  # once the record is saved

    def save(self) -> None:
        """Save the record and its children."""
        self.record.save()
        for write_children in self.write_children:
            write_children()

    @property
    def fingerprint(self) -> Fingerprint:
        """Identify what the plan rests on: its root and version, what would change, what it is like."""
        preview = repr((self.changes, self.similar))
        digest = blake2b(preview.encode(), digest_size=6).hexdigest()
        return self.root.pk or 0, self.root.version, digest


class PlanDraft:
    """A plan while a row is compared with what is stored.  ``fields`` are {model field: fact} throughout."""

    def __init__(self, facts: RowFacts, record: Any, *, root: Any, title: str) -> None:
        self.facts = facts
        self.record = record
        self.root = root
        self.title = title
        self.changes: list[PlannedChange] = []
        self.proposed: list[str] = []
        self.similar: list[str] = []
        self.write_children: list[Callable[[], None]] = []
        self.says_nothing = False  # a row of our own table that nobody filled in

    @property
    def is_new(self) -> bool:
        return self.record.pk is None

    def stored_children(self, name: str) -> list[Any]:
        """Return the stored rows of a relation of the record; a new one has none."""
        if self.is_new:
            return []
        return list(getattr(self.record, name).all())

    def drop_stored_texts(self, names_by_fact: Mapping[str, tuple[str, str]]) -> None:
        """Drop facts that the record already says in one of its languages."""
        for fact, (korean, english) in names_by_fact.items():
            stored_texts = (getattr(self.record, korean), getattr(self.record, english))
            if is_stored_text(self.facts.get(fact), *stored_texts):
                del self.facts.values[fact]

    def set_fields(self, fields: Mapping[str, str]) -> None:
        """Set the fields whose facts the row gives, and note how they change."""
        for name, fact in fields.items():
            if fact in self.facts:
                self._set_field(name, fact)

    def _set_field(self, name: str, fact: str) -> None:
        before, after = getattr(self.record, name), self.facts.get(fact)
        if before == after:
            return
        model = type(self.record)
        text_before = ""
        if not self.is_new:
            text_before = field_text(model, name, before)
        self.note_change(fact, text_before, field_text(model, name, after))
        setattr(self.record, name, after)

    def note_change(self, fact: str, before: str, after: str) -> bool:
        """Note a change and return True, if it is one."""
        if before == after:
            return False
        label = self.facts.header_of(self.facts.column_of(fact))
        self.changes.append(PlannedChange(fact, label, before, after))
        return True

    def changes_fact(self, fact: str) -> bool:
        return any(change.fact == fact for change in self.changes)

    def check_fields(self, fields: Mapping[str, str], constraints: Constraints) -> None:
        """Hold the record to its fields and its constraints, as a form would."""
        self._check_each_field(fields)
        readable = [name for name, fact in fields.items() if not self.facts.complains_of(fact)]
        for name, message in constraints.broken(self.record, readable):
            self.facts.add_complaint(message, fields[name])

    def _check_each_field(self, fields: Mapping[str, str]) -> None:
        facts_by_field = {name: fact for name, fact in fields.items() if fact in self.facts}
        unchecked = {field.name for field in self.record._meta.fields} - facts_by_field.keys()
        try:
            self.record.clean_fields(exclude=unchecked)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.facts.add_complaint(" ".join(messages), facts_by_field[name])

    def check_words(
        self, checks: Iterable[Callable[..., None]], fields: Mapping[str, str], *, today: date, fact: str
    ) -> None:
        """Hold a record that is complete to what its action checks of its own words.

        What a refusal says of no field is said of ``fact``.
        """
        if self.facts.complaints:
            return
        for check in checks:
            try:
                check(self.record, today=today)
            except ActRefused as refusal:
                self.facts.add_complaint(str(refusal), fields.get(refusal.field or "", fact))

    def refuse_changes(self, correction: str, *, new: str = "title") -> None:
        """Complain of each change; of a record that would be new, of its fact ``new``."""
        facts = [change.fact for change in self.changes]
        if self.is_new:
            facts = [new]
        for fact in facts:
            self.facts.add_complaint(correction, fact)

    def finish(self) -> Plan:
        return Plan(
            row=self.facts.row,
            title=self.title,
            verdict=self._verdict(),
            record=self.record,
            root=self.root,
            changes=self.changes,
            complaints=self.facts.complaints,
            warnings=self.facts.warnings,
            proposed=self.proposed,
            similar=self.similar,
            write_children=self.write_children,
        )

    def _verdict(self) -> Verdict:
        if self.facts.complaints:
            return Verdict.REFUSED
        if self.says_nothing:
            return Verdict.UNCHANGED
        if self.is_new:
            return Verdict.NEW
        if self.changes:
            return Verdict.CHANGED
        return Verdict.UNCHANGED


def is_stored_text(text: str | None, *stored_texts: str) -> bool:
    """Tell whether a text is stored in one of two languages; our English files hold the English ones."""
    return text in {*stored_texts, *map(cells.read_line, stored_texts)}


def says_the_same(record: Any, facts: RowFacts, fields: Mapping[str, str]) -> bool:
    """Say whether a record holds all that a row says, but for what only the record says."""
    stored_values = {fact: getattr(record, name) for name, fact in fields.items()}
    return all(facts.get(fact, stored) == stored for fact, stored in stored_values.items())
