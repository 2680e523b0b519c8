"""Lists of milestones: each row one step of a program that is recorded."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.imports.facts import RowFacts
from agreements.imports.plans import Plan, PlanDraft
from agreements.imports.program_columns import MILESTONE_COLUMNS
from agreements.imports.program_names import ProgramNames
from agreements.imports.subjects import SubjectImport
from agreements.imports.themes import ThemeNames, themes_of_milestone
from agreements.models import Milestone, Program
from agreements.rules.roles import Person

FIELDS = {
    "stage": "stage",
    "number": "number",
    "title_ko": "title",
    "title_en": "title_en",
    "outcome_ko": "outcome",
    "outcome_en": "outcome_en",
}
RELATED = (
    "milestones__agencies",
    "milestones__themes",
    "milestones__carries_out__themes",
    "milestones__carries_out__agreement__themes",
)


class MilestoneImport(SubjectImport):
    name = "milestones"
    model = Milestone
    granted_by = Program
    columns = MILESTONE_COLUMNS
    root_field = "program"
    relation = "milestones"
    fields = FIELDS
    numbers = ("stage", "number")
    in_two_languages = {"title": ("title_ko", "title_en")}
    no_such_reference = gettext_lazy(
        "There is no milestone of this number. For a new one leave the cell empty."
    )

    def __init__(self, person: Person, *, today: date) -> None:
        super().__init__(person, today=today)
        self.programs = ProgramNames(person)
        self.themes = ThemeNames()

    def plan(self, rows: list[RowFacts]) -> list[Plan]:
        pks = list(map(self._program_pk, rows))
        programs = Program.objects.prefetch_related(*RELATED).in_bulk(pks)
        return list(map(self.plan_subject, rows, map(programs.get, pks)))

    def _program_pk(self, facts: RowFacts) -> int | None:
        if "reference" in facts:
            slug, _hyphen, _number = facts.get("reference").rpartition("-")
            facts.values.setdefault("program_slug", slug)
        if "program_slug" not in facts and "program" not in facts:
            facts.complain_once("program", _("Write the title of the program, or its address name."))
        return facts.resolve_code_or_name("program_slug", "program", self.programs.find)

    def plan_parts(self, draft: PlanDraft) -> None:
        self._set_agencies(draft)
        self.themes.plan(draft, themes_of_milestone(draft))

    def give_defaults(self, facts: RowFacts) -> None:
        facts.values.setdefault("stage", 1)

    def _set_agencies(self, draft: PlanDraft) -> None:
        before = [agency.pk for agency in draft.stored_children("agencies")]
        after = draft.facts.resolve("agencies", self.agencies.find_all)
        if after is None or set(after) == set(before):
            return
        draft.note_change("agencies", self.agencies.joined(before), self.agencies.joined(after))
        draft.write_children.append(lambda: draft.record.agencies.set(after))
