"""A photo is stored without the place where it was taken, and shows the same picture the same way up."""

import struct

import pytest

from agreements.personal_data.picture_places import BrokenPicture, without_capture_notes

JFIF = b"JFIF\0\1\1\0\0\1\0\1\0\0"
TABLES = [(0xDB, bytes(65)), (0xC2, b"\x08\0\x01\0\x01\x01\x01\x11\0"), (0xC4, bytes(20))]
DOTS = b"\x12\xff\0\x34\xff\xd0\x56"  # a stuffed 0xFF and a restart mark are no end
PLACE = b"GPS 37 45 36 N 126 46 47 E"


def written(marker, body):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(way_up, order="<"):
    """Notes with the way up and something else, of a camera that writes in this byte order."""
    head = b"II*\0" if order == "<" else b"MM\0*"
    entries = struct.pack(f"{order}HHII", 0x010F, 2, 4, 0) + struct.pack(
        f"{order}HHIHH", 0x0112, 3, 1, way_up, 0
    )
    return b"Exif\0\0" + head + struct.pack(f"{order}IH", 8, 2) + entries + PLACE


def photo(*notes):
    """A picture of two scans with these notes, and a film behind its end, as telephones append one."""
    segments = [(0xE0, JFIF), *notes, *TABLES]
    scans = written(0xDA, bytes(6)) + DOTS + written(0xC4, bytes(9)) + written(0xDA, bytes(6)) + DOTS
    return b"\xff\xd8" + b"".join(written(*one) for one in segments) + scans + b"\xff\xd9" + PLACE


PICTURE = photo().removesuffix(PLACE)


@pytest.mark.parametrize(
    "note",
    [
        (0xE1, exif(1)),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + PLACE),
        (0xE2, b"MPF\0" + PLACE),
        (0xED, b"Photoshop 3.0\0" + PLACE),
        (0xE5, PLACE),
        (0xFE, PLACE),
    ],
)
def test_notes_of_the_camera_go_and_the_picture_stays_as_it_is(note):
    assert without_capture_notes(photo(note)) == PICTURE


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_way_up_stays_and_nothing_else_of_its_notes(order):
    kept = without_capture_notes(photo((0xE1, exif(6, order))))
    assert PLACE not in kept
    assert kept.count(b"Exif") == 1
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in kept
    assert without_capture_notes(kept) == kept


def test_what_tells_how_to_draw_stays():
    notes = ((0xE2, b"ICC_PROFILE\0\1\1 colours"), (0xEE, b"Adobe\0\x64\0\0\0\0\1"))
    assert without_capture_notes(photo(*notes)) == photo(*notes).removesuffix(PLACE)


@pytest.mark.parametrize("content", [b"\xff\xd8", b"\xff\xd8text", PICTURE[:-2], PICTURE[:30] + b"\xff\xd9"])
def test_what_is_no_row_of_segments_is_refused(content):
    with pytest.raises(BrokenPicture):
        without_capture_notes(content)
