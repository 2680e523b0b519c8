"""/api/v1/: what the lists hold, in parts, as its own description says."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from agreements.actions.agreements import withdraw_agreement
from agreements.api.resources import RESOURCES
from tests import factories
from tests.factories import NOON, reviewer

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
RECORDS = [name for name, resource in RESOURCES.items() if resource.with_records]


def get(address, status=200):
    answer = Client().get(address)
    assert answer.status_code == status, answer.content.decode()[:300]
    expected = "application/json" if status == 200 else "application/problem+json"
    assert answer["Content-Type"] == expected
    return json.loads(answer.content)


def taken_in_parts(address):
    rows = []
    while address:
        answer = get(address)
        rows += answer["rows"]
        parts = urlsplit(answer["next"] or "")
        address = answer["next"] and f"{parts.path}?{parts.query}"
    return rows


@pytest.mark.parametrize("name", RESOURCES)
def test_the_parts_of_a_list_are_its_whole_file(demo_register, name):
    resource = RESOURCES[name]
    rows = taken_in_parts(f"/api/v1/{name}?limit=30")
    if name in ("deadlines", "changes"):
        assert rows
        return
    whole = json.loads(b"".join(Client().get(f"/{resource.export.name}.json")))
    assert rows == [row | {"seq": whole["seq"]} for row in whole["rows"]]


def test_filters_order_day_and_fields_are_those_of_the_list(demo_register):
    query = "agency=paju&sort=title&as_of=2024-01-01"
    rows = get(f"/api/v1/promises?{query}&fields=reference,title")["rows"]
    whole = json.loads(b"".join(Client().get(f"/commitments.json?{query}")))["rows"]
    assert rows == [{"reference": row["reference"], "title": row["title"]} for row in whole]
    assert len(rows) > 1


def test_what_has_an_announced_date_are_the_entries_of_the_calendar(demo_register):
    rows = taken_in_parts("/api/v1/deadlines?limit=7&fields=reference")
    calendar = b"".join(Client().get("/deadlines.ics")).decode()
    assert sorted(row["reference"] for row in rows) == sorted(re.findall(r"UID:(.+)@", calendar))


def test_a_walk_is_of_one_moment_while_something_is_published(paju):
    first = get("/api/v1/changes?limit=2&fields=sequence")
    factories.published(factories.report(paju.unheard, "on_track", "2026-02-01", stated_by=paju.city))
    parts = urlsplit(first["next"])
    second = get(f"{parts.path}?{parts.query}")
    sequences = [row["sequence"] for row in first["rows"] + second["rows"]]
    assert sequences == list(range(first["seq"], first["seq"] - 4, -1))


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_the_row_of_its_list(paju, name):
    (key,) = RESOURCES[name].export.key
    for row in get(f"/api/v1/{name}?limit=3")["rows"]:
        assert get(f"/api/v1/{name}/{row[key]}")["row"] == row


def test_what_is_a_draft_or_withdrawn_is_unknown_like_anything_else(paju):
    draft = factories.agreement(reference="2022-0077")
    unknown = get("/api/v1/agreements/2022-0099", 404)
    assert get(f"/api/v1/agreements/{draft.reference}", 404) == unknown
    withdraw_agreement(paju.agreement, reason="재검토", actor=reviewer(), now=NOON)
    assert get("/api/v1/agreements/2022-0001", 404) == unknown
    for name in ("inquiries", "ledger", "changes"):
        for number in ("x", "9" * 30, "-1", "1.5"):
            get(f"/api/v1/{name}/{number}", 404)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("stat=late", "stat"), ("page=2", "page"), ("limit=0", "limit"), ("limit=501", "limit"),
        ("limit=ten", "limit"), ("fields=title,nothing", "fields"), ("after=x", "after"),
        ("after=99999999", "after"), ("after=-1", "after"), ("status=done", "status"), ("sort=x", "sort"),
        ("as_of=2023-13-01", "as_of"), ("seq=9999", "seq"), ("q=a%00", "q"), ("agency=nobody", "agency"),
        ("q=%ED%A0%80", "q"), ("view=coming&view=past", "view"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_parameter(paju, query, parameter):
    for prefix in ("", "/en"):
        refused = get(f"{prefix}/api/v1/promises?{query}", 400)
        assert refused["parameter"] == parameter
        assert refused["detail"]
        assert refused["status"] == 400


def test_the_files_in_json_refuse_in_the_same_words(paju):
    assert get("/commitments.json?stat=late", 400)["parameter"] == "stat"
    assert get("/nothing.json", 404)["title"] == "Not Found"
    assert get("/api/v1/nothing", 404)["title"] == "Not Found"


def test_other_sites_may_read_but_nobody_may_write(paju):
    for address in ("/api/v1/agencies", "/api/v1/nothing", "/commitments.csv", "/deadlines.ics"):
        assert Client().get(address)["Access-Control-Allow-Origin"] == "*", address
    for address in ("/", "/admin/login/"):
        assert "Access-Control-Allow-Origin" not in Client().get(address), address
    asked = Client().options("/api/v1/agencies")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    for method in ("post", "put", "patch", "delete"):
        refused = getattr(Client(), method)("/api/v1/agencies")
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert refused["Content-Type"] == "application/problem+json"
    head = Client().head("/api/v1/agencies")
    assert int(head["Content-Length"]) == len(Client().get("/api/v1/agencies").content)


def test_korean_is_written_as_korean_and_an_empty_register_is_a_valid_answer(db):
    for name in RESOURCES:
        answer = get(f"/api/v1/{name}")
        assert (answer["rows"], answer["next"], answer["seq"]) == ([], None, None), name
    factories.agency("paju", name_ko="파주시", listed=True)
    assert "파주시" in Client().get("/api/v1/agencies?view=all").content.decode()


def test_each_operation_and_field_is_described_in_both_languages(paju, visit):
    korean, english = get("/api/v1/openapi.json"), get("/en/api/v1/openapi.json")
    assert korean["openapi"].startswith("3.1")
    assert set(korean["paths"]) == {
        *(f"/api/v1/{name}" for name in RESOURCES),
        *(f"/api/v1/{name}/{{reference}}" for name in RECORDS),
    }
    for description, prefix, label in ((korean, "", "고유번호"), (english, "/en", "Reference")):
        operation = description["paths"][f"{prefix}/api/v1/agreements"]["get"]
        row = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["rows"]
        assert list(row["items"]["properties"]) == [
            column.name for column in RESOURCES["agreements"].export.columns
        ]
        assert row["items"]["properties"]["reference"]["title"] == label
        assert all(parameter["description"] for parameter in operation["parameters"])
    explained = visit("/data/api/")
    assert {f"/api/v1/{name}?limit=2" for name in RESOURCES} <= set(explained.links)
    assert "/data/api/" in visit("/data/").links


@pytest.mark.django_db(transaction=True)
def test_the_example_of_the_guide_runs(live_server, settings):
    settings.SITE_URL = live_server.url
    city = factories.agency("paju", listed=True)
    agreement = factories.published(factories.agreement(parties=[city, factories.agency()], commitments=2))
    past, _undated = agreement.commitments.order_by("number")
    factories.published(factories.report(past, "on_track", "2023-01-02", target="2023-06-30"))
    program = re.search(r"```python\n(.+?)```", (ROOT / "docs" / "api.md").read_text(), re.DOTALL)[1]
    assert program.count("\n") <= 30
    told = subprocess.run(
        [sys.executable, "-c", program, live_server.url, "paju"],
        capture_output=True, check=False, text=True, timeout=60,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(f"{past.reference}  ")
    assert told.stdout.count("/commitments/") == 1
    assert "As of " in told.stdout
