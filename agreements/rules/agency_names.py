"""How an agency is called: told apart from one of the same name, and by names that nobody registered."""

import re

CALLED_ALSO = (
    (re.compile(r"(.{2,})경찰서"), (r"\1서",)),  # 파주서, 파주署
    (re.compile(r"(.+[시군구도])"), (r"\1청",)),  # 파주시청, 경기도청
    (re.compile(r"(.{2,}?)도(남부|북부)?경찰청"), (r"\1\2경찰청", r"\1\2청")),
    (
        re.compile(r"(.{2,}?)((?<!특별자치)도|)(남부|북부)?자치경찰위원회"),
        (r"\1\3자치경찰위원회", r"\1\3자치경찰위", r"\1\3자경위", r"\1\2\3자경위"),
    ),
)


def told_apart(name: str, qualifier: str) -> str:
    """Return ``고성경찰서(강원)`` or ``Goseong Police Station (Gangwon)``, or only the name."""
    if not qualifier:
        return name
    if name[-1:].isascii():  # English sets a space before a bracket, Korean none
        return f"{name} ({qualifier})"
    return f"{name}({qualifier})"


def other_names(name: str) -> list[str]:
    """Return the unregistered names of an agency, without spaces and without its own."""
    joined = name.replace(" ", "")
    for pattern, templates in CALLED_ALSO:
        match = pattern.fullmatch(joined)
        if match:
            spellings = dict.fromkeys(map(match.expand, templates))
            spellings.pop(joined, None)
            return list(spellings)
    return []
