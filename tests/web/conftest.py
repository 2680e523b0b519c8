from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from agreements.models import Inquiry
from tests import factories
from tests.factories import NOON, published
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
def inquired(paju: Paju) -> Inquiry:
    """The Paju story, with somebody having looked for what became of it early in 2023."""
    return published(factories.inquiry(paju.center, paju.promise, searched_on=date(2023, 2, 20)))


@pytest.fixture
def visit(db: Any) -> Callable[..., Page]:
    """Open an address as the public does, and read the page."""

    def open_page(address: str, *, status: int = 200) -> Page:
        with translation.override("ko"):  # an English page leaves its language behind
            page = Page(Client(raise_request_exception=False).get(address, follow=True))
        assert page.status == status, page.html[:500]
        return page

    return open_page
