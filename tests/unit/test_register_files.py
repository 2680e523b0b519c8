"""The files that lie beside no list: parties, sources, statements, corrections, regions, the ledger."""

from datetime import date

from agreements.actions.programs import withdraw_program
from agreements.models import LedgerEntry, Region, RegionSuccession
from agreements.models.ledger import newest_sequence
from tests import factories
from tests.exported import only, rows
from tests.factories import NOON, reviewer


def test_each_party_is_a_row_with_how_it_signed(paju):
    paju.agreement.parties.filter(agency__slug="paju").update(
        signatory_title_ko="시장", capacity="head", members_ko="가 기관; 나 기관", members_number=2
    )
    in_order = rows("parties")
    assert [row["order"] for row in in_order] == sorted(row["order"] for row in in_order)
    city = only([row for row in in_order if row["agency_slug"] == "paju"])
    assert (city["agreement_reference"], city["agency"]) == ("2022-0001", "파주시")
    assert (city["signatory_title"], city["capacity_label"]) == ("시장", "기관장")
    assert (city["members"], city["members_number"]) == ("가 기관; 나 기관", "2")
    assert rows("parties", "header=name&as_of=2022-12-12") == []


def test_a_source_names_what_rests_on_it_and_one_of_a_draft_is_in_no_file(paju):
    factories.source(label_ko="초안에만 쓴 자료")
    found = rows("sources")
    assert {row["publisher"] for row in found}
    assert all(row["cited_by"] for row in found)
    assert "초안에만 쓴 자료" not in {row["label"] for row in found}
    cited = {reference for row in found for reference in row["cited_by"].split("; ")}
    assert {row["reference"] for row in rows("reports")} <= cited
    before = rows("sources", "header=name&as_of=2022-12-31")
    assert 0 < len(before) < len(found)


def test_corrections_say_what_was_done_afterwards_and_why(paju):
    assert rows("corrections") == []
    withdraw_program(paju.program, reason="재검토", actor=reviewer(), now=NOON)
    newest = newest_sequence()
    row = only(rows("corrections"))
    assert (row["kind_label"], row["reference"], row["reason"]) == ("공개 철회", paju.program.slug, "재검토")
    assert (row["sequence"], row["recorded_on"]) == (str(newest), "2026-03-02")
    assert rows("corrections", f"header=name&seq={newest - 1}") == []


def test_the_ledger_is_the_whole_chain_up_to_the_sequence(paju):
    chain = list(LedgerEntry.objects.order_by("-seq"))
    in_file = rows("ledger")
    assert [(row["sequence"], row["digest"]) for row in in_file] == [(str(e.seq), e.digest) for e in chain]
    assert [row["previous"] for row in in_file[:-1]] == [row["digest"] for row in in_file[1:]]
    assert [row["sequence"] for row in rows("ledger", "header=name&seq=3")] == ["3", "2", "1"]


def test_regions_tell_what_they_lie_in_and_what_followed_them(db):
    Region.objects.create(code="41", name_ko="경기도")
    Region.objects.create(code="41480", name_ko="파주시", parent_id="41")
    Region.objects.create(code="41470", name_ko="파주군", parent_id="41", valid_to=date(1996, 2, 29))
    RegionSuccession.objects.create(region_id="41470", successor_id="41480")
    province, county, city = rows("regions")
    assert (province["code"], county["code"], city["code"]) == ("41", "41470", "41480")
    assert (city["full_name"], city["parent_code"], province["parent_code"]) == ("경기도 파주시", "41", "")
    assert (county["valid_to"], county["successor_codes"]) == ("1996-02-29", "41480")


def test_each_promise_stands_once_for_each_agency_and_role(paju):
    carried = [(row["reference"], row["agency_slug"], row["role"]) for row in rows("promises")]
    assert len(set(carried)) == len(carried)
    assert ("2022-0001-01", "paju", "lead") in carried
