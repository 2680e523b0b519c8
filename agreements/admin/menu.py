"""The entries of the admin's first page and menu: five groups in the order of the work."""

from typing import Any

from django.utils.translation import pgettext_lazy

# Name for stylesheets, heading, models in the order in which they stand.
GROUPS = (
    (
        "agreements",
        pgettext_lazy("group of the staff menu", "Agreements"),
        ("Agreement", "Program", "Commitment", "Milestone"),
    ),
    (
        "reports",
        pgettext_lazy("group of the staff menu", "Reports"),
        ("Round", "StatusReport", "Inquiry", "Source", "Statement", "Withdrawal", "Redaction"),
    ),
    (
        "agencies",
        pgettext_lazy("group of the staff menu", "Agencies"),
        ("Agency", "AgencyRequest", "Region", "Theme"),
    ),
    (
        "rules",
        pgettext_lazy("group of the staff menu", "Rules"),
        ("Ordinance", "CouncilSession", "DutyRecord"),
    ),
    (
        "people",
        pgettext_lazy("group of the staff menu", "People"),
        ("Membership", "User", "Group", "Reminder", "Trace"),
    ),
)
ORDER = tuple(name for _label, _heading, names in GROUPS for name in names)


def ordered_models(apps: list[Any]) -> list[Any]:
    """Return the entries of Django's apps in our order."""
    models = [model for app in apps for model in app["models"]]
    return sorted(models, key=lambda model: ORDER.index(model["object_name"]))


def grouped_apps(apps: list[Any]) -> list[Any]:
    """Return our groups, in the form of Django's apps; groups of which a person sees nothing are left out."""
    models = ordered_models(apps)
    groups = []
    for label, heading, names in GROUPS:
        entries = [model for model in models if model["object_name"] in names]
        if entries:
            groups.append({"name": heading, "app_label": label, "models": entries})
    return groups
