"""Screen everything of a record that the public would read for personal data.

Registration numbers always block.  Other hits block until a coordinator states why they are none; that is
kept in a trace under a fingerprint, so that nothing repeats the data, and another number is another hit.
Uploaded files are read once, when they are stored; their masked findings stand in the document's row.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.actions import traces
from agreements.actions.checks import has_written, require_grant, require_text
from agreements.actions.refusals import FourEyes, PersonalData, StaleVersion, WrongState
from agreements.models import Document, Source, Trace
from agreements.models.base import Publishable
from agreements.personal_data.detectors import (
    DETECTORS,
    LABELS,
    OFFICE_LINES,
    Severity,
    find_personal_data,
    mask_personal_data,
)
from agreements.personal_data.files import places, reading
from agreements.personal_data.files.pieces import NOTICES, REASONS
from agreements.rules.publication import Act

SEVERITIES: dict[str, Severity] = {detector.kind: detector.severity for detector in DETECTORS}
SEVERITIES |= {kind: severity for kind, (_label, severity) in NOTICES.items()}
KIND_LABELS: dict[str, Any] = LABELS | {kind: label for kind, (label, _severity) in NOTICES.items()}

# Kinds that a field may hold: an office's telephone in its own; in an address, any number of a newspaper.
ALLOWED: dict[str, frozenset[str]] = {
    "telephone": OFFICE_LINES,
    "url": frozenset(LABELS) - {"resident", "foreigner", "email"},
}


@dataclass(frozen=True)
class PersonalDataHit:
    """A hit: where it stands, in words and as the record's own form field; the excerpt is masked."""

    where: str
    kind: str
    excerpt: str
    fingerprint: str
    field: str | None = None
    cleared: bool = False

    @property
    def severity(self) -> Severity:
        return SEVERITIES[self.kind]

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.ALWAYS or self.clearable

    @property
    def clearable(self) -> bool:
        return self.severity == Severity.CLEAR and not self.cleared

    @property
    def what(self) -> str:
        if self.kind == "unreadable":
            return f"{KIND_LABELS[self.kind]}: {REASONS[self.excerpt]}"
        return f"{KIND_LABELS[self.kind]} {self.excerpt}".strip()

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def hit_fingerprint(kind: str, match: str) -> str:
    """Identify a hit without repeating it: an HMAC, so that nobody without the key can try numbers."""
    return salted_hmac("agreements.screening", f"{kind}:{match}", algorithm="sha256").hexdigest()[:32]


def possible_cases(record: Publishable) -> list[PersonalDataHit]:
    """Return what may be about one child or a shelter: whoever publishes must see it, nothing refuses it."""
    hits = hits_in_public_record(record)
    return [hit for hit in hits if hit.severity == Severity.WARN and not hit.cleared]


# ---- texts -------------------------------------------------------------------------------------------


def hits_in_texts(texts: Mapping[str, str]) -> list[PersonalDataHit]:
    """Search texts by the name of their field, before there is a record; nothing counts as cleared."""
    hits = (_hits_in_text(text, where=field, field=field, form_field=field) for field, text in texts.items())
    return list(chain.from_iterable(hits))


def _hits_in_text(
    text: str, *, where: str, field: str, form_field: str | None = None
) -> Iterator[PersonalDataHit]:
    """Yield the hits that ``field`` may not hold; ``form_field`` is set where the record's form has it."""
    allowed = ALLOWED.get(field, frozenset())
    for hit in find_personal_data(text):
        if hit.kind not in allowed:
            fingerprint = hit_fingerprint(hit.kind, hit.match)
            yield PersonalDataHit(where, hit.kind, hit.excerpt, fingerprint, form_field)


def _hits_in_record(record: models.Model, path: str = "") -> Iterator[PersonalDataHit]:
    """Search the texts of a record, of its parts and of the sources it cites; ``path`` names its owners."""
    for field in filter(_is_public_text, record._meta.concrete_fields):
        yield from _hits_in_text(
            getattr(record, field.name) or "",
            where=f"{path}{capfirst(str(field.verbose_name))}",
            field=field.name,
            form_field=None if path else field.name,
        )

    for part, number in _public_parts(record):
        yield from _hits_in_record(part, f"{path}{capfirst(str(part._meta.verbose_name))} {number} · ")


def _is_public_text(field: Any) -> bool:
    """Say whether staff type the field freely, or it is the name of a file."""
    if not isinstance(field, models.CharField | models.TextField) or field.choices:
        return False

    # The upload sets it, so that no form has it; the public reads it beside the file.
    return field.editable or field == Document._meta.get_field("name")


