"""Cells come back as they were, and no spreadsheet runs them."""

import pytest

from agreements.lists.columns import EXPORTS
from agreements.lists.columns.csv_file import guarded
from tests import factories
from tests.exported import only, rows, written
from tests.factories import agency, published

# ---- cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+82", "-3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A", " =1", "　=1",
        "\u00a0+1", "\ufeff=1", "\u200b@x", "\ttext", "-",
    ],
)  # fmt: skip
def test_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["파주시", "", " 파주", "a=1", "2023-06", "1,5", "'=1", None])
def test_other_text_stays_as_it_is(cell):
    assert guarded(cell) == cell


def test_a_formula_in_any_authored_text_reaches_no_cell(db):
    evil = agency("evil", name_ko='=HYPERLINK("http://x.example")', name_en="", other_names_ko="＝1")
    agreement = factories.agreement(
        parties=[evil, agency("other")],
        title_ko="@합의",
        purpose_ko="+목적",
        document_number="-12",
        place="\t곳",
    )
    published(agreement)
    commitment = agreement.commitments.get()
    published(factories.report(commitment, "on_track", "2023-01-02", note_ko="＋글", stated_by=evil))
    for name in EXPORTS:
        for row in rows(name):
            for column, cell in row.items():
                dangerous = cell.lstrip()[:1] in tuple("=+-@＝＋－＠") and not cell.lstrip("-").isdigit()
                assert not dangerous or cell.startswith("'"), (name, column)
    assert only(rows("agreements"))["title"] == "'@합의"
    assert rows("commitments")[0]["lead_agencies"].startswith("'=HYPERLINK")


def test_quotes_commas_and_line_breaks_come_back_as_they_were(db):
    wording = '첫 줄, "따옴표"\r\n둘째 줄; 끝'
    agreement = factories.agreement()
    agreement.commitments.update(wording_ko=wording)
    published(agreement)
    assert only(rows("commitments"))["wording"] == wording


def test_the_bytes_begin_with_a_mark_and_lines_end_as_a_spreadsheet_expects(paju):
    content = written("commitments")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_date_moved_forward_is_a_negative_number(db):
    commitment = published(factories.agreement()).commitments.get()
    speaker = commitment.agencies.first()
    for said_on, target in (("2023-01-02", "2023-12"), ("2023-02-02", "2023-06")):
        published(factories.report(commitment, "on_track", said_on, target=target, stated_by=speaker))
    assert {row["days_moved"] for row in rows("targets")} == {"", "-184"}
