"""A correction stands where the report it corrects stood; those published before keep their own place."""

from zoneinfo import ZoneInfo

from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import TruncDate

from agreements.models.guards import InstallGuards, LiftGuards

SEOUL = ZoneInfo("Asia/Seoul")


def stand_where_published(apps, schema_editor):
    apps.get_model("agreements", "StatusReport").objects.update(
        place=F("published_seq"), placed_on=TruncDate("published_at", tzinfo=SEOUL)
    )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0009_guard_the_rowid")]
    operations = [
        LiftGuards(),
        migrations.AddField(
            model_name="statusreport",
            name="place",
            field=models.PositiveBigIntegerField(
                editable=False, null=True, verbose_name="place in the order of publication"
            ),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="placed_on",
            field=models.DateField(editable=False, null=True, verbose_name="day of its place"),
        ),
        migrations.RunPython(stand_where_published, migrations.RunPython.noop),
        InstallGuards(),
    ]
