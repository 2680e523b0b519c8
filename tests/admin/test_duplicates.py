"""A new draft from an agreement: what the text says goes over, what belongs to the one signing does not."""

import pytest

from agreements.models import Agreement
from tests import factories
from tests.admin.conftest import signed_in
from tests.admin.page import change, form, text

pytestmark = pytest.mark.django_db


def test_a_new_draft_has_the_parties_and_promises_and_nothing_of_the_signing(editor):
    agreement = factories.published(
        factories.agreement(
            commitments=2, title_ko="치안협력 업무협약", place="파주시청", document_number="제1호"
        )
    )
    agreement.commitments.update(wording_ko="합동조사팀을 둔다")
    agreement.parties.update(signatory="시장")
    factories.published(factories.report(agreement.commitments.first(), "on_track", "2023"))

    page = editor.get(change(agreement, "duplicate"))
    answer = editor.post(change(agreement, "duplicate"), form(page), follow=True)

    draft = Agreement.objects.exclude(pk=agreement.pk).get()
    assert "새 초안" in text(answer)
    assert answer.redirect_chain[-1][0] == change(draft)
    assert (draft.title_ko, draft.state, draft.reference, draft.created_by) == (
        "치안협력 업무협약", "draft", None, factories.author(),
    )  # fmt: skip
    assert (draft.signed, draft.place, draft.document_number, draft.sources.count()) == (None, "", "", 0)
    assert list(draft.parties.values_list("agency", "order", "signatory")) == [
        (party.agency_id, party.order, "") for party in agreement.parties.all()
    ]
    for new, old in zip(draft.commitments.all(), agreement.commitments.all(), strict=True):
        assert (new.number, new.title_ko, new.wording_ko) == (old.number, old.title_ko, "합동조사팀을 둔다")
        assert new.reference is None
        assert set(new.roles.values_list("agency", "role")) == set(old.roles.values_list("agency", "role"))
    assert not any(commitment.reports.exists() for commitment in draft.commitments.all())


def test_whoever_enters_no_agreements_makes_no_draft(db):
    agreement = factories.published(factories.agreement())
    auditor = signed_in("auditor")
    assert "이 협약으로 새 초안" not in text(auditor.get(change(agreement)))
    auditor.post(change(agreement, "duplicate"))
    assert Agreement.objects.count() == 1
