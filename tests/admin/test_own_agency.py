"""A list narrowed to what names an agency of whoever looks; agreements found by the words of a promise."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
AGREEMENTS = "/admin/agreements/agreement/"
LISTS = ("agreement", "commitment", "statusreport", "inquiry", "dutyrecord", "program", "milestone")


def listed(client, url):
    return set(client.get(url).context["cl"].result_list)


def test_a_list_shows_only_what_names_my_agencies(coordinator):
    mine, others = factories.agency(), factories.agency()
    agreement = factories.agreement(parties=[mine, others])
    in_charge = factories.agreement(parties=[others, factories.agency()])
    factories.named_lead(in_charge.commitments.get(), mine)
    foreign = factories.agreement(parties=[others, factories.agency()])
    assert "agencies=own" not in coordinator.get(AGREEMENTS).content.decode(), "works for no agency"

    factories.works_for("coordinator", mine, since=factories.TODAY)
    assert "agencies=own" in coordinator.get(AGREEMENTS).content.decode()
    assert listed(coordinator, AGREEMENTS) == {agreement, in_charge, foreign}
    assert listed(coordinator, f"{AGREEMENTS}?agencies=own") == {agreement, in_charge}
    assert listed(coordinator, "/admin/agreements/commitment/?agencies=own") == {
        agreement.commitments.get(),
        in_charge.commitments.get(),
    }
    for name in LISTS:
        assert coordinator.get(f"/admin/agreements/{name}/?agencies=own").context["cl"].has_filters


def test_an_agreement_is_found_by_the_words_of_its_promise(coordinator):
    sought, _other = factories.agreement(), factories.agreement()
    sought.commitments.update(wording_ko="과학 치안 공동 연구")
    assert listed(coordinator, f"{AGREEMENTS}?q=과학 치안") == {sought}
