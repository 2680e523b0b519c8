"""What is typed and what is stored come to the same letters; particles go, wildcards are letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.rules.agency_names import other_names
from agreements.rules.search_excerpt import EXCERPT, cut_at_hits, excerpt_around_hit, hit_spans
from agreements.rules.search_text import (
    half_typed_readings,
    parse_query,
    read_letters,
    shared_bigrams,
    without_particle,
)


def finds(typed: str, text: str) -> bool:
    """Whether every word of what is typed stands in a text."""
    read = read_letters(text)
    return bool(parse_query(typed)) and all(
        any(all(read.has(needle) for needle in option) for option in word.options)
        for word in parse_query(typed).words
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("협약", "업무협약"),
        ("위기아동보호센터", "위기아동 보호센터 개소"),
        ("위기아동 보호센터", "위기아동보호센터"),
        (unicodedata.normalize("NFD", "파주시"), "파주시"),
        ("파주시", unicodedata.normalize("NFD", "경기도 파주시")),
        ("가정폭력ㆍ성폭력", "가정폭력·성폭력 공동대응팀"),
        ("가정폭력・성폭력", "가정폭력·성폭력"),
        ("가정폭력•성폭력", "가정폭력·성폭력"),
        ("민관경", "민·관·경 협력"),
        ("민 관 경", "민·관·경 협력"),
        ("파주署", "파주서"),
        ("파주시의", "파주시"),
        ("센터를", "보호센터"),
        ("협약에서", "업무협약"),
        ("아동들에게", "위기아동 지원"),
        ("MOU를", "mou 체결"),
        ("ＭＯＵ", "MOU"),
        ("center", "Crisis-child protection CENTER"),
        ("2022-0004", "2022-0004-01"),
        ("0004-01", "2022-0004-01"),
        ("2022–0004", "2022-0004"),
        ("제2022-0004호", "2022-0004"),
        ("2022000401", "2022-0004-01"),
        ("파주시·파주경찰서", "파주경찰서와 파주시가 협약"),
        ("협약 및 이행", "업무협약의 이행"),
        ("protection of children", "children under protection"),
        ("50%", "진행률 50%"),
        ("이행과제 3", "이행과제 3"),
        ("2 단계", "시책 2단계"),
        ("a_b", "file a_b"),
    ],
)
def test_what_people_type_finds_what_they_mean(typed, text):
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("시장", "도시 장애인"),  # two letters do not reach across a space
        ("50%", "진행률 50건"),
        ("%", "진행률"),
        ("_", "진행률"),
        ("파주_", "파주시"),
        ("·", "민·관·경"),
        ("", "무엇이든"),
        ("협약 순찰", "업무협약"),
        ("이행과제 3", "이행과제 2, 3월"),
        ("2022-0005", "2022-0004-05"),
    ],
)
def test_what_is_not_there_is_not_found(typed, text):
    assert not finds(typed, text)


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("파주시의", "파주시"), ("센터를", "센터"), ("센터을", "센터을"), ("협약에서는", "협약"),
        ("경찰서와", "경찰서"),
        ("경찰과", "경찰"), ("경기도", "경기도"), ("국가", "국가"), ("평가", "평가"), ("회의", "회의"),
        ("군의", "군의"),
        ("서울로", "서울"), ("마을으로", "마을"), ("기관으로", "기관"), ("APO는", "APO"),
    ],
)  # fmt: skip
def test_a_particle_goes_where_it_can_be_one_and_two_letters_are_left(word, left):
    assert without_particle(word) == left


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("파주경찰서", ["파주서"]),
        ("파주시", ["파주시청"]),
        ("가평군", ["가평군청"]),
        ("경기도북부경찰청", ["경기북부경찰청", "경기북부청"]),
        ("행정안전부", []),
        ("경찰청", []),
    ],
)
def test_an_agency_is_also_called_what_people_make_of_its_name(name, others):
    assert other_names(name) == others
    assert "경기북부자경위" in other_names("경기도북부자치경찰위원회")
    assert "강원특별자치도자경위" in other_names("강원특별자치도자치경찰위원회")


def test_the_hit_is_marked_in_the_text_as_it_was_written():
    text = f"{unicodedata.normalize('NFD', '위기아동')} 보호·센터 <b>"
    (place,) = hit_spans(text, parse_query("위기아동보호센터"))
    assert [(piece.text, piece.hit) for piece in cut_at_hits(text, [place])] == [
        (text[:-4], True),
        (" <b>", False),
    ]


def test_words_are_marked_without_their_particle_and_once_where_they_overlap():
    text = "파주시의 위기아동 보호센터"
    marked = [
        text[start:end] for start, end in hit_spans(text, parse_query("파주시에서 위기아동보호 보호센터를"))
    ]
    assert marked == ["파주시", "위기아동 보호센터"]


def test_an_excerpt_is_short_and_holds_the_hit():
    text = "가나다라 " * 60 + "보호센터 개소 " + "마바사아 " * 60
    shown = excerpt_around_hit(text, parse_query("센터"))
    assert [piece.text for piece in shown if piece.hit] == ["센터"]
    joined = "".join(piece.text for piece in shown)
    assert joined.startswith("… ")
    assert joined.endswith(" …")
    assert len(joined) <= EXCERPT + 4
    assert joined[2:-2] in text


def test_the_nearer_name_is_the_likelier():
    assert (
        shared_bigrams("위기아동보호쎈터", "위기아동 보호센터 개소")
        > shared_bigrams("위기아동보호쎈터", "아동 교육")
        > 0
    )
    assert shared_bigrams("", "무엇이든") == 0


@given(st.text(max_size=100))
def test_whatever_is_typed_is_read_and_marked_inside_the_text(text):
    asked = parse_query(text)
    assert len(asked.words) <= 10
    for start, end in hit_spans(text, asked):
        assert 0 <= start < end <= len(text)
    assert "".join(piece.text for piece in cut_at_hits(text, hit_spans(text, asked))) == text


@given(st.text(alphabet="가나다라마바사 ·-()", min_size=2, max_size=30))
def test_a_text_is_found_by_itself(text):
    assert (
        not parse_query(text)
        or len(read_letters(text).text) < 2
        or finds(text, text)
        or parse_query(text).is_one_letter
    )


# ---- what is not typed to its end ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stem", "goes_on", "does_not"),
    [
        ("경찰ㅇ", "경찰", "위의이", "청서"),
        ("보홋", "보호", "센소시", "호바"),
        ("보ㅎ", "보", "호행험", "고시"),
        ("위기아도", "위기아", "도동돌", "두다"),
        ("값", "갑", "사서", "바하"),
    ],
)
def test_the_last_syllable_goes_on_with_what_its_letters_begin(typed, stem, goes_on, does_not):
    (reading,) = half_typed_readings(read_letters(typed).text)
    assert reading.stem == stem
    assert all(reading.first <= ord(syllable) <= reading.last for syllable in goes_on)
    assert not any(reading.first <= ord(syllable) <= reading.last for syllable in does_not)


@pytest.mark.parametrize("typed", ["ㅂ", "a", "2022", "abc", "ㅏ"])
def test_what_has_nothing_before_it_or_is_no_korean_is_not_read_as_half_typed(typed):
    assert half_typed_readings(read_letters(typed).text) == []
