"""Which dates of agreements and programs were public at each publication sequence."""

import json
from datetime import date

import django.db.models.deletion
from django.db import migrations, models

from agreements.rules.partial_date import PartialDate

LATEST = 2**62
DAYS = ("signed_on", "effective_on", "expires_on", "ended_on")


def remember(apps, schema_editor):  # noqa: C901  # one migration, read once
    """Read from the ledger which dates were public when.

    An entry may be blanked, or tell only that a record was published before the ledger existed: then the
    dates before it go on or, where there are none, those of the record today, signed on the day from which
    its commitments counted.
    """
    model = {
        name: apps.get_model("agreements", name) for name in ("LedgerEntry", "State", "Term", "Decision")
    }
    agreements = dict(apps.get_model("agreements", "Agreement").objects.values_list("reference", "pk"))

    def of_agreement(entry, facts, before):
        if facts:
            days = {name: facts[name] and date.fromisoformat(facts[name]) for name in DAYS}
            rest = {name: facts[name] for name in ("renews", "notice_days", "end_reason")}
            # A predecessor that was not public yet is not told.
            known = before["supersedes_id"] if before else entry.agreement.supersedes_id
            replaced = agreements.get(facts["supersedes"]) if "supersedes" in facts else known
            return days | rest | {"supersedes_id": replaced}
        if before:
            return before
        names = (*DAYS, "renews", "notice_days", "end_reason", "supersedes_id")
        counted = model["State"].objects.filter(
            commitment__agreement=entry.agreement, seq_from__lte=entry.seq, seq_to__gt=entry.seq
        )
        signed_on = counted.aggregate(first=models.Min("day_from"))["first"] or entry.agreement.signed_on
        return {name: getattr(entry.agreement, name) for name in names} | {"signed_on": signed_on}

    def of_program(entry, facts, before):
        if facts:
            decided = PartialDate.parse(facts["decided"]) if facts["decided"] else None
            return {
                "decided_first": decided.first if decided else None,
                "decided_last": decided.last if decided else None,
            }
        return before or {name: getattr(entry.program, name) for name in ("decided_first", "decided_last")}

    for root, rows, dates_of in (
        ("agreement", model["Term"].objects, of_agreement),
        ("program", model["Decision"].objects, of_program),
    ):
        entries = model["LedgerEntry"].objects.filter(**{f"{root}__isnull": False}).exclude(kind="redaction")
        for record in entries.order_by(root).values_list(root, flat=True).distinct():
            dates = None
            for entry in entries.filter(**{root: record}).order_by("seq"):
                shown = rows.filter(**{root: record}, seq_to=LATEST)
                if entry.kind == "withdrawal":
                    shown.update(seq_to=entry.seq)
                    continue
                facts = json.loads(entry.payload or "{}").get("facts")
                before, dates = dates, dates_of(entry, facts, dates)
                if dates != before or not shown.exists():
                    shown.update(seq_to=entry.seq)
                    rows.create(**{f"{root}_id": record}, seq_from=entry.seq, **dates)


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0007_sensible_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq_from", models.PositiveBigIntegerField(verbose_name="from sequence")),
                (
                    "seq_to",
                    models.PositiveBigIntegerField(
                        default=4611686018427387904, verbose_name="to before sequence"
                    ),
                ),
                (
                    "decided_first",
                    models.DateField(blank=True, null=True, verbose_name="decided (first day)"),
                ),
                ("decided_last", models.DateField(blank=True, null=True, verbose_name="decided (last day)")),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="agreements.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on a program",
                "verbose_name_plural": "decisions on programs",
                "ordering": ["program", "seq_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_first__isnull", True), ("decided_last__isnull", True)),
                            models.Q(
                                ("decided_first__isnull", False),
                                ("decided_last__gte", models.F("decided_first")),
                            ),
                            _connector="OR",
                        ),
                        name="decision_decided_is_whole",
                        violation_error_message="A period needs its first and its last day, in that order.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seq_from__lt", models.F("seq_to"))),
                        name="decision_sequences_in_order",
                    ),
                    models.UniqueConstraint(fields=("program", "seq_to"), name="decision_is_one_at_a_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq_from", models.PositiveBigIntegerField(verbose_name="from sequence")),
                (
                    "seq_to",
                    models.PositiveBigIntegerField(
                        default=4611686018427387904, verbose_name="to before sequence"
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("effective_on", models.DateField(null=True, verbose_name="effective on")),
                ("expires_on", models.DateField(null=True, verbose_name="expires on")),
                ("renews", models.BooleanField(default=False, verbose_name="renews automatically")),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(null=True, verbose_name="days of notice before expiry"),
                ),
                ("ended_on", models.DateField(null=True, verbose_name="ended on")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("purpose_achieved", "Purpose achieved"),
                            ("counterpart_fault", "Fault of the other party"),
                            ("no_longer_needed", "No longer needed"),
                        ],
                        max_length=20,
                        verbose_name="reason of the end",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                        verbose_name="supersedes",
                    ),
                ),
            ],
            options={
                "verbose_name": "term of an agreement",
                "verbose_name_plural": "terms of agreements",
                "ordering": ["agreement", "seq_from"],
                "indexes": [
                    models.Index(fields=["seq_to", "-signed_on", "-agreement"], name="term_newest_first")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seq_from__lt", models.F("seq_to"))),
                        name="term_sequences_in_order",
                    ),
                    models.UniqueConstraint(fields=("agreement", "seq_to"), name="term_is_one_at_a_time"),
                ],
            },
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
