"""The steps that lead from the start page to a page: base.html shows them, search engines read them."""

from typing import NamedTuple

from django.utils.functional import Promise


class Crumb(NamedTuple):
    """One step: its label, and its address without the clock.  The last step is the page and has none.

    A view hands its steps to the template as ``breadcrumb``; the start page comes before them by itself.
    """

    label: str | Promise
    url: str = ""
