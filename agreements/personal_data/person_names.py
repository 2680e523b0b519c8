"""Whether a text that should name a department looks like a person's name.

A name alone is no personal data that the detectors of texts could tell from other words.  In this one field
a word of three syllables that begins with a family name and ends like no office is taken for one.
"""

import re

from agreements.personal_data.case_words import FAMILY

TITLES = "주무관|사무관|서기관|팀장|과장|국장|실장|계장|경위|경감|경사|경장|순경|경정|총경|위원장|기자|씨|님"
OFFICES = "과|팀|실|국|부|처|청|서|계|단|회|소|대|관|반|시|도|읍|면|센터|연구원|교육원|감사원|병원|법원"
MASKED = rf"[{FAMILY}]\s?(?:[○〇●]{{1,2}}|모)"
NAME = rf"[{FAMILY}][가-힣]{{2}}"
TITLED = rf"(?:{MASKED}|{NAME}|[{FAMILY}][가-힣])\s?(?:{TITLES})"
PERSON = re.compile(rf"{NAME}|{MASKED}|(?:.*\s)?{TITLED}")
OFFICE = re.compile(rf"[가-힣]*(?:{OFFICES})")


def looks_like_person(text: str) -> bool:
    """Say whether the whole text is a name (홍길동, 김 모), or ends in one with a title (… 김철수 주무관)."""
    stripped = text.strip()
    return PERSON.fullmatch(stripped) is not None and OFFICE.fullmatch(stripped) is None
