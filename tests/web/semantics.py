"""What assistive technology needs of every page: each check names what breaks it, one line each."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from agreements.rules.korean import has_hangul
from tests.web.page import Element, Page

type Check = Callable[[Page], Iterator[str]]

HEADING = re.compile(r"h[1-6]")
LANGUAGES = {"ko", "en"}
SAYS_NOTHING = {
    "여기", "여기를 클릭", "클릭", "바로가기", "링크", "더보기", "자세히", "here", "click here", "link",
    "more", "read more",
}  # fmt: skip
SPOKEN = ("aria-label", "aria-description", "alt", "title", "placeholder", "label", "content")
TAKES = ("accesskey", "autofocus", "http-equiv")  # a key, the focus, the page away
FIELDS = ("input", "select", "textarea")
NO_FIELD = {"hidden", "submit", "button"}
POINTS_AT = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "list")


def structure(page: Page) -> Iterator[str]:
    """One h1, in main; headings go down one step at a time; the landmarks are there, once."""
    if len(page.all("h1")) != 1 or not page.all("h1")[0].lies_in("main"):
        yield f"{len(page.all('h1'))} h1, or not in main"
    depth = 0
    for heading in (
        element for element in page.elements if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
    ):
        step = int(heading.tag[1])
        if step > depth + 1:
            yield f"{heading.tag} “{heading.text}” after h{depth}"
        if not heading.text:
            yield f"an empty {heading.tag}"
        depth = step
    for tag in ("header", "main", "footer"):
        outside = [one for one in page.all(tag) if not one.lies_in("main", "article", "section")]
        if len(outside) != 1:
            yield f"{len(outside)} × {tag}"


def skipping(page: Page) -> Iterator[str]:
    """The first link leads to the content."""
    links = page.all("a")
    if not links or links[0].attributes.get("href") != "#main" or not page.all("main", id="main"):
        yield "the first link does not lead to main"


def named_regions(page: Page) -> Iterator[str]:
    """Navigation, search and forms that are landmarks have a name."""
    for element in page.elements:
        landmark = element.tag == "nav" or element.attributes.get("role") in {"search", "region"}
        if landmark and not {"aria-label", "aria-labelledby"} & set(element.attributes):
            yield f"a {element.tag} without a name"
    for element in page.elements:
        if "aria-label" in element.attributes and not element.attributes["aria-label"].strip():
            yield f"an empty name of a {element.tag}"


def tables(page: Page) -> Iterator[str]:
    """Each has a caption; each head says of what it is the head."""
    for table in page.all("table"):
        captions = [one for one in page.all("caption") if one.inside is table]
        if len(captions) != 1 or not captions[0].text:
            yield "a table without a caption"
    for head in page.all("th"):
        if head.attributes.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
            yield f"th “{head.text}” without scope"
        if not head.text:
            yield "an empty th"


def labels(page: Page) -> Iterator[str]:
    """Each field has a label that is seen; each button has words."""
    labelled = {one.attributes.get("for") for one in page.all("label") if one.text}
    for element in page.elements:
        if element.tag in FIELDS and element.attributes.get("type") not in NO_FIELD:
            named = element.attributes.get("id") in labelled or element.lies_in("label")
            if not named and not {"aria-label", "aria-labelledby"} & set(element.attributes):
                yield f"{element.tag} {element.attributes.get('name')} without a label"
        if element.tag in {"button", "summary", "option"} and not name_of(page, element):
            yield f"a {element.tag} without words"


def links(page: Page) -> Iterator[str]:
    """A link says where it leads, and opens no window of its own."""
    for link in page.all("a"):
        said = name_of(page, link)
        if not said or said.lower().strip(" .→›>") in SAYS_NOTHING:
            yield f"a link “{said}” to {link.attributes.get('href')}"
    for element in page.elements:
        if "target" in element.attributes:
            yield f"{element.tag} with target"


def name_of(page: Page, element: Element) -> str:
    pictures = [one.attributes.get("alt", "") for one in page.all("img") if one.inside is element]
    return " ".join([element.attributes.get("aria-label", ""), element.text, *pictures]).strip()


def pictures(page: Page) -> Iterator[str]:
    """A picture has words beside it or in it, or is hidden from those who do not see it."""
    for image in page.all("img"):
        if "alt" not in image.attributes:
            yield f"img {image.attributes.get('src')} without alt"
    for drawing in page.all("svg"):
        hidden = drawing.attributes.get("aria-hidden") == "true"
        named = {"aria-label", "aria-labelledby"} & set(drawing.attributes)
        if (
            not hidden
            and not drawing.lies_in("svg")
            and not (drawing.attributes.get("role") == "img" and named)
        ):
            yield "an svg that is neither hidden nor named"


def references(page: Page) -> Iterator[str]:
    """An id stands once, and what points at one finds it."""
    ids = Counter(element.attributes["id"] for element in page.elements if "id" in element.attributes)
    yield from (f"id {name} stands {count} times" for name, count in ids.items() if count > 1)
    for element in page.elements:
        aims = [aim for name in POINTS_AT for aim in element.attributes.get(name, "").split()]
        if element.tag == "a" and element.attributes.get("href", "").startswith("#"):
            aims.append(element.attributes["href"].removeprefix("#"))
        yield from (f"{element.tag} points at {aim}, which is not there" for aim in aims if aim not in ids)


def keyboard(page: Page) -> Iterator[str]:
    """The order of the page is the order of the keyboard; no key and no focus is taken."""
    for element in page.elements:
        if element.attributes.get("tabindex", "0") not in {"0", "-1"}:
            yield f"{element.tag} jumps the queue of the keyboard"
        yield from (
            f"{element.tag} with {name}" for name in ("accesskey", "autofocus") if name in element.attributes
        )
    yield from (
        f"meta {one.attributes['http-equiv']}" for one in page.all("meta") if "http-equiv" in one.attributes
    )


def languages(page: Page) -> Iterator[str]:
    """The page says its language, and Korean on an English page says that it is Korean."""
    if page.one("html").attributes.get("lang") not in LANGUAGES:
        yield "the page does not say its language"
    spoken = [(element, text) for element, text in page.said if element.tag not in {"script", "style"}]
    spoken += [
        (one, one.attributes[name]) for one in page.elements for name in SPOKEN if name in one.attributes
    ]
    for element, text in spoken:
        if element.language != "ko" and has_hangul(text):
            yield f"Korean not marked in {element.tag}: {text[:60]}"


def head(page: Page) -> Iterator[str]:
    """The title names the page and the site; a description of at most 400 characters stands there."""
    if " | " not in page.title.strip(" |"):
        yield "the title does not name page and site"
    described = page.one("meta", name="description").attributes["content"]
    if not 10 < len(described) <= 400:
        yield f"a description of {len(described)} characters"
    if "maximum-scale" in (page.one("meta", name="viewport").attributes["content"]):
        yield "the page cannot be enlarged"


CHECKS: tuple[Check, ...] = (
    structure, skipping, named_regions, tables, labels, links, pictures, references, keyboard, languages,
    head,
)  # fmt: skip
