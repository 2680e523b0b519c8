import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0003_sparse_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RenameModel("Publication", "LedgerEntry"),
        migrations.AddField("LedgerEntry", "payload_digest", models.CharField(max_length=64, null=True)),
        migrations.AddField("LedgerEntry", "previous", models.CharField(max_length=64, null=True)),
        migrations.AddField("LedgerEntry", "digest", models.CharField(max_length=64, null=True)),
        migrations.CreateModel(
            name="Redaction",
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
                    "reason_ko",
                    models.TextField(
                        help_text="Shown publicly: which kind of personal data it was, never the data.",
                        verbose_name="reason (Korean)",
                    ),
                ),
                ("reason_en", models.TextField(blank=True, verbose_name="reason (English)")),
            ],
            options={
                "verbose_name": "redaction",
                "verbose_name_plural": "redactions",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Statement",
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
                ("stated_on", models.DateField(verbose_name="stated on")),
                ("text_ko", models.TextField(verbose_name="statement (Korean)")),
                ("text_en", models.TextField(blank=True, verbose_name="statement (English)")),
            ],
            options={
                "verbose_name": "statement of an agency",
                "verbose_name_plural": "statements of agencies",
                "ordering": ["stated_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
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
                ("reason_ko", models.TextField(help_text="Shown publicly.", verbose_name="reason (Korean)")),
                ("reason_en", models.TextField(blank=True, verbose_name="reason (English)")),
            ],
            options={
                "verbose_name": "withdrawal of a report",
                "verbose_name_plural": "withdrawals of reports",
                "ordering": ["-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="ledgerentry",
            options={"ordering": ["-seq"], "verbose_name": "ledger entry", "verbose_name_plural": "ledger"},
        ),
        migrations.RemoveConstraint(
            model_name="ledgerentry",
            name="publication_has_one_subject",
        ),
        migrations.AddField(
            model_name="document",
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
            model_name="ledgerentry",
            name="payload",
            field=models.TextField(null=True, verbose_name="public facts"),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="redacted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="redacts",
                to="agreements.ledgerentry",
                verbose_name="redacted by entry",
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="salt",
            field=models.CharField(max_length=32, null=True, verbose_name="salt"),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="schema",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="schema"),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="correction_reason_en",
            field=models.TextField(blank=True, verbose_name="reason of the correction (English)"),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="correction_reason_ko",
            field=models.TextField(blank=True, verbose_name="reason of the correction (Korean)"),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                help_text="The published report that this one replaces.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="agreements.statusreport",
                verbose_name="corrects",
            ),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="criteria_met",
            field=models.BooleanField(
                blank=True, help_text="Empty: not said.", null=True, verbose_name="completion criteria met"
            ),
        ),
        migrations.AddField(
            model_name="statusreport",
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
        migrations.AlterField(
            model_name="ledgerentry",
            name="agreement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="agreements.agreement",
            ),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("publication", "Publication"),
                    ("withdrawal", "Withdrawal"),
                    ("correction", "Correction"),
                    ("change", "Change of a published record"),
                    ("statement", "Statement of an agency"),
                    ("redaction", "Redaction of personal data"),
                    ("adopted", "Taken over into the ledger"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="program",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="agreements.program",
            ),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="report",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="agreements.statusreport",
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
                ],
                max_length=10,
                verbose_name="act",
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["kind", "-seq"], name="ledger_by_kind"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["reference", "-seq"], name="ledger_by_reference"),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreement__isnull", False), ("program__isnull", True), ("report__isnull", True)
                    ),
                    models.Q(
                        ("agreement__isnull", True), ("program__isnull", False), ("report__isnull", True)
                    ),
                    models.Q(
                        ("agreement__isnull", True), ("program__isnull", True), ("report__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="ledger_entry_has_one_subject",
                violation_error_message="A ledger entry concerns exactly one record.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", True),
                    models.Q(("correction_reason_ko", ""), _negated=True),
                    ("redacted_by__isnull", False),
                    _connector="OR",
                ),
                name="report_corrects_for_a_reason",
                violation_error_message="A correction needs its reason.",
            ),
        ),
        migrations.AddField(
            model_name="redaction",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="redactions",
                to="agreements.agreement",
                verbose_name="agreement",
            ),
        ),
        migrations.AddField(
            model_name="redaction",
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
            model_name="redaction",
            name="program",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="redactions",
                to="agreements.program",
                verbose_name="program",
            ),
        ),
        migrations.AddField(
            model_name="redaction",
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
            model_name="redaction",
            name="report",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="redactions",
                to="agreements.statusreport",
                verbose_name="status report",
            ),
        ),
        migrations.AddField(
            model_name="redaction",
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
            model_name="redaction",
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
            model_name="statement",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="own_statements",
                to="agreements.agency",
                verbose_name="agency",
            ),
        ),
        migrations.AddField(
            model_name="statement",
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
            model_name="statement",
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
            model_name="statement",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="statements",
                to="agreements.statusreport",
                verbose_name="status report",
            ),
        ),
        migrations.AddField(
            model_name="statement",
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
            model_name="statement",
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
            model_name="redaction",
            name="statement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="redactions",
                to="agreements.statement",
                verbose_name="statement of an agency",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
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
            model_name="withdrawal",
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
            model_name="withdrawal",
            name="report",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawal",
                to="agreements.statusreport",
                verbose_name="status report",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
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
            model_name="withdrawal",
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
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="statement_submitted_by_whom_and_when",
                violation_error_message="A submission needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
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
                name="statement_published_by_whom_and_when",
                violation_error_message="A publication needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="statement_withdrawn_by_whom_and_when",
                violation_error_message="A withdrawal needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(("published_at__isnull", False), models.Q(("review", ""), _negated=True)),
                    _connector="OR",
                ),
                name="statement_published_means_by_someone",
                violation_error_message="What is published was published by someone and has its review.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("withdrawn_at__isnull", False), models.Q(("withdrawal_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="statement_withdrawn_for_a_reason",
                violation_error_message="A withdrawal needs its reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                fields=("report", "agency"),
                name="statement_is_one_per_report_and_agency",
                violation_error_message="This agency already has a statement on this report.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="redaction_submitted_by_whom_and_when",
                violation_error_message="A submission needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redaction",
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
                name="redaction_published_by_whom_and_when",
                violation_error_message="A publication needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="redaction_withdrawn_by_whom_and_when",
                violation_error_message="A withdrawal needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(("published_at__isnull", False), models.Q(("review", ""), _negated=True)),
                    _connector="OR",
                ),
                name="redaction_published_means_by_someone",
                violation_error_message="What is published was published by someone and has its review.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("withdrawn_at__isnull", False), models.Q(("withdrawal_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="redaction_withdrawn_for_a_reason",
                violation_error_message="A withdrawal needs its reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreement__isnull", True),
                        ("program__isnull", True),
                        ("report__isnull", False),
                        ("statement__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", False),
                        ("program__isnull", True),
                        ("report__isnull", True),
                        ("statement__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("program__isnull", False),
                        ("report__isnull", True),
                        ("statement__isnull", True),
                    ),
                    models.Q(
                        ("agreement__isnull", True),
                        ("program__isnull", True),
                        ("report__isnull", True),
                        ("statement__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="redaction_has_one_subject",
                violation_error_message="A redaction concerns exactly one record.",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="withdrawal_submitted_by_whom_and_when",
                violation_error_message="A submission needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
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
                name="withdrawal_published_by_whom_and_when",
                violation_error_message="A publication needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="withdrawal_withdrawn_by_whom_and_when",
                violation_error_message="A withdrawal needs both the person and the time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(("published_at__isnull", False), models.Q(("review", ""), _negated=True)),
                    _connector="OR",
                ),
                name="withdrawal_published_means_by_someone",
                violation_error_message="What is published was published by someone and has its review.",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("withdrawn_at__isnull", False), models.Q(("withdrawal_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="withdrawal_withdrawn_for_a_reason",
                violation_error_message="A withdrawal needs its reason.",
            ),
        ),
    ]
