"""The personal-data guard: everything of a record that the public would read, searched for personal data.

Registration numbers always block.  Other hits block until a coordinator states why they are none; that is
kept in a trace under a fingerprint, so that nothing repeats the data, and another number is another hit.
Uploaded files are read once, when they are stored; their masked findings stand in the document's row.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.actions import traces
from agreements.actions.checks import require, wrote
from agreements.actions.refusals import FourEyes, Incomplete, PersonalData, StaleVersion, WrongState
from agreements.models import Document, Source, Trace
from agreements.models.base import Publishable
from agreements.personal_data.detectors import DETECTORS, LABELS, OFFICE_LINES, Severity, find, masked
from agreements.personal_data.files import places, reading
from agreements.personal_data.files.pieces import NOTICES, REASONS
from agreements.rules.publication import Act

SEVERITIES: dict[str, Severity] = {detector.kind: detector.severity for detector in DETECTORS}
SEVERITIES |= {kind: severity for kind, (_label, severity) in NOTICES.items()}

# Kinds that a field may hold: an office's telephone in its own; in an address, any number of a newspaper.
ALLOWED: dict[str, frozenset[str]] = {
    "telephone": OFFICE_LINES,
    "url": frozenset(LABELS) - {"resident", "foreigner", "email"},
}


@dataclass(frozen=True)
class Found:
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
        return self.severity == Severity.ALWAYS or (self.severity == Severity.CLEAR and not self.cleared)

    @property
    def clearable(self) -> bool:
        return self.severity == Severity.CLEAR and not self.cleared

    @property
    def what(self) -> str:
        if self.kind == "unreadable":
            return f"{NOTICES[self.kind][0]}: {REASONS[self.excerpt]}"
        label = LABELS[self.kind] if self.kind in LABELS else NOTICES[self.kind][0]
        return f"{label} {self.excerpt}".strip()

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def fingerprint(kind: str, match: str) -> str:
    """Tells a hit apart without repeating it; only who has the site's key could try out numbers."""
    return salted_hmac("agreements.screening", f"{kind}:{match}", algorithm="sha256").hexdigest()[:32]


# ---- texts -------------------------------------------------------------------------------------------


def hits_in(texts: Mapping[str, str]) -> list[Found]:
    """Search texts by the field they are (to be) in, before there is a record; nothing is cleared."""
    return [hit for field, text in texts.items() for hit in _hits(text, where=field, field=field)]


def _hits(text: str, *, where: str, field: str, own: bool = True) -> Iterator[Found]:
    for hit in find(text):
        if hit.kind not in ALLOWED.get(field, ()):
            mark = fingerprint(hit.kind, hit.match)
            yield Found(where, hit.kind, hit.excerpt, mark, field if own else None)


def _in_texts(record: models.Model, above: str = "") -> Iterator[Found]:
    """Search what a record says, what belongs to it and the sources it cites."""
    for field in record._meta.concrete_fields:
        if _public_text(field):
            where = f"{above}{capfirst(str(field.verbose_name))}"
            text = getattr(record, field.name)
            yield from _hits(text or "", where=where, field=field.name, own=not above)
    if record.pk is None:
        return
    for part in _parts(record):
        for number, child in enumerate(part, start=1):
            if not isinstance(child, Document) or child.public:
                called = getattr(child, "number", None) or number  # as its page calls it
                yield from _in_texts(child, f"{above}{capfirst(str(child._meta.verbose_name))} {called} · ")


def _public_text(field: Any) -> bool:
    """What staff type freely is public; of what they do not type, only the name of a file."""
    text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return text and (field.editable or (field.model is Document and field.name == "name"))


def _parts(record: models.Model) -> Iterator[list[models.Model]]:
    for name in traces.CHILDREN.get(type(record), ()):
        yield list(getattr(record, name).all())
    for cited in record._meta.many_to_many:
        if cited.related_model is Source:
            yield list(getattr(record, cited.name).all())
    if source := getattr(record, "duties_source", None):
        yield [source]


# ---- files -------------------------------------------------------------------------------------------


def screen_file(file: IO[bytes], *, name: str, sha256: str) -> list[dict[str, Any]]:
    """Read an uploaded file and give what its document keeps: kind, excerpt, place, fingerprint."""
    return [
        {
            "kind": found["kind"],
            "excerpt": found["excerpt"],
            "place": found["place"],
            # What is no text is cleared for this very file.
            "fingerprint": fingerprint(
                found["kind"], f"{sha256}:{found['match']}" if found["kind"] in NOTICES else found["match"]
            ),
        }
        for found in reading.findings(file, PurePath(name).suffix.lower())
    ]


def screen_documents(record: models.Model, *, now: datetime) -> None:
    """Read the public files of a record that were never read: those stored before there was a guard."""
    for document in _documents(record).filter(screened_at=None):
        try:
            with document.file.open("rb") as file:
                findings = screen_file(file, name=document.name, sha256=document.sha256)
        except OSError:
            mark = fingerprint("unreadable", f"{document.sha256}:missing")
            findings = [{"kind": "unreadable", "excerpt": "missing", "place": {}, "fingerprint": mark}]
        Document.objects.filter(pk=document.pk).update(findings=findings, screened_at=now)


