"""The full name of a region, in which nothing stands twice."""


def full_name(name: str, *upper: str) -> str:
    """Return ``경기도 수원시 장안구`` from the name and those of the regions above it, the nearest first.

    A name may carry that of the region above it already (수원시 장안구), or be the same (세종특별자치시).
    """
    for above in upper:
        if not f"{name} ".startswith(f"{above} "):
            name = f"{above} {name}"
    return name


def full_name_in_english(name: str, *upper: str) -> str:
    """Return ``Jangan-gu, Suwon-si, Gyeonggi-do``, as :func:`full_name`."""
    for above in upper:
        if not f", {name}".endswith(f", {above}"):
            name = f"{name}, {above}"
    return name
