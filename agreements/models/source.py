import hashlib
import secrets
from pathlib import PurePath
from typing import Any

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from agreements.models.base import (
    Blankable,
    PartialDatePair,
    VisibleQuerySet,
    days_are_sensible,
    exactly_one,
    in_language,
    partial_date_is_whole,
)

SHA256 = 64


@deconstructible
class RandomName:
    """Names a stored file ``<folder>/ab/<random>.pdf``: nothing in the store tells what it is."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, _record: Any, uploaded: str) -> str:
        name = secrets.token_hex(16)
        return f"{self.folder}/{name[:2]}/{name}{PurePath(uploaded).suffix.lower()}"


class Source(models.Model):
    """Public material that something is based on: an article, a notice, a press release."""

    publisher = models.CharField(_("publisher"), max_length=150)
    label_ko = models.CharField(_("label (Korean)"), max_length=300, help_text=_("Usually its headline."))
    label_en = models.CharField(_("label (English)"), max_length=300, blank=True)
    published = PartialDatePair(_("published"))
    url = models.URLField(
        _("address"),
        max_length=1000,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    checked_on = models.DateField(
        _("last checked on"), null=True, blank=True, help_text=_("The day someone last opened it.")
    )
    stored_copy = models.FileField(
        _("stored copy"),
        upload_to=RandomName("copies"),
        blank=True,
        help_text=_("For staff only: a press article is its publisher's."),
    )
    sha256 = models.CharField(_("SHA-256 of the copy"), max_length=SHA256, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, db_default=0, editable=False)

    objects = VisibleQuerySet.as_manager()
    label = in_language("label")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-published_last", "pk"]
        indexes = [models.Index(fields=["-published_last", "id"], name="source_newest_first")]
        constraints = [
            partial_date_is_whole("source", "published"),
            *days_are_sensible("source", "checked_on"),
            models.UniqueConstraint(
                name="source_address_is_recorded_once",
                fields=["url"],
                condition=~Q(url=""),
                violation_error_message=_("A source with this address is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.label}"


class DocumentKind(models.TextChoices):
    AGREEMENT = "agreement", _("Agreement text")
    AMENDMENT = "amendment", _("Amendment text")
    PLAN = "plan", _("Plan")
    RESULT = "result", _("Result or evidence")
    OTHER = "other", _("Other")


class Document(Blankable):
    """An uploaded file.  It is served only through a view that asks ``visible_to``."""

    agreement = models.ForeignKey(
        "agreements.Agreement", models.CASCADE, related_name="documents", null=True, blank=True
    )
    program = models.ForeignKey(
        "agreements.Program", models.CASCADE, related_name="documents", null=True, blank=True
    )
    report = models.ForeignKey(
        "agreements.StatusReport", models.CASCADE, related_name="documents", null=True, blank=True
    )
    duty = models.ForeignKey(
        "agreements.DutyRecord", models.CASCADE, related_name="documents", null=True, blank=True
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DocumentKind.choices)
    title_ko = models.CharField(_("title (Korean)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to=RandomName("documents"))
    name = models.CharField(_("file name"), max_length=255, editable=False)
    content_type = models.CharField(_("file type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=SHA256, editable=False, db_index=True)
    screened_at = models.DateTimeField(_("searched for personal data at"), null=True, editable=False)
    # What was found in it: [{kind, excerpt (masked), place, fingerprint}], see actions/screening.py.
    findings = models.JSONField(_("findings"), default=list, db_default=[], editable=False)
    public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Everyone can download it once the record it belongs to is published."),
    )

    objects = VisibleQuerySet.as_manager()
    title = in_language("title")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["pk"]
        constraints = [
            exactly_one(
                "document_belongs_to_one_record",
                "agreement",
                "program",
                "report",
                "duty",
                message=_("A document belongs to exactly one agreement, program, report or duty record."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


def file_digest(file: Any) -> str:
    """Return the SHA-256 of an open file in hexadecimal and leave the file rewound."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
