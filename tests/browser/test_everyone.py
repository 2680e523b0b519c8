"""What only a browser can tell: enlarged, narrow, spaced out, by keyboard alone, in colours of one's own."""

import pytest
from django.db import transaction

from tests import factories, scenario
from tests.browser.conftest import violations
from tests.test_architecture import NO_PAGE
from tests.web.addresses import addresses, names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What these settings change; test_public_pages.py has axe look for everything.
SIZE_AND_COLOUR = ("target-size", "color-contrast")
PAGES = [name for name in names() if name not in NO_PAGE]
# WCAG 1.4.12, word for word.
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
STYLED = "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }"
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What has the focus: its words, whether a ring is drawn around it, and whether anything covers it.
FOCUSED = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return null
  const style = getComputedStyle(one), box = one.getBoundingClientRect()
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
  // Within a date field the browser draws the ring around the part that has the focus.
  const inner = one.type === 'date' && !one.matches(':focus-visible')
  return {
    tag: one.tagName, says: (one.innerText || one.name || '').trim().slice(0, 40),
    ring: inner || style.boxShadow !== 'none'
      || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && top !== null && (one.contains(top) || top.contains(one)),
  }
}"""


@pytest.fixture
def citizen(person):
    with transaction.atomic():
        paju = scenario.paju()
        factories.duty_rule(paju.city, "self_evaluation", "yearly")
        factories.with_region_and_theme(paju.city, paju.agreement)
    return person()


def test_every_page_can_be_narrow_enlarged_spaced_out_and_in_ones_own_colours(citizen):
    page = citizen.page
    for name in PAGES:
        page.emulate_media(forced_colors="none", reduced_motion="no-preference")
        citizen.open(next(addresses(name)))
        assert citizen.complaints == [], "what is told to machines is refused by our policy"
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate(WIDER_THAN_THE_SCREEN) <= 0, f"{name} at 320 px"
        page.evaluate(STYLED, SPACED)
        assert page.evaluate(WIDER_THAN_THE_SCREEN) <= 0, f"{name} spaced out at 320 px"
        page.set_viewport_size({"width": 1280, "height": 800})
        page.evaluate(STYLED, "html { font-size: 200% }")
        assert page.evaluate(WIDER_THAN_THE_SCREEN) <= 0, f"{name} with text of 200 %"
        page.evaluate(STYLED, "")
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        assert violations(page, rules=SIZE_AND_COLOUR) == [], name
        citizen.complaints.clear()  # axe's own


@pytest.mark.parametrize("name", ["home", "commitments", "milestone", "accessibility"])
def test_the_keyboard_alone_reaches_everything_and_the_focus_is_seen(citizen, name):
    citizen.open(next(addresses(name)))
    stops = []
    for _press in range(400):
        citizen.page.keyboard.press("Tab")
        stop = citizen.page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    assert stop is None, "the focus leaves the page again"
    assert stops[0]["says"] == "본문 바로가기"
    assert [one for one in stops if not one["ring"]] == []
    assert [one for one in stops if not one["seen"]] == []
    links = citizen.page.locator("a:visible, button:visible, summary:visible, input:visible, select:visible")
    assert len(stops) >= links.count()


def test_the_skip_link_leads_past_the_menu(citizen):
    citizen.open("/commitments/")
    citizen.page.keyboard.press("Tab")
    citizen.page.keyboard.press("Enter")
    citizen.page.keyboard.press("Tab")
    assert citizen.page.evaluate("document.activeElement.closest('main') !== null")


def test_nothing_moves_by_itself(citizen):
    citizen.open("/")
    moving = "document.getAnimations().filter(one => one.effect.getTiming().iterations > 1).length"
    assert citizen.page.evaluate(moving) == 0
    assert citizen.page.locator("video, audio, marquee, blink, meta[http-equiv=refresh]").count() == 0
