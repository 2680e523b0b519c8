"""A text that holds marks of direction turns nothing around, wherever it is shown."""

import pytest
from django.test import Client

from agreements.models import Agency, Agreement, Commitment
from agreements.views.direction_marks import neutralised_parts
from tests.exported import text_of

pytestmark = pytest.mark.django_db
TURNS = "\u202e"
MARKS = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
DISGUISED = f"안전{MARKS}협력"


@pytest.fixture
def stored(paju):
    """Stored past the forms, which would have dropped them."""
    Agreement.objects.update(title_ko=f"{DISGUISED} 업무협약")
    Commitment.objects.update(title_ko=f"{DISGUISED} 약속")
    Agency.objects.filter(slug="paju").update(name_en=f"Paju{TURNS} City")
    return paju


@pytest.mark.parametrize(
    "address",
    [
        "/agreements/2022-0001/", "/agreements/", "/commitments/2022-0001-01/", "/en/agencies/paju/",
        "/agreements.csv", "/commitments.csv", "/reports.csv", "/reports.atom", "/search/?q=위기아동",
        "/agreements.json", "/agreements.json?format=lines", "/agreements.xlsx",
    ],
)  # fmt: skip
def test_a_stored_mark_goes_out_in_no_page_file_or_feed(stored, address):
    text = text_of(Client().get(address).getvalue())
    assert "안전협력" in text or "Paju City" in text, "the text itself stands there"
    assert [f"U+{ord(mark):04X}" for mark in MARKS if mark in text] == []


def test_a_csv_for_old_excel_holds_no_mark_and_every_letter(stored):
    """Two Korean letters in CP949 may be the bytes of a mark in UTF-8."""
    letters = "년걽출겂"
    assert [letters.encode("cp949")] != list(neutralised_parts([letters.encode("cp949")]))
    Agreement.objects.update(purpose_ko=letters)
    text = b"".join(Client().get("/agreements.csv?encoding=cp949")).decode("cp949")
    assert "안전협력" in text
    assert letters in text


def test_a_mark_in_an_address_is_not_written_into_the_page(stored):
    text = Client().get("/search/", {"q": f"없는{TURNS}말"}).content.decode()
    assert "없는말" in text
    assert TURNS not in text


def test_a_page_is_as_long_as_it_says(stored):
    """Who reads it without compression would wait for the bytes of the marks that were taken out."""
    for answer in (
        Client().get("/agreements/2022-0001/"),
        Client().get("/agencies/compare/", {"a": [f"{TURNS}paju", "police"]}),
    ):
        assert int(answer["Content-Length"]) == len(answer.content)


def test_emoji_keep_their_joiner_and_a_csv_its_byte_order_mark(paju):
    Agreement.objects.update(title_ko="가족 👨\u200d👩\u200d👧 협약")
    content = b"".join(Client().get("/agreements.csv"))
    assert content.startswith(b"\xef\xbb\xbf")
    assert "👨\u200d👩\u200d👧" in content.decode()


def test_the_ledger_goes_out_byte_by_byte(paju):
    """Its digests are of these bytes: what is neutralised would no longer be what was published."""
    assert Client().get("/ledger.jsonl")["Content-Type"].startswith("application/")
