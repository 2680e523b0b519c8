"""Lists that moved into another one: their old addresses lead to it for ever, with the same query."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse

type View = Callable[..., HttpResponseBase]

NOTHING_RENAMED: Mapping[str, str] = {}


def moved_list(
    request: HttpRequest,
    name: str,
    *,
    fixed: Mapping[str, str],
    renamed: Mapping[str, str] = NOTHING_RENAMED,
) -> HttpResponsePermanentRedirect:
    """Redirect to the list ``name``: what is ``fixed``, then the query with its parameters ``renamed``.

    Every parameter stays, so that one without a meaning is refused by its name and not dropped silently.
    """
    parts = [f"{key}={value}" for key, value in fixed.items()]
    query = renamed_query(request, renamed)
    parts += [query] if query else []
    return HttpResponsePermanentRedirect(f"{reverse(name)}?{'&'.join(parts)}")


def renamed_query(request: HttpRequest, renamed: Mapping[str, str]) -> str:
    """Return the query string as it was sent, under the new names of its parameters; "" for an empty one."""
    pairs = []
    for pair in request.META.get("QUERY_STRING", "").split("&"):
        name, equals, value = pair.partition("=")
        new_name = renamed.get(unquote_plus(name))
        pairs.append(f"{quote_plus(new_name)}{equals}{value}" if new_name else pair)
    return "&".join(filter(None, pairs))


def renames_parameters(renamed: Mapping[str, str]) -> Callable[[View], View]:
    """Redirect a view's addresses with an old name of a parameter to the new one."""

    def decorator(view: View) -> View:
        @wraps(view)
        def with_new_names(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            if request.GET.keys() & renamed.keys():
                query = renamed_query(request, renamed)
                return HttpResponsePermanentRedirect(f"{request.path}?{query}")
            return view(request, *args, **options)

        return with_new_names

    return decorator
