"""Lists of agencies, which a coordinator adds before agreements name them; unlisted unless a row says so."""

from collections.abc import Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import drafts
from agreements.imports import cells
from agreements.imports.address_names import made_slug
from agreements.imports.columns import Column, Columns, derived_columns
from agreements.imports.complaints import UnreadableCell
from agreements.imports.facts import RowFacts
from agreements.imports.importer import Importer
from agreements.imports.names import NameIndex, comparable_name
from agreements.imports.plans import Plan, PlanDraft, is_stored_text
from agreements.lists.columns.agencies import AGENCIES
from agreements.lists.columns.csv_file import SEPARATOR
from agreements.models import Agency, AgencyKind, Region
from agreements.models.agency import PAGES_BESIDE_AGENCIES
from agreements.rules.agency_names import told_apart
from agreements.rules.roles import Person

KINDS = cells.choice_reader(
    AgencyKind, 시도="province", 광역시도="province", 시군="city_county", 시="city_county", 군="city_county",
    구="district", 시도경찰청="provincial_police", 정부부처="ministry", 학교="education", 교육청="education",
    소방서="fire", 협회="association", 단체="association", 민간단체="association",
    대학교="university", 의료원="hospital", 공사="public_institution", 공단="public_institution",
    출연기관="public_institution", 군부대="military", 주민자치회="residents_body", 주민단체="residents_body",
)  # fmt: skip


def read_other_names(text: str) -> str:
    return SEPARATOR.join(cells.split_names(text, lambda _name: False))


