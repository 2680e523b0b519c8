"""Pages travel compressed, exports as they stream."""

import gzip

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_page_travels_compressed_to_whom_can_read_it(paju):
    plain = Client().get("/commitments/")
    packed = Client().get("/commitments/", headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 3
    assert "Accept-Encoding" in packed["Vary"]
    assert "Content-Encoding" not in plain


def test_an_export_streams_as_it_is(paju):
    answer = Client().get("/commitments.csv", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer
    assert b"2022-0001-02" in b"".join(answer)
