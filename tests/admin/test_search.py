"""One search over all that a person may see on the desk, drafts included; lists and pickers ask the same."""

import pytest
from django.urls import reverse

from agreements.models import Document, Membership, Source
from tests import factories
from tests.admin.conftest import signed_in
from tests.admin.page import text
from tests.factories import published
from tests.web.test_document import filed

pytestmark = pytest.mark.django_db
SEARCH = reverse("admin:search")


def found(client, words):
    """{kind: [labels]} of what is found."""
    kinds = client.get(SEARCH, {"q": words}).context["kinds"]
    return {kind.label: [record.label for record in kind.records] for kind in kinds}


def test_words_are_found_in_every_kind_with_the_state_of_each(editor):
    city = factories.agency("paju", name_ko="파주시 안심귀갓길 사업단")
    agreement = factories.agreement(parties=[city, factories.agency()], title_ko="과학치안 업무협약")
    agreement.commitments.update(title_ko="안심귀갓길을 밝힌다")
    program = factories.program(owner=city, title_ko="안심 귀갓길 시책")
    program.milestones.update(title_ko="안심귀갓길 선정")
    published(report_about := factories.agreement(parties=[city, factories.agency()]))
    factories.report(report_about.commitments.get(), "on_track", "2023", note_ko="안심귀갓길 12곳")
    factories.inquiry(report_about.commitments.get(), words="안심귀갓길")
    filed(agreement)
    Document.objects.update(title_ko="안심귀갓길 협약서")
    Source.objects.update(label_ko="안심귀갓길 보도")
    factories.agency_request("안심귀갓길 협의회")

    page = editor.get(SEARCH, {"q": "안심귀갓길"})
    kinds = {kind.label for kind in page.context["kinds"]}
    assert kinds >= {
        "업무협약", "시책", "이행과제", "추진과제", "이행상황 보고", "조사 기록", "근거자료", "기관",
        "기관 추가 요청", "문서",
    }  # fmt: skip
    assert "안심 귀갓길 시책 작성 중" in text(page)
    assert 'action="/admin/search/" role="search"' in editor.get("/admin/").content.decode()


@pytest.mark.parametrize(
    "words", ["과학 치안", "과학치안을", "업무협약의 과학치안", "과학치ㅇ", "과하", "합동 순찰"]
)
def test_particles_spaces_half_typed_words_and_words_of_promises_find_an_agreement(editor, words):
    agreement = factories.agreement(title_ko="과학치안 업무협약")
    agreement.commitments.update(wording_ko="합동순찰을 실시한다")
    assert found(editor, words)["업무협약"] == ["과학치안 업무협약"]
    listed = editor.get(reverse("admin:agreements_agreement_changelist"), {"q": words})
    assert [str(row) for row in listed.context["cl"].result_list] == ["과학치안 업무협약"]


@pytest.mark.parametrize("words", ["시장", "과학%", "과학.*안", "·", "[가-힣]"])
def test_what_does_not_stand_there_is_not_found(editor, words):
    factories.agreement(title_ko="과학치안 도시 장애인 업무협약")
    assert "업무협약" not in found(editor, words)


def test_nobody_finds_what_their_role_does_not_show(coordinator):
    factories.agreement(title_ko="과학치안 업무협약")
    elsewhere = signed_in("editor", "editor of Goyang")
    Membership.objects.create(
        user=factories.staff("editor", username="editor of Goyang"),
        agency=factories.agency("goyang"),
        from_on=factories.TODAY,
    )
    assert found(elsewhere, "과학치안") == {}
    assert "찾은 것이 없습니다" in text(elsewhere.get(SEARCH, {"q": "과학치안"}))
    assert found(coordinator, "과학치안")["업무협약"] == ["과학치안 업무협약"]


def test_more_than_the_first_are_in_the_list_that_asks_the_same(coordinator):
    for _number in range(12):
        factories.agency(name_ko=f"과학치안 {_number}센터")
    kinds = coordinator.get(SEARCH, {"q": "과학치안"}).context["kinds"]
    kind = {kind.label: kind for kind in kinds}["기관"]
    assert (kind.count, len(kind.records)) == (12, 10)
    assert coordinator.get(kind.list_url).context["cl"].result_count == 12
