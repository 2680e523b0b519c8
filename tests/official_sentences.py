"""A thousand clean official sentences, full of the numbers that official texts are full of."""

# ruff: noqa: E501  # lists of sentences, one idea a line

import unicodedata
from collections.abc import Callable
from random import Random

from tests.corpus import SIZE, birthday

TOPICS = [
    "치안협력 업무협약",
    "위기아동 보호체계",
    "스쿨존 안전시설",
    "자율방범대 운영",
    "고령자 교통안전",
    "CCTV 통합관제",
]
ACTS = ["추진한다", "시행하였다", "완료하였음", "협의 중임", "의결함", "점검하였습니다", "보고하였다"]
AGENCIES = ["파주시", "경기도북부자치경찰위원회", "파주경찰서", "의정부시", "고양교육지원청", "경기도의회"]


def day(draw: Random) -> str:
    one = birthday(draw, 2019, 2025)
    return draw.choice(
        [
            f"{one:%Y-%m-%d}", f"{one:%Y. }{one.month}. {one.day}.", f"{one.year}년 {one.month}월 {one.day}일",
            f"{one:%Y.%m.%d}", f"{one:%Y.%m.%d.}", f"{one:%Y%m%d}", f"'{one:%y. %m. %d.}", f"{one:%Y/%m/%d}",
            f"{one.year}년 상반기", f"{one.year}-H2", f"{one.year}년 {one.month}월", f"{one:%y.%m.%d.}",
        ]
    )  # fmt: skip


def amount(draw: Random) -> str:
    value = draw.randint(1, 9_999_999)
    return draw.choice(
        [
            f"{value:,}천원", f"{value:,}원", f"{value % 900 + 10}억 {value % 9000:,}만원", f"{value % 90 + 10}조 {value % 9000 + 100}억원",
            f"{value}천원", f"{value * 1000}원", f"금{value:,}원정", f"{value % 100}.{value % 10}%", f"△{value:,}천원",
        ]
    )  # fmt: skip


def article(draw: Random) -> str:
    one, two = draw.randint(1, 99), draw.randint(1, 30)
    return draw.choice(
        [
            f"제{one}조", f"제{one}조제{two}항", f"제{one}조의{two}", f"제{one}조 {draw.randint(1000, 9999)}",
            f"별표 {two}", f"제{one}조제{two}항제1호", f"「자치경찰법」 제{one}조 {day(draw)} 개정",
        ]
    )  # fmt: skip


def document(draw: Random) -> str:
    one = draw.randint(1, 99999)
    return draw.choice(
        [
            f"제2022-{one}호", f"자치경찰협력과-{one}", f"경기도 조례 제{draw.randint(1000, 9999)}호", f"공고 제{draw.randint(2019, 2025)}-{one}호",
            f"안건번호 2023-{one % 100:02}", f"제{one % 400}회 임시회", f"문서번호 {draw.randint(2019, 2025)}{one:05}",
            f"의안번호 {one}", f"제{draw.randint(100, 400)}호 {draw.randint(2019, 2025)}. 3. 2.",
        ]
    )  # fmt: skip


def count(draw: Random) -> str:
    one = draw.randint(2, 400)
    return draw.choice(
        [
            f"아동 {one}명", f"{one:,}개소", f"{one % 90 + 10}구역 {one * 31 % 9000 + 1000}가구", f"인구 {one * 1234:,}명", f"만 {one % 12 + 6}세 미만",
            f"{one % 12 + 2}세 이상 아동", f"초등학교 {one % 6 + 1}학년", f"관내 중학교 {one % 3 + 1}학년", f"아동(18세 미만) {one}명",
            f"{one % 90 + 10}호 {one * 7 % 9000 + 1000}번지", f"본관 {one + 100}호", f"{one % 30 + 1}층 {one + 100}호", f"우편번호 {10000 + one * 137}",
            f"{2019 + one % 5}-{2020 + one % 5}", f"{2019 + one % 5}~{2020 + one % 5}년", f"{one % 90 + 10}대 {one + 1000}대", f"전년 대비 {one / 7:.1f}%",
            f"{one % 50 + 10}주 {one + 1000}시간", f"학대피해아동쉼터 {one % 9 + 1}개소", f"쉼터 운영 {one % 9 + 2}년", f"그룹홈 {one}곳 지원", f"유치원(5세) {one}명",
            f"{one + 1000} {one + 2000} {one + 3000}", f"중앙로 {one}", f"파주시 시청로 {one % 90 + 1}", f"좌석 {one % 12 + 1}A",
        ]
    )  # fmt: skip


def hotline(draw: Random) -> str:
    return draw.choice(
        [
            "112", "119", "1366", "182", "117", "129", "110", "1388", "1577-1391", "1588-0000", "1899-1234", "080-123-4567",
            "국번 없이 112", "여성긴급전화 1366", "지역번호 + 1366", "1577-1391(24시간)", "110(정부민원안내)",
        ]
    )  # fmt: skip


CLEAN = [
    "{agency}는 {day} {topic}을 {act}.", "{document}에 따라 {day}부터 {act}.", "{article}에 의거하여 {amount}을 집행함.",
    "총사업비 {amount}(국비 {amount}, 시비 {amount})", "{topic} 대상은 {count}이며 {day}까지 {act}.",
    "아동학대가 의심되면 {hotline}에 신고하세요.", "신고는 {hotline}, 상담은 {hotline}으로 한다.", "{agency}({article}) {document} {day}",
    "{day} ~ {day} 기간 중 {count} 점검", "○ 추진실적: {count}, {count}, {amount}", "표 {count} | {amount} | {amount} | {day}",
    "{agency} {topic} 추진계획({document}, {day})", "{count} 중 {count}에 대하여 {act}.", "예산액 {amount} 집행액 {amount} 집행률 {count}",
    "농협은행 {agency}지점과 {day} 협약하고 {amount}을 출연함", "우체국 {count}에서 {day} 배부, {document}", "회의는 {count} 회의실에서 {day} 14:00에 열린다.",
    "{article} 및 {article}을 준용한다.", "접수번호 {document} 처리기한 {day}", "버전 2.1.{count}, 갱신 {day}",
]  # fmt: skip


def clean(seed: int = 20231227) -> list[str]:
    draw = Random(seed)
    return [clean_sentence(draw) for _ in range(SIZE)]


def clean_sentence(draw: Random) -> str:
    parts: dict[str, Callable[[Random], str]] = {
        "agency": lambda draw: draw.choice(AGENCIES), "topic": lambda draw: draw.choice(TOPICS),
        "act": lambda draw: draw.choice(ACTS), "day": day, "amount": amount, "article": article,
        "document": document, "count": count, "hotline": hotline,
    }  # fmt: skip
    sentence = draw.choice(CLEAN)
    for part, drawn in parts.items():
        while f"{{{part}}}" in sentence:
            sentence = sentence.replace(f"{{{part}}}", drawn(draw), 1)
    return unicodedata.normalize("NFD", sentence) if draw.random() < 0.1 else sentence
