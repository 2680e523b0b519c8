"""On whose desk a draft lies; the auditor's role; versions of the last records without one; traces that
the database does not let anyone change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Coalesce

from agreements.models.guards import InstallGuards, LiftGuards

DRAFTED = ("Agreement", "Program", "StatusReport", "Statement", "Withdrawal", "Redaction")
NOT_PUBLIC = ("draft", "submitted", "returned", "withdrawn")


def lay_on_desks(apps, schema_editor):
    """A draft lies with whoever asked for its review, else with whoever began it."""
    for name in DRAFTED:
        rows = apps.get_model("agreements", name).objects.filter(state__in=NOT_PUBLIC)
        rows.update(assigned_to=Coalesce("submitted_by", "created_by"))


def create_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name="auditor")


def assigned_to():
    return models.ForeignKey(
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name="person in charge",
    )


def version():
    return models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name="version")


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0010_place"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        LiftGuards(),
        *(migrations.AddField(name.lower(), "assigned_to", assigned_to()) for name in DRAFTED),
        *(migrations.AddField(name, "version", version()) for name in ("membership", "region", "source")),
        migrations.AddField(
            "trace",
            "redacted_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.ledgerentry",
                verbose_name="redacted by entry",
            ),
        ),
        migrations.AddField(
            "trace",
            "version",
            models.PositiveIntegerField(null=True, verbose_name="version of the record after it"),
        ),
        migrations.AlterField(
            "trace",
            "act",
            models.CharField(
                choices=[
                    ("create", "Create"),
                    ("edit", "Edit"),
                    ("delete", "Delete draft"),
                    ("submit", "Submit for review"),
                    ("return", "Return"),
                    ("publish", "Publish"),
                    ("withdraw", "Withdraw from publication"),
                    ("change", "Change what is published"),
                    ("hand_over", "Hand over"),
                ],
                max_length=10,
                verbose_name="act",
            ),
        ),
        migrations.RunPython(lay_on_desks, migrations.RunPython.noop),
        migrations.RunPython(create_group, migrations.RunPython.noop),
        InstallGuards(),
    ]
