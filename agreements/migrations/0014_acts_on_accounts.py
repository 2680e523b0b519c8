"""Acts on accounts leave traces too; new files get random names, and old ones keep theirs."""

from django.db import migrations, models

from agreements.models.source import RandomName


class Migration(migrations.Migration):
    dependencies = [("agreements", "0013_duties")]
    operations = [
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
                    ("password", "Change a password"),
                    ("enrol", "Set up a second factor"),
                    ("unenrol", "Remove a second factor"),
                ],
                max_length=10,
                verbose_name="act",
            ),
        ),
        # Nothing in the database says how a file is named: no table is rebuilt, no guard lifted.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="document",
                    name="file",
                    field=models.FileField(upload_to=RandomName("documents"), verbose_name="file"),
                ),
                migrations.AlterField(
                    model_name="source",
                    name="stored_copy",
                    field=models.FileField(
                        blank=True,
                        help_text="For staff only: a press article is its publisher's.",
                        upload_to=RandomName("copies"),
                        verbose_name="stored copy",
                    ),
                ),
            ]
        ),
    ]
