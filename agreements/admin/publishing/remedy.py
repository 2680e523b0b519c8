"""What statements, withdrawals and redactions share: each is started on the published record's page."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.refusals import ActRefused
from agreements.actions.statements import agencies_concerned
from agreements.admin.accounts.roles import filter_granted, person_may, request_person
from agreements.admin.publishing.outline import FollowUp, OutlineSection
from agreements.admin.publishing.publishable import PublishableAdmin
from agreements.admin.records.forms import RootForm
from agreements.admin.records.pickers import LARGEST_KEY
from agreements.models import Inquiry, Redaction, Statement, StatusReport, Withdrawal
from agreements.models.base import Publishable
from agreements.models.staff import may_do
from agreements.rules.publication import Act
from agreements.rules.roles import REPORT, SPEAK
from agreements.rules.whole_number import whole_number


def admin_url(record: Any, page: str = "change") -> str:
    return reverse(f"admin:agreements_{record._meta.model_name}_{page}", args=[record.pk])


def draft_follow_ups(
    request: HttpRequest,
    model: Any,
    *,
    by: str,
    of: Any,
    label: str | Promise,
    what: str | Promise,
    one_at_a_time: bool = True,
) -> list[FollowUp]:
    """Offer to start a draft of ``model`` whose field ``by`` names ``of``, or to open the one begun."""
    if not may_begin(request, model, of):
        return []
    if one_at_a_time and (begun := unpublished_draft(model, by, of)):
        state = begun.get_state_display()
        return [FollowUp(label, admin_url(begun), _("Already begun: %(state)s.") % {"state": state})]
    start = reverse(f"admin:agreements_{model._meta.model_name}_add")
    return [FollowUp(label, f"{start}?{by}={of.pk}", what)]


def may_begin(request: HttpRequest, model: Any, of: Any) -> bool:
    """Say whether the person may write a draft of ``model`` about the published record ``of``."""
    if not person_may(request, Act.CREATE, model):
        return False
    if model is Statement:
        return bool(filter_granted(request, agencies_concerned(of), SPEAK).exists())
    if isinstance(of, StatusReport | Inquiry):
        return any(person_may(request, REPORT, type(promise), promise) for promise in of.promises)
    return may_do(request_person(request), Act.CREATE, of, any_state=True)


def unpublished_draft(model: Any, by: str, of: Any) -> Any:
    return model.objects.filter(**{by: of}, first_published_at=None).first()


def redirect_to_begun(request: HttpRequest, draft: Any) -> HttpResponse:
    messages.info(request, _("This was already begun; here it is."))
    return redirect(admin_url(draft))


def record_in_address(request: HttpRequest, model: Any, name: str) -> Any:
    """Return the record whose key the parameter ``name`` of the address gives; None if there is none."""
    key = whole_number(request.GET.get(name, ""), most=LARGEST_KEY)
    if key is None:
        return None
    return filter_granted(request, model.objects.filter(pk=key)).first()


class RemedyForm(RootForm):
    """``about`` is set by the admin: which field of a new record names which record."""

    about: tuple[str, Any] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.about and self.instance.pk is None:
            setattr(self.instance, *self.about)

    def beside(self) -> set[str]:
        return super().beside() | ({self.about[0]} if self.about else set())


class RemedyAdmin(PublishableAdmin):
    """``subjects`` maps the fields that may name what it is about to their models."""

    form = RemedyForm
    change_form_template = "admin/agreements/remedy_form.html"
    subjects: dict[str, Any]
    starts_at: Any = StatusReport  # on whose pages it is started
    fit_before_submission = True
    one_at_a_time = True  # a draft already begun is opened instead of a second one
    list_display = ["subject_shown", "created_by", "state_badge"]
    list_filter = ["state"]
    list_select_related = ["created_by"]
    start_from: str | Promise = gettext_lazy(
        "This begins on the page of what it is about. Open a published status report and press the button "
        "there."
    )

    # ---- what it is about

    def about(self, request: HttpRequest) -> tuple[str, Any] | None:
        """Return (field, record) that the address names; None if it names none."""
        for name, model in self.subjects.items():
            subject = record_in_address(request, model, name)
            if subject is not None:
                return name, subject
        return None

    def subject_of(self, record: Any) -> Any:
        (name,) = self.subjects
        return getattr(record, name)

    def require_startable(self, name: str, subject: Any) -> None:
        """Check that a draft about ``subject`` could be published.

        Raises:
            ActRefused: it never could.
        """
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request) and self.about(request) is not None

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not person_may(request, Act.CREATE, self.model):
            return super().add_view(request, form_url, extra_context)  # which refuses
        about = self.about(request)
        if about is None:
            messages.error(request, str(self.start_from))
            changelist = reverse(f"admin:agreements_{self.starts_at._meta.model_name}_changelist")
            return redirect(f"{changelist}?state__exact=published")
        name, subject = about
        if not may_begin(request, self.model, subject):
            raise PermissionDenied
        if request.method == "GET" and self.one_at_a_time:
            draft = unpublished_draft(self.model, name, subject)
            if draft is not None:
                return redirect_to_begun(request, draft)
        try:
            self.require_startable(name, subject)
        except ActRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(admin_url(subject))
        return super().add_view(request, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.about = None if obj else self.about(request)
        return form

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().page_context(request, record)
        subject = self.subject_of_page(request, record)
        if subject is None:
            return context
        return context | {
            "subject": subject,
            "subject_url": admin_url(subject),
            "sections": self.sections_of_subject(subject),
            "explanation": self.explanation(subject),
        }

    def subject_of_page(self, request: HttpRequest, record: Any) -> Any:
        """Return what ``record`` is about or, where one is added, what the address names, if anything."""
        if record:
            return self.subject_of(record)
        about = self.about(request)
        return about[1] if about else None

    def sections_of_subject(self, subject: Any) -> list[OutlineSection]:
        """Return the record it is about, as the form shows it."""
        raise NotImplementedError

    def explanation(self, subject: Any) -> str | Promise:
        """Return a sentence or two on what the draft does once it is published."""
        raise NotImplementedError

    # ---- publication

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        if obj is None or not obj.is_public:
            return None
        subject = self.subject_of(obj)
        if isinstance(subject, Statement):
            subject = subject.subject
        root = getattr(subject, "root", subject)
        return str(subject.get_absolute_url()) if root.is_public else None

    @admin.display(description=gettext_lazy("subject"))
    def subject_shown(self, obj: Publishable) -> str:
        subject = self.subject_of(obj)
        return format_html("{}: {}", subject._meta.verbose_name, title_of(subject))


def title_of_draft(record: Any) -> str:
    """Return the title of a draft in a list, by what it is about."""
    return title_of(record.subject if isinstance(record, Redaction) else record)


def title_of(subject: Any) -> str:
    """Return the title of a record; of a report with its commitment or milestone, which its name lacks."""
    if isinstance(subject, Withdrawal):
        return title_of(subject.subject)
    report = getattr(subject, "report", None) or subject
    return f"{report.subject}: {subject}" if isinstance(report, StatusReport) else str(subject)
