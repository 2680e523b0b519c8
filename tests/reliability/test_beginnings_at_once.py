"""What begins a register is done once, however often at once, and a succession meets publications."""

from datetime import date
from functools import partial

import pytest
from django.contrib.auth import get_user_model

from agreements.actions.directory import load_directory
from agreements.actions.drafts import editing_record
from agreements.actions.duties import load_ordinances
from agreements.actions.refusals import WrongState
from agreements.actions.reports import publish_report
from agreements.actions.start import start_register
from agreements.actions.themes import load_themes
from agreements.models import AgencySuccession, Ordinance, Theme
from tests import factories
from tests.factories import NOON, published, reviewer, submitted
from tests.reliability.at_once import at_once
from tests.stored import assert_everything_follows

pytestmark = pytest.mark.django_db(transaction=True)


def test_directory_ordinances_and_themes_are_entered_once():
    actor = reviewer()
    first, second = at_once([partial(load_directory, actor=actor, now=NOON)] * 2)
    assert min(first.changes, second.changes) == 0
    first, second = at_once([partial(load_ordinances, actor=actor, now=NOON)] * 2)
    assert Ordinance.objects.count() == len(first.entered) + len(second.entered)
    first, second = at_once([partial(load_themes, actor=actor, now=NOON)] * 2)
    assert Theme.objects.count() == len(first) + len(second)


def test_a_register_begins_once():
    acts = [
        partial(
            start_register, username=name, email=f"{name}@office.example", password="x7!kfjwwq9", now=NOON
        )
        for name in ("one", "two")
    ]
    assert [type(refusal) for refusal in at_once(acts) if isinstance(refusal, Exception)] == [WrongState]
    assert get_user_model().objects.count() == 1


def test_a_succession_entered_while_reports_are_published_misses_none_of_them():
    east, merged = factories.agency("east"), factories.agency("merged")
    agreement = published(factories.agreement(parties=[east, factories.agency()], commitments=3))
    waiting = []
    for commitment in agreement.commitments.all():
        published(factories.report(commitment, "on_track", "2024-03-01", target="2025-12", stated_by=east))
        later = factories.report(commitment, "on_track", "2025-08-01", target="2026-06", stated_by=merged)
        waiting.append(submitted(later))
    actor = reviewer()

    def succeed() -> None:
        with editing_record(east, actor=actor, now=NOON):
            east.dissolved_on = date(2024, 12, 31)
            east.save()
            AgencySuccession.objects.create(agency=east, successor=merged)

    acts = [partial(publish_report, report, actor=actor, now=NOON) for report in waiting]
    outcome = at_once([acts[0], succeed, *acts[1:]])
    assert not [refusal for refusal in outcome if isinstance(refusal, Exception)]
    assert_everything_follows()
