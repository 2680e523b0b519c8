"""Every part in every state: no fault in any mode, at any width, and tables stay tables as cards."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GALLERY = "/admin/gallery/"


@pytest.fixture
def staff(person):
    return person("auditor")


def choose(staff, **wishes):
    """As the form in the header does it, with the keyboard alone."""
    staff.open(GALLERY)
    staff.page.focus(".display > summary")
    staff.page.keyboard.press("Enter")
    for name, word in wishes.items():
        staff.page.focus(f".display-form input[name={name}]:checked")
        for _turn in range(3):
            if staff.page.is_checked(f".display-form input[name={name}][value={word}]"):
                break
            staff.page.keyboard.press("ArrowDown")
    staff.page.focus(".display-form button")
    with staff.page.expect_navigation():
        staff.page.keyboard.press("Enter")
    assert staff.page.url.endswith(GALLERY), "it leads back to the page"


@pytest.mark.parametrize(
    ("contrast", "text", "widths"),
    [("system", "normal", (1280, 390)), ("more", "larger", (1280, 320)), ("standard", "large", (768, 320))],
)
def test_no_part_has_a_fault_in_any_mode(staff, contrast, text, widths):
    choose(staff, contrast=contrast, text=text)
    staff.page.click(".display > summary")
    staff.finds_no_fault(widths=widths)


def background(staff):
    return staff.page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_high_contrast_follows_the_system_until_the_reader_says_otherwise(staff):
    staff.open(GALLERY)
    assert background(staff) == "rgb(255, 255, 255)"
    staff.page.emulate_media(contrast="more")
    assert background(staff) == "rgb(13, 14, 16)"
    choose(staff, contrast="standard")
    assert background(staff) == "rgb(255, 255, 255)"
    staff.page.emulate_media(contrast="no-preference")
    choose(staff, contrast="more")
    assert background(staff) == "rgb(13, 14, 16)"
    staff.page.emulate_media(media="print")
    assert background(staff) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), "ink is dark and paper is light"


def test_text_grows_with_the_choice_and_with_the_reader_s_own_setting(staff):
    sizes = []
    for text in ("normal", "large", "larger"):
        choose(staff, text=text)
        sizes.append(staff.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))
    assert sizes == pytest.approx([17, 19.4, 22.1], abs=0.1)


def test_a_table_that_became_cards_is_still_read_as_a_table(staff):
    staff.open(GALLERY)
    staff.page.set_viewport_size({"width": 390, "height": 900})
    assert (
        staff.page.evaluate("getComputedStyle(document.querySelector('.table tr td')).display")
        != "table-cell"
    )
    client = staff.page.context.new_cdp_session(staff.page)
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node.get("ignored")]
    counted = {role: roles.count(role) for role in ("table", "columnheader", "rowheader", "row", "cell")}
    # the timeline: a head and six promises, each with one cell, and a line of those that have no lane
    cards, drawn = (5, 10, 11, 40), (2, 1 + 6, 1 + 1 + 6 + 1, 6 + 1)
    both = [one + other for one, other in zip(cards, drawn, strict=True)]
    assert list(counted.values()) == [2, *both]
    heads = [node["name"]["value"] for node in nodes if node["role"]["value"] == "columnheader"]
    assert heads[:5] == ["이행과제", "기관", "상태", "기한", "번호"]
    assert heads[5:] == ["약속", "언제로 발표되었고 언제 이루어졌는지"]
