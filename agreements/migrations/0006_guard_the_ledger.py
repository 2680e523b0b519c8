from django.db import migrations, models

from agreements.models.guards import InstallGuards


class Migration(migrations.Migration):
    dependencies = [("agreements", "0005_adopt_into_the_ledger")]
    operations = [
        migrations.AlterField(
            model_name="ledgerentry",
            name="digest",
            field=models.CharField(max_length=64, unique=True, verbose_name="digest"),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="payload_digest",
            field=models.CharField(max_length=64, verbose_name="digest of the public facts"),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="previous",
            field=models.CharField(max_length=64, unique=True, verbose_name="digest of the entry before"),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("payload__isnull", False), ("redacted_by__isnull", True), ("salt__isnull", False)
                    ),
                    models.Q(
                        ("payload__isnull", True), ("redacted_by__isnull", False), ("salt__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="ledger_payload_is_missing_only_when_redacted",
            ),
        ),
        InstallGuards(),
    ]
