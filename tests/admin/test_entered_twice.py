"""An agency that was entered twice leads to the entry that goes on, without anybody claiming an end."""

import pytest
from django.urls import reverse

from agreements.imports.agency_names import AgencyNames
from agreements.models import Agency, AgencySuccession, State, Trace
from tests import factories
from tests.admin.conftest import signed_in
from tests.admin.page import change, form, text
from tests.factories import published
from tests.stored import assert_everything_follows

pytestmark = pytest.mark.django_db
PICKER = "?app_label=agreements&model_name=party&field_name=agency&term="


@pytest.fixture
def entries(db):
    """The city as two people entered it: the entry to go on, and the other one."""
    return (
        factories.agency("paju", name_ko="파주시", name_en="Paju"),
        factories.agency("paju-city-hall", name_ko="파주시청", name_en="Paju City Hall"),
    )


def close(client, duplicate, other):
    page = change(duplicate, "twice")
    return client.post(page, form(client.get(page)) | {"same_as": other.pk}, follow=True)


def offered(client, term):
    found = client.get(reverse("admin:autocomplete") + PICKER + term).json()["results"]
    return [choice["text"] for choice in found]


def test_the_other_entry_keeps_its_address_and_leads_on_and_is_offered_no_more(coordinator, client, entries):
    paju, hall = entries
    agreement = published(factories.agreement(parties=[hall, factories.agency()]))
    answer = close(coordinator, hall, paju)
    assert "“파주시청”은 이제 “파주시” 항목으로 이어지며" in text(answer)

    shown = client.get("/agencies/paju-city-hall/")
    assert "중복 등록된 기관입니다. 다음 기관과 같은 기관이며 그곳에서 이어집니다: 파주시" in text(shown)
    assert agreement.title in text(shown)
    assert "해산" not in text(shown)
    assert "중복 등록된 이름 파주시청" in text(client.get("/agencies/paju/"))
    assert offered(coordinator, "파주") == ["파주시"]
    assert offered(coordinator, "파주시청") == ["파주시"], "by the name that is offered no more"
    assert AgencyNames.read_all().find("파주시청") == paju.pk
    trace = Trace.objects.get(subject_kind="agency", subject_id=str(hall.pk))
    assert trace.changes == {"same_as": [None, "파주시"]}


def test_what_names_the_other_entry_stays_counted_where_it_was(coordinator, client, entries):
    paju, hall = entries
    empty = factories.agency("paju-si", name_ko="파주 시")
    published(factories.agreement(parties=[hall, factories.agency()], commitments=2))
    published(factories.agreement(parties=[paju, factories.agency()]))
    before = counts_of(client)
    for duplicate in (hall, empty):
        close(coordinator, duplicate, paju)
    assert before == {"파주시": "1", "파주시청": "2", "파주 시": "0"}
    assert counts_of(client) == {"파주시": "1", "파주시청": "2"}, "what nothing names is listed no more"


def counts_of(client):
    """How many promises the list of all agencies says that each entry of the city leads."""
    rows = client.get("/agencies.csv?view=all").getvalue().decode("utf-8-sig").splitlines()
    names = rows[0].split(",")
    read = [dict(zip(names, row.split(","), strict=False)) for row in rows[1:]]
    return {row["이름"]: row["주관 이행과제 수"] for row in read if row["이름"].startswith("파주")}


def test_both_entries_speak_with_one_voice_until_it_is_taken_back(coordinator, entries):
    paju, hall = entries
    commitment = published(factories.agreement(parties=[hall, factories.agency()])).commitments.get()
    for speaker, said_on, target in (
        (hall, "2023-01", "2023"),
        (paju, "2023-03", "2024"),
        (hall, "2023-05", "2025"),
    ):
        published(factories.report(commitment, "on_track", said_on, stated_by=speaker, target=target))
    assert times_moved(commitment) == 1, "of two bodies, only one moved its own date"

    close(coordinator, hall, paju)
    assert times_moved(commitment) == 2
    assert_everything_follows()

    taken_back = coordinator.post(
        change(hall, "twice"), form(coordinator.get(change(hall, "twice"))), follow=True
    )
    assert "“파주시청”을 별개 기관으로" in text(taken_back)
    assert times_moved(commitment) == 1
    assert Agency.objects.get(pk=hall.pk).same_as is None


def times_moved(commitment):
    return State.objects.filter(commitment=commitment).latest("day_from", "seq_from").times_moved


def test_the_staff_of_each_entry_look_after_the_records_of_both(coordinator, entries):
    paju, hall = entries
    factories.staff("editor", username="editor of the hall")
    factories.works_for("editor of the hall", hall, since=factories.TODAY)
    theirs = factories.agreement(parties=[paju, factories.agency()])
    editor = signed_in("editor", "editor of the hall")
    assert theirs.title not in text(editor.get(change(theirs), follow=True))
    close(coordinator, hall, paju)
    assert theirs.title in text(editor.get(change(theirs)))


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("itself", "이 기관이 아니라"),
        ("closed already", "그 자체가 중복 등록"),
        ("others lead here", "쪽으로 이어지는"),
        ("follows it", "두 기관은 서로 다른 기관"),
        ("not listed", "먼저 공개 목록에"),
    ],
)
def test_what_cannot_be_the_same_body_is_refused(coordinator, entries, reason, sentence):
    paju, hall = entries
    other = factories.agency("paju-si", name_ko="파주 시", listed=reason != "not listed")
    match reason:
        case "itself":
            other = hall
        case "closed already":
            Agency.objects.filter(pk=other.pk).update(same_as=paju)
        case "others lead here":
            Agency.objects.filter(pk=paju.pk).update(same_as=hall)
        case "follows it":
            AgencySuccession.objects.create(agency=hall, successor=other)
    refused = close(coordinator, hall, other)
    assert sentence in text(refused)
    assert Agency.objects.get(pk=hall.pk).same_as is None
