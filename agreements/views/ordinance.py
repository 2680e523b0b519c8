from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements.lists.parameters import Clock
from agreements.models import DutyRule, Ordinance, OrdinanceNote
from agreements.rules.duties import KIND_ORDER
from agreements.rules.ordinance_words import deadline_words, limits_in_words
from agreements.views.breadcrumb import Crumb
from agreements.views.page_context import base_clock, file_links
from agreements.views.querysets import prefetch_agencies, prefetch_public, public_rows


@require_safe
def ordinance(request: HttpRequest, slug: str) -> TemplateResponse:
    """One ordinance: what it asks of whom and since when, what it leaves out, and what is not calculated."""
    clock = base_clock(request)
    record = public_ordinance(slug, clock)
    present_rules, past_rules = rules_in_words(record, clock)
    context = {
        "clock": clock,
        "breadcrumb": [Crumb(_("Duties under ordinances"), reverse("duties")), Crumb(record.title)],
        "ordinance": record,
        "rules": present_rules,
        "past_rules": past_rules,
        "notes": record.notes.all(),
        "downloads": file_links("duties", clock=clock, agency=record.agency.slug),
    }
    return TemplateResponse(request, "agreements/ordinance.html", context)


def public_ordinance(slug: str, clock: Clock) -> Ordinance:
    """
    Raises:
        Http404: there is none, or its body is not listed.
    """
    related = [
        prefetch_agencies("agency", clock.on),
        prefetch_public("rules", DutyRule),
        prefetch_public("notes", OrdinanceNote),
    ]
    record: Any = public_rows(Ordinance).filter(slug=slug).prefetch_related(*related).first()
    if record is None:
        raise Http404
    return record


@dataclass(frozen=True)
class RuleInWords:
    rule: DutyRule
    deadline: str
    limits: list[str]


def rules_in_words(ordinance: Ordinance, clock: Clock) -> tuple[list[RuleInWords], list[RuleInWords]]:
    """Return what the ordinance asks on the clock's day or later, and what it no longer asked then."""
    present_rules, past_rules = [], []
    for rule in sorted(ordinance.rules.all(), key=lambda rule: KIND_ORDER[rule.kind]):
        rule.ordinance = ordinance  # it was read from here
        in_words = RuleInWords(rule, deadline_words(rule.rule), limits_in_words(rule.rule))
        if rule.in_force_until and rule.in_force_until < clock.on:
            past_rules.append(in_words)
        else:
            present_rules.append(in_words)
    return present_rules, past_rules
