"""Lists of agencies, which a coordinator adds before agreements can name them; not listed at first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import drafts
from agreements.imports import cells
from agreements.imports.agency_names import comparable_name
from agreements.imports.columns import Column, Columns, derived_columns
from agreements.imports.complaints import UnreadableCell
from agreements.imports.importer import Importer
from agreements.imports.plans import Plan, is_stored_text
from agreements.lists.columns.agencies import AGENCIES
from agreements.lists.columns.cells import SEPARATOR
from agreements.models import Agency, AgencyKind, Region
from agreements.rules.roles import Person

KINDS = cells.choice_reader(
    AgencyKind, 시도="province", 광역시도="province", 시군="city_county", 시="city_county", 군="city_county",
    구="district", 시도경찰청="provincial_police", 정부부처="ministry", 학교="education", 교육청="education",
    소방서="fire", 협회="association", 단체="association", 민간단체="association",
)  # fmt: skip


def other_names(text: str) -> str:
    return SEPARATOR.join(cells.split_names(text, frozenset().__contains__))


READ = (
    Column(
        "slug",
        gettext_lazy("Address name"),
        cells.read_line,
        correction=gettext_lazy("Lower-case letters and hyphens such as paju-police; it stays for ever."),
        example="paju-police",
    ),
    Column(
        "name",
        gettext_lazy("Name"),
        cells.read_line,
        synonyms="기관명, 기관 이름, 기관명칭, 명칭, 기관",
        required=True,
        correction=gettext_lazy("Write the official name, at most 100 characters."),
        example="파주경찰서",
    ),
    Column(
        "name_en",
        gettext_lazy("Name in English"),
        cells.read_line,
        synonyms="영문 이름, 영문명, 영문 기관명",
        example="Paju Police Station",
    ),
    Column(
        "other_names",
        gettext_lazy("Other names"),
        other_names,
        synonyms="약칭, 줄임말, 별칭, 이전 이름, 옛 이름, 약칭 및 이전 명칭",
        merges_cells=True,
        example="파주서",
    ),
    Column("kind", gettext_lazy("Kind (code)"), KINDS),
    Column(
        "kind_label",
        gettext_lazy("Kind"),
        KINDS,
        field="kind",
        synonyms="기관 종류, 기관 구분, 구분, 유형, 기관 유형",
        correction=gettext_lazy("Write what kind of body it is, such as 경찰서 or 시·군."),
        example="경찰서",
    ),
    Column(
        "region_code", gettext_lazy("Region (code)"), cells.read_line, synonyms="법정동 코드, 행정구역 코드"
    ),
    Column(
        "region", gettext_lazy("Region"), cells.read_line, synonyms="행정구역, 관할 지역, 소재지", example=""
    ),
    Column("parent_slug", gettext_lazy("Parent agency (code)"), cells.read_line),
    Column(
        "parent", gettext_lazy("Parent agency"), cells.read_line, synonyms="상위 기관, 소속 기관, 상급기관"
    ),
    Column("founded_on", gettext_lazy("Founded on"), cells.read_day, synonyms="설립일, 개청일, 설치일자"),
    Column("dissolved_on", gettext_lazy("Dissolved on"), cells.read_day, synonyms="폐지일자, 해산일"),
)

FIELDS = {
    "slug": "slug",
    "name": "name_ko",
    "name_en": "name_en",
    "other_names": "other_names_ko",
    "kind": "kind",
    "founded_on": "founded_on",
    "dissolved_on": "dissolved_on",
}


class AgencyImport(Importer):
    """``parts["parent"]`` is the plan of a parent that the same file adds."""

    name = "agencies"
    model = Agency
    columns = Columns((*READ, *derived_columns(AGENCIES, READ)))
    chunk = None  # a parent may stand below its children

    def __init__(self, person: Person) -> None:
        super().__init__(person)
        self.regions: dict[str, set[str]] = {}
        for code, korean, english in Region.objects.values_list("code", "name_ko", "name_en"):
            for name in (code, korean, english):
                self.regions.setdefault(comparable_name(name), set()).add(code)
        self.new: dict[str, Plan] = {}

    def plan(self, plans: list[Plan]) -> None:
        pks = {pk for plan in plans if (pk := self._pk(plan))}
        stored = Agency.objects.select_related("region", "parent").in_bulk(pks)
        for plan in plans:
            plan.record = plan.root = stored.get(self._pk(plan) or 0) or Agency()
            plan.title = plan.facts.get("name") or plan.record.name_ko
            if plan.record.pk is None:
                for name in (plan.facts.get("name"), plan.facts.get("slug")):
                    if name:
                        self.new.setdefault(comparable_name(name), plan)
        for plan in plans:
            self._compare(plan)

    def _pk(self, plan: Plan) -> int | None:
        """Whom the row means: by its address name, else by any of its names."""
        for fact in ("slug", "name"):
            found = self.agencies.by_name.get(comparable_name(plan.facts.get(fact, "")), set())
            if fact == "slug":
                found = {pk for pk in found if self.agencies.slugs[pk] == plan.facts.get("slug")}
            if len(found) == 1 and (fact == "slug" or "slug" not in plan.facts):
                return next(iter(found))
        return None

    # ---- comparing

    def _compare(self, plan: Plan) -> None:
        stored = plan.record if plan.record.pk else None
        if stored is None:
            self._prepare(plan)
        else:
            self._leave_what_says_the_same(plan, stored)
        self.once(plan, stored.pk if stored else plan.facts.get("slug"), "slug")
        for fact, name in FIELDS.items():
            plan.set_field(name, fact)
        self._set_region(plan)
        self._set_parent(plan)
        plan.check_fields(FIELDS, self.constraints)
        if stored and stored.listed and plan.changes:
            plan.refuse_changes(
                _("“%(agency)s” is public, and an import writes drafts only. Change it on its own page.")
                % {"agency": stored}
            )

    def _prepare(self, plan: Plan) -> None:
        plan.require_filled()
        if "kind" not in plan.facts and not any(one.column for one in plan.complaints):
            plan.add_complaint(self._right("kind_label"), "kind")
        if not plan.facts.get("slug"):
            plan.facts["slug"] = slugify(plan.facts.get("name_en", ""))
        slug, name = plan.facts["slug"], plan.facts.get("name", "")
        if not slug:
            del plan.facts["slug"]
            plan.add_complaint(_("Write an address name, or the name in English to make it from."), "slug")
        if comparable_name(slug) in self.agencies.by_name:
            plan.add_complaint(
                _("Another agency already has the address name “%(slug)s”.") % {"slug": slug}, "slug"
            )
        if named := self.agencies.by_name.get(comparable_name(name)):
            known = ", ".join(
                f"{self.agencies.shown[pk]} ({self.agencies.slugs[pk]})" for pk in sorted(named)
            )
            correction = _("There is already an agency of this name: %(agencies)s. Write its address name.")
            plan.add_complaint(correction % {"agencies": known}, "name")

    def _right(self, name: str) -> Any:
        return next(column.correction for column in self.columns if column.name == name)

    def _leave_what_says_the_same(self, plan: Plan, stored: Agency) -> None:
        name = plan.facts.get("name", "")
        others = [one for one in stored.other_names_ko.split(";") if one.strip()]
        by_its_slug = "slug" in plan.facts
        if is_stored_text(name, stored.name_ko, stored.name_en) or not by_its_slug:
            plan.facts.pop("name", None)  # a short name finds its agency; it does not rename it
        if {comparable_name(one) for one in plan.facts.get("other_names", "").split(";")} == {
            comparable_name(one) for one in others
        }:
            plan.facts.pop("other_names", None)

    def _set_region(self, plan: Plan) -> None:
        code = plan.resolve("region_code", self._region) or plan.resolve("region", self._region)
        if code and code != plan.record.region_id:
            names = dict(Region.objects.values_list("code", "name_ko"))
            plan.note_change("region", names.get(plan.record.region_id, ""), names[code])
            plan.record.region_id = code

    def _region(self, text: str) -> str:
        found = self.regions.get(comparable_name(text), set())
        if len(found) != 1:
            raise UnreadableCell(
                _("Write the code of one region: two digits for a province, five for a city or county.")
            )
        return next(iter(found))

    def _set_parent(self, plan: Plan) -> None:
        found = plan.resolve("parent_slug", self._parent) or plan.resolve("parent", self._parent)
        if found is None:
            return
        before = plan.record.parent.name_ko if plan.record.parent_id else ""
        if isinstance(found, Plan):
            plan.note_change("parent", before, found.title)
            plan.parts["parent"] = found
            if plan in self._ancestors(found):
                plan.add_complaint(
                    _("An agency cannot be its own parent, nor that of one above it."), "parent"
                )
        elif found != plan.record.parent_id:
            if found == plan.record.pk:
                plan.add_complaint(_("An agency cannot be its own parent."), "parent")
            plan.note_change("parent", before, self.agencies.shown[found])
            plan.record.parent_id = found

    def _parent(self, text: str) -> int | Plan:
        return self.new.get(comparable_name(text)) or self.agencies.one(text)

    def _ancestors(self, plan: Plan) -> list[Plan]:
        found = [plan]
        while (above := found[-1].parts.get("parent")) and above not in found:
            found.append(above)
        return found

    # ---- writing

    def edits(self, plans: list[Plan]) -> Iterator[list[Plan]]:
        """Parents first."""
        return ([plan] for plan in sorted(plans, key=lambda plan: len(self._ancestors(plan))))

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        for plan in plans:
            if parent := plan.parts.get("parent"):
                plan.record.parent = parent.record
            with drafts.editing_record(plan.record, actor=actor, now=now):
                plan.record.save()
