"""Which promise a row of a table is about: by its reference, or by its title and what it belongs to."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from agreements.imports.complaints import UnreadableCell
from agreements.imports.facts import RowFacts
from agreements.imports.names import NameIndex
from agreements.models import Commitment, Inquiry, Milestone, RoundPart, StatusReport
from agreements.rules.publication import PublicationState
from agreements.rules.roles import REPORT, Person
from agreements.rules.scope import granted_rows

type Promise = Commitment | Milestone
MODELS: dict[str, Any] = {"commitment": Commitment, "milestone": Milestone}
BELONGS_TO: dict[str, tuple[str, ...]] = {
    "commitment": ("agreement__reference", "agreement__title_ko", "agreement__title_en"),
    "milestone": ("program__slug", "program__title_ko", "program__title_en"),
}
# The column that names the milestone which is the same promise.
SAME_PROMISE = {"commitment": "carried_out_by_id", "milestone": "pk"}


class PromiseNames:
    """The public promises of which a person may report; keys are ``commitment:12``."""

    def __init__(self, person: Person, *, agencies: Collection[int] | None = None) -> None:
        """``agencies`` narrows them down to the promises in which one of these is named."""
        self.references: dict[str, str] = {}
        self.titles: NameIndex[str] = NameIndex()
        self.parents: NameIndex[str] = NameIndex()
        carried_out: set[int] = set()  # milestones that are the same promise as one of the commitments
        for pk, carried_out_by, names, parent in self._rows("commitment", person, agencies):
            self._add(f"commitment:{pk}", names, parent)
            carried_out.add(carried_out_by)
        for pk, _milestone, names, parent in self._rows("milestone", person, agencies):
            if pk in carried_out:
                # The title of one that is the same promise means the commitment; its reference means itself.
                del names[1:]
            self._add(f"milestone:{pk}", names, parent)

    def _rows(self, kind: str, person: Person, agencies: Collection[int] | None) -> Any:
        rows = MODELS[kind].objects.filter(granted_rows(kind, REPORT, person))
        if agencies is not None:
            rows = rows.filter(pk__in=MODELS[kind].objects.filter(agencies__in=agencies).values("pk"))
        also = SAME_PROMISE[kind]
        names = ("reference", "title_ko", "title_en")
        columns = ("pk", also, *names, *BELONGS_TO[kind])
        for pk, milestone, *texts in rows.order_by("pk").values_list(*columns):
            yield pk, milestone, texts[:3], texts[3:]

    def _add(self, key: str, names: Any, parent: Any) -> None:
        reference, *titles = names
        self.references[reference] = key
        self.titles.add(key, *titles)
        self.parents.add(key, *filter(None, parent))

    def find(self, facts: RowFacts) -> str | None:
        """Return the key of the promise that a row names; None where it complains instead."""
        if "subject_reference" in facts:
            return facts.resolve("subject_reference", self._referred)
        if "subject_title" not in facts:
            facts.add_complaint(_("Write the reference or the title of the promise."), "subject_reference")
            return None
        parent = facts.get("belongs_to")
        return facts.resolve("subject_title", lambda title: self._titled(title, parent))

    def _referred(self, reference: str) -> str:
        key = self.references.get(reference)
        if key is None:
            raise UnreadableCell(_("There is no public promise of this reference of which you may report."))
        return key

    def _titled(self, title: str, parent: str | None) -> str:
        keys = self.titles.keys(title)
        if parent:
            keys = keys & self.parents.keys(parent)
        if not keys:
            raise UnreadableCell(_("There is no public promise of this title of which you may report."))
        if len(keys) > 1:
            raise UnreadableCell(
                _("Several promises have this title. Write the agreement too, or the reference.")
            )
        return min(keys)


def promises_in_bulk(keys: Iterable[str | None]) -> dict[str | None, Promise]:
    """Read promises by their keys, in two queries, each with what it belongs to."""
    pks_by_kind: dict[str, list[int]] = defaultdict(list)
    for key in filter(None, keys):
        kind, _colon, pk = key.partition(":")
        pks_by_kind[kind].append(int(pk))
    promises: dict[str | None, Promise] = {}
    for kind, parent in (("commitment", "agreement"), ("milestone", "program")):
        pks = pks_by_kind[kind]
        for promise in MODELS[kind].objects.select_related(parent).filter(pk__in=pks):
            promises[f"{kind}:{promise.pk}"] = promise
    return promises


def of_model(model: type[Promise], promises: Iterable[Promise]) -> list[Any]:
    """Return those promises that are commitments, or those that are milestones."""
    return [promise for promise in promises if isinstance(promise, model)]


def reports_by_promise(promises: Iterable[Promise]) -> dict[Any, list[StatusReport]]:
    """Return the drafts and the published reports of promises, by their keys."""
    promises = list(promises)
    rows: Any = StatusReport.objects.exclude(state=PublicationState.WITHDRAWN).select_related(
        "commitment", "milestone", "withdrawal"
    )
    reports = chain(
        rows.filter(commitment__in=of_model(Commitment, promises)),
        rows.filter(milestone__in=of_model(Milestone, promises)),
    )
    reports_of_promises = defaultdict(list)
    for report in reports:
        promise = report.subject
        reports_of_promises[f"{promise._meta.model_name}:{promise.pk}"].append(report)
    return reports_of_promises


def searched_promises(promises: Iterable[Promise], part: RoundPart | None) -> dict[Any, Inquiry]:
    """Return the searches that were handed in for a round already, by promise and what came up."""
    if part is None:
        return {}
    inquiries: dict[Any, Inquiry] = {}
    answers = Inquiry.objects.filter(round_answer__part=part)
    for inquiry in answers.prefetch_related("commitments", "milestones"):
        for promise in inquiry.promises:
            inquiries[promise, inquiry.note_ko] = inquiry
    return inquiries
