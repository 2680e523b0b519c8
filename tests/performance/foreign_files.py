"""What the personal-data guard says of files that nobody here wrote.

    python -m tests.performance.foreign_files FOLDER [KIND]

Reads every document below ``FOLDER`` (sources of libraries, documents of Debian packages; nothing of them is
kept here), and prints how many have a finding of each kind, and why files would not be taken at all.  With a
``KIND``, such as ``embedded`` or ``unreadable:letters``, it names the files and places.  Not a test: whether
a finding is a false alarm is for a person to see.
"""

# ruff: noqa: T201

import os
import sys
from collections import Counter
from io import BytesIO
from multiprocessing import Pool
from pathlib import Path

ENDINGS = {".pdf", ".docx", ".xlsx", ".hwpx"}
ALIKE = ("pictures",)  # of a file of pictures the same is said as of every picture


def main() -> None:
    folder, *wanted = sys.argv[1:]
    documents = [path for path in sorted(Path(folder).rglob("*")) if path.suffix.lower() in ENDINGS]
    with Pool(max(1, (os.cpu_count() or 2) // 2)) as pool:
        read = list(pool.imap(kinds_of_document, documents, chunksize=4))
    refused = Counter(refusal for refusal, _kinds in read if refusal)
    taken = [(path, kinds) for path, (refusal, kinds) in zip(documents, read, strict=True) if not refusal]
    counted = Counter(kind for _path, kinds in taken for kind in kinds)
    print(f"{len(documents)} documents, {sum(refused.values())} not taken: {dict(refused)}")
    clean = sum(not set(kinds) - set(ALIKE) for _path, kinds in taken)
    print(f"{len(taken)} taken, {clean} with no finding but of pictures")
    for kind, files in counted.most_common():
        print(f"{files:6} {files / len(taken):6.1%} {kind}")
    for path, (refusal, kinds) in zip(documents, read, strict=True):
        for kind in wanted:
            if kind == refusal or (not refusal and kind in kinds):
                print(path.relative_to(folder), "|", refusal or "; ".join(kinds[kind][:4]))


def kinds_of_document(path: Path) -> tuple[str, dict[str, list[str]]]:
    """Return why an upload is refused, and the places of what the guard finds by kind (and reason)."""
    import logging

    import django

    logging.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.core.exceptions import ValidationError
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import override_settings

    from agreements.admin.records.uploads import examine_upload
    from agreements.personal_data.files import child, places

    content = path.read_bytes()
    refusal = ""
    with override_settings(MAX_UPLOAD_BYTES=200 * 1024 * 1024):
        try:
            examine_upload(SimpleUploadedFile(path.name, content))
        except ValidationError as error:
            refusal = getattr(error, "reason", "empty")
    kinds: dict[str, list[str]] = {}
    for finding in child.examine_file(BytesIO(content), path.suffix.lower(), seconds=10):
        kind = finding["kind"]
        if kind == "unreadable":
            kind += f":{finding['excerpt']}"
        where = places.place_in_words(finding["place"])
        kinds.setdefault(kind, []).append(f"{where} {finding['excerpt']}")
    return refusal, kinds


if __name__ == "__main__":
    main()
