"""The attack list: SQL that would change or remove what was published is refused by the database."""

# ruff: noqa: S608, E501, ISC004  # attacks are SQL, written out of our own table names, one a line

import pytest
from django.db import DatabaseError, connection, transaction

from agreements.models import Commitment, Document, LedgerEntry, StatusReport, Trace
from tests import factories
from tests.factories import published

pytestmark = pytest.mark.django_db
LEDGER, REPORT = "agreements_ledgerentry", "agreements_statusreport"
LINK, DOCUMENT = "agreements_statusreport_sources", "agreements_document"
TRACE = "agreements_trace"


@pytest.fixture
def report() -> StatusReport:
    """A published report with one source and one document; it is entry 2 of the ledger.

    Beside it a draft and a document of the agreement, which nothing guards.
    """
    agreement = published(factories.agreement())
    commitment = agreement.commitments.get()
    draft = factories.report(commitment, "on_track", "2023-04-24")
    for owner in ({"report": draft}, {"agreement": agreement}):
        Document.objects.create(
            screened_at=factories.NOON,
            **owner,
            kind="result",
            title_ko="결과",
            file="a.pdf",
            name="a.pdf",
            size=1,
            sha256="0" * 64,
            public=True,
        )
    factories.report(commitment, "partial", "2023-05-01")
    return published(draft)


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def rows() -> dict[str, list[object]]:
    guarded = (LedgerEntry, StatusReport, Document, StatusReport.sources.through, Trace)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in guarded}


def refused(attack: str) -> None:
    before = rows()
    with pytest.raises(DatabaseError, match="neither changed nor removed"):
        run(attack.replace("{false}", "false" if connection.vendor == "postgresql" else "0"))
    assert rows() == before


def test_every_column_of_a_ledger_entry_is_frozen(report):
    for field in LedgerEntry._meta.concrete_fields:
        kind = field.get_internal_type()
        value = {"DateTimeField": "'2001-01-01 00:00:00+00'", "TextField": "'9'", "CharField": "'9'"}.get(
            kind, "99"
        )
        refused(f"UPDATE {LEDGER} SET {field.column} = {value} WHERE seq = 1")


