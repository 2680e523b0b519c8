"""The phase of an agreement exists in Python and as SQL; here both answer, on every edge."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.conf import settings

from agreements.actions.agreements import withdraw_agreement
from agreements.models import Agreement
from agreements.models import Term as KeptTerm
from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import Phase, TermDates, agreement_phase
from tests import factories
from tests.factories import NOON, author, reviewer

pytestmark = pytest.mark.django_db

ON = date(2024, 6, 1)


# What the annotation adds, mypy cannot know.
AGREEMENTS: Any = Agreement.objects


def around(*days_from_on):
    """The day before, on and after each edge."""
    return [ON + timedelta(days=edge + near) for edge in days_from_on for near in (-1, 0, 1)]


NOTICE = (None, 0, 30)


def possible_terms():
    """Every combination of edges that the database's constraints let stand."""
    signed = [None, PartialDate.parse("2023"), PartialDate.parse("2024-06"), *map(PartialDate.day, around(0))]
    effective = [None, *around(0)]
    ended = [None, *around(0)]
    expires = [None, *around(0, 30, settings.EXPIRY_NOTICE_DAYS)]
    for values in product(signed, effective, expires, (False, True), (False, True), NOTICE, ended):
        term = TermDates(*values)
        signed_first = term.signed.first if term.signed else date.min
        if term.effective_on and term.effective_on < signed_first:
            continue
        if term.expires_on and term.expires_on < max(signed_first, term.effective_on or date.min):
            continue
        if term.ended_on and term.ended_on < signed_first:
            continue
        if term.open_ended and (term.expires_on or term.renews):
            continue
        yield term


def draft(term, *, by):
    return Agreement(
        title_ko="업무협약",
        signed=term.signed,
        announced=None if term.signed else PartialDate.day(ON),
        effective_on=term.effective_on,
        expires_on=term.expires_on,
        open_ended=term.open_ended,
        renews=term.renews,
        notice_days=term.notice_days,
        ended_on=term.ended_on,
        end_reason="purpose_achieved" if term.ended_on else "",
        created_at=NOON,
        created_by=by,
    )


DATES = (
    "signed", "announced", "effective_on", "expires_on", "open_ended", "renews", "notice_days", "ended_on",
    "end_reason",
)  # fmt: skip


def python_phase(term):
    return agreement_phase(term, on=ON, default_notice_days=settings.EXPIRY_NOTICE_DAYS)


def test_phase_is_the_same_in_python_and_sql():
    terms, writer = list(possible_terms()), author()
    made = Agreement.objects.bulk_create([draft(term, by=writer) for term in terms])
    kept = [
        KeptTerm(agreement=agreement, seq_from=1, **{name: getattr(agreement, name) for name in DATES})
        for agreement in made
    ]
    KeptTerm.objects.bulk_create(kept)
    in_sql = dict(AGREEMENTS.with_own_phase(on=ON).values_list("pk", "phase"))
    then = dict(AGREEMENTS.known_at(1).with_phase(on=ON, seq=1).values_list("pk", "phase"))
    seen = set()
    for agreement, term in zip(made, terms, strict=True):
        assert in_sql[agreement.pk] == python_phase(term), term
        assert then[agreement.pk] == python_phase(term), term
        seen.add(in_sql[agreement.pk])
    assert seen == set(Phase.values) - {"superseded"}


@pytest.mark.parametrize(
    ("successor", "state", "expected"),
    [
        ({"signed": ON - timedelta(days=1)}, "published", Phase.SUPERSEDED),
        ({"signed": ON}, "published", Phase.SUPERSEDED),
        ({"signed": ON + timedelta(days=1)}, "published", Phase.IN_FORCE),
        ({"signed": "2024"}, "published", Phase.SUPERSEDED),
        ({"signed": "2024-H2"}, "published", Phase.IN_FORCE),
        ({"announced": "2024"}, "published", Phase.IN_FORCE),
        ({"announced": "2024", "effective_on": ON}, "published", Phase.IN_FORCE),
        ({"signed": ON, "effective_on": ON + timedelta(days=1)}, "published", Phase.IN_FORCE),
        ({"signed": ON, "effective_on": ON}, "published", Phase.SUPERSEDED),
        ({"signed": ON}, "draft", Phase.IN_FORCE),
        ({"signed": ON}, "withdrawn", Phase.IN_FORCE),
    ],
)
def test_only_a_published_successor_in_force_supersedes(successor, state, expected):
    earlier = factories.published(factories.agreement(signed="2020", open_ended=True))
    later = factories.agreement(supersedes=earlier, **successor)
    if state != "draft":
        later = factories.published(later)
    if state == "withdrawn":
        withdraw_agreement(later, reason="오류", actor=reviewer(), now=NOON)
    assert AGREEMENTS.with_own_phase(on=ON).get(pk=earlier.pk).phase == expected
    assert AGREEMENTS.known_at(None).with_phase(on=ON).get(pk=earlier.pk).phase == expected
    assert AGREEMENTS.known_at(1).with_phase(on=ON, seq=1).get(pk=earlier.pk).phase == Phase.IN_FORCE
    succeeded = later.in_force_since if state == "published" and later.signed else None
    term = TermDates(earlier.signed, open_ended=True, succeeded=succeeded)
    assert python_phase(term) == expected


def test_being_superseded_comes_before_being_ended():
    earlier = factories.agreement(
        signed=date(2020, 1, 1), ended_on=date(2021, 1, 1), end_reason="purpose_achieved"
    )
    factories.published(factories.agreement(supersedes=earlier, signed=ON))
    assert AGREEMENTS.with_own_phase(on=ON).get(pk=earlier.pk).phase == Phase.SUPERSEDED
