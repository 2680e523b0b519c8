"""Archives that are the same whenever and wherever they are made."""

import io
import zipfile
from collections.abc import Callable

EARLIEST = (1980, 1, 1, 0, 0, 0)  # that an archive knows
NO_SYSTEM = 0

Change = Callable[[str, bytes], bytes]


def timeless(archive: bytes, change: Change | None = None) -> bytes:
    """Write the parts anew in the same order, at no time; ``change`` gets the name and content of each."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w") as rewritten:
        for part in source.infolist():
            header = zipfile.ZipInfo(part.filename, EARLIEST)
            header.compress_type = part.compress_type
            header.create_system = NO_SYSTEM
            content = source.read(part)
            rewritten.writestr(header, change(part.filename, content) if change else content)
    return target.getvalue()