ATTACKS = [
    f"DELETE FROM {LEDGER}",
    f"DELETE FROM {LEDGER} WHERE seq = 2",
    f"UPDATE {LEDGER} SET seq = seq + 10",
    f"UPDATE {LEDGER} SET payload = NULL, salt = NULL WHERE seq = 1",
    f"UPDATE {LEDGER} SET payload = NULL, salt = NULL, reason = '', redacted_by_id = 2, kind = 'change' WHERE seq = 1",
    f"DELETE FROM {REPORT}",
    f"UPDATE {REPORT} SET note_ko = '다른 글'",
    f"UPDATE {REPORT} SET status = 'on_hold'",  # what a draft beside it may become: it is the guard that refuses
    f"UPDATE {REPORT} SET said_on_first = '2020-01-01', said_on_last = '2020-01-01'",
    f"UPDATE {REPORT} SET state = 'draft', first_published_at = NULL",
    f"UPDATE {REPORT} SET redacted_by_id = 1",
    f"UPDATE {REPORT} SET note_ko = '', redacted_by_id = 1, status = 'on_hold'",
    f"DELETE FROM {LINK}",
    f"UPDATE {LINK} SET source_id = source_id + 1",
    f"DELETE FROM {DOCUMENT}",
    f"UPDATE {DOCUMENT} SET public = {{false}}",
    f"UPDATE {DOCUMENT} SET file = 'b.pdf'",
    f"DELETE FROM {TRACE}",
    f"UPDATE {TRACE} SET actor_id = actor_id + 1",
    f"UPDATE {TRACE} SET act = 'edit', at = '2001-01-01 00:00:00+00'",
    f"UPDATE {TRACE} SET reason = '다른 사유'",
    f"UPDATE {TRACE} SET changes = '{{}}', reason = '', redacted_by_id = 1",  # entry 1 is no redaction
    f"UPDATE {TRACE} SET version = 99",
]
SOME = "schema, recorded_at, kind, reference, review, reason, payload_digest"
PUBLISHED = f"FROM {REPORT} WHERE state = 'published' LIMIT 1"
DRAFTS_KEYS = [
    f"id = (SELECT id {PUBLISHED})",
    f"number = (SELECT number {PUBLISHED}), commitment_id = (SELECT commitment_id {PUBLISHED})",
]
SQLITE_ATTACKS = [
    # OR REPLACE on each unique key removes the row in the way without asking a DELETE trigger.
    f"INSERT OR REPLACE INTO {LEDGER} SELECT * FROM {LEDGER} WHERE seq = 1",
    f"REPLACE INTO {LEDGER} (seq, {SOME}, previous, digest) SELECT 77, {SOME}, 'x', digest FROM {LEDGER} WHERE seq = 1",
    f"REPLACE INTO {LEDGER} (seq, {SOME}, previous, digest)"
    f" SELECT 77, {SOME}, previous, 'x' FROM {LEDGER} WHERE seq = 1",
    f"UPDATE OR REPLACE {LEDGER} SET seq = 1 WHERE seq = 2",
    f"INSERT INTO {LEDGER} SELECT * FROM {LEDGER} WHERE seq = 1 ON CONFLICT (seq) DO UPDATE SET kind = 'change'",
    f"INSERT OR REPLACE INTO {REPORT} SELECT * FROM {REPORT}",
    f"INSERT OR REPLACE INTO {LINK} SELECT * FROM {LINK}",
    f"INSERT OR REPLACE INTO {DOCUMENT} SELECT * FROM {DOCUMENT}",
    f"INSERT OR REPLACE INTO {TRACE} SELECT * FROM {TRACE}",
    f"UPDATE OR REPLACE {TRACE} SET id = (SELECT min(id) FROM {TRACE})",
    f"UPDATE OR IGNORE {REPORT} SET note_ko = '다른 글'",
    # The rowid is a key that no column names; a redaction may not move a row onto another either.
    *(
        f"INSERT OR REPLACE INTO {LEDGER} ({key}, seq, {SOME}, previous, digest)"
        f" SELECT 1, 77, {SOME}, 'x', 'y' FROM {LEDGER} WHERE seq = 2"
        for key in ("rowid", "_rowid_", "oid")
    ),
    f"UPDATE OR REPLACE {LEDGER} SET rowid = 1, payload = NULL, salt = NULL, reason = '', redacted_by_id = 2 WHERE seq = 2",
    f"UPDATE {LEDGER} SET rowid = 99 WHERE seq = 2",
    f"UPDATE OR REPLACE {LEDGER} SET previous = (SELECT previous FROM {LEDGER} WHERE seq = 1) WHERE seq = 2",
    f"UPDATE OR REPLACE {LEDGER} SET digest = (SELECT digest FROM {LEDGER} WHERE seq = 1) WHERE seq = 2",
    # A draft put in the place of a published report, on each of its keys.
    *(f"UPDATE OR REPLACE {REPORT} SET {key} WHERE state = 'draft'" for key in DRAFTS_KEYS),
    f"INSERT OR REPLACE INTO {LINK} (id, statusreport_id, source_id)"
    f" SELECT 999, statusreport_id, source_id FROM {LINK}",
    f"UPDATE OR REPLACE {DOCUMENT} SET id = (SELECT min(id) FROM {DOCUMENT}) WHERE report_id IS NULL",
]
POSTGRES_ATTACKS = [
    f"TRUNCATE {LEDGER} CASCADE",
    f"TRUNCATE {REPORT} CASCADE",
    f"TRUNCATE {LINK}",
    f"TRUNCATE {DOCUMENT} CASCADE",
    f"TRUNCATE {TRACE}",
    f"INSERT INTO {LEDGER} SELECT * FROM {LEDGER} WHERE seq = 1 ON CONFLICT (seq) DO UPDATE SET kind = 'change'",
    f"INSERT INTO {REPORT} SELECT * FROM {REPORT} ON CONFLICT (id) DO UPDATE SET note_ko = 'x'",
    *(
        f"INSERT INTO {LEDGER} (seq, {SOME}, payload, salt, previous, digest, agreement_id)"
        f" SELECT 77, {SOME}, payload, salt, previous, digest, agreement_id FROM {LEDGER} WHERE seq = 1"
        f" ON CONFLICT ({key}) DO UPDATE SET kind = 'change'"
        for key in ("previous", "digest")
    ),
    f"INSERT INTO {LINK} (statusreport_id, source_id) SELECT statusreport_id, source_id FROM {LINK}"
    f" ON CONFLICT (statusreport_id, source_id) DO UPDATE SET source_id = 1",
    f"MERGE INTO {LEDGER} AS t USING (SELECT 1) AS s ON t.seq = 1 WHEN MATCHED THEN DELETE",
    f"WITH gone AS (DELETE FROM {LEDGER} RETURNING seq) SELECT * FROM gone",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused(report, attack):
    refused(attack)


@pytest.mark.sqlite
@pytest.mark.parametrize("attack", SQLITE_ATTACKS)
def test_an_attack_by_conflict_clause_is_refused(report, attack):
    refused(attack)


@pytest.mark.postgres
@pytest.mark.parametrize("attack", POSTGRES_ATTACKS)
def test_an_attack_on_postgresql_is_refused(report, attack):
    run("SET CONSTRAINTS ALL IMMEDIATE")  # else a TRUNCATE fails for what is still pending
    refused(attack)


def test_a_published_report_gets_no_further_evidence(report):
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusReport.sources.through.objects.create(statusreport=report, source=factories.source())
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.create(
            screened_at=factories.NOON,
            report=report,
            kind="result",
            title_ko="뒤늦은 증거",
            file="b.pdf",
            name="b.pdf",
            size=1,
            sha256="1" * 64,
        )
    assert (report.sources.count(), report.documents.count()) == (1, 1)


def test_a_redaction_blanks_a_trace_and_gives_no_leave_to_rewrite_it(report):
    published(factories.redaction(report))
    of_report = Trace.objects.filter(subject_kind="statusreport", redacted_by__isnull=False)
    assert {(one.reason, str(one.changes)) for one in of_report} == {("", "{}")}
    for attack in ("reason = '다른 사유'", "redacted_by_id = NULL", "act = 'edit'", "subject_label = 'x'"):
        refused(f"UPDATE {TRACE} SET {attack} WHERE redacted_by_id IS NOT NULL")
    latest = LedgerEntry.objects.get(kind="redaction").seq
    refused(
        f"UPDATE {TRACE} SET actor_id = actor_id + 1, redacted_by_id = {latest} WHERE redacted_by_id IS NULL"
    )


def test_a_draft_and_its_evidence_stay_free(report):
    draft = factories.report(report.commitment, "on_track", "2023-05-01")
    draft.note_ko = "고친 글"
    draft.save()
    draft.sources.clear()
    draft.delete()
    assert Commitment.objects.count() == 1
