"""The same agreement twice is asked about before it is saved, changed or published."""

import pytest

from agreements.actions import drafts
from agreements.actions.agreements import publish_agreement
from agreements.actions.changes import ChangeKind, PublishedChange, change_published
from agreements.actions.refusals import SimilarAgreements
from agreements.actions.similar_agreements import likely_same_agreements
from agreements.models import Agreement, Party, Trace
from agreements.rules.partial_date import PartialDate
from agreements.rules.same_agreement import SigningFacts, may_be_the_same
from tests import factories
from tests.factories import NOON, author, changed, published, reviewer, submitted

# ---- the rule


def facts(period, *agencies, key=None, supersedes=None):
    return SigningFacts(
        PartialDate.parse(period) if period else None, frozenset(agencies), key=key, supersedes=supersedes
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (facts("2022-12-13", 1, 2), facts("2022-12-13", 2, 1, 3), True),
        (facts("2022-12-13", 1, 2), facts("2022-12-14", 1, 2), False),
        (facts("2022-12-13", 1, 2), facts("2022-12-13", 1, 3), False),
        (facts("2022-12", 1, 2), facts("2022-12-13", 1, 2), True),
        (facts("2022-12", 1, 2), facts("2023", 1, 2), False),
        (facts("2022", 1, 2), facts("2022-H2", 1, 2), True),
        (facts(None, 1, 2), facts("2022", 1, 2), False),
        (facts("2022", 1, 2, key=1), facts("2022", 1, 2, key=2, supersedes=1), False),
        (facts("2022", 1, 2, key=1), facts("2022", 1, 2, key=2, supersedes=3), True),
        (facts("2022", 1, 2, supersedes=None), facts("2022", 1, 2, key=None), True),
    ],
)
def test_two_are_likely_the_same_at_one_time_with_two_parties_unless_one_replaces_the_other(one, other, same):
    assert may_be_the_same(one, other) is same
    assert may_be_the_same(other, one) is same


# ---- the question


@pytest.fixture
def parties(db):
    return [factories.agency("paju"), factories.agency("police")]


def enter(parties, signed="2022-12-13", *, actor=None, **options):
    """Enter an agreement as a form does."""
    agreement = Agreement(title_ko="치안협력", signed=PartialDate.parse(signed))
    with drafts.editing_record(agreement, actor=actor or author(), now=NOON, **options):
        agreement.save()
        for order, agency in enumerate(parties, start=1):
            Party.objects.create(agreement=agreement, agency=agency, order=order)
    return agreement


def test_a_second_one_of_the_day_is_not_entered_unless_it_is_said_to_be_another(parties):
    first = enter(parties)
    with pytest.raises(SimilarAgreements) as asked:
        enter(parties, "2022-12")
    assert (asked.value.seen, asked.value.hidden) == ([first], False)
    assert (Agreement.objects.count(), Trace.objects.count()) == (1, 1)
    assert enter(parties, "2022-12", different_from_similar=True).pk
    assert enter([parties[0], factories.agency()]).pk
    assert enter(parties, "2023-01-02").pk


def test_what_was_said_once_is_not_asked_at_each_save(parties):
    enter(parties)
    second = enter(parties, different_from_similar=True)
    with drafts.editing_record(second, actor=author(), now=NOON):
        second.place = "시청"
        second.save()
    third = enter(parties, "2024-01-01")
    with (
        pytest.raises(SimilarAgreements),
        drafts.editing_record(third, actor=author(), now=NOON),
    ):
        third.signed = PartialDate.parse("2022-12-13")
        third.save()


def test_one_that_is_only_announced_is_compared_by_that_day(parties):
    factories.agreement(parties=parties, announced="2022-12-13")
    with pytest.raises(SimilarAgreements):
        enter(parties)


def test_its_successor_is_not_asked_about(parties):
    first = factories.agreement(parties=parties)
    second = factories.agreement(parties=parties, supersedes=first)
    assert likely_same_agreements(second) == []
    assert likely_same_agreements(first) == []
    assert likely_same_agreements(factories.agreement(parties=parties)) == [second, first]


def test_of_another_departments_draft_nothing_is_told_but_that_there_is_one(parties):
    """``others`` work for an agency of their own, which is a party too."""
    factories.agreement(parties=parties)
    own = factories.agency("own")
    others = factories.staff("editor", username="others")
    factories.works_for("others", own, since=NOON.date())
    with pytest.raises(SimilarAgreements) as asked:
        enter([own, *parties], actor=others)
    assert (asked.value.seen, asked.value.hidden) == ([], True)
    assert "치안협력 업무협약" not in str(asked.value)


def test_a_reviewer_is_asked_before_it_is_published(parties):
    published(factories.agreement(parties=parties))
    second = submitted(factories.agreement(parties=parties))
    with pytest.raises(SimilarAgreements):
        publish_agreement(second, actor=reviewer(), now=NOON)
    assert not Agreement.objects.get(pk=second.pk).is_public
    publish_agreement(second, actor=reviewer(), now=NOON, different_from_similar=True)
    assert Agreement.objects.get(pk=second.pk).is_public


def test_a_change_that_makes_it_like_another_is_asked_about(parties):
    published(factories.agreement(parties=parties, signed="2022-12-13"))
    second = published(factories.agreement(parties=parties, signed="2023-01-02"))

    def change(**said):
        second.refresh_from_db()
        second.signed = PartialDate.parse("2022-12-13")
        grounds = PublishedChange(ChangeKind.CORRECTION, "날짜를 잘못 옮김", **said)
        change_published(second, grounds, write=second.save, actor=reviewer(), now=NOON)

    with pytest.raises(SimilarAgreements):
        change()
    assert Agreement.objects.get(pk=second.pk).signed == PartialDate.parse("2023-01-02")
    change(different_from_similar=True)
    assert Agreement.objects.get(pk=second.pk).signed == PartialDate.parse("2022-12-13")
    change_published(
        second,
        PublishedChange(ChangeKind.CORRECTION, "장소를 더함"),
        write=lambda: Agreement.objects.filter(pk=second.pk).update(place="시청"),
        actor=reviewer(),
        now=NOON,
    )
    assert changed(second, place="시청 대회의실").place == "시청 대회의실"
