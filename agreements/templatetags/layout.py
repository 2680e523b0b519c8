"""How a template is laid out: its lines are broken for whoever reads the template, not for the page."""

import re
from typing import Any

from django import template
from django.template.base import NodeList, Parser, TextNode, Token

register = template.Library()

BREAK_AFTER_TAG = re.compile(r"(\A|>)\s*\n\s*")
BREAK_BEFORE_TAG = re.compile(r"\s*\n\s*(<|\Z)")
BREAK_BETWEEN_WORDS = re.compile(r"\s*\n\s*")


class JoinedLines(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> str:
        return self.nodelist.render(context)


@register.tag
def joinlines(parser: Parser, token: Token) -> JoinedLines:
    """Join the lines up to ``endjoinlines``, so that a break between two tags adds no space to the page.

    A line break and its indentation disappear beside a tag, of HTML or of the template, and become a
    space between two words.  A space wanted beside a tag is written ``{{ " " }}``.  The text is joined
    once, when the template is compiled; what values and included templates write is left as it is.
    """
    nodelist = parser.parse(("endjoinlines",))
    parser.delete_first_token()
    texts: Any = nodelist.get_nodes_by_type(TextNode)
    for text in texts:
        text.s = join_lines(text.s)
    return JoinedLines(nodelist)


def join_lines(text: str) -> str:
    """Return the text between two template tags in one line."""
    text = BREAK_AFTER_TAG.sub(r"\1", text)
    text = BREAK_BEFORE_TAG.sub(r"\1", text)
    return BREAK_BETWEEN_WORDS.sub(" ", text)