def _public_parts(record: models.Model) -> Iterator[tuple[models.Model, int]]:
    """Yield what belongs to a record or is cited by it and may be public, with its number."""
    for parts in _parts_of_record(record):
        for index, part in enumerate(parts, start=1):
            number = getattr(part, "number", None) or index
            is_hidden = isinstance(part, Document) and not part.public
            if not is_hidden:
                yield part, number


def _parts_of_record(record: models.Model) -> Iterator[list[models.Model]]:
    if record.pk is None:  # nothing belongs to it yet
        return

    for name in traces.CHILDREN.get(type(record), ()):
        yield list(getattr(record, name).all())

    yield from _sources_cited(record)


def _sources_cited(record: models.Model) -> Iterator[list[models.Model]]:
    for relation in record._meta.many_to_many:
        if relation.related_model is Source:
            yield list(getattr(record, relation.name).all())

    # What a commitment or party alone cites may stand in another source than the agreement.
    for field in record._meta.concrete_fields:
        if field.related_model is Source:
            source = getattr(record, field.name)
            yield list(filter(None, [source]))


# ---- files -------------------------------------------------------------------------------------------


def screen_file(file: IO[bytes], *, name: str, sha256: str) -> list[dict[str, Any]]:
    """Read an uploaded file; return kind, excerpt, place and fingerprint of each hit."""
    findings = []
    for finding in reading.findings_of_file(file, PurePath(name).suffix.lower()):
        match = finding["match"]
        if finding["kind"] in NOTICES:  # what is no text is cleared for this very file
            match = f"{sha256}:{match}"

        findings.append(
            {
                "kind": finding["kind"],
                "excerpt": finding["excerpt"],
                "place": finding["place"],
                "fingerprint": hit_fingerprint(finding["kind"], match),
            }
        )

    return findings


def screen_documents(record: models.Model, *, now: datetime) -> None:
    """Read the public files of a record that were never read: those stored before there was a guard."""
    for document in _public_documents(record).filter(screened_at=None):
        try:
            with document.file.open("rb") as file:
                findings = screen_file(file, name=document.name, sha256=document.sha256)
        except OSError:
            fingerprint = hit_fingerprint("unreadable", f"{document.sha256}:missing")
            findings = [{"kind": "unreadable", "excerpt": "missing", "place": {}, "fingerprint": fingerprint}]

        Document.objects.filter(pk=document.pk).update(findings=findings, screened_at=now)


def _public_documents(record: Any) -> models.QuerySet[Document]:
    if record.pk is None or not hasattr(record, "documents"):
        return Document.objects.none()

    public: models.QuerySet[Document] = record.documents.filter(public=True, redacted_by=None)
    return public


def _hits_in_files(record: models.Model) -> Iterator[PersonalDataHit]:
    for document in _public_documents(record):
        file = _("file “%(name)s”") % {"name": mask_personal_data(document.name)}
        for finding in document.findings:
            where = " · ".join(filter(None, [file, places.place_in_words(finding["place"])]))
            yield PersonalDataHit(where, finding["kind"], finding["excerpt"], finding["fingerprint"])


# ---- the guard ----------------------------------------------------------------------------------------


def hits_in_public_record(record: Publishable) -> list[PersonalDataHit]:
    """Return every hit in what the public would read of a record, those cleared marked.  Writes nothing."""
    cleared = _cleared_fingerprints(record)
    hits = [*_hits_in_record(record), *_hits_in_files(record)]
    return [replace(hit, cleared=hit.fingerprint in cleared) for hit in hits]


def require_clean(record: Publishable, *, now: datetime) -> None:
    """Read unread files, and demand that nothing blocks.

    Raises:
        PersonalData: the record holds what looks like personal data and was not cleared.
    """
    screen_documents(record, now=now)
    refuse_hits(hits_in_public_record(record))


def refuse_hits(hits: list[PersonalDataHit], *, field: str | None = None) -> None:
    """Demand that none of the hits blocks.

    Raises:
        PersonalData: one of the hits blocks; the message names each and says what to do.
    """
    blocking = blocking_hits(hits)
    if blocking:
        raise PersonalData(refusal_sentences(blocking), hits=blocking, field=field or blocking[0].field)


def blocking_hits(hits: Iterable[PersonalDataHit]) -> list[PersonalDataHit]:
    return [hit for hit in hits if hit.blocks]


def require_clearable(record: Publishable) -> list[PersonalDataHit]:
    """Return the hits of a record that a reason can clear; demand that no others block.

    Raises:
        PersonalData: a registration number; no reason clears it.
    """
    clearable: list[PersonalDataHit] = []
    others: list[PersonalDataHit] = []
    for hit in hits_in_public_record(record):
        if hit.clearable:
            clearable.append(hit)
        else:
            others.append(hit)
    refuse_hits(others)
    return clearable