READ = (
    Column(
        "slug",
        gettext_lazy("Address name"),
        cells.read_line,
        correction=gettext_lazy(
            "Lower-case letters and hyphens such as paju-police; it stays for ever. "
            "If the cell is empty, it is made from the name."
        ),
        example="paju-police",
    ),
    Column(
        "name",
        gettext_lazy("Name"),
        cells.read_line,
        synonyms="기관명, 기관 이름, 기관명칭, 명칭, 기관",
        required=True,
        correction=gettext_lazy("Write the official name, at most 200 characters."),
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
        "told_apart_by",
        gettext_lazy("Told apart by"),
        cells.read_line,
        synonyms="구별, 구별하는 말",
        correction=gettext_lazy(
            "Write what tells it apart from another agency of its name, such as its province."
        ),
        example="",
    ),
    Column(
        "other_names",
        gettext_lazy("Other names"),
        read_other_names,
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
    Column(
        "listed",
        gettext_lazy("Listed publicly"),
        cells.read_flag,
        synonyms="공개 목록, 목록 공개, 공개 여부, 공개",
        correction=gettext_lazy(
            "예 lists it publicly at once; only a listed agency stands in what is published."
        ),
    ),
    Column("founded_on", gettext_lazy("Founded on"), cells.read_day, synonyms="설립일, 개청일, 설치일자"),
    Column("dissolved_on", gettext_lazy("Dissolved on"), cells.read_day, synonyms="폐지일자, 해산일"),
)

FIELDS = {
    "slug": "slug",
    "name_ko": "name",
    "name_en": "name_en",
    "qualifier_ko": "told_apart_by",
    "other_names_ko": "other_names",
    "kind": "kind",
    "listed": "listed",
    "founded_on": "founded_on",
    "dissolved_on": "dissolved_on",
}


class AgencyImport(Importer):
    name = "agencies"
    model = Agency
    columns = Columns((*READ, *derived_columns(AGENCIES, READ)))
    on_its_page = ("former_names", "serves", "serves_codes", "successors", "successor_slugs")
    chunk = None  # a parent may stand below its children

    def __init__(self, person: Person, *, today: date) -> None:
        super().__init__(person, today=today)
        self.regions: NameIndex[str] = NameIndex()
        self.region_names: dict[str | None, str] = {}
        self._read_regions()
        self.new_agencies: dict[str, PlanDraft] = {}  # that this file adds, by comparable name
        # Whose label is taken, and by whom: the key of a stored agency, or one that this file adds.
        self.owners: dict[tuple[str, str], int | Agency] = {}
        self.newly_listed = 0
        self.made_slugs: set[str] = set()  # for rows of this file that have none
        self.parents: dict[str, str | None] = {}  # {address name: that of its parent}, as they will stand
        self._read_agencies()

    def _read_regions(self) -> None:
        """Index regions by code and name; the name of one that has ended means it where no other has it."""
        names_of_ended: list[tuple[str, list[str]]] = []
        for region in Region.objects.select_related("parent__parent"):
            self.region_names[region.code] = region.name_ko
            self.regions.add(region.code, region.code)
            names = [region.name_ko, region.name_en, region.label]
            if region.valid_to:
                names_of_ended.append((region.code, names))
            else:
                self.regions.add(region.code, *names)
        self.regions.add_where_unknown(names_of_ended)

    def _read_agencies(self) -> None:
        columns = ("pk", "slug", "parent__slug", "name_ko", "qualifier_ko")
        for pk, slug, parent, name, qualifier in Agency.objects.values_list(*columns):
            self.owners[comparable_name(name), comparable_name(qualifier)] = pk
            self.parents[slug] = parent

    def plan(self, rows: list[RowFacts]) -> list[Plan]:
        pks = list(map(self._agency_pk, rows))
        stored_agencies = Agency.objects.select_related("region", "parent").in_bulk(pks)
        drafts = []
        for facts, pk in zip(rows, pks, strict=True):
            agency = stored_agencies.get(pk, Agency())
            title = facts.get("name", agency.name_ko)
            drafts.append(PlanDraft(facts, agency, root=agency, title=title))
        self._remember_new_agencies(drafts)
        for draft in drafts:
            self._compare(draft)
        self._refuse_circles(drafts)
        return [draft.finish() for draft in drafts]

    def _remember_new_agencies(self, drafts: list[PlanDraft]) -> None:
        """Index them before any is compared, since a parent may stand below its children."""
        for draft in filter(attrgetter("is_new"), drafts):
            for fact in ("name", "slug"):
                name = comparable_name(draft.facts.get(fact, ""))
                self.new_agencies.setdefault(name, draft)

    def _agency_pk(self, facts: RowFacts) -> int | None:
        """Return whom the row means: by its address name, else by any of its names; None for nobody known."""
        if "slug" in facts:
            return self.agencies.keys_by_slug.get(facts.get("slug"))
        label = told_apart(facts.get("name", ""), facts.get("told_apart_by", ""))
        return self.agencies.index.only_key(label)

    # ---- comparing

    def _compare(self, draft: PlanDraft) -> None:
        agency, facts = draft.record, draft.facts
        was_listed = agency.listed
        if draft.is_new:
            self._prepare_new(facts)
        else:
            self._drop_stored_names(facts, agency)
        self.refuse_second_row(facts, agency.pk or facts.get("slug"), "slug")
        draft.set_fields(FIELDS)
        self._refuse_taken_label(draft)
        self._set_region(draft)
        self._set_parent(draft)
        draft.check_fields(FIELDS, self.constraints)
        if agency.listed and not was_listed:
            self.newly_listed += 1
        if draft.changes and was_listed:
            correction = _(
                "“%(agency)s” is public, and an import writes drafts only. Change it on its own page."
            )
            draft.refuse_changes(correction % {"agency": agency})

    def _prepare_new(self, facts: RowFacts) -> None:
        """Hold a new agency to what it needs: a kind, an address name and names that nobody has."""
        facts.require_filled()
        if "kind" not in facts and not facts.complaints:
            facts.add_complaint(self.columns.by_name["kind_label"].correction, "kind")
        slug = facts.values.setdefault("slug", self._made_slug(facts))
        if not slug:
            del facts.values["slug"]
            facts.add_complaint(_("Write an address name: none can be made from this name."), "slug")
        if slug in self.agencies.index:
            correction = _("Another agency already has the address name “%(slug)s”.")
            facts.add_complaint(correction % {"slug": slug}, "slug")
        self._refuse_namesake(facts)

    def _refuse_namesake(self, facts: RowFacts) -> None:
        """Hold a new agency to a name that nobody has, or to a word that tells it apart."""
        if facts.get("told_apart_by"):
            return
        namesakes = self.agencies.index.keys(facts.get("name", ""))
        if namesakes:
            correction = _("There is already an agency of this name: %(agencies)s. Write its address name.")
            facts.add_complaint(correction % {"agencies": self.agencies.with_slugs(namesakes)}, "name")

    def _made_slug(self, facts: RowFacts) -> str:
        """Make the address name of a new agency from its English name, else from its Korean one."""
        if "name_en" in facts:
            return slugify(facts.get("name_en"))
        names = (facts.get("name", ""), facts.get("told_apart_by", ""))
        slug = made_slug(" ".join(names), is_free=self._is_free)
        self.made_slugs.add(slug)
        return slug

    def _is_free(self, slug: str) -> bool:
        """Tell whether neither an agency, stored or in this file, nor a page has an address name."""
        taken_slugs = (self.new_agencies, self.made_slugs, self.agencies.index, PAGES_BESIDE_AGENCIES)
        return not any(slug in slugs for slugs in taken_slugs)

    def _refuse_taken_label(self, draft: PlanDraft) -> None:
        """Hold the agency to a label that no other has, neither stored nor in this file."""
        agency, facts = draft.record, draft.facts
        if facts.complaints:
            return
        label = comparable_name(agency.name_ko), comparable_name(agency.qualifier_ko)
        owner = self.owners.setdefault(label, agency.pk or agency)
        if owner not in (agency.pk, agency):
            fact = "name"
            if "told_apart_by" in facts:
                fact = "told_apart_by"
            correction = _(
                "Another agency has this name. Say what tells the two apart, usually the province."
            )
            facts.add_complaint(correction, fact)

    def _drop_stored_names(self, facts: RowFacts, agency: Agency) -> None:
        """Drop names that the agency has; a short name that matched it does not rename it."""
        if "slug" not in facts or is_stored_text(facts.get("name"), agency.name_ko, agency.name_en):
            facts.values.pop("name", None)
        if is_stored_text(facts.get("told_apart_by"), agency.qualifier_ko, agency.qualifier_en):
            facts.values.pop("told_apart_by", None)
        if comparable_names(facts.get("other_names", "")) == comparable_names(agency.other_names_ko):
            facts.values.pop("other_names", None)

    def _set_region(self, draft: PlanDraft) -> None:
        code = draft.facts.resolve_code_or_name("region_code", "region", self._region_code)
        before = draft.record.region_id
        if code and code != before:
            draft.note_change("region", self.region_names.get(before, ""), self.region_names[code])
            draft.record.region_id = code

    def _region_code(self, text: str) -> str:
        code = self.regions.only_key(text)
        if code is None:
            raise UnreadableCell(
                _("Write the code of one region: two digits for a province, five for a city or county.")
            )
        return code

    def _set_parent(self, draft: PlanDraft) -> None:
        agency = draft.record
        parent = draft.facts.resolve_code_or_name("parent_slug", "parent", self._find_parent)
        if parent is None or parent == agency.parent_id:
            return
        before = ""
        if agency.parent:
            before = agency.parent.name_ko
        if isinstance(parent, PlanDraft):
            draft.note_change("parent", before, parent.title)
            agency.parent = parent.record
        else:
            draft.note_change("parent", before, self.agencies.korean_names[parent])
            agency.parent_id = parent

    def _refuse_circles(self, drafts: list[PlanDraft]) -> None:
        """Complain of each parent that, with what is stored and all of this file, stands below its child."""
        moved = [draft for draft in drafts if draft.changes_fact("parent")]
        self.parents |= {draft.record.slug: self._parent_slug(draft.record) for draft in moved}
        for draft in moved:
            if draft.record.slug in self._slugs_above(draft.record):
                correction = _("An agency cannot be its own parent, nor that of one above it.")
                draft.facts.add_complaint(correction, "parent")

    def _parent_slug(self, agency: Agency) -> str | None:
        if agency.parent_id:
            return self.agencies.slugs[agency.parent_id]
        if agency.parent:  # that this file adds
            return agency.parent.slug
        return None

    def _slugs_above(self, agency: Agency) -> list[str]:
        """Return the address names of what will stand above an agency; a circle ends where it closes."""
        above: list[str] = []
        slug = self.parents.get(agency.slug)
        while slug and slug not in above:
            above.append(slug)
            slug = self.parents.get(slug)
        return above

    def _find_parent(self, text: str) -> PlanDraft | int:
        """Return the draft of a parent that this file adds, or the key of a stored one."""
        new_parent = self.new_agencies.get(comparable_name(text))
        if new_parent:
            return new_parent
        return self.agencies.find(text)

    def remarks(self) -> Iterator[str]:
        if self.newly_listed:
            remark = _("Agencies that everyone sees at once, since their row says so: %(count)s.")
            yield remark % {"count": self.newly_listed}

    # ---- writing

    def edits(self, plans: list[Plan]) -> Iterator[list[Plan]]:
        """Parents first, as they will stand: so nothing is in a circle meanwhile."""
        in_order = sorted(plans, key=lambda plan: len(self._slugs_above(plan.record)))
        return ([plan] for plan in in_order)

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        for plan in plans:
            with drafts.editing_record(plan.record, actor=actor, now=now):
                plan.save()


def comparable_names(text: str) -> set[str]:
    return set(map(comparable_name, text.split(";")))
