"""The filter of a list by the agencies of whoever looks at it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.admin.accounts.roles import request_person
from agreements.rules.roles import Whose
from agreements.rules.scope import AGENCY_LOOKUPS, rows_of_person

OWN = "own"
MEANINGS = (Whose.PARTY, Whose.CHARGE)


class OwnAgencyFilter(admin.SimpleListFilter):
    """Offered to whoever works for an agency today: what names one of theirs as party or in charge."""

    title = gettext_lazy("agencies")
    parameter_name = "agencies"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(OWN, _("My agencies only"))]

    def has_output(self) -> bool:
        return bool(self.person.agencies)

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.person = request_person(request)
        super().__init__(request, params, model, model_admin)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() is None:
            return queryset
        if self.value() != OWN:
            raise IncorrectLookupParameters
        model = str(queryset.model._meta.model_name)
        belongs = Q(pk__in=[])
        for whose in MEANINGS:
            if model in AGENCY_LOOKUPS[whose]:
                belongs |= rows_of_person(model, whose, self.person)
        return queryset.filter(belongs)
