"""A draft is previewed as the public page that it will be, and nothing of it is left behind."""

import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from agreements.actions.agreements import withdraw_agreement
from agreements.models import Agency, Agreement
from agreements.models.ledger import newest_sequence
from tests import factories
from tests.admin.conftest import signed_in
from tests.admin.page import change, text
from tests.admin.records import in_state
from tests.web.test_document import filed

pytestmark = pytest.mark.django_db
KINDS = ("agreement", "program", "statusreport", "inquiry", "dutyrecord", "statement", "withdrawal")
NOT_PUBLIC_YET = "미리보기 – 아직 공개되지 않았습니다"


def main(response):
    """The words of a page between its head and its foot."""
    page = response.content.decode()
    return text(SimpleNamespace(content=page[page.index("<main ") : page.index("</main>")].encode()))


def links(response):
    return re.findall(r'href="([^"]+)"', response.content.decode())


def english_link(draft, response):
    start = f"{change(draft, 'preview')}en/"
    return next(link for link in links(response) if link.startswith(start))


def rows_of_all_tables():
    counts = {model.__name__: model._default_manager.count() for model in apps.get_models()}
    return counts | {"sequence": newest_sequence()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_preview_reads_as_the_public_page_will_and_leaves_nothing_behind(editor, monkeypatch, kind):
    monkeypatch.setattr(timezone, "now", lambda: factories.NOON)
    draft = in_state(kind, "draft")
    editor.get("/admin/")  # its session
    rows, stored = rows_of_all_tables(), type(draft).objects.values().get(pk=draft.pk)

    korean = editor.get(change(draft, "preview"))
    english = editor.get(english_link(draft, korean))
    assert NOT_PUBLIC_YET in text(korean)
    assert "Preview – not public yet" in text(english)
    assert rows_of_all_tables() == rows
    assert type(draft).objects.values().get(pk=draft.pk) == stored

    factories.published(draft)
    path = english_link(draft, korean).removeprefix(change(draft, "preview"))
    assert main(korean) == main(Client().get(f"/{path.removeprefix('en/')}"))
    assert main(english) == main(Client().get(f"/{path}"))


def test_a_preview_is_kept_by_nobody_and_found_by_no_search_engine(editor):
    shown = editor.get(change(factories.agreement(), "preview"))
    assert "no-store" in shown["Cache-Control"]
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert 'rel="canonical"' not in shown.content.decode()


def test_what_an_unfinished_draft_lacks_stands_above_its_page(editor):
    hidden = factories.agency(listed=False, name_ko="아직 목록에 없는 기관")
    draft = factories.agreement(parties=[hidden], title_ko="덜 쓴 협약")
    shown = editor.get(change(draft, "preview"))
    assert "업무협약에는 협약기관이 둘 이상 있어야 합니다." in text(shown)
    assert "An agreement needs at least two parties." in text(editor.get(english_link(draft, shown)))
    assert hidden.name_ko in main(shown)
    assert f"/agencies/{hidden.slug}/" not in links(shown), "nobody can open its page yet"
    assert not Agency.objects.get(pk=hidden.pk).listed

    Agreement.objects.filter(pk=draft.pk).update(signed_first=None, signed_last=None)
    undated = editor.get(change(draft, "preview"))
    assert "체결일이 없습니다" in text(undated)
    assert draft.title_ko in text(undated)
    assert '<main id="main"' not in undated.content.decode()


def test_links_of_a_preview_lead_to_what_can_be_opened(editor, media):
    draft = factories.agreement()
    document = filed(draft)
    shown = editor.get(change(draft, "preview"))
    inside = [link for link in links(shown) if link.startswith(change(draft, "preview"))]
    promise = next(link for link in inside if "/commitments/" in link and "/en/" not in link)
    assert "이행과제 1" in main(editor.get(promise))
    assert f"/admin/documents/{document.pk}/" in links(shown)
    reference = promise.split("/")[-2].rpartition("-")[0]
    outside = set(links(shown)) - set(inside)
    assert not [link for link in outside if reference in link and not link.startswith("#")]


def test_a_report_on_a_draft_is_previewed_with_it(editor):
    draft = factories.agreement(title_ko="함께 쓰는 협약")
    report = factories.report(draft.commitments.get(), "on_track", "2023", note_ko="착수했다고 밝힘")
    shown = editor.get(change(report, "preview"))
    assert "착수했다고 밝힘" in main(shown)
    assert "함께 쓰는 협약" in text(shown)
    assert "공개되지 않았습니다" in text(shown)


@pytest.mark.parametrize("kind", ["statement", "withdrawal"])
def test_a_draft_on_what_was_withdrawn_shows_its_facts_to_staff(coordinator, kind):
    draft = in_state(kind, "draft")
    withdraw_agreement(
        Agreement.objects.get(), reason="잘못 실음", actor=factories.reviewer(), now=factories.NOON
    )
    shown = coordinator.get(change(draft, "preview"))
    assert "아직 공개 화면을 보여 줄 수 없습니다: “2022-0001" in text(shown)
    assert change(draft) in links(shown), "the way back"


def test_a_draft_that_somebody_may_not_see_is_in_no_preview_of_what_rests_on_it():
    goyang = factories.agency(name_ko="고양시")
    factories.staff("editor", username="editor of Goyang")
    factories.works_for("editor of Goyang", goyang, since=factories.TODAY)
    own = factories.agreement(parties=[goyang, factories.agency()])
    of_others = factories.agreement()
    inquiry = factories.inquiry(own.commitments.get(), of_others.commitments.get())
    editor = signed_in("editor", "editor of Goyang")
    assert NOT_PUBLIC_YET in text(editor.get(change(own, "preview")))
    shown = editor.get(change(inquiry, "preview"))
    assert inquiry.note_ko in text(shown)
    assert NOT_PUBLIC_YET not in text(shown)


def test_a_preview_shows_pages_of_its_draft_only_and_to_nobody_else(editor):
    draft, other = factories.agreement(), factories.published(factories.agreement())
    assert editor.get(change(draft, "preview") + f"agreements/{other.reference}/").status_code == 404
    inside = english_link(draft, editor.get(change(draft, "preview")))
    assert draft.title_ko not in text(Client().get(inside, follow=True))
