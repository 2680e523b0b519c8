"""People at their browsers, each with a page of their own; what the console complains about is kept."""

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests import factories

AXE = Axe()
PICTURES = os.environ.get("GUIDE_PICTURES")  # the folder of the staff guide's: `make guide-pictures`


def violations(page: Any, *, within: str | None = None, rules: tuple[str, ...] = ()) -> list[Any]:
    """Run axe once; return each broken rule with its elements.

    Axe takes most of the time of a browser test: ``rules`` and ``within`` narrow what it looks at, where
    another test has it look at everything.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options |= {"runOnly": rules, "rules": {name: {"enabled": True} for name in rules}}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    run = "([within, options]) => axe.run(within ?? document, options).then(results => results.violations)"
    return [
        (rule["id"], [node["target"] for node in rule["nodes"]])
        for rule in page.evaluate(run, [within, options])
    ]


@dataclass
class Person:
    """Someone at a browser.  ``complaints``: errors of scripts, and what our content policy refused."""

    page: Any
    site: str
    complaints: list[str] = field(default_factory=list)
    clicks: int = 0  # and choices, by the methods below since the last ``open``

    def open(self, address: str) -> None:
        self.page.goto(self.site + address)
        self.clicks = 0

    def press(self, selector: str) -> None:
        """Press what leads to another page."""
        with self.page.expect_navigation():
            self.page.click(selector)
        self.clicks += 1

    def unfold(self, selector: str) -> None:
        """Press what opens something on the same page."""
        self.page.click(selector)
        self.clicks += 1

    def unfold_all(self, within: str) -> None:
        """Press every line within these that hides something; at least one does."""
        folded = self.page.locator(f"{within} details:not([open]) > summary")
        assert folded.count(), f"nothing is folded in {within}"
        while folded.count():
            folded.first.click()
            self.clicks += 1

    def take(self, selector: str) -> list[dict[str, str]]:
        """Press what downloads a CSV; return its rows as {column: value}."""
        with self.page.expect_download() as download:
            self.page.click(selector)
        self.clicks += 1
        with download.value.path().open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def log_in(self, username: str, password: str) -> None:
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", password)
        self.press("input[type=submit]")

    def pick(self, field: str, text: str) -> None:
        """Type into a field that searches, and take what it finds."""
        self.page.click(f"#id_{field} + .select2 .select2-selection")
        self.page.keyboard.type(text)
        self.page.click(f".select2-results__option:has-text('{text}')")
        self.clicks += 2

    def select(self, selector: str, value: str) -> None:
        """Choose from a list that the browser opens."""
        self.page.select_option(selector, value)
        self.clicks += 1

    def fill_window(self, opener: str, fields: dict[str, str], button: str) -> Any:
        """Press what opens a window or tab, fill in its form and press a button there; return the window."""
        with self.page.context.expect_page() as opened:
            self.page.click(opener)
        window = opened.value
        for selector, typed in fields.items():
            window.fill(selector, typed)
        window.click(button)
        self.clicks += 2
        return window

    @contextmanager
    def detour(self) -> Iterator[None]:
        """Count nothing that is pressed in the block."""
        clicks = self.clicks
        yield
        self.clicks = clicks

    def reads(self, selector: str = "main, #content") -> str:
        return " ".join(self.page.locator(selector).first.inner_text().split())

    def fits_the_screen(self, *, widths: tuple[int, ...] = (1280, 390)) -> None:
        """No complaint so far, and nothing wider than the screen; for pages whose kind axe sees elsewhere."""
        assert self.complaints == []
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url

    def finds_no_fault(self, *, widths: tuple[int, ...] = (1280, 390), rules: tuple[str, ...] = ()) -> None:
        """As ``fits_the_screen``, and at the last width nothing that axe finds."""
        self.fits_the_screen(widths=widths)
        assert violations(self.page, rules=rules) == [], f"{self.page.url} at {widths[-1]}"
        self.complaints.clear()  # axe itself sets styles, which our policy refuses

    def picture(
        self, name: str, *, of: str = "#content", width: int = 1280, tall: int = 900, hidden: str = "none"
    ) -> None:
        """Photograph an element, from its top on, for the staff guide; otherwise do nothing."""
        if not PICTURES:
            return
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
        box = self.page.locator(of).first.bounding_box()
        self.page.screenshot(
            path=Path(PICTURES) / f"{name}.png",
            clip=box | {"height": min(box["height"], tall)},
            full_page=True,
            mask=[self.page.locator(hidden)],
            mask_color="#d8d8d8",
        )


@pytest.fixture
def person(new_context: Any, live_server: Any, settings: Any, tmp_path: Any) -> Callable[..., Person]:
    """Sit somebody down: ``person("editor")`` is signed in, ``person()`` is anyone."""
    settings.MEDIA_ROOT = tmp_path

    def sit_down(role: str | None = None, username: str | None = None, **options: Any) -> Person:
        context = new_context(**options)
        if role:
            client = Client()
            client.force_login(factories.staff(role, username=username))
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        found = Person(context.new_page(), live_server.url)
        context.on(
            "console",
            lambda said: found.complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        context.on("weberror", lambda error: found.complaints.append(str(error.error)))
        return found

    return sit_down
