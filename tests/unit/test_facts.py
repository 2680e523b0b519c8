"""The list of everything dated: facts of many tables in one order, narrowed down and counted by kind."""

from datetime import date

import pytest
from django.http import QueryDict

from agreements import timeline
from agreements.lists.facts import FACTS
from agreements.lists.parameters import BadParameter
from agreements.lists.timeline import TIMELINE
from agreements.models import Agreement, Amendment
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import TODAY, published

pytestmark = pytest.mark.django_db


def facts(query=""):
    return FACTS.select(QueryDict(f"view=list&{query}"), today=TODAY)


def events(query=""):
    selection = facts(query)
    keys = selection.rows[0:1000]
    return timeline.load_events(keys, on=selection.clock.on, seq=selection.clock.seq)


def kinds(query=""):
    return [str(event.kind) for event in events(query)]


@pytest.fixture
def busy_year():
    program = published(factories.program(decided=PartialDate.parse("2023-02")))
    agreement = published(factories.agreement(signed=date(2023, 1, 5), expires_on=date(2023, 12, 31)))
    Amendment.objects.create(
        agreement=agreement, number=1, signed=PartialDate.day(date(2023, 3, 1)), reason_ko="연장"
    )
    for day in (1, 2, 3):
        published(factories.report(agreement.commitments.get(), "on_track", f"2023-04-{day:02}"))
    published(factories.report(program.milestones.get(), "planned", "2022-12-31", target="2023-06"))
    return agreement


def test_facts_of_all_tables_lie_in_one_order(busy_year):
    told = events("from=2023&to=2023&sort=day")
    assert [str(event.kind) for event in told] == [
        "signed", "decided", "amended", "reported", "reported", "reported", "deadline", "expires",
    ]  # fmt: skip
    assert [event.when.last.day for event in told[3:6]] == [1, 2, 3]
    assert kinds("from=2023&to=2023") == kinds("from=2023&to=2023&sort=day")[::-1]


def test_an_announced_date_is_a_fact_of_the_day_it_ends_also_ahead(busy_year):
    commitment = busy_year.commitments.get()
    published(factories.report(commitment, "on_track", "2024-01-01", target="2030"))
    ahead = events("kind=deadline&from=2030")
    assert [(event.when.iso(), event.about.pk) for event in ahead] == [("2030", commitment.pk)]


def test_only_the_last_word_of_a_speaker_is_a_date_that_ends(busy_year):
    commitment = busy_year.commitments.get()
    published(factories.report(commitment, "on_track", "2024-01-01", target="2024"))
    published(factories.report(commitment, "on_track", "2024-06-01", target="2025"))
    dates = [event.when.iso() for event in events("kind=deadline&sort=day")]
    assert "2025" in dates
    assert "2024" not in dates


def test_the_span_may_begin_and_end_with_a_day(busy_year):
    assert kinds("from=2023-04-02&to=2023-04-02") == ["reported"]
    assert "signed" not in kinds("from=2023-01-06")
    with pytest.raises(BadParameter) as refusal:
        facts("from=2024&to=2023")
    assert refusal.value.name == "to"
    for wrong in ("20", "2023-13-01", "2023-02-30", "next", "1899", "２０２３"):
        with pytest.raises(BadParameter) as refusal:
            facts(f"from={wrong}")
        assert refusal.value.name == "from"


def test_each_count_is_what_the_choice_gives(busy_year):
    for name in ("kind", "agency", "region"):
        for choice, count in facts().facets.counts(name).items():
            query = f"{name}={choice}" if choice else ""
            assert facts(query).rows.count() == count == len(events(query)), query
    by_year = facts().counts_by_year({})
    assert {year: facts(f"from={year}&to={year}").facets.total for year in by_year} == by_year


def test_a_fact_of_two_agencies_is_one_fact(busy_year):
    city = factories.agency("양주시")
    parties = [city, factories.agency("동두천시")]
    agreement = published(factories.agreement(signed=date(2022, 3, 3), parties=parties))
    signed = facts(f"agency={city.slug}&kind=signed")
    assert [event.about for event in events(f"agency={city.slug}&kind=signed")] == [agreement]
    assert signed.facets.total == 1


def test_the_order_of_publication_is_that_of_the_records(busy_year):
    late = published(factories.agreement(signed=date(2001, 1, 5)))
    assert events("sort=-published")[0].about == late
    assert events("sort=published")[-1].about == late


def test_drafts_are_no_facts():
    draft = factories.agreement(signed=date(2023, 1, 5))
    Amendment.objects.create(
        agreement=draft, number=1, signed=PartialDate.day(date(2023, 3, 1)), reason_ko="연장"
    )
    factories.program(decided=PartialDate.parse("2023"))
    assert events() == []
    assert facts().facets.total == 0


def test_what_is_withdrawn_between_the_two_queries_is_left_out():
    agreement = published(factories.agreement(signed=date(2023, 1, 5)))
    keys = facts().rows[0:10]
    Agreement.objects.filter(pk=agreement.pk).update(state="draft")
    assert keys
    assert timeline.load_events(keys, on=TODAY) == []


def test_what_is_not_yet_said_on_a_day_is_no_fact_of_it(busy_year):
    assert "reported" not in kinds("as_of=2023-03-31&from=2023")
    assert kinds("as_of=2023-04-01&kind=reported&from=2023") == ["reported"]


def test_the_list_asks_as_often_for_one_fact_as_for_many(busy_year, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        facts().facets.counts("kind")
    with django_assert_max_num_queries(14):
        events()


def test_the_file_of_the_picture_holds_what_is_about_its_promises(paju):
    promise = TIMELINE.select(QueryDict("kind=commitment&status=completed"), today=TODAY)
    keys = promise.rows[0:100]
    told = timeline.load_events(keys, on=TODAY)
    assert {str(event.kind) for event in told} == {"reported", "deadline"}
    assert {event.about for event in told} == {paju.promise, paju.center}, "both sides are one promise"
    everything = TIMELINE.select(QueryDict("view=list"), today=TODAY)
    assert everything.rows.count() > promise.rows.count()
