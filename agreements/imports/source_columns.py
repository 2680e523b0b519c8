"""The columns of a list of sources, and what a row of another table says of its source beside the title."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from agreements.imports import cells
from agreements.imports.columns import Column, Columns

_BESIDE_THE_TITLE = (
    Column(
        "source_publisher", _("Source: publisher"), cells.read_line, synonyms="자료 발행처, 발행처, 발행기관"
    ),
    Column(
        "source_published", _("Source: published"), cells.read_period, synonyms="자료 발행일, 자료일, 발행일"
    ),
    Column("source_url", _("Source: address"), cells.read_line, synonyms="자료 주소, 근거 주소, URL, 링크"),
)


def source_of_row(own_column: Callable[..., Column], *, example: str) -> tuple[Column, ...]:
    """Return what a row says of its source; its title is the column ``sources`` of our own file."""
    title = own_column(
        "sources",
        cells.read_line,
        field="source",
        synonyms="근거, 자료명, 출처",
        correction=_("The title of a public document or article; a recorded one is found by it."),
        example=example,
    )
    return (title, *_BESIDE_THE_TITLE)


SOURCE_COLUMNS = Columns(
    (
        Column(
            "publisher",
            _("Publisher"),
            cells.read_line,
            synonyms="발행처, 발행기관, 언론사, 출처",
            required=True,
            example="파주시",
        ),
        Column(
            "title",
            _("Title"),
            cells.read_line,
            synonyms="자료명, 제목, 기사 제목, 근거자료",
            required=True,
            example="2026년 3분기 공약 이행현황",
        ),
        Column("title_en", _("Title in English"), cells.read_line, synonyms="영문 제목"),
        Column(
            "published",
            _("Published"),
            cells.read_period,
            synonyms="발행일, 게시일, 보도일, 자료일",
            required=True,
            example="2026. 10. 5.",
        ),
        Column("url", _("Address"), cells.read_line, synonyms="주소, URL, 링크, 자료 주소"),
        Column("checked_on", _("Last checked on"), cells.read_day, synonyms="확인일"),
    )
)
