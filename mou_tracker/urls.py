"""Every address.  Korean at /, English under /en/; the admin and machine addresses have one form."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = []

if find_spec("agreements.admin") and find_spec("agreements.admin.site"):
    from agreements.admin.site import site

    urlpatterns += [path("admin/", site.urls)]

public = [path("", include("agreements.urls"))] if find_spec("agreements.urls") else []
urlpatterns += i18n_patterns(*public, prefix_default_language=False)

handler400 = "agreements.views.errors.bad_request"
handler404 = "agreements.views.errors.not_found"
handler500 = "agreements.views.errors.server_error"
