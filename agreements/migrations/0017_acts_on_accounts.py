"""Acts on accounts: passwords and second factors leave traces too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0010_place")]
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
                    ("password", "Change a password"),
                    ("enrol", "Set up a second factor"),
                    ("unenrol", "Remove a second factor"),
                ],
                max_length=10,
                verbose_name="act",
            ),
        ),
    ]
