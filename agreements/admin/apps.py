"""Django's admin with our own site."""

from importlib import import_module
from pkgutil import walk_packages

from django.contrib.admin.apps import SimpleAdminConfig

from agreements import admin


class StaffAdminConfig(SimpleAdminConfig):
    """Import our own modules, each of which registers its models.

    Not ``AdminConfig``: it would also import the admin modules of auth, axes and django-otp, whose models
    either have an admin of ours or are nobody's.
    """

    default_site = "agreements.admin.site.StaffSite"

    def ready(self) -> None:
        super().ready()
        for module in walk_packages(admin.__path__, f"{admin.__name__}."):
            import_module(module.name)
