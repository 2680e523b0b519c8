"""The public page of a draft, for staff: its own view and templates, with the draft as if it were public."""

import copy
import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.actions.preview import (
    NotShown,
    PublicationTrial,
    as_if_published,
    can_be_previewed,
    draft_roots,
)
from agreements.admin.accounts.roles import person_may
from agreements.admin.publishing.acts import redirect_not_found
from agreements.models import (
    Agreement,
    Document,
    DutyRecord,
    Inquiry,
    Program,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.models.base import PUBLIC
from agreements.rules.publication import Act
from agreements.rules.roles import VIEW
from agreements.views.querysets import Gone
from agreements.views.site import ENGLISH, in_both_languages

# An address in the pages that we write ourselves: what leads somewhere, and where to return to.
ADDRESS = re.compile(r'\b(href|action|value)="((?:https?://[^"/]*)?/[^"]*)"')


@dataclass(frozen=True)
class PreviewPage:
    """A page that a preview can show: what it is called, its public address in Korean."""

    label: str
    path: str


@dataclass
class PreviewPages:
    """Which pages a preview holds and how the addresses in them are written; ``base`` is its own address."""

    base: str
    offered: list[PreviewPage]  # the pages on which the record is shown, the first one first
    paths: set[str] = field(default_factory=set)  # of all pages that it can show
    hidden: set[str] = field(default_factory=set)  # addresses that nobody can open yet, nor any below them
    references: set[str] = field(default_factory=set)  # by which lists cannot be narrowed down yet
    documents: dict[str, str] = field(default_factory=dict)  # public address: address for staff

    def address_of(self, path: str) -> str:
        return self.base + path.removeprefix("/")

    def write_address(self, name: str, address: str) -> str:
        """Return an attribute that leads to what there is; "" where there is nothing yet."""
        parts = urlsplit(html.unescape(address))
        if parts.netloc:
            # Our own whole address is fixed on a day and a sequence, which nobody has given yet.
            return "" if address.startswith(f"{settings.SITE_URL}/") else f'{name}="{address}"'
        path, _english = in_both_languages(parts.path)
        if path in self.paths:
            return f'{name}="{html.escape(self.base)}{address.removeprefix("/")}"'
        if path in self.documents:
            return f'{name}="{html.escape(self.documents[path])}"'
        if name == "href" and self.leads_nowhere(path, parts.query):
            return ""
        return f'{name}="{address}"'

    def leads_nowhere(self, path: str, query: str) -> bool:
        """Say whether nobody can open a page yet, or narrow its list down to this."""
        values = {value for _name, value in parse_qsl(query)}
        return path.startswith(tuple(self.hidden)) or not values.isdisjoint(self.references)

    def write_addresses(self, page: str) -> str:
        return ADDRESS.sub(lambda found: self.write_address(*found.groups()), page)


@require_safe
def preview_view(request: HttpRequest, pk: int, page: str = "", *, model_admin: Any) -> HttpResponse:
    """Show a draft as the public page that it will be; what has no such page yet, as a list of its facts."""
    record = model_admin.get_object(request, str(pk))
    if not model_admin.has_view_permission(request, record):
        raise PermissionDenied
    if record is None:
        return redirect_not_found(request, pk, model_admin)
    may_see = all(person_may(request, VIEW, type(root), root) for root in draft_roots(record))
    if not can_be_previewed(record) or not may_see:
        return outline_page(request, record, model_admin)
    if record.is_public:
        return redirect(records_with_page(record)[0])
    try:
        return page_of_everyone(request, record, page, model_admin)
    except NotShown as refusal:
        return outline_page(request, record, model_admin, missing=str(refusal).splitlines())


def outline_page(
    request: HttpRequest, record: Any, model_admin: Any, missing: Iterable[str] = ()
) -> HttpResponse:
    """List what would be public of a record."""
    page: HttpResponse = model_admin.page_response(
        request,
        "admin/agreements/preview.html",
        _("Preview: %(record)s") % {"record": record},
        original=record,
        missing=missing,
        sections=model_admin.sections(record, Act.PUBLISH),
    )
    return page


def page_of_everyone(request: HttpRequest, record: Any, page: str, model_admin: Any) -> HttpResponse:
    """Answer with the public page at the address ``page``, by default the first on which the record is shown.

    Raises:
        NotShown: as ``as_if_published``, or there is no such page: what the record is about was withdrawn.
        Http404: it is a page that everyone can open, or none at all.
    """
    path = f"/{page}"
    language = "en" if path.startswith(f"{ENGLISH}/") else "ko"
    with (
        translation.override(language),  # what is missing is said in the language of the page
        as_if_published(record, actor=request.user, now=timezone.now()) as trial,
    ):
        pages = pages_of_preview(trial, base=model_admin.url("preview", record.pk))
        path = f"/{page}" if page else pages.offered[0].path
        korean, english = in_both_languages(path)
        if korean not in pages.paths:
            raise Http404
        language = "en" if path.startswith(f"{ENGLISH}/") else "ko"
        with translation.override(language):
            try:
                response = answer_to_everyone(request, path)
            except (Gone, Http404) as error:
                raise NotShown("\n".join(trial.missing)) from error
    response.context_data = {
        **(response.context_data or {}),
        "preview": {
            "trial": trial,
            "reference": own_reference(trial.record),
            "pages": [(row.label, pages.address_of(row.path)) for row in pages.offered],
            "korean": pages.address_of(korean),
            "english": pages.address_of(english),
            "back": model_admin.url("change", record.pk),
        },
    }
    # Pages ask the database nothing while they are rendered, so nobody has to wait for it.
    with translation.override(language):
        response.render()
    answer = HttpResponse(pages.write_addresses(response.content.decode()))
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def answer_to_everyone(request: HttpRequest, path: str) -> TemplateResponse:
    """Return the page at a public address, not rendered yet.

    Raises:
        Http404: there is no page.
    """
    match = resolve(path)
    response = match.func(request_of_everyone(request, path, match), *match.args, **match.kwargs)
    if not isinstance(response, TemplateResponse):
        raise Http404
    return response


def request_of_everyone(request: HttpRequest, path: str, match: Any) -> HttpRequest:
    """Return the request as anybody would send it for the public page."""
    public_request = copy.copy(request)
    public_request.path = public_request.path_info = path
    public_request.user = PUBLIC
    public_request.resolver_match = match
    return public_request


# ---- which pages there are -----------------------------------------------------------------------------

# The records that have a page of their own once such a record is public.
NEW_PAGES: dict[type, Callable[[Any], list[Any]]] = {
    Agreement: lambda agreement: [agreement, *agreement.commitments.all()],
    Program: lambda program: [program, *program.milestones.all()],
    Inquiry: lambda inquiry: [inquiry],
}
OWNER_OF_DOCUMENT = {Agreement: "agreement", Program: "program", StatusReport: "report", DutyRecord: "duty"}


def pages_of_preview(trial: PublicationTrial, *, base: str) -> PreviewPages:
    with translation.override("ko"):
        pages = PreviewPages(base, [preview_page(target) for target in records_with_page(trial.record)])
        pages.paths = {row.path for row in pages.offered}
        pages.hidden = {reverse("agency", args=[agency.slug]) for agency in trial.unlisted}
        for record in (trial.record, *trial.roots):
            add_new_pages(pages, record)
            add_documents(pages, record)
    return pages


def records_with_page(record: Any) -> list[Any]:
    """Return the records on whose pages everyone will read of ``record``."""
    match record:
        case Inquiry():
            return [*record.promises, record]
        case DutyRecord():
            return [record.agreement]
        case StatusReport() | Statement() | Withdrawal():
            return records_with_page(record.subject)
    return [record]


def preview_page(record: Any) -> PreviewPage:
    return PreviewPage(f"{record._meta.verbose_name}: {record}", record.get_absolute_url())


def add_new_pages(pages: PreviewPages, record: Any) -> None:
    """Add the pages that come about with a record, and by what lists would know them."""
    records = NEW_PAGES.get(type(record), lambda _record: [])(record)
    addresses = {row.get_absolute_url() for row in records}
    pages.paths |= addresses
    pages.hidden |= addresses
    pages.references |= {row.public_reference for row in records}


def add_documents(pages: PreviewPages, record: Any) -> None:
    """Lead from the public address of each document to the one for staff."""
    owner = OWNER_OF_DOCUMENT.get(type(record))
    if owner is None:
        return
    for document in Document.objects.filter(public=True, **{owner: record}):
        address = reverse("document", args=[document.sha256])
        pages.documents[address] = reverse("admin:document", args=[document.pk])


def own_reference(record: Any) -> str:
    """Return the reference that an agreement is given when it is published; "" for what keeps its own."""
    is_given = isinstance(record, Agreement) and record.published_at == record.first_published_at
    return record.public_reference if is_given else ""