SHOWN = 8  # hits in one sentence


def refusal_sentences(blocking: list[PersonalDataHit]) -> str:
    texts = list(dict.fromkeys(map(str, blocking)))
    severities = {hit.severity for hit in blocking}
    more = len(texts) - SHOWN
    sentences = [_("This looks like personal data:\n%(hits)s.") % {"hits": ";\n".join(texts[:SHOWN])}]

    if more > 0:
        sentences.append(ngettext("%(count)s more.", "%(count)s more.", more) % {"count": more})
    if Severity.ALWAYS in severities:
        sentences.append(_("Remove registration numbers; they are never published."))
    if Severity.CLEAR in severities:
        sentences.append(_("Remove what is personal data. What is none, a coordinator clears with a reason."))

    return "\n".join(sentences)


def require_clean_reason(record: Publishable, reason: str) -> None:
    """Demand a reason that everyone may read.

    Raises:
        PersonalData: a reason that everyone reads holds what was not cleared for this record.
    """
    cleared = _cleared_fingerprints(record)
    hits = _hits_in_text(reason, where=_("Reason"), field="reason", form_field="reason")
    refuse_hits([hit for hit in hits if hit.fingerprint not in cleared])


# ---- clearing ------------------------------------------------------------------------------------------

CLEARED = "cleared[{}]"  # the path in a trace's changes: which hit


@transaction.atomic
def clear_hits(
    record: Publishable, fingerprints: Collection[str], reason: str, *, actor: Any, now: datetime
) -> Trace:
    """State why hits in a draft or submitted record are no personal data.

    Raises:
        NotAllowed.
        FourEyes: ``actor`` wrote it, and the office is not a one-person office.
        WrongState: it is public.
        StaleVersion: one of them is not there (any more), or is no hit that can be cleared.
        Incomplete: the reason is empty.
    """
    require_grant(actor, Act.CLEAR, record, now=now)
    current = type(record)._default_manager.select_for_update().get(pk=record.pk)

    if current.is_public:
        raise WrongState(_("“%(record)s” is public already.") % {"record": mask_personal_data(str(current))})
    if has_written(current, actor=actor) and not settings.ONE_PERSON_OFFICE:
        raise FourEyes(
            _("You wrote or submitted this record yourself. Another coordinator has to clear its hits.")
        )

    hits = _hits_as_seen(current, fingerprints)
    return leave_clearance(current, hits, reason, actor=actor, now=now)


def _hits_as_seen(record: Publishable, fingerprints: Collection[str]) -> list[PersonalDataHit]:
    """Return the hits that somebody chose to clear.

    Raises:
        StaleVersion: none is chosen, or one of them is not there (any more) or cannot be cleared.
    """
    clearable: dict[str, PersonalDataHit] = {}
    for hit in hits_in_public_record(record):
        if hit.clearable:
            clearable[hit.fingerprint] = hit

    if not fingerprints or not clearable.keys() >= set(fingerprints):
        raise StaleVersion(_("What you looked at has changed meanwhile. Look at the hits again."))
    return [clearable[fingerprint] for fingerprint in fingerprints]


def leave_clearance(
    record: Publishable, hits: list[PersonalDataHit], reason: str, *, actor: Any, now: datetime
) -> Trace:
    """Record in a trace why hits are no personal data.

    Raises:
        Incomplete: the reason is empty.
        PersonalData: the reason repeats personal data.
    """
    require_text(reason, _("Write down why this is no personal data."), field="reason")
    if blocking_hits(hits_in_texts({"reason": reason})):
        raise PersonalData(_("Do not repeat the number in the reason."), hits=[], field="reason")

    changed: dict[str, list[Any]] = {
        CLEARED.format(hit.fingerprint): [None, f"{hit.kind}: {hit.excerpt}"] for hit in hits
    }
    label = mask_personal_data(str(record))
    return traces.leave_trace(
        record, Act.CLEAR, actor=actor, now=now, reason=reason, changed=changed, label=label
    )


def cleared_in_words(kept: str) -> str:
    """Name a cleared hit by what its trace kept: its kind and masked excerpt."""
    kind, _colon, excerpt = kept.partition(": ")
    if kind not in SEVERITIES:
        return kept
    return PersonalDataHit("", kind, excerpt, "").what


def _cleared_fingerprints(record: Publishable) -> set[str]:
    if record.pk is None:
        return set()

    clearances = Trace.objects.filter(
        subject_kind=record._meta.model_name, subject_id=str(record.pk), act=Act.CLEAR
    )
    prefix, suffix = CLEARED.split("{}")
    paths = chain.from_iterable(clearances.values_list("changes", flat=True))
    return {path.removeprefix(prefix).removesuffix(suffix) for path in paths}
