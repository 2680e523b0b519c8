"""What is personal data and what is not, by hand and on a generated corpus; the data is never repeated."""

import re
import unicodedata
from collections import Counter

import pytest

from agreements.personal_data import check_digits, detectors
from agreements.personal_data.detectors import (
    DETECTORS,
    LABELS,
    Severity,
    find_personal_data,
    mask_personal_data,
)
from tests import corpus, official_sentences

RESIDENT = "900101-1234568"  # with the check digit of its time
LATE = "210101-3234567"  # given after October 2020: no check digit


def kinds(text: str) -> list[str]:
    return [hit.kind for hit in find_personal_data(text)]


# ---- registration numbers: always


@pytest.mark.parametrize(
    "text",
    [
        RESIDENT,
        f"생년월일 {LATE}입니다",
        "900101 - 1234567",
        "900101-\n1234567",
        "９００１０１－１２３４５６７",
        "900101.1234567",
        "90.01.01-1234567",
        "9 0 0 1 0 1 - 1 2 3 4 5 6 7",
        "900101–1234567로 등록",
        "9001011234568",
        "900101 1234568",
        "000229-3123456",
        "주민번호900101-1234567,",
    ],
)
def test_a_resident_registration_number_blocks_however_it_is_written(text):
    (hit,) = find_personal_data(text)
    assert (hit.kind, hit.severity) == ("resident", Severity.ALWAYS)


def test_a_foreigners_number_is_told_by_its_seventh_digit():
    assert kinds("900101-5234567") == ["foreigner"]
    assert kinds("외국인등록번호 9001015234567") == []
    assert kinds("외국인등록번호 9001015234561") == ["foreigner"]


@pytest.mark.parametrize(
    "text",
    [
        "9001011234567",  # thirteen bare digits without their check digit
        "901301-1234567",  # no thirteenth month
        "900230-1234567",  # no 30 February
        "010229-3123456",  # 2001 was no leap year
        "900101-9234567",  # born in the nineteenth century
        "900101-1******",  # masked already
        "1900101-1234567",
        "900101-12345678",
        "법인등록번호 110111-1234569",  # a corporation's is public
    ],
)
def test_what_only_looks_like_a_registration_number_is_none(text):
    assert "resident" not in kinds(text)


def test_check_digits_are_those_of_numbers_that_are_known_to_the_public():
    assert check_digits.valid_corporation("1301110006246")  # a listed company's, from its annual report
    assert check_digits.valid_business("1248100998")
    assert check_digits.valid_luhn("4111111111111111")


def test_the_word_corporation_hides_no_persons_number():
    assert check_digits.valid_corporation("1101111234569")
    assert kinds("법인등록번호 110111-1234567") == ["resident"]
    assert kinds("110111-1234569") == ["resident"]


def test_a_number_without_hyphen_and_check_digit_is_left_to_a_coordinator():
    (hit,) = find_personal_data("210101 3234567")
    assert (hit.kind, hit.severity) == ("registration", Severity.CLEAR)


# ---- the others: until a coordinator clears them


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("passport", "M12345678"),
        ("passport", "여권번호 m123a4567"),
        ("passport", "여권 JB1234567"),
        ("licence", "11-22-123456-78"),
        ("licence", "경기 12-123456-78"),
        ("licence", "운전면허 112212345678"),
        ("mobile", "010-1234-5678로 연락"),
        ("mobile", "01012345678"),
        ("mobile", "(010)1234.5678"),
        ("mobile", "+82 10-1234-5678"),
        ("mobile", "0 1 0 - 1 2 3 4 - 5 6 7 8"),
        ("mobile", "O1O-1234-5678"),
        ("mobile", "공일공 1234 5678"),
        ("mobile", "제 번호는 010-1234-5678"),
        ("phone", "031-940-1234"),
        ("phone", "02)123-4567"),
        ("phone", "070-1234-5678"),
        ("phone", "자택 전화 940-1234"),
        ("email", "hong@korea.kr로"),
        ("email", "메일은hong.g@mail.example.com,"),
        ("email", "hong(at)korea.kr"),
        ("card", "4111-1111-1111-1111"),
        ("card", "3782 822463 10005"),
        ("account", "농협 301-1234-5678-91"),
        ("account", "예금주 홍길동 12345678901234"),
        ("account", "123456-01-123456(국민은행)"),
        ("business", "123-45-67891"),
        ("business", "사업자등록번호 1234567890"),
        ("plate", "12가3456"),
        ("plate", "123가 4567"),
        ("plate", "서울 12 가 3456"),
        ("plate", "차량번호 12 조 3456"),
    ],
)
def test_other_personal_data_blocks_until_it_is_cleared(kind, text):
    (hit,) = find_personal_data(text)
    assert (hit.kind, hit.severity) == (kind, Severity.CLEAR)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("child", "김철수(9세)가"),
        ("child", "김○○ 양(8)"),
        ("child", "A군(11세)"),
        ("child", "9세 김 모 군"),
        ("school", "금촌초등학교 3학년"),
        ("school", "금촌초 3학년 2반"),
        ("shelter", "아동 쉼터(파주시 금촌로 12)"),
    ],
)
def test_a_childs_case_warns(kind, text):
    hit = find_personal_data(text)[0]
    assert (hit.kind, hit.severity) == (kind, Severity.WARN)


# ---- what is none


