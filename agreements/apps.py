from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Agreement tracking")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("agreements.checks")  # registers our system checks
        # The only signal that we use: every road to a schema ends in it, `migrate` as well as the test
        # runner's way without migrations; an own `migrate` command would be passed by on some of them.
        post_migrate.connect(import_module("agreements.management").after_migrate, sender=self)
