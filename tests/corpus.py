"""A thousand texts with one piece of made-up personal data each.

Written from how people write, not from the detectors: numbers are drawn here with their own check digits,
then put down the way a tired official does.  Seeded, so that a figure can be told and told again.
The same in files, in every place where a file can hide it: ``corpus_files.py``.
"""

# ruff: noqa: E501  # lists of sentences, one idea a line

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SIZE = 1000


@dataclass(frozen=True)
class Sample:
    kind: str
    text: str


# ---- the numbers ---------------------------------------------------------------------------------------


def number(draw: Random, length: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(length))


def birthday(draw: Random, first: int = 1940, last: int = 2019) -> date:
    return date(first, 1, 1) + timedelta(days=draw.randrange((last - first + 1) * 365))


def registration(draw: Random, *, foreign: bool, check: bool) -> str:
    """Front and back, fourteen signs; ``check``: with the check digit of numbers given until October 2020."""
    born = birthday(draw)
    century = (5 if foreign else 1) + (2 if born.year >= 2000 else 0)
    body = f"{born:%y%m%d}{century + draw.randrange(2)}{number(draw, 5)}"
    total = sum(
        int(one) * weight for one, weight in zip(body, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], strict=True)
    )
    last = ((13 if foreign else 11) - total % 11) % 10
    digits = f"{body}{last if check else (last + draw.randint(1, 9)) % 10}"
    return f"{digits[:6]}-{digits[6:]}"


def card(draw: Random) -> str:
    body = draw.choice(["4", "51", "54", "62", "65", "9410", "3562", "2720"])
    body += number(draw, 15 - len(body))
    doubled = (int(one) * (2 - place % 2) for place, one in enumerate(body))
    last = -sum(value - 9 if value > 9 else value for value in doubled) % 10
    return "-".join(f"{body}{last}"[at : at + 4] for at in range(0, 16, 4))


def business(draw: Random) -> str:
    body = str(draw.randint(1, 9)) + number(draw, 8)
    total = sum(int(one) * weight for one, weight in zip(body, [1, 3, 7, 1, 3, 7, 1, 3, 5], strict=True))
    total += int(body[8]) * 5 // 10
    whole = f"{body}{-total % 10}"
    return f"{whole[:3]}-{whole[3:5]}-{whole[5:]}"


BANKS = [
    "국민은행",
    "농협",
    "신한은행",
    "우리은행",
    "하나은행",
    "카카오뱅크",
    "새마을금고",
    "우체국",
    "신협",
    "기업은행",
]
ACCOUNTS = ["999999-99-999999", "999-9999-9999-99", "999-999-999999", "9999-999-999999", "9999-99-9999999",
            "999-99-999999", "99999999999999", "9999999999999"]  # fmt: skip


def shaped(draw: Random, shape: str) -> str:
    return "".join(draw.choice("123456789") if sign == "9" else sign for sign in shape)


def account(draw: Random) -> str:
    bank, one = draw.choice(BANKS), shaped(draw, draw.choice(ACCOUNTS))
    return draw.choice(
        [f"{bank} {one}", f"{bank} 계좌번호: {one}", f"{one}({bank})", f"{one} {bank}", f"{bank}({one})"]
    )


def mobile(draw: Random) -> str:
    return (
        draw.choice(["010", "010", "010", "010", "011", "016", "019"])
        + f"-{draw.randint(2000, 9999)}-{number(draw, 4)}"
    )


AREAS = ["02", "031", "032", "033", "041", "042", "043", "051", "053", "055", "061", "062", "064", "070"]


def phone(draw: Random) -> str:
    area = draw.choice(AREAS)
    return f"{area}-{draw.randint(200, 999)}{draw.choice(['', number(draw, 1)])}-{number(draw, 4)}"


NAMES = ["hong", "gildong.hong", "kim_cs", "lee-y.h", "park1988", "child.care2", "a", "SunHee.CHOI"]
HOSTS = ["korea.kr", "naver.com", "gmail.com", "daum.net", "police.go.kr", "hanmail.net", "paju.go.kr"]


def email(draw: Random) -> str:
    return f"{draw.choice(NAMES)}{draw.choice(['', str(draw.randint(1, 99))])}@{draw.choice(HOSTS)}"


