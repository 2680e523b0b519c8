"""What networks append to a link that they pass on: it says where a reader comes from and asks for nothing.

An unknown parameter is refused; these are not the reader's fault, so they are dropped by a redirect.
"""

from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.utils.encoding import iri_to_uri
from django.utils.http import escape_leading_slashes

# Whoever names a campaign makes up what follows these.
PREFIXES = ("utm_", "mtm_", "pk_")  # Google Analytics and most others; Matomo, new and old
NAMES = frozenset(
    {
        # Clicks on advertisements: Google, Microsoft, Meta, X, TikTok, LinkedIn, Yandex
        "gclid", "gclsrc", "gbraid", "wbraid", "dclid", "srsltid", "msclkid", "fbclid", "twclid", "ttclid",
        "li_fat_id", "yclid",
        # Visitors whom Google Analytics follows from site to site
        "_ga", "_gl",
        # Posts that are shared: Instagram, X
        "igshid", "igsh", "ref_src", "ref_url",
        # Letters sent by Mailchimp
        "mc_cid", "mc_eid",
        # Naver's advertisements
        "n_media", "n_query", "n_rank", "n_ad", "n_ad_group", "n_ad_group_type", "n_campaign_type",
        "n_keyword", "n_keyword_id", "n_match", "napm",
    }
)  # fmt: skip


def is_appended(pair: str) -> bool:
    """Say whether ``name=value``, as it stands in an address, is one of these."""
    name = unquote_plus(pair.partition("=")[0]).lower()
    return name in NAMES or name.startswith(PREFIXES)


def redirect_without_appended(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Lead to the same address without them, the rest in its order; None where there are none."""
    pairs = request.META.get("QUERY_STRING", "").split("&")
    kept = [pair for pair in pairs if not is_appended(pair)]
    if len(kept) == len(pairs):
        return None
    query = "&".join(kept)
    path = escape_leading_slashes(iri_to_uri(request.path))
    return HttpResponsePermanentRedirect(f"{path}?{iri_to_uri(query)}" if query else path)
