"""A party stands in an agreement as it signed."""

import pytest
from django.db import IntegrityError, transaction

from agreements.actions import drafts
from agreements.actions.refusals import Incomplete, PersonalData, WrongState
from agreements.models import Capacity, Party, Trace
from agreements.models.ledger import LedgerEntry
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import NOON, author, changed, published, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def party() -> Party:
    return factories.agreement().parties.earliest("order")


def kept(party, **fields):
    """Say whether the database takes the fields."""
    for name, value in fields.items():
        setattr(party, name, value)
    try:
        with transaction.atomic():
            party.save()
    except IntegrityError:
        return False
    return True


def test_a_capacity_is_that_of_a_signatory_named_or_known_by_title(party):
    assert not kept(party, capacity=Capacity.ACTING)
    assert kept(party, signatory_title_ko="경찰서장", capacity=Capacity.ACTING)
    assert kept(party, signatory="김가나", signatory_title_ko="", capacity=Capacity.HEAD)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_for_whom_it_was_signed_is_said_of_a_signature_on_behalf_of_others(party, language):
    whom = {"signatory_title_ko": "협의회장", f"signed_for_{language}": "회원 대학 17곳"}
    assert not kept(party, **whom)
    assert not kept(party, **whom, capacity=Capacity.DEPUTY)
    assert kept(party, **whom, capacity=Capacity.FOR_OTHERS)


def test_what_the_head_said_stands_with_its_source(party):
    source = factories.source()
    assert not kept(party, purpose_ko="안전한 도시를 만들겠다")
    assert not kept(party, purpose_ko="", purpose_source=source)
    assert not kept(party, purpose_en="A safe city", purpose_source=source)
    assert kept(party, purpose_ko="안전한 도시를 만들겠다", purpose_source=source)


def test_an_association_signs_for_at_least_one_member(party):
    assert not kept(party, members_number=0)
    assert kept(party, members_number=17, members_ko="충북대학교")
    assert kept(party, members_number=None)


def test_the_day_of_joining_is_a_period_in_order(party):
    september = PartialDate.parse("2023-09")
    assert not kept(party, joined_first=september.last, joined_last=september.first)
    assert kept(party, joined=september)


PARTY_TEXTS = ["signed_as_ko", "signed_as_en", "members_ko", "members_en"]


@pytest.mark.parametrize("name", [*PARTY_TEXTS, "signed_for_ko", "purpose_ko", "purpose_en"])
def test_what_is_written_of_a_party_is_searched_for_personal_data(party, name):
    quoted = {"purpose_ko": "취지", "purpose_source": factories.source()}
    signed = {"signatory_title_ko": "국장", "capacity": Capacity.FOR_OTHERS}
    assert kept(party, **quoted, **signed)
    assert kept(party, **{name: "연락은 010-1234-5678"})
    with pytest.raises(PersonalData):
        submitted(party.agreement)


def test_the_source_of_what_the_head_said_is_searched_too(party):
    source = factories.source(label_ko="담당 010-1234-5678")
    assert kept(party, purpose_ko="취지", purpose_source=source)
    with pytest.raises(PersonalData):
        submitted(party.agreement)


def test_a_redaction_reaches_what_the_ledger_and_the_traces_kept_of_a_party(party):
    agreement = party.agreement
    gone = "홍길동의 아버지"
    with drafts.editing_record(agreement, actor=author(), now=NOON):
        agreement.save()
        assert kept(party, members_ko=gone)
    published(agreement)
    changed(agreement, write=lambda record: record.parties.update(members_ko=""))
    published(factories.redaction(agreement))
    assert not LedgerEntry.objects.filter(payload__contains=gone).exists()
    assert not any(gone in str(changes) for changes in Trace.objects.values_list("changes", flat=True))


def test_a_source_that_quotes_a_published_party_keeps_what_it_says(party):
    source = factories.source()
    assert kept(party, purpose_ko="취지", purpose_source=source)
    published(party.agreement)
    with (
        pytest.raises(WrongState),
        drafts.editing_record(source, actor=factories.reviewer(), now=NOON),
    ):
        source.label_ko = "다른 보도"
        source.save()


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"joined": PartialDate.parse("2022-11")}, "동참일이 협약 체결일보다 앞섭니다."),
        ({"joined": PartialDate.parse("2199")}, "동참일이 아직 오지 않았습니다."),
        ({"members_number": 1, "members_ko": "가대학교; 나대학교"}, "적은 회원 이름이 회원 수보다 많습니다."),
    ],
)
def test_what_cannot_be_so_of_a_party_is_not_published(party, fields, complaint):
    assert kept(party, **fields)
    with pytest.raises(Incomplete, match=complaint):
        published(party.agreement)


def test_a_party_joins_in_the_month_of_signing_and_fewer_members_are_named_than_there_are(party):
    joined = PartialDate.parse("2022-12")
    assert kept(party, joined=joined, members_number=3, members_ko="가대학교; 나대학교")
    assert published(party.agreement).is_public
