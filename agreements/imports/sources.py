"""Lists of sources: each row one public document or article that statements can rest on."""

from datetime import date, datetime
from typing import Any

from agreements.imports.facts import RowFacts
from agreements.imports.importer import Importer
from agreements.imports.plans import Plan, PlanDraft
from agreements.imports.row_sources import RowSources, saved_source
from agreements.imports.source_columns import SOURCE_COLUMNS
from agreements.models import Source
from agreements.rules.roles import Person

FIELDS = {
    "publisher": "publisher",
    "label_ko": "title",
    "label_en": "title_en",
    "published": "published",
    "url": "url",
    "checked_on": "checked_on",
}


class SourceImport(Importer):
    """A table only adds sources; one that is recorded, by its address or its title, stays as it is."""

    name = "sources"
    model = Source
    columns = SOURCE_COLUMNS
    makes_drafts = False

    def __init__(self, person: Person, *, today: date) -> None:
        super().__init__(person, today=today)
        self.sources = RowSources()

    def plan(self, rows: list[RowFacts]) -> list[Plan]:
        return list(map(self._plan_row, rows))

    def _plan_row(self, facts: RowFacts) -> Plan:
        facts.require_filled()
        url, title = facts.get("url", ""), facts.get("title", "")
        recorded_source = self.sources.known(
            url=url, publisher=facts.get("publisher", ""), title=title, published=facts.get("published")
        )
        source = recorded_source or Source()
        draft = PlanDraft(facts, source, root=source, title=title)
        if draft.is_new:
            self.refuse_second_row(facts, (url, facts.get("publisher"), title), "title")
            draft.set_fields(FIELDS)
            draft.check_fields(FIELDS, self.constraints)
        return draft.finish()

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        for plan in plans:
            saved_source(plan.record, actor=actor, now=now)
