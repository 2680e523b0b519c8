from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.lists.parameters import require_known

RULES = """\
User-agent: *
Allow: /
Allow: /sitemap
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
# What readers and calendars subscribe to, with the filters of the list that offers it; of today only.
Allow: /*reports.atom?
Allow: /*deadlines.ics?
Allow: /*timeline.atom?
Allow: /*timeline.ics?
Disallow: /*reports.atom?*as_of=
Disallow: /*reports.atom?*seq=
Disallow: /*deadlines.ics?*as_of=
Disallow: /*deadlines.ics?*seq=
Disallow: /*timeline.atom?*as_of=
Disallow: /*timeline.atom?*seq=
Disallow: /*timeline.ics?*as_of=
Disallow: /*timeline.ics?*seq=
"""


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Answer with the rules for crawlers: all pages, but no endless combinations of filters and days."""
    require_known(request.GET, ())
    sitemap = f"Sitemap: {settings.SITE_URL}{reverse('sitemap_xml')}\n"
    return HttpResponse(f"{RULES}\n{sitemap}", content_type="text/plain; charset=utf-8")
