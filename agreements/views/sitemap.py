"""What search engines are told: every public page in both languages, and where not to look.

Nothing stands in the sitemap but rows everyone may see; its days come from the ledger, which is public.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max, Q, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.lists.parameters import BadParameter, single
from agreements.models import Agency, Agreement, Commitment, LedgerEntry, Milestone, Program
from agreements.rules.whole_number import whole_number
from agreements.views.public import newest_entry, public
from agreements.views.site import in_both_languages

ADDRESSES_A_FILE = 50_000  # the most that the protocol allows
RECORDS_A_PART = 10_000  # a card beside each, in two languages: still below it
MOST_PARTS = 99_999
XML = "application/xml; charset=utf-8"
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'

# Pages without a variable part: those that change with every publication, and those that do not.
CHANGING = (
    "home", "agreements", "commitments", "programs", "milestones", "agencies", "reports", "timeline",
    "updates", "deadlines", "targets", "duties", "data", "ledger",
)  # fmt: skip
STANDING = ("about", "accessibility", "privacy")

type Days = dict[int, datetime]


@dataclass(frozen=True)
class Section:
    """One kind of record: its rows, the pages each has, and which entries of the ledger are about it."""

    model: Any
    pages: Callable[[Any], list[str]]
    own: tuple[str, ...]  # ways from an entry to the record
    parent: str = ""  # what is published with it ...
    of_parent: tuple[str, ...] = ()  # ... and the ways to that


def agreement_pages(agreement: Agreement) -> list[str]:
    return [agreement.get_absolute_url(), reverse("agreement_card", args=[agreement.reference])]


def one_page(record: Any) -> list[str]:
    address: str = record.get_absolute_url()
    return [address]


def agency_page(agency: Agency) -> list[str]:
    return [reverse("agency", args=[agency.slug])]


SECTIONS = {
    "agreements": Section(
        Agreement, agreement_pages, ("agreement", "duty__agreement", "report__commitment__agreement")
    ),
    "commitments": Section(Commitment, one_page, ("report__commitment",), "agreement_id", ("agreement",)),
    "programs": Section(Program, one_page, ("program", "report__milestone__program")),
    "milestones": Section(Milestone, one_page, ("report__milestone",), "program_id", ("program",)),
    "agencies": Section(Agency, agency_page, ("agreement__parties__agency",)),
}


@require_safe
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Every public page with its other language and the day of the newest publication about it.

    Where one file cannot hold them, an index of ``?section=…&part=…``.
    """
    section, part = single(request.GET, "section"), single(request.GET, "part")
    if section or part:
        return urlset(entries_of(section, part))
    counts = {name: public(of.model).count() for name, of in SECTIONS.items()}
    pages = 2 * (sum(counts.values()) + counts["agreements"] + len(CHANGING) + len(STANDING))
    if pages > ADDRESSES_A_FILE:
        return index(counts)
    return urlset([*standing_pages(), *(entry for name in SECTIONS for entry in records(name))])


def entries_of(section: str, part: str) -> Iterable[tuple[str, datetime | None]]:
    """The pages of one part of the index.

    Raises:
        BadParameter: there is no such section, or the part is no number; one beyond the last is empty.
    """
    if section == "pages" and part in {"", "1"}:
        return standing_pages()
    if section not in SECTIONS:
        known = ", ".join(["pages", *SECTIONS])
        raise BadParameter("section", _("Write one of: %(kinds)s.") % {"kinds": known})
    number = whole_number(part, most=MOST_PARTS)
    if not number:
        raise BadParameter("part", _("Write a page number from 1 upwards."))
    return records(section, (number - 1) * RECORDS_A_PART)


def standing_pages() -> Iterator[tuple[str, datetime | None]]:
    newest = newest_entry()
    day = newest.recorded_at if newest else None
    yield from ((reverse(name), day) for name in CHANGING)
    yield from ((reverse(name), None) for name in STANDING)


def records(name: str, start: int | None = None) -> Iterator[tuple[str, datetime | None]]:
    """The pages of a section's records, in three queries at most."""
    section = SECTIONS[name]
    rows = public(section.model).order_by("pk")
    if start is not None:
        rows = rows[start : start + RECORDS_A_PART]
    own, of_parent = days(section.own), days(section.of_parent)
    for row in rows:
        told = [own.get(row.pk), of_parent.get(getattr(row, section.parent)) if section.parent else None]
        newest = max(filter(None, told), default=None)
        yield from ((page, newest) for page in section.pages(row))


def days(ways: tuple[str, ...]) -> Days:
    """When the newest entry was recorded about each record that the ways lead to."""
    if not ways:
        return {}
    # What is told of a withdrawn agreement says nothing about a page that is there.
    shown = Q(agreement=None) | Q(agreement__in=public(Agreement))
    entries = public(LedgerEntry).filter(shown).annotate(about=Coalesce(*ways, Value(None)))
    grouped = entries.values("about").annotate(newest=Max("recorded_at")).order_by()
    return dict(grouped.values_list("about", "newest"))


# ---- what is written ---------------------------------------------------------------------------------


def urlset(entries: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    return xml("urlset", "".join(written(path, changed) for path, changed in entries))


def written(path: str, changed: datetime | None) -> str:
    """A page as two entries, each naming both; the Korean one is for whoever reads neither."""
    korean, english = (escape(settings.SITE_URL + one) for one in in_both_languages(path))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
        for language, address in (("ko", korean), ("en", english), ("x-default", korean))
    )
    day = f"<lastmod>{timezone.localtime(changed).isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return "".join(f"<url><loc>{address}</loc>{day}{links}</url>\n" for address in (korean, english))


def index(counts: dict[str, int]) -> HttpResponse:
    parts = [("pages", "1")]
    for name, count in counts.items():
        parts += [(name, str(part)) for part in range(1, math.ceil(count / RECORDS_A_PART) + 1)]
    here = settings.SITE_URL + reverse("sitemap_xml")
    addresses = (f"{here}?{urlencode({'section': name, 'part': part})}" for name, part in parts)
    return xml("sitemapindex", "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>\n" for one in addresses))


def xml(element: str, inside: str) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} {NAMESPACES}>\n{inside}</{element}>\n'
    return HttpResponse(text, content_type=XML, headers={"X-Robots-Tag": "noindex"})
