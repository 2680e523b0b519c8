"""The admin of records that are drafted, reviewed and published: agreements, programs, reports."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from agreements.actions import drafts, screening
from agreements.actions.checks import require_transition, review_of
from agreements.actions.refusals import ActRefused
from agreements.admin.accounts.roles import person_may
from agreements.admin.publishing.acts import SCREENED, act_view, preview_view
from agreements.admin.publishing.change import CHANGEABLE
from agreements.admin.publishing.difference import Comparison
from agreements.admin.publishing.outline import Offer, Section
from agreements.admin.publishing.screening import screening_view
from agreements.admin.records.base import RecordAdmin
from agreements.models.base import Publishable
from agreements.rules.publication import Act, PublicationState

BUTTONS = (Act.SUBMIT, Act.RETURN, Act.PUBLISH, Act.WITHDRAW)
LOCKED = {
    PublicationState.SUBMITTED: gettext_lazy(
        "It waits for review and is frozen. To change it, a coordinator returns it first."
    ),
}
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
    """``do`` maps each act of this kind of record to the action that does it."""

    do: dict[Act, Callable[..., Any]]
    done: dict[Act, str | Promise] = {}
    what_happens: dict[Act, str | Promise] = {}
    once_public: str | Promise  # why it cannot be edited any more, and what can be done instead
    change_form_template = "admin/agreements/publishable_form.html"
    view_on_site = True

    # ---- who may what, now

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and not obj.is_editable:
            return self.changeable(request, obj)
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.first_published_at is None)

    def why_locked(self, request: HttpRequest, record: Publishable) -> str | Promise:
        return self.once_public if record.is_public else LOCKED.get(PublicationState(record.state), "")

    def next_step(self, request: HttpRequest, record: Any) -> str | Promise:
        """What can be done with the record as it stands, in a sentence."""
        if self.changeable(request, record):
            return CHANGEABLE
        if locked := self.why_locked(request, record):
            return locked
        mine = self.has_change_permission(request, record)
        return NEXT_STEP[PublicationState(record.state)] if mine else ""

    def instead(self, request: HttpRequest, record: Any) -> list[Offer]:
        """What may follow a published record."""
        return []

    def possible_acts(self, request: HttpRequest, record: Publishable) -> list[Act]:
        return [act for act in BUTTONS if act in self.do and person_may(request, act, self.model, record)]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if obj is not None and obj.pk and obj.is_public else None

    # ---- the change page says where the record is and what can be done

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().page_context(request, record)
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
            "instead": self.instead(request, record),
            "preview_url": self.url("preview", record.pk),
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
        own = [
            path(f"<int:pk>/{page}/", protected(view), name=f"{name}_{page}") for page, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def obstacle(self, request: HttpRequest, record: Any, act: Act) -> str:
        """Why the act would be refused, as far as can be told beforehand; empty if it would not."""
        try:
            require_transition(record, act)
            if act == Act.PUBLISH:
                review_of(record, actor=request.user)
                self.require_fit(record)
            if act in SCREENED:
                screening.refuse_hits(screening.hits_in_public_record(record))
        except ActRefused as refusal:
            return str(refusal)
        return ""

    def missing(self, record: Any) -> str:
        """What would still keep the record from being published; empty if nothing."""
        try:
            self.require_fit(record)
        except ActRefused as refusal:
            return str(refusal)
        return ""

    def require_fit(self, record: Any) -> None:
        """
        Raises:
            Refused: the record is not yet fit to be published.
        """
        raise NotImplementedError

    def sections(self, record: Any, act: Act) -> list[Section]:
        """What becomes public, or disappears."""
        raise NotImplementedError

    def compared(self, record: Any) -> Comparison | None:
        """What it is held against: a correction with what it corrects."""
        return None

    # ---- columns

    @admin.display(description=gettext_lazy("publication state"), ordering="state")
    def state_badge(self, obj: Publishable) -> str:
        return format_html('<span class="state state-{}">{}</span>', obj.state, obj.get_state_display())


SUBMIT_AND_RETURN: dict[Act, Callable[..., Any]] = {
    Act.SUBMIT: drafts.submit_draft,
    Act.RETURN: drafts.return_draft,
}
