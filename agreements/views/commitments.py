from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists import COMMITMENTS, Selection
from agreements.lists.promise_views import COMING_VIEW, DATED_VIEW, PAST_VIEW, PROMISE_VIEWS
from agreements.models import State
from agreements.views.deadline_months import deadline_months
from agreements.views.doors import tab_links
from agreements.views.lists import list_page
from agreements.views.subject_states import rows_of_states

VIEWS_BY_MONTH = {view.name for view in (PAST_VIEW, COMING_VIEW, DATED_VIEW)}


@require_safe
def commitments(request: HttpRequest) -> TemplateResponse:
    """Every promise as it stood on the day: commitments, and milestones that are promises of their own."""
    return list_page(request, COMMITMENTS, extra_context=cards_and_tabs)


def cards_and_tabs(selection: Selection, states: list[State]) -> dict[str, Any]:
    """Give a card for each row, the number of rows behind each tab, and dates where all rows have one."""
    counts = {**dict.fromkeys(PROMISE_VIEWS, 0), **selection.facets.counts("view")}
    context = {
        "rows": rows_of_states([(state.subject, state) for state in states], clock=selection.clock),
        "tabs": tab_links(COMMITMENTS.name, selection.query(), counts),
    }
    if selection.filter_values["view"] in VIEWS_BY_MONTH:
        context["months"] = deadline_months(selection.rows, on=selection.clock.on)
    return context
