"""Rules of ordinances, council sessions, and the records of duties, which a guard keeps as published."""

import datetime

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from agreements.models.guards import InstallGuards, LiftGuards


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0012_screening"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        LiftGuards(),
        migrations.CreateModel(
            name="CouncilSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="For example “제366회 정례회”.", max_length=100, verbose_name="name"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1900)], verbose_name="year"
                    ),
                ),
                (
                    "ordinal",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1 for the first, 2 for the second; empty for an extraordinary session.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9),
                        ],
                        verbose_name="which regular session of the year",
                    ),
                ),
                ("begins_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "council session",
                "verbose_name_plural": "council sessions",
                "ordering": ["agency", "-begins_on"],
            },
        ),
        migrations.CreateModel(
            name="DutyRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for review"),
                            ("returned", "Returned"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn from publication"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="publication state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created at")),
                (
                    "assigned_to",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person in charge",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="submitted at"),
                ),
                (
                    "return_note",
                    models.TextField(blank=True, editable=False, verbose_name="note of the return"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="first published at"),
                ),
                (
                    "published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="published at"),
                ),
                (
                    "published_seq",
                    models.PositiveBigIntegerField(
                        editable=False, null=True, verbose_name="publication sequence"
                    ),
                ),
                (
                    "review",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reviewed", "Reviewed by a second person"),
                            ("one_person", "Published without a reviewer (one-person office)"),
                            ("service", "Published by the demo service account without a reviewer"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="review",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "withdrawal_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason of the withdrawal"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prior_report", "Report before signing"),
                            ("council_vote", "Vote of the council"),
                            ("signing_report", "Report of the signing"),
                            ("self_evaluation", "Self-evaluation"),
                            ("progress_report", "Report of the progress"),
                            ("disclosure", "Publication on the website"),
                            ("end_report", "Report of the end"),
                        ],
                        max_length=20,
                        verbose_name="duty under an ordinance",
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False, null=True, verbose_name="number")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("done", "Done"), ("not_done", "Not carried out, as the agency says")],
                        default="done",
                        help_text="“Not carried out” only if the agency itself says so.",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                ("result_ko", models.TextField(blank=True, verbose_name="result (Korean)")),
                ("result_en", models.TextField(blank=True, verbose_name="result (English)")),
                (
                    "improvement_ko",
                    models.TextField(blank=True, verbose_name="plan for improvement (Korean)"),
                ),
                (
                    "improvement_en",
                    models.TextField(blank=True, verbose_name="plan for improvement (English)"),
                ),
                (
                    "withdrawn_seq",
                    models.PositiveBigIntegerField(
                        editable=False, null=True, verbose_name="sequence of the withdrawal"
                    ),
                ),
                ("period_first", models.DateField(blank=True, null=True, verbose_name="period (first day)")),
                ("period_last", models.DateField(blank=True, null=True, verbose_name="period (last day)")),
            ],
            options={
                "verbose_name": "duty record",
                "verbose_name_plural": "duty records",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="DutyRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "binds_subordinates",
                    models.BooleanField(
                        default=False,
                        help_text="Its police commission and fire service, where they are entered as under this body.",
                        verbose_name="binds organs under it",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prior_report", "Report before signing"),
                            ("council_vote", "Vote of the council"),
                            ("signing_report", "Report of the signing"),
                            ("self_evaluation", "Self-evaluation"),
                            ("progress_report", "Report of the progress"),
                            ("disclosure", "Publication on the website"),
                            ("end_report", "Report of the end"),
                        ],
                        max_length=20,
                        verbose_name="duty under an ordinance",
                    ),
                ),
                (
                    "due",
                    models.CharField(
                        choices=[
                            ("before_signing", "Before signing"),
                            ("first_session", "By the end of the first council session after signing"),
                            ("after_signing", "Within a number of days after signing"),
                            ("yearly", "Once a year, by 31 December"),
                            ("yearly_session", "Once a year, by the end of a regular session"),
                            ("monthly", "By the end of the month after the signing or the end"),
                            ("after_end", "Within a number of days after the end"),
                        ],
                        max_length=20,
                        verbose_name="deadline",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Only for a deadline that counts days.",
                        null=True,
                        verbose_name="number of days",
                    ),
                ),
                (
                    "session",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Only for a deadline at a regular session: 1 for the first, 2 for the second.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9),
                        ],
                        verbose_name="regular session of the year",
                    ),
                ),
                (
                    "only_with_fiscal_burden",
                    models.BooleanField(
                        default=False,
                        help_text="Nothing is claimed of an agreement whose fiscal burden is not known.",
                        verbose_name="only with a fiscal burden",
                    ),
                ),
                (
                    "from_signing_year",
                    models.BooleanField(
                        default=False,
                        help_text="A yearly duty usually begins in the calendar year after the agreement took effect.",
                        verbose_name="already in the year of signing",
                    ),
                ),
                (
                    "in_force_from",
                    models.DateField(
                        blank=True,
                        help_text="Empty: to be confirmed. What an ordinance asked before its own date is not owed.",
                        null=True,
                        verbose_name="in force from",
                    ),
                ),
                (
                    "in_force_until",
                    models.DateField(
                        blank=True, help_text="The last day.", null=True, verbose_name="in force until"
                    ),
                ),
                (
                    "basis_ko",
                    models.CharField(
                        help_text="The title of the ordinance.",
                        max_length=200,
                        verbose_name="legal basis (Korean)",
                    ),
                ),
                (
                    "basis_en",
                    models.CharField(blank=True, max_length=200, verbose_name="legal basis (English)"),
                ),
                (
                    "article",
                    models.CharField(
                        blank=True,
                        help_text="Only as it was read; leave it empty otherwise.",
                        max_length=60,
                        verbose_name="article",
                    ),
                ),
                (
                    "asks_ko",
                    models.CharField(blank=True, max_length=300, verbose_name="what it asks (Korean)"),
                ),
                (
                    "asks_en",
                    models.CharField(blank=True, max_length=300, verbose_name="what it asks (English)"),
                ),
                (
                    "checked_on",
                    models.DateField(
                        blank=True,
                        help_text="The day someone last read it in the ordinance. Empty: it is marked “to be confirmed”.",
                        null=True,
                        verbose_name="checked on",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "rule of an ordinance",
                "verbose_name_plural": "rules of ordinances",
                "ordering": ["agency", "kind", "in_force_from", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="document",
            name="document_belongs_to_one_record",
        ),
        migrations.RemoveConstraint(
            model_name="ledgerentry",
            name="ledger_entry_has_one_subject",
        ),
        migrations.RemoveConstraint(
            model_name="redaction",
            name="redaction_has_one_subject",
        ),
        migrations.AlterField(
            model_name="document",
            name="public",
            field=models.BooleanField(
                default=False,
                help_text="Everyone can download it once the record it belongs to is published.",
                verbose_name="public",
            ),
        ),
        migrations.AddField(
            model_name="councilsession",
            name="agency",
            field=models.ForeignKey(
                help_text="The province, city, county or district, as in the rules of its ordinance.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="council_sessions",
                to="agreements.agency",
                verbose_name="body whose council it is",
            ),
        ),
        migrations.AddField(
            model_name="dutyrecord",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duty_records",
                to="agreements.agency",
                verbose_name="agency",
            ),
        ),
        migrations.AddField(
            model_name="dutyrecord",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duty_records",
                to="agreements.agreement",
                verbose_name="agreement",
            ),
        ),
        migrations.AddField(
            model_name="dutyrecord",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="created by",
            ),
        ),
        migrations.AddField(
            model_name="dutyrecord",
            name="published_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="published by",
            ),
        ),
        migrations.AddField(
            model_name="dutyrecord",
            name="redacted_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.ledgerentry",
                verbose_name="redacted by entry",
            ),
        ),
        migrations.AddField(
            model_name="dutyrecord",
            name="sources",
            field=models.ManyToManyField(
                blank=True, related_name="duty_records", to="agreements.source", verbose_name="sources"
            ),
        ),
        migrations.AddField(
            model_name="dutyrecord",
            name="submitted_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="submitted by",
            ),
        ),
        migrations.AddField(
            model_name="dutyrecord",
            name="withdrawn_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="withdrawn by",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="duty",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="documents",
                to="agreements.dutyrecord",
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="duty",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="agreements.dutyrecord",
            ),
        ),
        migrations.AddField(
            model_name="redaction",
            name="duty",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="redactions",
                to="agreements.dutyrecord",
                verbose_name="duty record",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreement__isnull", False),
                        ("duty__isnull", True),
                        ("program__isnull", True),
                        ("report__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("duty__isnull", True),
                        ("program__isnull", False),
                        ("report__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("duty__isnull", True),
                        ("program__isnull", True),
                        ("report__isnull", False),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("duty__isnull", False),
                        ("program__isnull", True),
                        ("report__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="document_belongs_to_one_record",
                violation_error_message="A document belongs to exactly one agreement, program, report or duty record.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreement__isnull", False),
                        ("duty__isnull", True),
                        ("program__isnull", True),
                        ("report__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("duty__isnull", True),
                        ("program__isnull", False),
                        ("report__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("duty__isnull", True),
                        ("program__isnull", True),
                        ("report__isnull", False),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("duty__isnull", False),
                        ("program__isnull", True),
                        ("report__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="ledger_entry_has_one_subject",
                violation_error_message="A ledger entry concerns exactly one record.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreement__isnull", True),
                        ("duty__isnull", True),
                        ("program__isnull", True),
                        ("report__isnull", False),
                        ("statement__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", False),
                        ("duty__isnull", True),
                        ("program__isnull", True),
                        ("report__isnull", True),
                        ("statement__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("duty__isnull", True),
                        ("program__isnull", False),
                        ("report__isnull", True),
                        ("statement__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("duty__isnull", True),
                        ("program__isnull", True),
                        ("report__isnull", True),
                        ("statement__isnull", False),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("duty__isnull", False),
                        ("program__isnull", True),
                        ("report__isnull", True),
                        ("statement__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="redaction_has_one_subject",
                violation_error_message="A redaction concerns exactly one record.",
            ),
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="agency",
            field=models.ForeignKey(
                help_text="The province, city, county or district. The police owe no duties of an ordinance.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duty_rules",
                to="agreements.agency",
                verbose_name="body the ordinance binds",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("begins_on__isnull", True),
                    ("begins_on__range", (datetime.date(1800, 1, 1), datetime.date(2200, 12, 31))),
                    _connector="OR",
                ),
                name="council_session_begins_on_is_sensible",
                violation_error_message="Write a day between the years 1800 and 2200.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    ("ends_on__range", (datetime.date(1800, 1, 1), datetime.date(2200, 12, 31))),
                    _connector="OR",
                ),
                name="council_session_ends_on_is_sensible",
                violation_error_message="Write a day between the years 1800 and 2200.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                name="council_session_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilsession",
            constraint=models.UniqueConstraint(
                fields=("agency", "begins_on"),
                name="council_session_begins_once",
                violation_error_message="A session of this council that begins on this day is recorded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilsession",
            constraint=models.UniqueConstraint(
                fields=("agency", "year", "ordinal"),
                name="council_session_is_one_regular_of_its_number",
                violation_error_message="This regular session of the year is already recorded.",
            ),
        ),
        migrations.AddIndex(
            model_name="dutyrecord",
            index=models.Index(fields=["state", "agreement"], name="duty_record_by_agreement"),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="duty_record_submitted_by_whom_and_when",
                violation_error_message="A submission needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first_published_at__isnull", True),
                        ("published_at__isnull", True),
                        ("published_by__isnull", True),
                        ("published_seq__isnull", True),
                    ),
                    models.Q(
                        ("first_published_at__isnull", False),
                        ("published_at__isnull", False),
                        ("published_by__isnull", False),
                        ("published_seq__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="duty_record_published_by_whom_and_when",
                violation_error_message="A publication needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="duty_record_withdrawn_by_whom_and_when",
                violation_error_message="A withdrawal needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(("published_at__isnull", False), models.Q(("review", ""), _negated=True)),
                    _connector="OR",
                ),
                name="duty_record_published_means_by_someone",
                violation_error_message="What is published was published by someone and has its review.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("withdrawn_at__isnull", False), models.Q(("withdrawal_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="duty_record_withdrawn_for_a_reason",
                violation_error_message="A withdrawal needs its reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_on__isnull", True),
                    ("done_on__range", (datetime.date(1800, 1, 1), datetime.date(2200, 12, 31))),
                    _connector="OR",
                ),
                name="duty_record_done_on_is_sensible",
                violation_error_message="Write a day between the years 1800 and 2200.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("period_first__isnull", True), ("period_last__isnull", True)),
                    models.Q(("period_first__isnull", False), ("period_last__gte", models.F("period_first"))),
                    _connector="OR",
                ),
                name="duty_record_period_is_whole",
                violation_error_message="A period needs its first and its last day, in that order.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_on__isnull", False), ("outcome", "done")),
                    models.Q(("done_on__isnull", True), ("outcome", "not_done")),
                    _connector="OR",
                ),
                name="duty_record_done_means_on_a_day",
                violation_error_message="What was done was done on a day; what was not has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_published_at__isnull", True), ("number__isnull", False), _connector="OR"
                ),
                name="duty_record_published_has_a_number",
                violation_error_message="A published duty record has a number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrecord",
            constraint=models.UniqueConstraint(
                fields=("agreement", "number"), name="duty_record_number_is_unique_in_its_agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_force_from__isnull", True),
                    ("in_force_from__range", (datetime.date(1800, 1, 1), datetime.date(2200, 12, 31))),
                    _connector="OR",
                ),
                name="duty_rule_in_force_from_is_sensible",
                violation_error_message="Write a day between the years 1800 and 2200.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_force_until__isnull", True),
                    ("in_force_until__range", (datetime.date(1800, 1, 1), datetime.date(2200, 12, 31))),
                    _connector="OR",
                ),
                name="duty_rule_in_force_until_is_sensible",
                violation_error_message="Write a day between the years 1800 and 2200.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_on__isnull", True),
                    ("checked_on__range", (datetime.date(1800, 1, 1), datetime.date(2200, 12, 31))),
                    _connector="OR",
                ),
                name="duty_rule_checked_on_is_sensible",
                violation_error_message="Write a day between the years 1800 and 2200.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("days__isnull", False), ("due__in", ("after_signing", "after_end"))),
                    models.Q(
                        models.Q(("due__in", ("after_signing", "after_end")), _negated=True),
                        ("days__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="duty_rule_counts_days_where_its_deadline_does",
                violation_error_message="Give a number of days for a deadline that counts days only.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due", "yearly_session"), ("session__isnull", False)),
                    models.Q(models.Q(("due", "yearly_session"), _negated=True), ("session__isnull", True)),
                    _connector="OR",
                ),
                name="duty_rule_names_a_session_where_its_deadline_does",
                violation_error_message="Say which regular session, for a deadline at one only.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_force_until__isnull", True),
                    ("in_force_from__isnull", True),
                    ("in_force_until__gte", models.F("in_force_from")),
                    _connector="OR",
                ),
                name="duty_rule_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
            ),
        ),
        InstallGuards(),
    ]
