"""The operations of the API, and their description in OpenAPI, made from the declared columns and filters.

The description is in a language, the answers in that of the address; so there is an API for each language,
of which only the Korean one is led to (its operations answer in both).
"""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

import django_filters
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Field, NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from pydantic import create_model

from agreements.api.answers import MOST, USUAL, record_answer, rows_answer
from agreements.api.problems import MEDIA_TYPE, problem
from agreements.api.resources import RESOURCES, Resource
from agreements.lists.columns.records import json_schema_of
from agreements.lists.filter_fields import YearField
from agreements.lists.filters import ChoiceFilter
from agreements.lists.listings import Listing
from agreements.lists.parameters import SEARCH_LENGTH, BadParameter
from agreements.lists.plain_choice import PlainChoice

VERSION = "1"
PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string"},
    },
}


@cache
def api_in(language: str) -> NinjaAPI:
    """Return the API, described in a language."""
    with override(language):
        api = NinjaAPI(
            title=settings.SITE_NAME or _("Public-safety agreement tracker"),
            version=VERSION,
            description=_("All of the public register, for reading only. Every answer names its base date."),
            docs_url=None,
            openapi_url=None,
            urls_namespace=f"api_{language}",
        )
        api.add_exception_handler(ValidationError, refused)
        api.add_exception_handler(BadParameter, refused_parameter)
        api.add_exception_handler(Http404, unknown)
        api.add_exception_handler(Exception, left_to_django)
        for resource in RESOURCES.values():
            add_list(api, resource)
            if resource.with_records:
                add_record(api, resource)
    return api


def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """Only ``limit`` has a type of its own; all else is text that its list reads."""
    message = _("Write a whole number from 1 to %(most)s.") % {"most": MOST}
    return problem(400, detail=message, parameter="limit")


def refused_parameter(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(400, detail=error.message, parameter=error.name)


def unknown(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, detail=_("Nothing public has this reference."))


def left_to_django(request: HttpRequest, error: Any) -> HttpResponse:
    raise error


def add_list(api: NinjaAPI, resource: Resource) -> None:
    parameters: Any = create_model(f"{resource.name}_parameters", __base__=Schema, **fields_of(resource))

    def rows(request: HttpRequest, asked_for: Any) -> HttpResponse:
        return rows_answer(request, resource, asked_for.limit)

    rows.__annotations__ = {"request": HttpRequest, "asked_for": Annotated[parameters, Query()]}
    api.get(
        f"/{resource.name}",
        url_name=f"api_{resource.name}",
        operation_id=resource.name,
        summary=str(resource.label),
        description=str(resource.export.listing.lead),
        openapi_extra={"responses": responses(resource, {"next": NEXT, "rows": rows_of(resource)}, 400)},
    )(rows)


def add_record(api: NinjaAPI, resource: Resource) -> None:
    parameters: Any = create_model(
        f"{resource.name}_record_parameters",
        __base__=Schema,
        **{name: field for name, field in common_fields(resource).items() if name in RECORD_PARAMETERS},
    )

    def record(request: HttpRequest, reference: str, asked_for: Any) -> HttpResponse:
        return record_answer(request, resource, reference)

    record.__annotations__ = {
        "request": HttpRequest,
        "reference": Annotated[str, Path(description=_("Its permanent reference."))],
        "asked_for": Annotated[parameters, Query()],
    }
    api.get(
        f"/{resource.name}/{{reference}}",
        url_name=f"api_{resource.name}_record",
        operation_id=f"{resource.name}_record",
        summary=_("%(list)s: one record") % {"list": resource.label},
        openapi_extra={"responses": responses(resource, {"row": row_of(resource)}, 400, 404)},
    )(record)


# ---- parameters ----------------------------------------------------------------------------------

RECORD_PARAMETERS = ("as_of", "seq", "fields")
# Empty is the same as absent, as in a form.
DAY = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"
YEAR = "^([0-9]{4})?$"


def fields_of(resource: Resource) -> dict[str, Any]:
    listing = resource.export.listing
    filters = {name: filter_field(listing, name) for name in resource.filters}
    return filters | common_fields(resource)


def common_fields(resource: Resource) -> dict[str, Any]:
    sorts = resource.export.listing.sorts
    columns = ", ".join(column.name for column in resource.export.columns)
    return {
        "sort": text_field(_("Order of the rows."), enum=["", *sorts]),
        "as_of": text_field(
            _("Base date, YYYY-MM-DD; today if absent."), pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"
        ),
        "seq": text_field(_("What was public at this publication sequence; now if absent.")),
        "fields": text_field(
            _("Only these fields, with commas between them: %(names)s.") % {"names": columns}
        ),
        "limit": (int, Field(USUAL, ge=1, le=MOST, description=_("How many rows at most."))),
        "after": text_field(_("Stands in the address in “next”: what follows the rows of that answer.")),
    }


def text_field(description: Any, **schema: Any) -> Any:
    return str, Field("", description=str(description), json_schema_extra=schema)


def filter_field(listing: Listing, name: str) -> Any:
    """Describe a filter, with its choices where they are the same in every register."""
    list_filter = listing.filters.base_filters[name]
    label = list_filter.label or name
    choices = fixed_choices(list_filter)
    if choices:
        meanings = ", ".join(f"{code}: {choice}" for code, choice in choices)
        return text_field(f"{label} ({meanings})", enum=["", *(code for code, _choice in choices)])
    if list_filter.field_class is YearField:
        return text_field(label, pattern=YEAR)
    if name == "q":
        return text_field(label, maxLength=SEARCH_LENGTH)
    return text_field(label)


def fixed_choices(list_filter: django_filters.Filter) -> list[tuple[str, Any]]:
    if isinstance(list_filter, PlainChoice):
        choices: Any = list_filter.extra["choices"]
    elif (
        isinstance(list_filter, ChoiceFilter) and type(list_filter).read_choices == ChoiceFilter.read_choices
    ):
        choices = list_filter.choices
    else:
        return []
    if callable(choices):
        return []
    return [(str(code), choice) for code, choice in choices if code != ""]


# ---- answers -------------------------------------------------------------------------------------

NEXT = {"type": ["string", "null"], "format": "uri"}


def row_of(resource: Resource) -> dict[str, Any]:
    """Describe a row; with ``?fields=`` it has those only."""
    columns = resource.export.columns
    return {"type": "object", "properties": {column.name: json_schema_of(column) for column in columns},
            "additionalProperties": False}  # fmt: skip


def rows_of(resource: Resource) -> dict[str, Any]:
    return {"type": "array", "items": row_of(resource)}


def responses(resource: Resource, content: dict[str, Any], *refusals: int) -> dict[int, Any]:
    about = {
        "as_of": {"type": "string", "format": "date"},
        "seq": {"type": ["integer", "null"]},
        "ledger_head": {"type": "string"},
    }
    properties = about | content
    answer = {"type": "object", "required": [*properties], "properties": properties}
    return {
        200: {"description": str(resource.label), "content": {"application/json": {"schema": answer}}},
        **{status: PROBLEMS[status]() for status in refusals},
    }


def problem_response(description: str) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}


PROBLEMS: dict[int, Callable[[], dict[str, Any]]] = {
    400: lambda: problem_response(_("A parameter cannot be answered; “parameter” names it.")),
    404: lambda: problem_response(_("Nothing public has this reference.")),
}
