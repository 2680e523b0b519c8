"""Lists of programs: each row one program, entered as a draft; its milestones are a table of their own."""

from datetime import date, datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from agreements.actions import drafts
from agreements.imports.address_names import made_slug
from agreements.imports.cited_sources import plan_sources
from agreements.imports.complaints import UnreadableCell
from agreements.imports.facts import RowFacts
from agreements.imports.importer import Importer, why_frozen
from agreements.imports.names import comparable_name
from agreements.imports.plans import Plan, PlanDraft
from agreements.imports.program_columns import PROGRAM_COLUMNS
from agreements.imports.program_names import ProgramNames
from agreements.models import Program
from agreements.rules.roles import Person

FIELDS = {
    "slug": "slug",
    "title_ko": "title",
    "title_en": "title_en",
    "decided": "decided",
    "decided_how": "decided_how",
    "note_ko": "note",
    "note_en": "note_en",
    "lead_department": "department",
    "telephone": "telephone",
}
IN_TWO_LANGUAGES = {"title": ("title_ko", "title_en")}
AGENCIES = ("owner", "decided_by")  # fields, and the facts of their names


class ProgramImport(Importer):
    name = "programs"
    model = Program
    columns = PROGRAM_COLUMNS
    on_its_page = ("recognitions", "documents")

    def __init__(self, person: Person, *, today: date) -> None:
        super().__init__(person, today=today)
        self.programs = ProgramNames(person)
        self.taken_slugs = set(Program.objects.values_list("slug", flat=True))

    def plan(self, rows: list[RowFacts]) -> list[Plan]:
        pks = list(map(self._program_pk, rows))
        stored_programs = Program.objects.prefetch_related("sources").in_bulk(pks)
        return list(map(self._plan_row, rows, map(stored_programs.get, pks)))

    # ---- matching

    def _program_pk(self, facts: RowFacts) -> int | None:
        """Return the program a row means: by its address name, else by its title; None for a new one."""
        name = facts.get("slug") or facts.get("title", "")
        if name not in self.programs.index:
            return None
        try:
            return self.programs.find(name)
        except UnreadableCell:
            facts.add_complaint(_("Several programs have this title. Write the address name."), "title")
            return None

    # ---- comparing

    def _plan_row(self, facts: RowFacts, stored_program: Program | None) -> Plan:
        program = stored_program or Program()
        draft = PlanDraft(facts, program, root=program, title=facts.get("title", str(program)))
        for fact in AGENCIES:
            agency = facts.resolve_code_or_name(f"{fact}_slug", fact, self.agencies.find)
            if agency is not None:
                facts.values[fact] = agency
        if draft.is_new:
            facts.require_filled()
            facts.require_fact("owner", _("Write which agency answers for the program."))
            self._give_slug(facts)
        else:
            draft.drop_stored_texts(IN_TWO_LANGUAGES)
        self.refuse_second_row(facts, program.pk or comparable_name(draft.title), "title")
        draft.set_fields(FIELDS)
        self._set_agencies(draft)
        plan_sources(draft, self.person)
        draft.check_fields(FIELDS, self.constraints)
        if draft.changes and not program.is_editable:
            draft.refuse_changes(why_frozen(program))
        return draft.finish()

    def _give_slug(self, facts: RowFacts) -> None:
        """Give a new program its address name: that of its row, else one made from a title."""
        if "slug" in facts:
            if facts.get("slug") in self.taken_slugs:
                correction = _("Another program already has the address name “%(slug)s”.")
                facts.add_complaint(correction % {"slug": facts.get("slug")}, "slug")
            return
        title = slugify(facts.get("title_en", "")) or facts.get("title", "")
        slug = made_slug(title, is_free=lambda slug: slug not in self.taken_slugs)
        if slug:
            facts.values["slug"] = slug
            self.taken_slugs.add(slug)
        elif title:
            facts.add_complaint(_("Write an address name: none can be made from this name."), "slug")

    def _set_agencies(self, draft: PlanDraft) -> None:
        program, facts = draft.record, draft.facts
        for fact in AGENCIES:
            before, after = getattr(program, f"{fact}_id"), facts.get(fact)
            if isinstance(after, int) and after != before:
                named_before = self.agencies.joined(filter(None, [before]))
                draft.note_change(fact, named_before, self.agencies.joined([after]))
                setattr(program, f"{fact}_id", after)

    # ---- writing

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        for plan in plans:
            with drafts.editing_record(plan.record, actor=actor, now=now):
                plan.save()
