from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests import factories
from tests.factories import NOON
from tests.scenario import Paju
from tests.web.page import Page


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is asked at noon on 2 March 2026 in Seoul."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture(autouse=True)
def _korean() -> Iterator[None]:
    """An English page leaves its language behind; the next test begins in Korean."""
    with translation.override("ko"):
        yield


@pytest.fixture
def visit(db: Any) -> Callable[..., Page]:
    """Open an address as the public does, and read the page."""

    def open_page(address: str, *, status: int = 200) -> Page:
        with translation.override("ko"):  # an English page leaves its language behind
            page = Page(Client(raise_request_exception=False).get(address, follow=True))
        assert page.status == status, page.html[:500]
        return page

    return open_page


@pytest.fixture
def every_kind_of_page(paju: Paju) -> Paju:
    """The Paju scenario with a region, a theme and an ordinance: each address has a page to read."""
    factories.with_region_and_theme(paju.city, paju.agreement)
    factories.duty_rule(paju.city, "self_evaluation", "yearly")
    return paju
