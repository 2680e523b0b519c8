"""Take out of a photo what a camera or telephone adds to it: above all the place where it was taken.  Pure.

A JPEG is a row of segments.  Those that a picture is drawn from stay, with the way up in which it is shown;
notes of cameras, telephones and programs go, and so does whatever stands behind the picture's end.
"""

import struct
from collections.abc import Iterator

START, END = b"\xff\xd8", b"\xff\xd9"
SCAN = 0xDA  # after this segment come the dots
EXIF = b"Exif\0\0"
# Segments of programs (APP0 to APP15), and comments; of these the ones that tell how to draw stay.
APPLICATION = range(0xE0, 0xF0)
COMMENT = 0xFE
DRAWN_FROM = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
WAY_UP = 0x0112  # the number of the property
UPRIGHT = 1
WAYS_UP = range(1, 9)


class BrokenPicture(Exception):
    """It is no row of segments."""


def without_capture_notes(content: bytes) -> bytes:
    """Return a JPEG without notes on where, when and with what it was taken.

    Raises:
        BrokenPicture: the file is none.
    """
    kept = [START]
    for marker, body, dots in jpeg_segments(content):
        if marker == 0xE1 and body.startswith(EXIF):
            kept.append(way_up_segment(body))
        elif stays(marker, body):
            kept.append(segment(marker, body) + dots)
    return b"".join([*kept, END])


def stays(marker: int, body: bytes) -> bool:
    if marker in DRAWN_FROM:
        return body.startswith(DRAWN_FROM[marker])
    return marker not in APPLICATION and marker != COMMENT


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield marker, content, and the dots that follow, of each segment up to the end of the picture."""
    position = len(START)
    while content[position : position + 2] != END:
        if position + 4 > len(content) or content[position] != 0xFF:
            raise BrokenPicture
        marker, length = struct.unpack_from(">BH", content, position + 1)
        if marker == 0xFF:  # padding
            position += 1
            continue
        body_end = position + 2 + length
        dots_end = end_of_dots(content, body_end) if marker == SCAN else body_end
        yield marker, content[position + 4 : body_end], content[body_end:dots_end]
        position = dots_end


def end_of_dots(content: bytes, position: int) -> int:
    """Return where the next segment begins: among dots an 0xFF is followed by nought or a restart mark."""
    while (position := content.find(b"\xff", position)) >= 0:
        follows = content[position + 1 : position + 2]
        if follows != b"\0" and not b"\xd0" <= follows <= b"\xd7":
            return position
        position += 2
    raise BrokenPicture


def way_up_segment(exif: bytes) -> bytes:
    """Return notes that say nothing but the way up; none for a picture that is shown as it is stored."""
    way_up = way_up_of(exif[len(EXIF) :])
    if way_up == UPRIGHT:
        return b""
    entry = struct.pack(">HHIHH", WAY_UP, 3, 1, way_up, 0)
    return segment(0xE1, EXIF + b"MM\0*\0\0\0\x08\0\x01" + entry + bytes(4))


def way_up_of(notes: bytes) -> int:
    """Read the property from the first list of notes in TIFF; upright where they do not say."""
    order = "<" if notes.startswith(b"II") else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", notes, 4)
        (count,) = struct.unpack_from(f"{order}H", notes, first)
        for number in range(count):
            name, _kind, _count, value = struct.unpack_from(f"{order}HHIH", notes, first + 2 + 12 * number)
            if name == WAY_UP and value in WAYS_UP:
                return value
    except struct.error:
        pass
    return UPRIGHT
