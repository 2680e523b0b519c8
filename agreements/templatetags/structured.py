"""JSON-LD: what a page says to machines that read no Korean.  Nothing that the page does not show.

A script of this type is data and never run, so the strict policy on scripts does not concern it.
"""

import json
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.lists.columns.export import Export
from agreements.lists.columns.formats import FORMATS
from agreements.models import Agency, AgencyKind, LedgerEntry
from agreements.rules import licence

register = template.Library()

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


def json_ld_script(of: dict[str, Any]) -> SafeString:
    filled_in = {name: value for name, value in of.items() if value not in ("", None, [])}
    json_text = json.dumps({"@context": "https://schema.org", **filled_in}, ensure_ascii=False, default=str)
    return format_html(
        '<script type="application/ld+json">{}</script>', SafeString(json_text.translate(ESCAPES))
    )


@register.simple_tag(takes_context=True)
def described_operator(context: Any) -> SafeString:
    """The site, and the department that runs it."""
    site = context["site"]
    return json_ld_script(
        {
            "@type": "WebSite",
            "name": str(site["name"]),
            "url": f"{site['origin']}{reverse('home')}",
            "inLanguage": get_language(),
            "publisher": operator_object(site),
        }
    )


def operator_object(site: dict[str, Any]) -> dict[str, str]:
    return {
        "@type": "GovernmentOrganization",
        "name": site["department"],
        "telephone": site["telephone"],
        "url": f"{site['origin']}/",
    }


@register.simple_tag(takes_context=True)
def described_agency(context: Any, agency: Agency, parent: Agency | None) -> SafeString:
    """An agency with its names and the one it belongs to."""
    names = {agency.name_ko, agency.name_en, *agency.other_names_ko.split(";")}
    return json_ld_script(agency_object(context, agency) | {
        "alternateName": sorted({name.strip() for name in names} - {"", agency.name}),
        "foundingDate": agency.founded_on,
        "dissolutionDate": agency.dissolved_on,
        "parentOrganization": agency_object(context, parent) if parent else None,
    })  # fmt: skip


def agency_object(context: Any, agency: Agency) -> dict[str, Any]:
    kind = "Organization" if agency.kind in PERHAPS_PRIVATE else "GovernmentOrganization"
    address = context["site"]["origin"] + reverse("agency", args=[agency.slug])
    return {"@type": kind, "name": agency.name, "url": address}


@register.simple_tag(takes_context=True)
def described_region(context: Any, name: str, breadcrumb: list[Any]) -> SafeString:
    """A region with those in which it lies, the nearest first, as the breadcrumb has them."""
    _all_regions, *above, _itself = breadcrumb
    inside: dict[str, Any] | None = None
    for crumb in above:
        inside = region_object(context, str(crumb.label), crumb.url, inside)
    return json_ld_script(region_object(context, name, context["request"].path, inside))


def region_object(context: Any, name: str, url: str, inside: dict[str, Any] | None) -> dict[str, Any]:
    area = {"@type": "AdministrativeArea", "name": name, "url": context["site"]["origin"] + url}
    return area | {"containedInPlace": inside} if inside else area


@register.simple_tag(takes_context=True)
def described_files(context: Any, newest: LedgerEntry | None) -> SafeString:
    """The open data: a catalogue of its files, each described whole on a page of its own."""
    catalogue = {
        "@type": "DataCatalog",
        "name": str(context["site"]["name"]),
        "url": context["site"]["origin"] + reverse("data"),
        "dataset": [dataset_object(context, file.export) for file in context["files"]],
    }
    return json_ld_script(catalogue | open_data_object(context, newest))


@register.simple_tag(takes_context=True)
def described_file(context: Any, newest: LedgerEntry | None) -> SafeString:
    """One open file as what it can be taken, with its licence and when it last changed."""
    export = context["file"].export
    distribution = [
        {
            "@type": "DataDownload",
            "encodingFormat": kind.media_type,
            "contentUrl": context["site"]["origin"] + reverse(f"{export.name}_{ending}"),
        }
        for ending, kind in FORMATS.items()
    ]
    described = {"distribution": distribution} | open_data_object(context, newest)
    return json_ld_script(dataset_object(context, export) | described)


def dataset_object(context: Any, export: Export) -> dict[str, Any]:
    url = context["site"]["origin"] + reverse("data_file", args=[export.name])
    of_all = _("Everything on this site as files, with what each column means.")
    return {
        "@type": "Dataset",
        "@id": url,
        "url": url,
        "name": f"{export.listing.title} – {context['site']['name']}",
        "description": f"{export.listing.lead} {of_all}",
        "license": licence.ADDRESS,
    }


def open_data_object(context: Any, newest: LedgerEntry | None) -> dict[str, Any]:
    return {
        "license": licence.ADDRESS,
        "creator": operator_object(context["site"]),
        "dateModified": newest.recorded_at.isoformat() if newest else None,
        "isAccessibleForFree": True,
        "inLanguage": get_language(),
    }


@register.simple_tag(takes_context=True)
def described_breadcrumb(context: Any) -> SafeString | str:
    """Describe the steps from the start page to this one; nothing on a page without a breadcrumb."""
    breadcrumb = context.get("breadcrumb")
    if not breadcrumb:
        return ""
    steps = [(_("Home"), reverse("home")), *breadcrumb]
    items = [
        breadcrumb_item(context, position, label, url) for position, (label, url) in enumerate(steps, start=1)
    ]
    return json_ld_script({"@type": "BreadcrumbList", "itemListElement": items})


def breadcrumb_item(context: Any, position: int, label: str | Promise, url: str) -> dict[str, Any]:
    item = {"@type": "ListItem", "position": position, "name": str(label).strip()}
    if url:
        item["item"] = context["site"]["origin"] + url
    return item
