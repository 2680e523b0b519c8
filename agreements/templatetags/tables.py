"""Tables that become cards on a narrow screen: each cell carries the label of its column.

Cells also carry their role, which some browsers forget when ``display: block`` makes cards.
"""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def column(context: Any, label: str, *, sort: str = "", css_class: str = "") -> SafeString:
    """Write the head of a column.  ``sort`` names the order of the list that goes by this column."""
    css = format_html(' class="{}"', css_class) if css_class else ""
    order = aria_sort(context["selection"], sort) if sort else ""
    return format_html('<th role="columnheader" scope="col"{}{}>{}</th>', css, order, label)


def aria_sort(selection: Any, column_name: str) -> SafeString | str:
    """Say on the column by which a list is sorted that it is."""
    sort = selection.listing.sorts[selection.sort]
    if sort.column != column_name:
        return ""
    return format_html(' aria-sort="{}"', "descending" if sort.descending else "ascending")


@register.simple_block_tag
def cell(content: str, label: str, *, css_class: str = "") -> SafeString:
    """Write a cell under the label of its column.  An empty one takes no room on a card."""
    text = content.strip()
    css = " ".join(filter(None, [css_class, "" if text else "cell-empty"]))
    css_attribute = format_html(' class="{}"', css) if css else ""
    return format_html(
        '<td role="cell" data-label="{}"{}><div>{}</div></td>', label, css_attribute, SafeString(text)
    )
