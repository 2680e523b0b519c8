"""The menu in groups of the work, and no words on the admin's pages that no office uses."""

import re

import pytest
from django.contrib.auth import get_user_model

from agreements.rules.roles import ROLES
from tests import factories
from tests.admin.page import text

pytestmark = pytest.mark.django_db
OF_PROGRAMMERS = (
    "필터에 타이핑",
    "개수 표시",
    "모델 이름",
    "변경 또는 목록 보기 링크",
    "인증 및 인가",
    "스태프",
    "최상위 사용자",
    "원시 비밀번호",
    "더 추가",
    "그룹",
    "객체",
    "coordinator",
    "auditor",
)


def headings(client):
    return re.findall(r"<caption>(.*?)</caption>", client.get("/admin/").content.decode())


def test_the_first_page_groups_its_lists_and_leaves_out_what_a_person_may_not_see(boss, editor):
    assert headings(boss) == ["협약", "보고", "기관", "규정", "사람"]
    assert "작업 이력" in text(boss.get("/admin/"))
    assert "작업 이력" not in text(editor.get("/admin/"))
    assert headings(editor)[:2] == ["협약", "보고"]


def test_no_page_speaks_as_programmers_do(boss):
    for role in ROLES:
        factories.staff(role, username=f"name of {ROLES.index(role)}")
    account = get_user_model().objects.get(username="name of 0")
    for address in (
        "/admin/",
        "/admin/agreements/agreement/",
        "/admin/agreements/agreement/add/",
        "/admin/auth/user/",
        "/admin/auth/user/add/",
        f"/admin/auth/user/{account.pk}/change/",
        "/admin/auth/group/",
    ):
        page = text(boss.get(address))
        assert [words for words in OF_PROGRAMMERS if words in page] == [], address
