"""What a visitor of the public site gets: weight, what axe finds, what the console says, Lighthouse.

    python -m tests.performance.public_site                 # all four, about 15 minutes
    python -m tests.performance.public_site weight lighthouse

Serves the demo register with gunicorn and the settings of a server, over plain http on this machine.
Lighthouse is installed beside it: ``npm i --prefix var/lighthouse lighthouse@12.8.2 --ignore-scripts``.
Not a test: pytest does not collect it, and a slow machine fails nothing.
"""

# ruff: noqa: T201

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urldefrag, urlsplit

from tests.performance.served import ROOT, SITE, served

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LIGHTHOUSE = ROOT / "var/lighthouse/node_modules/.bin/lighthouse"

MOST = 4

# Beside every address: states that a page can be in, and pages that only tell what is wrong.
STATES = [
    "/?as_of=2022-12-31",
    "/?as_of=2023-07-15&seq=9",
    "/?as_of=2000-01-01",
    "/commitments/?status=completed",
    "/commitments/?q=%ED%98%91%EC%95%BD&status=dropped",
    "/commitments/?sort=deadline&as_of=2023-03-01",
    "/commitments/?view=coming&as_of=2023-03-01",
    "/search/?q=%EB%B3%B4%ED%98%B8%EC%84%BC%ED%84%B0",
    "/search/?q=zzzz",
    "/timeline/?view=list&from=2023&to=2023",
    "/updates/?kind=correction",
    "/agreements/2022-0004/?kind=reported",
    "/milestones/crisis-child-one-stop-1/?as_of=2023-07-15",
    "/agencies/compare/?a=gyeonggi-north-commission&a=paju",
    "/regions/41480/",
    "/themes/child/?as_of=2023-07-15",
    "/commitments/?as_of=never",
    "/nothing/",
]
LIGHTHOUSE_PAGES = (
    "/",
    "/commitments/",
    "/commitments/2022-0004-01/",
    "/agreements/2022-0004/",
    "/programs/crisis-child-one-stop/",
)
LEAST = {
    "desktop": {"performance": 0.99, "accessibility": 1, "best-practices": 1, "seo": 1},
    "mobile": {"performance": 0.95, "accessibility": 1, "best-practices": 1, "seo": 1},
}


def public_addresses() -> list[str]:
    """Each kind of public page, of at most ``MOST`` records spread over all, and its states, in Korean."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "mou_tracker.settings"
    django.setup()
    from tests.web.addresses import addresses, names

    pages: list[str] = []
    for name in names():
        of_kind = list(filter(is_page, addresses(name)))
        pages += of_kind[:: max(len(of_kind) // MOST, 1)][:MOST]
    return list(dict.fromkeys([*pages, *LIGHTHOUSE_PAGES, *STATES]))


def is_page(address: str) -> bool:
    return address.endswith("/") and not address.startswith(("/documents/", "/display/"))


# ---- browsers ---------------------------------------------------------------------------------------


@contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def visitor(browser: Any, complaints: list[str], **options: Any) -> Any:
    """A page of a new visitor, who stays on this site; what the console says is kept."""
    context = browser.new_context(**options)
    context.route(lambda url: not url.startswith(SITE), lambda route: route.abort())
    page = context.new_page()
    context.on("console", lambda said: complaints.append(f"{said.page.url}: {said.text}"))
    context.on("weberror", lambda error: complaints.append(f"{page.url}: {error.error}"))
    return page


def in_english(address: str) -> str:
    return f"/en{address}"


REFUSED = ("as_of=never", "as_of=2000-01-01", "/nothing/")


def expected(said: str) -> bool:
    """Chromium itself remarks on an answer of 400 or 404 to the page that was asked for."""
    return "Failed to load resource" in said and any(refused in said for refused in REFUSED)


# ---- what is measured -------------------------------------------------------------------------------


def weight(addresses: list[str]) -> bool:
    """Bytes and requests of a first visit, the browser's own question for an icon included."""
    heaviest: tuple[int, int, str] = (0, 0, "")
    with browser() as found:
        for address in addresses:
            page = visitor(found, [])
            seen: list[Any] = []
            page.on("requestfinished", lambda request, seen=seen: seen.append(request))
            page.goto(SITE + address, wait_until="networkidle")
            icon = page.locator("link[rel=icon]").first.get_attribute("href")
            asked = {request.url for request in seen}
            size = sum(sum(request.sizes()[part] for part in SIZES) for request in seen)
            if SITE + icon not in asked:
                size += len(page.request.get(SITE + icon).body())
                asked.add(icon)
            heaviest = max(heaviest, (size, len(asked), address))
            page.context.close()
    size, requests, address = heaviest
    print(
        f"weight: at most {size / 1000:.1f} kB and {requests} requests ({address}), of {len(addresses)} pages"
    )
    return size <= 30_000 and requests <= 6


SIZES = ("responseBodySize", "responseHeadersSize")


