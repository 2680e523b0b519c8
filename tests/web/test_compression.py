"""A page is a quarter of its size on the wire; what is a file, or holds a token, goes as it is."""

import gzip

import pytest
from django.test import Client

ASKED = {"HTTP_ACCEPT_ENCODING": "gzip, br"}


@pytest.mark.parametrize("address", ["/", "/commitments/", "/programs/crisis-child-one-stop/"])
def test_a_page_goes_out_compressed_to_whoever_can_read_it(paju, address):
    plain = Client().get(address)
    packed = Client().get(address, **ASKED)
    assert "Content-Encoding" not in plain.headers
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 3
    assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in packed["Vary"].split(",")}


@pytest.mark.parametrize("address", ["/commitments.csv", "/ledger.jsonl", "/admin/login/"])
def test_files_and_the_admin_go_out_as_they_are(paju, address):
    assert "Content-Encoding" not in Client().get(address, **ASKED).headers
