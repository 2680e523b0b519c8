"""The admin of records that are drafted, reviewed and published: agreements, programs, reports."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import drafts, screening
from agreements.actions.checks import require_transition, review_of
from agreements.actions.link_preview import LinkPreview
from agreements.actions.refusals import ActRefused, NotListed, SimilarAgreements
from agreements.admin.accounts.roles import person_may
from agreements.admin.publishing.acts import SCREENED, act_view
from agreements.admin.publishing.change import CHANGEABLE
from agreements.admin.publishing.difference import VersionComparison
from agreements.admin.publishing.many import OF_DRAFTS
from agreements.admin.publishing.outline import FollowUp, OutlineSection
from agreements.admin.publishing.preview import preview_view
from agreements.admin.publishing.screening import screening_view
from agreements.admin.records.base import RecordAdmin
from agreements.models import Agency, Membership
from agreements.models.base import Publishable
from agreements.rules.publication import Act, PublicationState

LOCKED = {
    PublicationState.SUBMITTED: gettext_lazy(
        "It waits for review and is frozen. To change it, a coordinator returns it first."
    ),
}
ASK_REVIEW = "_ask_review"  # the button of a form
NEXT_STEP = {
    PublicationState.DRAFT: gettext_lazy(
        "Only staff see this draft. When it is complete, press “Submit for review”."
    ),
    PublicationState.RETURNED: gettext_lazy(
        "It came back from review. Change what the note says, then submit it again."
    ),
    PublicationState.WITHDRAWN: gettext_lazy(
        "It was public once and was withdrawn. It can be changed and submitted again."
    ),
}


class PublishableAdmin(RecordAdmin):
    """``do`` maps each act of this kind of record to its action, in the order of the buttons."""

    do: dict[Act, Callable[..., Any]]
    done: dict[Act, str | Promise] = {}
    what_happens: dict[Act, str | Promise] = {}
    fit_before_submission = False  # refused already at submission, where the author can mend it
    once_public: str | Promise  # why it cannot be edited any more, and what can be done instead
    change_form_template = "admin/agreements/publishable_form.html"
    view_on_site = True
    actions = OF_DRAFTS

    # ---- who may what, now

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and not obj.is_editable:
            return self.changeable(request, obj)
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.first_published_at is None)

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return person_may(request, Act.SUBMIT, self.model)

    def has_return_permission(self, request: HttpRequest) -> bool:
        return person_may(request, Act.RETURN, self.model)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return person_may(request, Act.PUBLISH, self.model)

    def has_assign_permission(self, request: HttpRequest) -> bool:
        return person_may(request, Act.HAND_OVER, Membership)

    def why_locked(self, request: HttpRequest, record: Publishable) -> str | Promise:
        return self.once_public if record.is_public else LOCKED.get(PublicationState(record.state), "")

    def next_step(self, request: HttpRequest, record: Any) -> str | Promise:
        """Return a sentence on what the person can do with the record in its state."""
        if self.changeable(request, record):
            return CHANGEABLE
        reason = self.why_locked(request, record)
        if reason or not self.has_change_permission(request, record):
            return reason
        return NEXT_STEP[PublicationState(record.state)]

    def follow_ups(self, request: HttpRequest, record: Any) -> list[FollowUp]:
        """Return the buttons for what may follow a published record."""
        return []

    def possible_acts(self, request: HttpRequest, record: Publishable) -> list[Act]:
        return [act for act in self.do if person_may(request, act, self.model, record)]

    def asks_review(self, request: HttpRequest, record: Publishable | None) -> bool:
        """Say whether the form has a button that saves and then leads to the request for review."""
        if IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST or self.changeable(request, record):
            return False
        if record is None:
            return Act.SUBMIT in self.do and person_may(request, Act.SUBMIT, self.model)
        return self.has_change_permission(request, record) and Act.SUBMIT in self.possible_acts(
            request, record
        )

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        if obj is None or not obj.is_public:
            return None
        return str(obj.get_absolute_url())

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self.lead_to_review(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.lead_to_review(request, obj) or super().response_change(request, obj)

    def lead_to_review(self, request: HttpRequest, record: Any) -> HttpResponse | None:
        """Lead from a saved form to the page that asks for review, if its button was pressed."""
        if ASK_REVIEW not in request.POST or not self.asks_review(request, record):
            return None
        messages.success(request, _("Saved."))
        return redirect(self.url(Act.SUBMIT.value, record.pk))

    # ---- the change page says where the record is and what can be done

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().page_context(request, record) | {"asks_review": self.asks_review(request, record)}
        if record is None or request.method != "GET":
            return context
        return context | self.situation(request, record)

    def situation(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        state = PublicationState(record.state)
        return {
            "state": state,
            "next_step": self.next_step(request, record),
            "possible_acts": [
                (act.value, act.label, self.url(act.value, record.pk))
                for act in self.possible_acts(request, record)
            ],
            "follow_ups": self.follow_ups(request, record),
            "preview_url": "" if record.is_public else self.url("preview", record.pk),
            "screening_url": self.url("screening", record.pk),
        }

    # ---- acts, and what they and the preview show

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = {act.value: partial(act_view, model_admin=self, act=act) for act in self.do}
        views |= {
            "preview": partial(preview_view, model_admin=self),
            "screening": partial(screening_view, model_admin=self),
        }
        protected = self.admin_site.admin_view
        pages = [
            path(f"<int:pk>/{page}/", protected(view), name=f"{name}_{page}") for page, view in views.items()
        ]
        # The pages inside of a preview have no name: their address is that of the preview and a public one.
        inside = path("<int:pk>/preview/<path:page>", protected(views["preview"]))
        return [*pages, inside, *super().get_urls()]

    def obstacle(self, request: HttpRequest, record: Any, act: Act) -> str:
        """Return why the act would be refused, as far as can be checked before; empty if it would not."""
        try:
            require_transition(record, act)
            if act == Act.PUBLISH:
                review_of(record, actor=request.user)
                self.require_fit_but_for_listing(request, record)
            if act in SCREENED:
                screening.refuse_hits(screening.hits_in_public_record(record))
            if act == Act.SUBMIT and self.fit_before_submission:
                self.require_fit(record)
        except ActRefused as refusal:
            return str(refusal)
        return ""

    def require_fit_but_for_listing(self, request: HttpRequest, record: Any) -> None:
        """Check as :meth:`require_fit`, but for agencies that the person may list with the publication."""
        try:
            self.require_fit(record)
        except NotListed:
            if not person_may(request, Act.EDIT, Agency):
                raise

    def unlisted_agencies(self, request: HttpRequest, record: Any) -> Sequence[Agency]:
        """Return the agencies that are not listed yet, if that is all that the record lacks."""
        try:
            self.require_fit(record)
        except NotListed as refusal:
            return refusal.agencies if person_may(request, Act.EDIT, Agency) else ()
        except ActRefused:
            return ()
        return ()

    def missing(self, record: Any) -> str:
        """Return what still keeps the record from being published; empty if nothing does."""
        try:
            self.require_fit(record)
        except ActRefused as refusal:
            return str(refusal)
        return ""

    def require_fit(self, record: Any) -> None:
        """Check that the record is complete enough to be published.

        Raises:
            ActRefused: it is not yet.
        """
        raise NotImplementedError

    def sections(self, record: Any, act: Act) -> list[OutlineSection]:
        """Return what becomes public, or disappears, by the act."""
        raise NotImplementedError

    def compared(self, record: Any) -> VersionComparison | None:
        """Return the record beside an earlier version; only a correction has one."""
        return None

    def link_previews(self, record: Any) -> list[LinkPreview]:
        """Return what the public would read otherwise of promises that become the same."""
        return []

    def similar(self, request: HttpRequest, record: Any) -> SimilarAgreements | None:
        """Return what the record may be the same as; only an agreement is asked about."""
        return None

    # ---- columns

    @admin.display(description=gettext_lazy("publication state"), ordering="state")
    def state_badge(self, obj: Publishable) -> str:
        return format_html('<span class="state state-{}">{}</span>', obj.state, obj.get_state_display())


SUBMIT_AND_RETURN: dict[Act, Callable[..., Any]] = {
    Act.SUBMIT: drafts.submit_draft,
    Act.RETURN: drafts.return_draft,
}
