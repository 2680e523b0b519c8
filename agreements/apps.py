from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Agreement tracking")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("agreements.checks")  # registers our system checks
