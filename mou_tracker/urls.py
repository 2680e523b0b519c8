"""Every address.  Korean at /, English under /en/; the admin has one form."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from agreements.admin.site import site

urlpatterns = [
    path("admin/", site.urls),
    *i18n_patterns(path("", include("agreements.urls")), prefix_default_language=False),
]

handler400 = "agreements.views.errors.bad_request"
handler403 = "agreements.views.errors.forbidden"
handler404 = "agreements.views.errors.not_found"
handler500 = "agreements.views.errors.server_error"
