"""Documents keep what the personal-data guard found in them; a redaction blanks that too."""

from django.db import migrations, models

from agreements.models.guards import InstallGuards, LiftGuards


class Migration(migrations.Migration):
    dependencies = [("agreements", "0011_staff_desk")]
    operations = [
        LiftGuards(),
        migrations.AddField(
            model_name="document",
            name="findings",
            field=models.JSONField(db_default=[], default=list, editable=False, verbose_name="findings"),
        ),
        migrations.AddField(
            model_name="document",
            name="screened_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="searched for personal data at"
            ),
        ),
        migrations.AlterField(
            model_name="trace",
            name="act",
            field=models.CharField(
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
                    ("clear", "Clear as no personal data"),
                ],
                max_length=10,
                verbose_name="act",
            ),
        ),
        InstallGuards(),
    ]
