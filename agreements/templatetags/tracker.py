"""How templates write what the register holds: dates, texts in two languages, tables."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from agreements.lists.parameters import CLOCK_PARAMETERS
from agreements.models.glossary import TERMS, anchor_of
from agreements.rules import story
from agreements.rules.korean import has_hangul, in_english, with_particles
from agreements.rules.outcome import Outcome
from agreements.rules.outcome_words import said_phrase
from agreements.rules.partial_date import PartialDate, Precision
from agreements.rules.phase import Phase
from agreements.rules.quantity import quantity_text
from agreements.rules.states import Standing

register = template.Library()

MACHINE_READABLE = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})  # what <time> understands


def as_partial(value: PartialDate | date | datetime | None) -> PartialDate | None:
    if not value:
        return None  # a template gives "" for what is not there
    if isinstance(value, PartialDate):
        return value
    return PartialDate.day(timezone.localdate(value) if isinstance(value, datetime) else value)


@register.filter
def short(value: Any) -> str:
    """Write a date or partial date as a table does: ``2022. 12. 13.``; nothing for nothing."""
    return _marked_up(as_partial(value), "short")


@register.filter
def announced(target: PartialDate | None) -> str:
    """Write an announced date as a table does, or in words that it names none."""
    return short(target) if target else gettext("no date")


@register.filter
def sentence(value: Any) -> str:
    """Write a date or partial date as a sentence does: ``2022년 12월 13일``."""
    return _marked_up(as_partial(value), "sentence")


@register.filter
def plain(value: Any) -> str:
    """The table form without markup, for titles and attributes."""
    partial_date = as_partial(value)
    return partial_date.short() if partial_date else ""


def _marked_up(value: PartialDate | None, form: str) -> str:
    if value is None:
        return ""
    text = getattr(value, form)()
    if value.precision not in MACHINE_READABLE:
        return conditional_escape(text)
    return format_html('<time datetime="{}">{}</time>', value.iso(), text)


@register.filter
def said(value: PartialDate) -> str:
    """Write when something was said, so that it does not read as when it happened: ``2022. 12. 13. 발표``."""
    return said_phrase(value)


@register.filter
def quantity(done: Decimal | None, commitment: Any) -> str:
    """Write how much of what a commitment aims at is done: ``930 / 2,655호``; nothing for nothing."""
    if done is None:
        return ""
    return mixed(quantity_text(done, commitment.quantity, commitment.quantity_unit))


@register.filter
def outcome_short(outcome: Outcome | None) -> str:
    """Write when a promise was fulfilled, as exactly as it is known; nothing for nothing."""
    return story.outcome_short(outcome) if outcome else ""


@register.simple_tag
def content(record: Any, name: str) -> str:
    """Write ``record.<name>``; a Korean text on an English page says that it is Korean."""
    text = getattr(record, name)
    if in_english() and not getattr(record, f"{name}_en", "") and text:
        return format_html('<span lang="ko">{}</span>', text)
    return conditional_escape(text)


@register.filter
def korean(text: str) -> str:
    """Mark a text that exists in Korean only, such as a publisher or a signatory."""
    if in_english() and text:
        return format_html('<span lang="ko">{}</span>', text)
    return conditional_escape(text)


@register.filter
def spoken(text: str) -> str:
    """Mark a text in Korean letters on an English page; what is in Latin ones stays unmarked."""
    return korean(text) if has_hangul(text) else text


KOREAN_WORDS = re.compile(r"[\uac00-\ud7a3](?:[\uac00-\ud7a3\d·\s,.()]*[\uac00-\ud7a3])?")


@register.filter
def mixed(text: str) -> str:
    """Mark the Korean words within an English sentence, such as an outcome or an agency's name."""
    if not in_english() or not text:
        return conditional_escape(text)
    escaped = conditional_escape(text)
    return SafeString(KOREAN_WORDS.sub(lambda words: f'<span lang="ko">{words.group()}</span>', escaped))


@register.filter
def particles(text: str) -> str:
    """Choose the Korean particles that a translation leaves open: ``보고 2{을/를} 정정``."""
    return with_particles(text)


@register.simple_tag(takes_context=True)
def permanent_query(context: Any) -> str:
    """The query string under which this page says the same for ever: its own, the day, the sequence."""
    parameters = kept_parameters(context, "page")
    if "listing" in context:
        parameters = list(context["page_parameters"].items())
    own_parameters = [(name, value) for name, value in parameters if name not in CLOCK_PARAMETERS]
    return f"?{urlencode([*own_parameters, *context['clock'].permanent().items()])}"


@register.simple_tag(takes_context=True)
def kept_parameters(context: Any, *more: str) -> list[tuple[str, str]]:
    """Return what a page that is no list is asked beside its day, each value by itself."""
    query = context["request"].GET
    names = ("q", "year", "kind", "reference", "a", "with", *more)
    return [(name, value) for name in names for value in query.getlist(name) if value]


@register.simple_tag(takes_context=True)
def term(context: Any, anchor: str, label: str = "") -> str:
    """Write the name of a term (or ``label``): a link to the glossary where it first stands on the page."""
    entry = TERMS[anchor]
    text = label or str(entry.label)
    request = context.get("request")
    linked = getattr(request, "linked_terms", None)
    if request is None or (linked and anchor in linked):
        return conditional_escape(text)
    request.linked_terms = (linked or frozenset()) | {anchor}
    return format_html('<a class="term" href="{}#{}">{}</a>', reverse("glossary"), anchor, text)


@register.simple_tag(takes_context=True)
def term_of(context: Any, kind: str, code: str, label: str = "") -> str:
    """Write the name of a code as :func:`term` does: ``{% term_of "phase" phase %}``."""
    return term(context, anchor_of(kind, code), label)


@register.filter
def standing_label(standing: str) -> str:
    return str(Standing(standing).label)


@register.filter
def page_range(paginator: Paginator, number: int) -> Iterator[int | str]:
    """The page numbers around ``number``, with gaps."""
    return paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)


@register.filter
def phase_label(phase: str) -> str:
    return str(Phase(phase).label)