def _documents(record: Any) -> models.QuerySet[Document]:
    if not hasattr(record, "documents") or record.pk is None:
        return Document.objects.none()
    public: models.QuerySet[Document] = record.documents.filter(public=True, redacted_by=None)
    return public


def _in_files(record: models.Model) -> Iterator[Found]:
    for document in _documents(record):
        for finding in document.findings:
            where = _("file “%(name)s”") % {"name": masked(document.name)}
            place = places.in_words(finding["place"])
            where = f"{where} · {place}" if place else where
            yield Found(where, finding["kind"], finding["excerpt"], finding["fingerprint"])


# ---- the guard ----------------------------------------------------------------------------------------


def found_in(record: Publishable) -> list[Found]:
    """Give every hit in what the public would read of a record, those cleared marked.  Writes nothing."""
    cleared = _cleared(record)
    hits = [*_in_texts(record), *_in_files(record)]
    return [replace(hit, cleared=hit.fingerprint in cleared) for hit in hits]


def require_clean(record: Publishable, *, now: datetime) -> None:
    """
    Raises:
        PersonalData: the record holds what looks like personal data and was not cleared.
    """
    screen_documents(record, now=now)
    refuse(found_in(record))


def refuse(hits: list[Found], *, field: str | None = None) -> None:
    """
    Raises:
        PersonalData: one of the hits blocks; the message names each and says what to do.
    """
    blocking = [hit for hit in hits if hit.blocks]
    if blocking:
        raise PersonalData(in_words(blocking), hits=blocking, field=field or blocking[0].field)


SHOWN = 8  # hits in one sentence


def in_words(blocking: list[Found]) -> str:
    named = list(dict.fromkeys(map(str, blocking)))
    more = len(named) - SHOWN
    sentences = [_("This looks like personal data:\n%(hits)s.") % {"hits": ";\n".join(named[:SHOWN])}]
    if more > 0:
        sentences.append(ngettext("%(count)s more.", "%(count)s more.", more) % {"count": more})
    if any(hit.severity == Severity.ALWAYS for hit in blocking):
        sentences.append(_("Remove registration numbers; they are never published."))
    if any(hit.clearable for hit in blocking):
        sentences.append(_("Remove what is personal data. What is none, a coordinator clears with a reason."))
    return "\n".join(sentences)


def require_clean_reason(record: Publishable, reason: str) -> None:
    """
    Raises:
        PersonalData: a reason that everyone reads holds what was not cleared for this record.
    """
    cleared = _cleared(record)
    hits = _hits(reason, where=_("Reason"), field="reason")
    refuse([hit for hit in hits if hit.fingerprint not in cleared])


# ---- clearing ------------------------------------------------------------------------------------------

CLEARED = "cleared[{}]"  # the path in a trace's changes: which hit


@transaction.atomic
def clear(
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
    require(actor, Act.CLEAR, record, now=now)
    found = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if found.is_public:
        raise WrongState(_("“%(record)s” is public already.") % {"record": masked(str(found))})
    if wrote(found, actor=actor) and not settings.ONE_PERSON_OFFICE:
        raise FourEyes(
            _("You wrote or submitted this record yourself. Another coordinator has to clear its hits.")
        )
    hits = {hit.fingerprint: hit for hit in found_in(found) if hit.clearable}
    if not fingerprints or not hits.keys() >= set(fingerprints):
        raise StaleVersion(_("What you looked at has changed meanwhile. Look at the hits again."))
    return leave_clearance(found, [hits[one] for one in fingerprints], reason, actor=actor, now=now)


def leave_clearance(
    record: Publishable, hits: list[Found], reason: str, *, actor: Any, now: datetime
) -> Trace:
    """
    Raises:
        Incomplete: the reason is empty.
        PersonalData: the reason repeats personal data.
    """
    if not reason.strip():
        raise Incomplete(_("Write down why this is no personal data."), field="reason")
    if any(hit.blocks for hit in hits_in({"reason": reason})):
        raise PersonalData(_("Do not repeat the number in the reason."), hits=[], field="reason")
    changed: dict[str, list[Any]] = {
        CLEARED.format(hit.fingerprint): [None, f"{hit.kind}: {hit.excerpt}"] for hit in hits
    }
    label = masked(str(record))
    return traces.leave(record, Act.CLEAR, actor=actor, now=now, reason=reason, changed=changed, label=label)


def cleared_in_words(kept: str) -> str:
    """What a trace kept of a cleared hit: its kind and masked excerpt."""
    kind, _colon, excerpt = kept.partition(": ")
    return Found("", kind, excerpt, "").what if kind in SEVERITIES else kept


def _cleared(record: Publishable) -> set[str]:
    if record.pk is None:
        return set()
    kept = Trace.objects.filter(
        subject_kind=record._meta.model_name, subject_id=str(record.pk), act=Act.CLEAR
    ).values_list("changes", flat=True)
    prefix, suffix = CLEARED.split("{}")
    return {path.removeprefix(prefix).removesuffix(suffix) for changes in kept for path in changes}