@pytest.mark.parametrize(
    "text",
    [
        "제12조 3456",
        "2022-12-13",
        "112",
        "1366",
        "제2022-1234호",
        "국번 없이 112, 여성긴급전화 1366",
        "1577-1391",
        "080-123-4567",
        "2022. 12. 13. ~ 2023. 12. 12.",
        "1,234,567천원",
        "12조 3,456억 원",
        "12조 3456억 원",
        "우편번호 10932, 파주시 시청로 50",
        "4111-1111-1111-1112",  # Luhn fails
        "0.4111111111111111",
        "123-45-67890",  # the check digit fails
        "농협은행 2022-12-13 협약",
        "농협은행에 1234567890원을",
        "제031-2022-1234호",
        "만 9세 이하 아동",
        "아동(18세 미만)",
        "관내 초등학교 3학년",
        "학대피해아동쉼터 3개소",
        "@paju_police",
        "인구 12345678명",
        "M20221213",
    ],
)
def test_what_official_texts_are_full_of_is_no_hit(text):
    assert find_personal_data(text) == []


# ---- where it stands, and that it is never repeated


def test_the_span_counts_in_the_text_as_it_was_typed():
    for before in ("연락처 ", "가\u200b나 ", unicodedata.normalize("NFD", "담당 각 ")):
        for number in ("010-1234-5678", "０１０－１２３４－５６７８", "010-12\u200b34-5678"):
            text = f"{before}{number}로"
            (hit,) = find_personal_data(text)
            assert text[slice(*hit.span)] == number


def test_an_excerpt_never_repeats_the_data():
    assert find_personal_data(RESIDENT)[0].excerpt == "9001**-*******"
    assert mask_personal_data(f"가 {RESIDENT} 나 010-1234-5678 다") == "가 9001**-******* 나 010-****-**** 다"
    for sample in corpus.with_personal_data():
        for hit in find_personal_data(sample.text):
            assert len(re.findall(r"\w", hit.excerpt)) <= 4, hit.excerpt
            assert len(hit.excerpt) <= detectors.LONGEST_EXCERPT


def test_the_same_number_is_the_same_however_it_is_written():
    written = ["010-1234-5678", "０１０ １２３４ ５６７８", "+82 10-1234-5678", "(010)1234.5678"]
    assert {find_personal_data(text)[0].match for text in written} == {"01012345678"}
    assert find_personal_data("Hong@Korea.kr")[0].match == find_personal_data("hong @korea.kr")[0].match


def test_two_hits_in_one_text_are_two_and_stand_in_order():
    assert kinds(f"010-1234-5678, {RESIDENT} 010-8765-4321") == ["mobile", "resident", "mobile"]


# ---- the corpus


def test_ninety_nine_of_a_hundred_are_found_of_every_kind():
    samples = corpus.with_personal_data()
    every = Counter(sample.kind for sample in samples)
    found = Counter(sample.kind for sample in samples if sample.kind in kinds(sample.text))
    assert len(samples) == sum(every.values()) == 1000
    assert {kind: found[kind] / every[kind] for kind in every if found[kind] < 0.99 * every[kind]} == {}


def test_one_of_a_hundred_clean_sentences_is_a_false_alarm_at_most():
    sentences = official_sentences.clean()
    alarms = [sentence for sentence in sentences if find_personal_data(sentence)]
    assert len(sentences) == 1000
    assert len(alarms) <= 10, alarms


@pytest.mark.parametrize("kind", sorted(corpus.DRAWN))
def test_the_recall_falls_without_the_detector(kind, monkeypatch):
    others = tuple(one for one in DETECTORS if one.kind not in {kind, "registration"})
    monkeypatch.setattr(detectors, "DETECTORS", others)
    samples = [sample for sample in corpus.with_personal_data() if sample.kind == kind]
    assert not any(kind in kinds(sample.text) for sample in samples)


def test_the_false_alarms_rise_with_a_careless_detector(monkeypatch):
    careless = detectors.new_detector("phone", Severity.CLEAR, r"\d{3,4}-\d{1,4}")
    monkeypatch.setattr(detectors, "DETECTORS", (careless,))
    assert sum(bool(find_personal_data(sentence)) for sentence in official_sentences.clean()) > 10


def test_every_kind_has_a_name():
    assert {detector.kind for detector in DETECTORS} == LABELS.keys()


@pytest.mark.parametrize("written", ["\ufe0f\u20e3", "\ufe0f", "\u034f", "\u061c"])
def test_signs_that_nobody_sees_between_digits_hide_nothing(written):
    assert kinds(f"주민번호 {written.join(RESIDENT)}") == ["resident"]
    assert kinds(f"담당 {written.join('010-9876-5432')} 끝") == ["mobile"]


def test_digits_of_a_mathematical_typeface_are_digits():
    bold = RESIDENT.translate({ord(str(one)): chr(0x1D7CE + one) for one in range(10)})
    assert kinds(f"주민번호 {bold}") == ["resident"]


# ---- one pass


@pytest.mark.parametrize(
    "unit", ["1", "1 2", "010-", "a@", "a.", "쉼터 ", "금촌로 1 ", "김○ ", "-", "1\u200b", "가12"]
)
def test_no_text_makes_a_detector_go_over_it_again_and_again(unit):
    """Each pattern is bounded: the steps of a search grow with the text, not with its square."""
    for detector in DETECTORS:
        assert not re.search(r"(?<!\\)[*+](?!\])", re.sub(r"\[[^]]*\]", "[]", detector.pattern.pattern)), (
            detector
        )
    found = find_personal_data(unit * 20_000)
    assert all(0 <= start < end <= len(unit) * 20_000 for start, end in (hit.span for hit in found))
