"""Every address: Korean pages at /, English ones under /en/, and what is no page in one language."""

from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.decorators.http import require_safe

from agreements.views.robots import robots_txt
from agreements.views.sitemap import SITEMAPS, taking_only

SITEMAP: dict[str, Any] = {"sitemaps": SITEMAPS, "content_type": "application/xml; charset=utf-8"}

urlpatterns = [
    path("admin/", admin.site.urls),
    path("robots.txt", robots_txt, name="robots_txt"),
    path(
        "sitemap.xml",
        require_safe(taking_only()(sitemaps.index)),
        SITEMAP | {"sitemap_url_name": "sitemap_section_xml"},
        name="sitemap_xml",
    ),
    path(
        "sitemap-<slug:section>.xml",
        require_safe(taking_only("p")(sitemaps.sitemap)),
        SITEMAP,
        name="sitemap_section_xml",
    ),
    *i18n_patterns(path("", include("agreements.urls")), prefix_default_language=False),
]

handler400 = "agreements.views.errors.bad_request"
handler403 = "agreements.views.errors.forbidden"
handler404 = "agreements.views.errors.not_found"
handler500 = "agreements.views.errors.server_error"
