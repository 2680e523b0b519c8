"""Correcting a published report or inquiry: a new one that names the old one and says why."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.actions.refusals import ActRefused
from agreements.actions.remedies import require_counting
from agreements.admin.publishing.difference import ValueDifference, VersionComparison
from agreements.admin.publishing.outline import FollowUp, OutlineSection
from agreements.admin.publishing.publishable import PublishableAdmin
from agreements.admin.publishing.redaction import redaction_of
from agreements.admin.publishing.remedy import (
    admin_url,
    draft_follow_ups,
    may_begin,
    record_in_address,
    redirect_to_begun,
    unpublished_draft,
)
from agreements.admin.publishing.statement import statement_on
from agreements.admin.publishing.withdrawal import withdrawal_of
from agreements.admin.records.forms import RootForm
from agreements.models import Inquiry, StatusReport
from agreements.models.labels import field_label, field_text
from agreements.models.remedy import named_in_withdrawals
from agreements.models.staff import staff_name
from agreements.rules.partial_date import PartialDate

type Correctable = StatusReport | Inquiry


def correction_of(request: HttpRequest, record: Correctable) -> list[FollowUp]:
    return draft_follow_ups(
        request,
        type(record),
        by="corrects",
        of=record,
        label=_("Correct"),
        what=_("It says something wrong: a new one takes its place, and both stay readable."),
    )


def already_begun(correction: Correctable) -> str:
    author = staff_name(correction.created_by)
    return _("%(who)s already began its correction (%(state)s). Open that one; it is corrected once.") % {
        "who": author,
        "state": correction.get_state_display(),
    }


def draft_of_correction(record: Correctable) -> Correctable | None:
    corrections: Any = type(record)._default_manager.filter(corrects=record)
    correction: Correctable | None = corrections.select_related("created_by").first()
    return correction


def still_counts(record: Correctable) -> bool:
    """Say whether a published record still counts, so that something may follow it."""
    try:
        require_counting(record, field=named_in_withdrawals(record))
    except ActRefused:
        return False
    return True


def corrected_by(record: Correctable) -> list[FollowUp]:
    """Lead from a corrected record to the one that took its place."""
    correction = draft_of_correction(record)
    if correction is None:
        return []
    return [FollowUp(_("Open its correction"), admin_url(correction), str(correction))]


class CorrectionForm(RootForm):
    """``corrected`` is set by the admin: what this record corrects; ``kept`` it takes over unseen."""

    corrected: Correctable | None = None
    kept: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.corrected is None:
            return
        if self.instance.pk is None:
            self.instance.corrects = self.corrected
            for name in self.kept:
                setattr(self.instance, name, getattr(self.corrected, name))
        if "correction_reason_ko" in self.fields:
            self.fields["correction_reason_ko"].required = True
            self.fields["correction_reason_ko"].error_messages["required"] = _(
                "A correction needs its reason."
            )

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.corrected and self.instance.pk is None and (begun := draft_of_correction(self.corrected)):
            self.add_error(None, already_begun(begun))
        return cleaned


class CorrectionAdmin(PublishableAdmin):
    """Add to the admin of a record the form of its correction, opened at ``add/?corrects=<key>``.

    Attributes:
        carried, periods, linked: columns, partial dates and lists of other records that a correction takes
            over from what it corrects, to be put right.
        compared_besides: lists in which the two may differ besides.
        subject_is_kept: the first fieldset says what it is about, which a correction does not change.
    """

    carried: tuple[str, ...]
    periods: tuple[str, ...]
    linked: tuple[str, ...]
    compared_besides: tuple[str, ...] = ()
    subject_is_kept = False

    def outline_of(self, record: Any) -> list[OutlineSection]:
        """Return what the public reads of a record."""
        raise NotImplementedError

    def corrected(self, request: HttpRequest, record: Any) -> Any:
        """Return what ``record`` or, where one is added, the address corrects; None for nothing."""
        if record is not None:
            return record.corrects
        return record_in_address(request, self.model, "corrects")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if "corrects" not in request.GET or not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        wrong = self.corrected(request, None)
        if wrong is None:
            messages.error(request, _("Only what is public can be corrected. Open it and press “Correct”."))
            return redirect(f"{self.url('changelist')}?state__exact=published")
        if not may_begin(request, self.model, wrong):
            raise PermissionDenied
        if request.method == "GET" and (begun := unpublished_draft(self.model, "corrects", wrong)):
            return redirect_to_begun(request, begun)
        try:
            require_counting(wrong, field=named_in_withdrawals(wrong))
        except ActRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(admin_url(wrong))
        return super().add_view(request, form_url, extra_context)

    def clash(self, request: HttpRequest) -> Any:
        wrong = self.corrected(request, None)
        begun = draft_of_correction(wrong) if wrong else None
        return already_begun(begun) if begun else super().clash(request)

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        wrong = self.corrected(request, None)
        if wrong is None:
            return super().get_changeform_initial_data(request)
        periods = {name: getattr(wrong, name) for name in self.periods}
        return model_to_dict(wrong, (*self.carried, *self.linked)) | periods

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.corrected = self.corrected(request, obj)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if self.corrected(request, obj) is None:
            return fieldsets
        *facts, english = fieldsets[1:] if self.subject_is_kept else fieldsets
        description = _("Everyone reads the reason, and both versions.")
        if self.inlines:
            description = _(
                "Everyone reads the reason, and both versions. Files are not taken over: upload again "
                "those that still prove something."
            )
        correction = (_("Correction"), {"fields": ["correction_reason_ko"], "description": description})
        english = (english[0], {**english[1], "fields": [*english[1]["fields"], "correction_reason_en"]})
        return [correction, *facts, english]

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().page_context(request, record)
        wrong = self.corrected(request, record)
        if wrong is None:
            return context
        return context | {
            "title": _("Correction: %(report)s") % {"report": wrong},
            "wrong": wrong,
            "wrong_url": admin_url(wrong),
            "sections": self.outline_of(wrong),
        }

    # ---- what may follow once it is public

    def follow_ups(self, request: HttpRequest, record: Any) -> list[FollowUp]:
        if not record.is_public:
            return []
        if not still_counts(record):
            return [*corrected_by(record), *redaction_of(request, record)]
        return [
            *correction_of(request, record),
            *withdrawal_of(request, record),
            *statement_on(request, record),
            *redaction_of(request, record),
        ]

    def next_step(self, request: HttpRequest, record: Any) -> str | Promise:
        if record.redacted_by is not None:
            return _("It is public; its text was blanked as personal data on %(day)s: %(reason)s") % {
                "day": PartialDate.day(timezone.localdate(record.redacted_by.recorded_at)).short(),
                "reason": record.redacted_by.reason,
            }
        if record.is_public and not still_counts(record):
            return _(
                "It is public and is never changed. It no longer counts: it was corrected or withdrawn, or "
                "what it is about is not public."
            )
        return super().next_step(request, record)

    # ---- what a correction changes

    def compared(self, record: Any) -> VersionComparison | None:
        if record.corrects is None:
            return None
        return VersionComparison(
            _("What the correction changes"),
            _("Before the correction"),
            _("After the correction"),
            self.differences(record.corrects, record),
        )

    def differences(self, before: Any, after: Any) -> list[ValueDifference]:
        """Return the fields and lists in which a correction differs from what it corrects."""
        differences = []
        for name in (*self.carried, *self.periods):
            texts = (self.value_text(before, name), self.value_text(after, name))
            differences.append(ValueDifference(field_label(self.model, name), *texts))
        for name in (*self.linked, *self.compared_besides):
            related: Any = self.opts.get_field(name).related_model
            label = capfirst(str(related._meta.verbose_name_plural))
            texts = (related_text(before, name), related_text(after, name))
            differences.append(ValueDifference(label, *texts))
        return [difference for difference in differences if difference.before != difference.after]

    def value_text(self, record: Any, name: str) -> str:
        return field_text(self.model, name, getattr(record, name)) or _("none")


def related_text(record: Any, name: str) -> str:
    """Write the related records of a field, sorted by name."""
    titles = sorted(str(related) for related in getattr(record, name).all())
    return ", ".join(titles) or _("none")
