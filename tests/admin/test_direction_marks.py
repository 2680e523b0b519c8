"""Staff see a text as the public does: no mark of direction turns it around."""

from agreements.models import Agreement
from tests import factories

TURNS = "\u202e"


def test_a_stored_mark_goes_out_on_no_page_of_staff(coordinator):
    agreement = factories.agreement()
    Agreement.objects.update(title_ko=f"안전{TURNS}협력")
    for page in ("", f"{agreement.pk}/change/"):
        text = coordinator.get(f"/admin/agreements/agreement/{page}").content.decode()
        assert "안전협력" in text
        assert TURNS not in text
