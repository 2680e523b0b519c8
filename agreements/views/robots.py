from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

RULES = """\
User-agent: *
Allow: /
Allow: /sitemap.xml
Disallow: /admin/
# Each page exists once more for every past day and every publication.
Disallow: /*as_of=
Disallow: /*seq=
# Filters can be combined without end; one alone may be followed.
Disallow: /*?*&
# Endless by what is asked for, and the same files narrowed down.
Disallow: /*search/?
Disallow: /*reference=
Disallow: /*.*?
"""


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Everything may be read; only what has no end need not be crawled."""
    sitemap = f"Sitemap: {settings.SITE_URL}{reverse('sitemap_xml')}\n"
    return HttpResponse(f"{RULES}\n{sitemap}", content_type="text/plain; charset=utf-8")
