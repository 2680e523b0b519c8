"""Every address.  Korean at /, English under /en/; what is no page of ours has one form."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from agreements.views.robots import robots_txt
from agreements.views.sitemap import sitemap_xml

urlpatterns = [
    path("admin/", admin.site.urls),
    path("robots.txt", robots_txt, name="robots_txt"),
    path("sitemap.xml", sitemap_xml, name="sitemap_xml"),
    *i18n_patterns(path("", include("agreements.urls")), prefix_default_language=False),
]

handler400 = "agreements.views.errors.bad_request"
handler403 = "agreements.views.errors.forbidden"
handler404 = "agreements.views.errors.not_found"
handler500 = "agreements.views.errors.server_error"
