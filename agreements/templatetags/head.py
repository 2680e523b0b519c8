"""What a page says about itself in its head: to search engines, to messengers, in which language."""

from html import unescape
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from agreements.lists.filter_fields import language_of

register = template.Library()
register.filter(language_of)


@register.simple_block_tag
def captured(content: str) -> SafeString:
    """Render a block once, to write it in several places: ``{% captured as page_title %}…``."""
    return SafeString(" ".join(content.split()))


def as_text(html: str) -> str:
    """The plain text of what a template wrote."""
    return unescape(strip_tags(html)).strip()


@register.filter
def cut(html: str, length: int) -> str:
    """The plain text of what was captured, with at most ``length`` characters."""
    return Truncator(as_text(html)).chars(length)


@register.simple_tag
def picture(site: dict[str, Any]) -> str:
    """The whole address of the picture that messengers show beside a link."""
    return f"{site['origin']}{static('img/og.png')}"