def axe(addresses: list[str]) -> bool:
    """Every page and state, desktop and telephone, both modes, both languages; and nothing too wide."""
    from axe_playwright_python.sync_playwright import Axe

    faults, runs = [], 0
    with browser() as found:
        for width, contrast in product((1280, 390), ("standard", "more")):
            page = visitor(found, [], viewport={"width": width, "height": 900}, bypass_csp=True)
            page.goto(f"{SITE}/display/?contrast={contrast}&text=normal&next=/")
            for address in (each for one in addresses for each in (one, in_english(one))):
                page.goto(SITE + address)
                runs += 1
                told = [one["id"] for one in Axe().run(page).response["violations"]]
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    told.append("wider than the screen")
                faults += [f"{address} at {width}, {contrast}: {fault}" for fault in told]
            page.context.close()
    print(f"axe: {len(faults)} violations in {runs} runs", *faults, sep="\n  ")
    return not faults


ALL_CONTROLS = """controls => [...document.querySelectorAll(controls)].map(
  one => one.href || `${one.tagName} ${one.id} ${one.textContent}`)"""
CONTROLS = "summary, button, select, input:not([type=hidden]), a[href]"


def clicks(addresses: list[str]) -> bool:
    """Press every control of every page (a link of the same shape once); nothing may be complained of."""
    complaints: list[str] = []
    pressed: set[str] = set()
    count = 0
    with browser() as found:
        page = visitor(found, complaints, accept_downloads=True)
        for address in (each for one in addresses for each in (one, in_english(one))):
            page.goto(SITE + address)
            for place, what in enumerate(page.evaluate(ALL_CONTROLS, CONTROLS)):
                name = shape(what) if what.startswith("http") else f"{urlsplit(address).path} {what}"
                if name in pressed or leads_away(what):
                    continue
                pressed.add(name)
                control = page.locator(CONTROLS).nth(place)
                if not control.is_visible():
                    continue
                count += 1
                press(page, control)
                if page.url != SITE + address:
                    page.goto(SITE + address)
    left = [said for said in complaints if not expected(said)]
    print(f"clicks: {count} controls pressed, {len(left)} messages", *left, sep="\n  ")
    return not left


def shape(link: str) -> str:
    """Its page and the names of its parameters: links that differ only in values are one control."""
    parts = urlsplit(link)
    return f"{parts.path}?{sorted(parse_qs(parts.query))}#{bool(parts.fragment)}"


def leads_away(address: str) -> bool:
    return address.startswith(("http", "tel:")) and not urldefrag(address)[0].startswith(SITE)


def press(page: Any, control: Any) -> None:
    kind = control.evaluate("one => one.tagName")
    if kind == "SELECT":
        control.select_option(index=control.locator("option").count() - 1)
    elif kind == "INPUT" and control.get_attribute("type") == "search":
        control.fill("협약")  # a number of an agreement would have to be one
    elif kind == "A" and control.get_attribute("download") is not None:
        with page.expect_download():
            control.click()
    elif control.bounding_box()["y"] < 0:  # shown only to whoever comes by keyboard
        control.press("Enter")
    else:
        control.click()
        page.wait_for_load_state()


def lighthouse(_addresses: list[str]) -> bool:
    """The middle of three runs of each page and device."""
    if not LIGHTHOUSE.exists():
        print(f"lighthouse: not installed; see {Path(__file__).name}")
        return False
    good = True
    for device, address in product(LEAST, LIGHTHOUSE_PAGES):
        runs = [audit(device, address) for _run in range(3)]
        scores = {name: sorted(run[name] for run in runs)[1] for name in LEAST[device]}
        enough = all(scores[name] >= least for name, least in LEAST[device].items())
        print(f"lighthouse {device:8} {address:36}", scores, "" if enough else "TOO LOW")
        good = good and enough
    return good


def audit(device: str, address: str, *, attempts: int = 3) -> dict[str, float]:
    """The scores of one run.  Chromium does not always come up at once, so a run that fails is repeated."""
    command = [str(LIGHTHOUSE), SITE + address, "--quiet", "--output=json", "--output-path=stdout"]
    command += [f"--chrome-flags=--headless {' '.join(FLAGS)}"]
    command += ["--preset=desktop"] if device == "desktop" else []
    done = subprocess.run(
        command,
        capture_output=True,
        check=attempts == 1,
        text=True,
        env=os.environ | {"CHROME_PATH": CHROMIUM},
    )
    if done.returncode:
        return audit(device, address, attempts=attempts - 1)
    return {name: found["score"] for name, found in json.loads(done.stdout)["categories"].items()}


MEASURES: dict[str, Callable[[list[str]], bool]] = {
    "weight": weight,
    "axe": axe,
    "clicks": clicks,
    "lighthouse": lighthouse,
}


def main() -> None:
    chosen = sys.argv[1:] or list(MEASURES)
    with served():
        addresses = public_addresses()
        reached = [MEASURES[name](addresses) for name in chosen]
    sys.exit(0 if all(reached) else 1)


if __name__ == "__main__":
    main()
