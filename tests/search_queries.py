"""Sixty queries as people type them, and the record each of them means.

Written from the requirement before there was a search, and held aside: nothing is tuned to it.  Where two
records have the same claim, either will do.
"""

from typing import NamedTuple


class Query(NamedTuple):
    text: str
    wanted: tuple[str, ...]  # kind:address


NUMBERS = ("2022-0001", "2022-0002", "2022-0003", "2022-0004", "2023-0001")
ANY_AGREEMENT = " | ".join(f"agreement:{number}" for number in NUMBERS)
HAPPY = "agreement:2022-0001 | agreement:2022-0002 | commitment:2022-0003-02 | commitment:2022-0004-02"


def _queries(*rows: tuple[str, str]) -> tuple[Query, ...]:
    return tuple(Query(text, tuple(wanted.split(" | "))) for text, wanted in rows)


CENTER = "commitment:2022-0004-01 | milestone:crisis-child-one-stop-3"
ANY_CENTER = f"{CENTER} | milestone:crisis-child-one-stop-4 | milestone:crisis-child-one-stop-5"
PAJU_2022 = "agreement:2022-0004"
PAJU_2023 = "agreement:2023-0001"
PROGRAM = "program:crisis-child-one-stop"
TEAM = "milestone:crisis-child-one-stop-1 | milestone:crisis-child-one-stop-2"

DEMO = _queries(
    # two-syllable words
    ("파주", "agency:paju"),
    ("구리", "agency:guri"),
    ("가평", "agency:gapyeong"),
    ("경찰관 참여", "commitment:2022-0001-01 | commitment:2022-0002-01"),
    ("센터", ANY_CENTER),
    ("의정부", "agency:uijeongbu"),
    ("동두천시", "agency:dongducheon"),
    # parts of compounds
    ("협약", ANY_AGREEMENT),
    ("원스톱", f"{PROGRAM} | commitment:2022-0003-03"),
    ("공동대응팀", "commitment:2023-0001-01"),
    ("대응팀", f"{TEAM} | commitment:2023-0001-01"),
    ("운영위원회", "commitment:2022-0001-01 | commitment:2022-0002-01"),
    ("행복마을", HAPPY),
    # spaces or none
    ("위기아동보호센터", CENTER),
    ("위기아동 보호센터", CENTER),
    ("위기 아동 보호 센터 설립", "commitment:2022-0004-01"),
    ("보호센터설립", "commitment:2022-0004-01"),
    ("학대아동조기발견", "commitment:2022-0003-03"),
    ("경기도 북부 자치경찰 위원회", "agency:gyeonggi-north-commission"),
    ("지역사회조성", "commitment:2022-0003-01 | commitment:2022-0004-03"),
    # decomposed, as a Macintosh types file names
    ("\u1111\u1161\u110c\u116e\u1109\u1175", "agency:paju"),
    ("\u1112\u116a\u11a8\u1103\u1162", TEAM),
    # middle dots
    ("가정폭력ㆍ성폭력", "commitment:2023-0001-01"),
    ("가정폭력・성폭력 공동대응팀", "commitment:2023-0001-01"),
    ("민관경", PAJU_2023),
    ("민·관·경 보호 체계", PAJU_2023),
    ("교육 홍보", "commitment:2022-0001-02"),
    # particles
    ("파주시의", "agency:paju"),
    ("센터를", ANY_CENTER),
    ("협약에서", ANY_AGREEMENT),
    ("파주시와 파주경찰서", f"{PAJU_2022} | {PAJU_2023}"),
    ("피해자의 일상 회복", PAJU_2023),
    ("위기아동 보호센터는", CENTER),
    # other names of agencies
    ("파주署", "agency:paju-police"),
    ("파주서", "agency:paju-police"),
    ("의정부경찰署", "agency:uijeongbu-police"),
    ("행안부", "agency:mois"),
    ("파주시청", "agency:paju"),
    ("경기북부경찰청", "agency:gyeonggi-bukbu-police"),
    ("북부자치경찰위", "agency:gyeonggi-north-commission"),
    # English
    ("one-stop", PROGRAM),
    ("PAJU CITY", "agency:paju"),
    ("crisis child center", CENTER),
    ("police station gapyeong", "agency:gapyeong-police"),
    ("domestic violence", "commitment:2023-0001-01"),
    # references
    ("2022-0004", PAJU_2022),
    ("2022-0004-01", "commitment:2022-0004-01"),
    ("0004-01", "commitment:2022-0004-01"),
)  # fmt: skip

PAJU = _queries(
    ("자치경찰 치안협력 강화를 위한 업무협약", "agreement:2022-0001"),
    ("치안협력", "agreement:2022-0001"),
    ("파주경찰서", "agency:paju-police"),
    ("파주署", "agency:paju-police"),
    ("위기아동보호센터 개소", "milestone:crisis-child-one-stop-1 | milestone:crisis-child-one-stop-2"),
    ("의정부", "milestone:crisis-child-one-stop-2"),
    ("협약 당사자", "commitment:2022-0001-02"),
    ("상호 협력한다", "commitment:2022-0001-02"),
    ("북부자치경찰위원회", "agency:commission"),
    ("원스톱보호체계를", "program:crisis-child-one-stop"),
    ("autonomous police commission", "agency:commission"),
    ("2022-0001-02", "commitment:2022-0001-02"),
)

# Not typed to its end, or a day: what somebody means who has not finished typing.  Beside the sixty.
HALF_TYPED = _queries(
    ("파주 보홋", CENTER),
    ("위기아ㄷ", f"{PROGRAM} | {ANY_CENTER}"),
    ("위기아도", f"{PROGRAM} | {ANY_CENTER}"),
    ("위기아동 보ㅎ", ANY_CENTER),
    ("행복마으", HAPPY),
    ("공동대으", f"{TEAM} | commitment:2023-0001-01"),
    ("파주시ㅊ", "agency:paju"),
)
DAYS = _queries(
    ("2022. 12. 13.", PAJU_2022),
    ("2022-12-13", PAJU_2022),
    ("2022년 12월 13일", PAJU_2022),
    ("2022.12.13", PAJU_2022),
    ("2022년 12월", PAJU_2022),
)