def passport(draw: Random) -> str:
    letter = draw.choice("MMMMSRD")
    old = f"{letter}{draw.randint(3, 9)}{number(draw, 7)}"
    new = f"{letter}{number(draw, 3)}{draw.choice('ABCDEFGH')}{number(draw, 4)}"
    older = f"{draw.choice(['JB', 'PM', 'GK'])}{number(draw, 7)}"
    return draw.choice([old, new, f"여권번호 {old}", f"여권 {new}", f"여권번호: {older}"])


PLACES = ["서울", "경기", "경기북부", "부산", "인천", "강원", "전남"]


def licence(draw: Random) -> str:
    tail = f"{draw.randint(0, 24):02}-{number(draw, 6)}-{number(draw, 2)}"
    return draw.choice(
        [f"{draw.randint(11, 28)}-{tail}", f"{draw.choice(PLACES)} {tail}", f"{draw.choice(PLACES)}{tail}"]
    )


def plate(draw: Random) -> str:
    letter = draw.choice("가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호")
    four = str(draw.randint(2100, 9999))
    new = f"{draw.choice([str(draw.randint(10, 99)), str(draw.randint(100, 699))])}{letter}"
    old = f"{draw.choice(PLACES[:1] + PLACES[3:])}{draw.choice(['', ' '])}{draw.randint(10, 99)}{letter}"
    return draw.choice(
        [
            f"{new}{four}",
            f"{new} {four}",
            f"{old}{four}",
            f"{old} {four}",
            f"차량번호 {new[:-1]} {letter} {four}",
        ]
    )


# ---- the words of a child's case --------------------------------------------------------------------------


def name(draw: Random) -> str:
    return draw.choice("김이박최정강조윤장임한오서신권황") + draw.choice(
        ["민준", "서연", "도윤", "하은", "지호", "수아", "예준", "채원", "율"]
    )


def child(draw: Random) -> str:
    years, family, whole = draw.randint(1, 17), draw.choice("김이박최정강조윤"), name(draw)
    masked = draw.choice([f"{family}○○", f"{family}모", f"{family} 모", f"{family}OO", f"{family}**"])
    return draw.choice(
        [
            f"{whole}({years}세)", f"{whole}(만 {years}세)", f"{whole} 군({years}세)", f"{whole} 양({years})",
            f"{whole}(여, {years}세)", f"{masked}({years}세)", f"{masked} 양({years})", f"{masked} 군({years}살)",
            f"{years}세 {masked}", f"만 {years}세 {whole} 양", f"A양({years}세)", f"B군({years})",
            f"{whole}(2015년생)", f"{whole} 아동({years}세)",
        ]
    )  # fmt: skip


SCHOOLS = ["금촌", "운정", "한빛", "새싹", "봉일천", "문산동", "교하"]


def school(draw: Random) -> str:
    one = draw.choice(SCHOOLS)
    return draw.choice(
        [
            f"{one}초등학교 {draw.randint(1, 6)}학년", f"{one}초 {draw.randint(1, 6)}학년 {draw.randint(1, 9)}반",
            f"{one}중학교 {draw.randint(1, 3)}학년", f"{one}중 {draw.randint(1, 3)}학년", f"{one}고등학교 2학년",
            f"{one}여고 1학년 3반", f"{one}어린이집 {draw.randint(3, 7)}세반", f"{one}유치원 햇님반",
        ]
    )  # fmt: skip


def shelter(draw: Random) -> str:
    road = draw.choice(["금빛로", "중앙로", "새꽃길", "시청로", "문화로12번길"]) + f" {draw.randint(1, 200)}"
    lot = (
        draw.choice(["금촌동", "아동동", "운정리", "조리읍"])
        + f" {draw.randint(1, 900)}-{draw.randint(1, 30)}"
    )
    home = draw.choice(["아동 쉼터", "학대피해아동쉼터", "그룹홈", "청소년 공동생활가정", "일시보호시설"])
    address = draw.choice([road, lot, f"파주시 {road}", f"경기도 파주시 {lot}번지"])
    return draw.choice(
        [f"{home}({address})", f"{home} 주소는 {address}", f"{home}: {address}", f"{address} {home}"]
    )


# ---- how it is put down ----------------------------------------------------------------------------------

WIDE = str.maketrans({code: code + 0xFEE0 for code in [*range(0x30, 0x3A), 0x2D, 0x40]})
NUMERIC = {"resident", "foreigner", "mobile", "phone", "card", "business", "account", "licence"}
CHECKED = {"resident", "foreigner", "card", "mobile", "phone"}  # recognised by its digits alone
WORDS = {"child", "school", "shelter"}


