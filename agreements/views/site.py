"""What every page needs to know about the site it stands on."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from agreements.lists.parameters import CLOCK_PARAMETERS, not_empty
from agreements.rules import licence
from agreements.rules.korean import in_english
from agreements.views.display import display_context
from agreements.views.doors import door_links, tab_links
from agreements.views.page_context import query_string

# Of a query string, only these name another page; the rest is a view of the same one.
PERMANENT_PARAMETERS = ("as_of", "seq", "year", "kind", "reference", "page")
NARROWED_BY_KIND = frozenset({"agreement", "program"})  # there ?kind= is a view of the same page
# A page that these name is a view of another one, or of another day: no search engine needs it as well.
VIEW_PARAMETERS = (*CLOCK_PARAMETERS, "kind", "reference")
ENGLISH = "/en"


def site(request: HttpRequest, parameters: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Give base.html its names, addresses and contact.  Makes no query: the 500 page uses it too.

    ``parameters`` are those that name the page; without them, all of its address.
    """
    page_parameters = request.GET if parameters is None else parameters
    korean_path, english_path = in_both_languages(request.path)
    query = request.META.get("QUERY_STRING", "")
    whole_query = f"?{query}" if query else ""
    permanent = permanent_query(request, page_parameters)
    clock = urlencode(not_empty(page_parameters, CLOCK_PARAMETERS))
    page = page_name(request)
    return {
        "site": {
            "name": settings.SITE_NAME or _("Public-safety agreement tracker"),
            "official": settings.OFFICIAL_SITE,
            "department": settings.CONTACT_DEPARTMENT,
            "telephone": settings.CONTACT_TELEPHONE,
            "licence": licence.TYPES[settings.KOGL_TYPE],
            "origin": settings.SITE_URL,
            "canonical": settings.SITE_URL + request.path + permanent,
            "is_a_view": bool(not_empty(page_parameters, VIEW_PARAMETERS)),
            "here": settings.SITE_URL + request.path,
            "korean": korean_path + whole_query,
            "english": english_path + whole_query,
            "korean_address": settings.SITE_URL + korean_path + permanent,
            "english_address": settings.SITE_URL + english_path + permanent,
            "is_english": in_english(),
        },
        "contact": {
            "department": settings.CONTACT_DEPARTMENT,
            "telephone": settings.CONTACT_TELEPHONE,
        },
        "display": display_context(request),
        "doors": door_links(page, page_parameters),
        "tabs": tab_links(page, page_parameters),
        "today": timezone.localdate(),
        # What the links to other pages of the same list, and of the same page on another day, keep.
        "page_parameters": page_parameters,
        # Links between pages keep the day and the sequence that are being looked at.
        "as_of_query": f"?{clock}" if clock else "",
        "as_of_more": f"&{clock}" if clock else "",  # behind other parameters
    }


def in_both_languages(path: str) -> tuple[str, str]:
    """Give the Korean and the English address of the same page, whether it exists or not."""
    korean = path.removeprefix(ENGLISH) if path.startswith(f"{ENGLISH}/") else path
    return korean, ENGLISH + korean


def page_name(request: HttpRequest) -> str:
    """The name of the address that was asked for; "" where there is none, as on a 404."""
    match = request.resolver_match
    return (match.url_name or "") if match else ""


def permanent_query(request: HttpRequest, parameters: Mapping[str, str]) -> str:
    kept = not_empty(parameters, PERMANENT_PARAMETERS)
    if kept.get("page") == "1":
        del kept["page"]
    if page_name(request) in NARROWED_BY_KIND:
        kept.pop("kind", None)
    return query_string(kept)
