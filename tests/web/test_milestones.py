"""The old list of milestones: its addresses lead to the list of promises, and find the same."""

from agreements.models import Milestone, PromiseLink
from tests.web.test_commitments import titles


def test_its_address_leads_for_ever_to_the_milestones_among_the_promises(paju, client):
    answer = client.get("/milestones/?program=crisis-child-one-stop&stage=3&sort=stage&as_of=2023-08-01")
    assert answer.status_code == 301
    assert answer.headers["Location"] == (
        "/commitments/?kind=milestone&program=crisis-child-one-stop&stage=3&sort=stage&as_of=2023-08-01"
    )
    assert client.get("/en/milestones/").headers["Location"] == "/en/commitments/?kind=milestone"


def test_what_it_found_is_found_there_in_its_order(paju, visit):
    linked = PromiseLink.objects.values("milestone")
    apart = Milestone.objects.exclude(pk__in=linked).order_by("program__title_ko", "stage", "number")
    assert titles(visit("/milestones/")) == titles(visit("/milestones/?sort=stage"))
    assert titles(visit("/milestones/")) == [milestone.title for milestone in apart]
    assert titles(visit("/milestones/?program=crisis-child-one-stop&stage=3")) == ["전역 확대"]
    assert titles(visit("/milestones/?status=reached")) == []


def test_a_value_without_a_meaning_is_refused_by_its_name(paju, visit):
    assert "stage" in visit("/milestones/?stage=0", status=400).main
    assert "kind" in visit("/milestones/?kind=commitment", status=400).main


def test_its_file_stays_with_the_milestones_of_linked_promises(paju, client):
    rows = b"".join(client.get("/milestones.csv?header=name")).decode().splitlines()
    assert len(rows) == 1 + Milestone.objects.count()
    assert any(paju.center.reference in row for row in rows)