def hyphens_as(sign: str) -> Callable[[Random, str], str]:
    return lambda _draw, text: text.replace("-", sign)


def in_pieces(_draw: Random, text: str) -> str:
    return unicodedata.normalize("NFD", text)


UNSEEN = "\u200b\u200e\ufeff\u2060"  # what a copied web page leaves between letters


def with_unseen(draw: Random, text: str) -> str:
    at = draw.randrange(1, len(text))
    return f"{text[:at]}{draw.choice(UNSEEN)}{text[at:]}"


# Each way of writing with the kinds it is a way of writing.
WAYS: list[tuple[Callable[[Random, str], str], set[str]]] = [
    (lambda _draw, text: text, set()),
    (lambda _draw, text: text, set()),
    (lambda _draw, text: text.translate(WIDE), set()),
    (in_pieces, set()),
    (with_unseen, set()),
    (lambda _draw, text: text.replace(" ", "\u3000").replace("-", "–"), set()),
    (lambda _draw, text: text.replace(" ", "\u00a0").replace("-", "\u2011"), set()),
    (hyphens_as(" - "), NUMERIC),
    (hyphens_as("."), NUMERIC),
    (hyphens_as(" "), NUMERIC - {"account", "business"}),
    (hyphens_as("-\n"), NUMERIC - {"account"}),
    (hyphens_as("―"), NUMERIC),
    (hyphens_as("ㅡ"), NUMERIC),
    (hyphens_as(""), CHECKED),
    (lambda draw, text: " ".join(text.replace("-", "")) if text[:2] == "01" else text, {"mobile"}),
    (lambda _draw, text: text.replace("0", "+82 ", 1), {"mobile", "phone"}),
    (lambda _draw, text: text.replace("-", ")", 1), {"phone", "mobile"}),
    (lambda _draw, text: f"({text.replace('-', ')', 1)}", {"phone"}),
    (lambda _draw, text: text.replace("@", " @ "), {"email"}),
    (lambda _draw, text: text.replace("@", "(at)"), {"email"}),
    (lambda _draw, text: " ".join(text), {"resident", "foreigner"}),
]
FRAMES = [
    "{}", "연락처: {}", "담당자({})에게 문의", "자세한 사항은 {}로 알려 주시기 바랍니다.", "{}입니다.", "※ {}",
    "가. 대상: {}, 2022. 12. 13. 기준", "본 건은 {}에 관한 사항으로 2023년 상반기에 추진한다.", "1) {}은(는) 제외한다",
    "회의 결과\n- {}\n- 이상 없음", "제3조에 따라 {}을 통보함", "「{}」", "비고:{}", "예산 1,234,567천원, {}", "○ {} 외 2건",
    "신고자 정보 {} / 접수 2023-01-05", "\t{}\t확인", "[{}]", "참석자는 {}이며", "{}의 건",
]  # fmt: skip
DRAWN: dict[str, Callable[[Random], str]] = {
    "resident": lambda draw: registration(draw, foreign=False, check=True),
    "foreigner": lambda draw: registration(draw, foreign=True, check=True),
    "mobile": mobile, "phone": phone, "email": email, "card": card, "account": account, "business": business,
    "passport": passport, "licence": licence, "plate": plate, "child": child, "school": school,
    "shelter": shelter,
}  # fmt: skip


def with_personal_data(seed: int = 20221213) -> list[Sample]:
    draw = Random(seed)
    kinds = list(DRAWN)
    return [sample(draw, kinds[at % len(kinds)]) for at in range(SIZE)]


def sample(draw: Random, kind: str) -> Sample:
    if late := recent(draw, kind):
        written = draw.choice([way for way, kinds in WAYS if not kinds])(draw, late)
    else:
        written = draw.choice([way for way, kinds in WAYS if not kinds or kind in kinds])(
            draw, DRAWN[kind](draw)
        )
    frames = FRAMES if kind not in WORDS else [one for one in FRAMES if "{}외" not in one]
    text = draw.choice(frames).format(written)
    return Sample(kind, unicodedata.normalize("NFD", text) if draw.random() < 0.1 else text)


def recent(draw: Random, kind: str) -> str:
    """Half of the registration numbers have no check digit; then there is a hyphen that shows what they are."""
    if kind not in {"resident", "foreigner"} or draw.random() < 0.5:
        return ""
    sign = draw.choice(["-", " - ", "-", "-\n", "‐"])
    return registration(draw, foreign=kind == "foreigner", check=False).replace("-", sign)
