"""Which digest was mailed to whom on which day."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0014_acts_on_accounts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("items", models.PositiveSmallIntegerField(verbose_name="number of items")),
                ("kinds", models.JSONField(verbose_name="number by kind")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("sending", "Handed to the mail server, or about to be"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("begun_at", models.DateTimeField(verbose_name="begun at")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "ordering": ["-on", "person"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on__isnull", True),
                            ("on__range", (datetime.date(1800, 1, 1), datetime.date(2200, 12, 31))),
                            _connector="OR",
                        ),
                        name="reminder_on_is_sensible",
                        violation_error_message="Write a day between the years 1800 and 2200.",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "on"),
                        name="reminder_is_one_a_person_and_day",
                        violation_error_message="This person was reminded on this day already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "sent"), ("sent_at__isnull", False)),
                            models.Q(models.Q(("outcome", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="reminder_sent_has_its_time",
                        violation_error_message="What was sent has its time, and nothing else has.",
                    ),
                ],
            },
        ),
    ]
