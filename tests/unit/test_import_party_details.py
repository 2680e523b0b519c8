"""Lists of agreements say how parties signed: read party by party, refused where a form would refuse."""

import pytest
from django.utils.translation import override

from agreements.models import Agreement, Capacity, Party
from agreements.rules.partial_date import PartialDate
from tests import exported, factories
from tests.imported import changes, checked, counts, only_complaint, written

pytestmark = pytest.mark.django_db

HEADER = ["협약명", "협약기관", "체결일"]
ROW = ["치안협력", "남양주남부경찰서, 대학협의회", "2016. 5. 10."]


@pytest.fixture(autouse=True)
def agencies():
    return [
        factories.agency("station", name_ko="남양주남부경찰서", name_en="Nambu Police"),
        factories.agency("association", name_ko="대학협의회"),
    ]


def table(**cells):
    return [[*HEADER, *cells], [*ROW, *cells.values()]]


def test_what_is_said_of_each_party_is_read():
    source = factories.source()
    outcome = written(
        "agreements",
        table(
            names_at_signing="남양주남부경찰서: 남양주경찰서",
            signatories="남양주남부경찰서: 이다라; 대학협의회: 김가나",
            signatory_titles="남양주남부경찰서: 서장\n대학협의회: 협의회장",
            capacities="남양주남부경찰서: 직무대리; 대학협의회: 위임",
            signed_for="대학협의회: 회원 대학 총장",
            members_numbers="대학협의회: 17",
            members="대학협의회: 가대학교; 나대학교",
            joined="대학협의회: 2016. 9.",
            purposes="남양주남부경찰서: 더 빨리 닿겠다: 꼭",
            purpose_sources=f"남양주남부경찰서: {source.url}",
        ),
    )
    assert counts(outcome) == {"new": 1}, outcome.complaints
    station, association = Party.objects.order_by("order")
    assert (station.signed_as_ko, station.signatory, station.signatory_title_ko, station.capacity) == (
        "남양주경찰서", "이다라", "서장", Capacity.ACTING,
    )  # fmt: skip
    assert (station.purpose_ko, station.purpose_source) == ("더 빨리 닿겠다: 꼭", source)
    assert (association.capacity, association.signed_for_ko) == (Capacity.FOR_OTHERS, "회원 대학 총장")
    assert (association.members_number, association.member_names) == (17, ["가대학교", "나대학교"])
    assert association.joined == PartialDate.parse("2016-09")


def test_a_cell_changes_only_the_party_it_names_and_shows_before_and_after():
    written("agreements", table(signatories="남양주남부경찰서: 이다라; 대학협의회: 김가나"))
    outcome = written("agreements", table(signatories="대학협의회: 박마바"))
    assert changes(outcome) == [
        (
            "signatories",
            "남양주남부경찰서: 이다라; 대학협의회: 김가나",
            "남양주남부경찰서: 이다라; 대학협의회: 박마바",
        )
    ]
    assert list(Party.objects.order_by("order").values_list("signatory", flat=True)) == ["이다라", "박마바"]
    assert counts(written("agreements", table(signatories="대학협의회: 박마바"))) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"signatories": "이다라"}, "signatories", "이 협약의 기관 이름과 콜론(:) 뒤에"),
        ({"signatories": "파주시: 이다라"}, "signatories", "이 협약의 기관 이름과 콜론(:) 뒤에"),
        ({"signatories": f"대학협의회: {'가' * 51}"}, "signatories", "50"),
        ({"capacities": "대학협의회: 사장"}, "capacities", "기관장, 부기관장, 직무대리, 대리 서명(위임)"),
        ({"capacities": "대학협의회: 직무대리"}, "capacities", "서명자나 서명자 직위도"),
        ({"signed_for": "대학협의회: 회원"}, "signed_for", "대리 서명(위임)’일 때만"),
        ({"members_numbers": "대학협의회: 열일곱"}, "members_numbers", "정수"),
        ({"members_numbers": "대학협의회: 0"}, "members_numbers", "1"),
        (
            {"members_numbers": "대학협의회: 1", "members": "대학협의회: 가; 나"},
            "members_numbers",
            "많습니다",
        ),
        ({"joined": "대학협의회: 2016. 4."}, "joined", "협약 체결일보다 앞섭니다"),
        ({"joined": "대학협의회: 2199"}, "joined", "아직 오지 않았습니다"),
        ({"purpose_sources": "대학협의회: https://no.example/"}, "purpose_sources", "근거자료"),
    ],
)
def test_what_cannot_be_so_is_refused_at_its_column(cells, column, says):
    found = checked("agreements", table(**cells)).complaints
    assert {(complaint.row, complaint.column) for complaint in found} == {(2, column)}
    assert says in found[0].correction


def test_words_of_a_head_need_their_source():
    found = only_complaint(checked("agreements", table(purposes="대학협의회: 인재를 기른다")))
    assert found.row == 2
    assert "근거자료가 모두 필요합니다" in found.correction


@pytest.mark.parametrize("language", ["ko", "en"])
def test_our_own_file_comes_back_unchanged(language):
    draft = factories.agreement(parties=[factories.agency("station"), factories.agency("association")])
    draft.parties.filter(order=1).update(
        signed_as_ko="남양주경찰서",
        signed_as_en="Namyangju Police",
        signatory="이다라",
        capacity=Capacity.HEAD,
        purpose_ko="두 줄로\n말했다",
        purpose_source=factories.source(),
    )
    draft.parties.filter(order=2).update(
        members_number=3, members_ko="가대학교; 나대학교", joined_first="2023-09-01", joined_last="2023-09-30"
    )
    factories.published(draft)
    with override(language):
        file = exported.written("agreements", "header=name")
    outcome = written("agreements", file)
    assert (changes(outcome), [str(complaint) for complaint in outcome.complaints]) == ([], [])
    assert Agreement.objects.count() == 1


def test_the_file_says_how_each_party_signed():
    draft = factories.agreement(parties=[factories.agency("station"), factories.agency("association")])
    source = factories.source(publisher="신문사", label_ko="체결 보도")
    draft.parties.filter(order=1).update(
        signed_as_ko="남양주경찰서",
        signatory_title_ko="서장",
        capacity=Capacity.ACTING,
        purpose_ko="더 빨리\n닿겠다",
        purpose_source=source,
    )
    draft.parties.filter(order=2).update(
        members_number=3, members_ko="가대학교; 나대학교", joined_first="2023-09-01", joined_last="2023-09-30"
    )
    factories.published(draft)
    (row,) = exported.rows("agreements")
    assert {name: row[name] for name in ("names_at_signing", "signatories", "signatory_titles")} == {
        "names_at_signing": "남양주남부경찰서: 남양주경찰서",
        "signatories": "",
        "signatory_titles": "남양주남부경찰서: 서장",
    }
    assert row["capacities"] == "남양주남부경찰서: 직무대리"
    assert row["members_numbers"] == "대학협의회: 3"
    assert row["members"] == "대학협의회: 가대학교; 나대학교"
    assert row["joined"] == "대학협의회: 2023-09"
    assert row["purposes"] == "남양주남부경찰서: 더 빨리 닿겠다"
    assert row["purpose_sources"] == f"남양주남부경찰서: 신문사, 체결 보도, 2023-01-02, {source.url}"
