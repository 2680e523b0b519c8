"""SQLite's rowid is a key of the ledger too: the guards as they are declared since."""

from django.db import migrations

from agreements.models.guards import InstallGuards, LiftGuards


class Migration(migrations.Migration):
    dependencies = [("agreements", "0008_terms")]
    operations = [LiftGuards(), InstallGuards()]
