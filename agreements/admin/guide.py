"""The staff guide as pages of the site: ``docs/staff-guide.ko.md`` and, beside it, the columns of imports.

Which chapter a page of the admin links is declared here: by the page first, else by its record.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.admin import site
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

DOCS = settings.BASE_DIR / "docs"
FILES = {"guide": DOCS / "staff-guide.ko.md", "guide_imports": DOCS / "imports.md"}
PICTURES = "img/guide/"  # in the file; as a static file it is guide/
CHAPTER_OF_PAGE = {
    "index": 3,
    "second_factor": 1,
    "second_factor_enrol": 1,
    "password_change": 1,
    "import": 9,
    "process_import": 9,
    "preview": 4,
    "submit": 4,
    "return": 4,
    "publish": 4,
    "withdraw": 7,
    "screening": 6,
    "card": 10,
    "handover": 11,
}
CHAPTER_OF_MODEL = {
    "agreement": 4,
    "program": 4,
    "source": 4,
    "commitment": 5,
    "milestone": 5,
    "statusreport": 5,
    "inquiry": 5,
    "round": 5,
    "roundpart": 5,
    "statement": 8,
    "withdrawal": 8,
    "redaction": 8,
    "dutyrecord": 10,
    "ordinance": 10,
    "councilsession": 10,
    "agency": 2,
    "agencyrequest": 2,
    "region": 2,
    "membership": 2,
    "user": 2,
    "group": 2,
    "reminder": 11,
}


@dataclass(frozen=True)
class Chapter:
    number: str
    title: str


@dataclass(frozen=True)
class Guide:
    title: str
    chapters: list[Chapter]
    html: SafeString


def chapter_of(request: HttpRequest) -> int | None:
    """Return the chapter on the page that is asked for; None where the guide has none of its own."""
    name = (request.resolver_match and request.resolver_match.url_name) or ""
    app, _underscore, model_and_page = name.partition("_")
    if app not in {"agreements", "auth"}:
        return CHAPTER_OF_PAGE.get(name)
    model, _underscore, page = model_and_page.partition("_")
    return CHAPTER_OF_PAGE.get(page) or CHAPTER_OF_MODEL.get(model)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return the address of the guide at the chapter on this page."""
    chapter = chapter_of(request)
    anchor = f"#{anchor_of(str(chapter))}" if chapter else ""
    return {"guide_url": reverse("admin:guide") + anchor}


@require_safe
def guide_view(request: HttpRequest) -> TemplateResponse:
    return guide_page(request, "guide")


@require_safe
def guide_imports_view(request: HttpRequest) -> TemplateResponse:
    return guide_page(request, "guide_imports")


def guide_page(request: HttpRequest, name: str) -> TemplateResponse:
    file = FILES[name]
    if not file.exists():
        raise Http404(_("The guide is not installed on this server."))
    guide = rendered_guide(file, changed=file.stat().st_mtime_ns)
    context = {**site.each_context(request), "title": guide.title, "guide": guide}
    return TemplateResponse(request, "admin/guide.html", context)


def anchor_of(number: str) -> str:
    return f"chapter-{number}"


@lru_cache(maxsize=len(FILES))
def rendered_guide(file: Path, *, changed: int) -> Guide:  # read anew when the file changes
    """Render a file of docs/: its title, its numbered chapters and, without the title, its text."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(file.read_text(encoding="utf-8"))
    title, tokens = tokens[1].content, tokens[3:]  # of “# title”: opened, text, closed
    chapters = []
    for heading, text in pairwise(tokens):
        if heading.type == "heading_open" and heading.tag == "h2":
            number, _dot, words = text.content.partition(". ")
            heading.attrSet("id", anchor_of(number))
            chapters.append(Chapter(number, words))
    for token in tokens:
        for child in token.children or []:
            lead_on_the_site(child)
    html = markdown.renderer.render(tokens, markdown.options, {})
    numbered = [chapter for chapter in chapters if chapter.number.isdigit()]
    return Guide(title, numbered, mark_safe(html))  # noqa: S308  # our own file; HTML in it is not let through


def lead_on_the_site(token: Token) -> None:
    """Turn the address of a link or picture in docs/ into the one on the site."""
    if token.type == "image":
        name = str(token.attrGet("src")).removeprefix(PICTURES)
        token.attrSet("src", static(f"guide/{name}"))
    elif token.type == "link_open":
        address = str(token.attrGet("href"))
        if address.startswith("#"):
            token.attrSet("href", f"#{anchor_of(address[1:].partition('-')[0])}")
        elif address == FILES["guide_imports"].name:
            token.attrSet("href", reverse("admin:guide_imports"))
