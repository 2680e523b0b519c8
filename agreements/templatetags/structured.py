"""JSON-LD: what a page says to machines that read no Korean.  Nothing that the page does not show.

A script of this type is data and never run, so the strict policy on scripts does not concern it.
"""

import json
from html.parser import HTMLParser
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from agreements.models import Agency, AgencyKind, LedgerEntry
from agreements.templatetags.head import as_text

register = template.Library()

# Free use with the source named: what /data/ says in words.
LICENCE = "https://www.kogl.or.kr/info/license.do"
# Private bodies sign too, and of these kinds nobody knows from the kind alone.
PERHAPS_PRIVATE = frozenset(
    {
        AgencyKind.COMPANY,
        AgencyKind.ASSOCIATION,
        AgencyKind.CHILD_PROTECTION,
        AgencyKind.EDUCATION,
        AgencyKind.OTHER,
    }
)
# Nothing in it may end the script element.
ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}


def script(of: dict[str, Any]) -> SafeString:
    known = {name: value for name, value in of.items() if value not in ("", None, [])}
    written = json.dumps({"@context": "https://schema.org", **known}, ensure_ascii=False, default=str)
    return format_html(
        '<script type="application/ld+json">{}</script>', SafeString(written.translate(ESCAPES))
    )


@register.simple_tag(takes_context=True)
def described_operator(context: Any) -> SafeString:
    """The site, and the department that runs it."""
    site = context["site"]
    return script(
        {
            "@type": "WebSite",
            "name": str(site["name"]),
            "url": f"{site['origin']}{reverse('home')}",
            "inLanguage": get_language(),
            "publisher": operator(site),
        }
    )


def operator(site: dict[str, Any]) -> dict[str, str]:
    return {
        "@type": "GovernmentOrganization",
        "name": site["department"],
        "telephone": site["telephone"],
        "url": f"{site['origin']}/",
    }


@register.simple_tag(takes_context=True)
def described_agency(context: Any, agency: Agency) -> SafeString:
    """An agency with its names and the one it belongs to."""
    names = {agency.name_ko, agency.name_en, *agency.other_names_ko.split(";")}
    return script(organisation(context, agency) | {
        "alternateName": sorted({name.strip() for name in names} - {"", agency.name}),
        "foundingDate": agency.founded_on,
        "dissolutionDate": agency.dissolved_on,
        "parentOrganization": organisation(context, agency.parent) if agency.parent else None,
    })  # fmt: skip


def organisation(context: Any, agency: Agency) -> dict[str, Any]:
    kind = "Organization" if agency.kind in PERHAPS_PRIVATE else "GovernmentOrganization"
    address = context["site"]["origin"] + reverse("agency", args=[agency.slug])
    return {"@type": kind, "name": agency.name, "url": address}


@register.simple_tag(takes_context=True)
def described_files(context: Any, newest: LedgerEntry | None) -> SafeString:
    """The open data: a data set for each file, with its licence and when it last changed."""
    site, language = context["site"], get_language()
    page = f"{site['origin']}{reverse('data')}"
    common = {
        "license": LICENCE,
        "creator": operator(site),
        "dateModified": newest.recorded_at.isoformat() if newest else None,
        "isAccessibleForFree": True,
        "inLanguage": language,
    }
    sets = [
        {
            "@type": "Dataset",
            "@id": f"{page}#file-{file.export.name}",
            "url": f"{page}#file-{file.export.name}",
            "name": f"{file.export.listing.title} – {site['name']}",
            "description": f"{file.export.listing.lead} {as_text(context['page_description'])}",
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": "text/csv", "license": LICENCE,
                 "contentUrl": site["origin"] + file.url.partition("?")[0]}
            ],
            **common,
        }
        for file in context["files"]
    ]  # fmt: skip
    catalogue = {"@type": "DataCatalog", "name": str(site["name"]), "url": page, "dataset": sets}
    return script(catalogue | common)


@register.simple_tag(takes_context=True)
def described_trail(context: Any, crumbs: str, *, home: str) -> SafeString | str:
    """The breadcrumb as it stands on the page, from the start page down."""
    trail = [(home, reverse("home")), *Crumbs(crumbs).found]
    if len(trail) < 2:
        return ""
    origin = context["site"]["origin"]
    items = [
        {"@type": "ListItem", "position": place, "name": name, **({"item": origin + href} if href else {})}
        for place, (name, href) in enumerate(trail, start=1)
    ]
    return script({"@type": "BreadcrumbList", "itemListElement": items})


class Crumbs(HTMLParser):
    """The steps of a breadcrumb: their words and, but for the last one, their addresses."""

    def __init__(self, crumbs: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(crumbs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.found.append(("", ""))
        elif tag == "a":
            self.found[-1] = ("", dict(attrs).get("href") or "")

    def handle_data(self, data: str) -> None:
        if self.found:
            words, href = self.found[-1]
            self.found[-1] = (f"{words} {data}".strip(), href)
