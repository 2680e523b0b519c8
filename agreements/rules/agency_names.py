"""What people call an agency though nobody registered that name."""

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


def other_names(name: str) -> list[str]:
    """Give them as one word each."""
    joined = name.replace(" ", "")
    for pattern, written in CALLED_ALSO:
        if found := pattern.fullmatch(joined):
            others = dict.fromkeys(found.expand(one) for one in written)
            return [other for other in others if other != joined]
    return []
