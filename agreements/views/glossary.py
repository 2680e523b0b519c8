from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from agreements.models.glossary import GLOSSARY, Term
from agreements.rules.korean import in_english
from agreements.views.page_context import base_clock


@require_safe
def glossary(request: HttpRequest) -> TemplateResponse:
    """Every term of the public pages, in both languages, with what it means."""
    base_clock(request)  # a link may bring the day along, to be kept by the links onwards
    sections = [(section, [shown(term) for term in section.terms]) for section in GLOSSARY]
    return TemplateResponse(request, "agreements/glossary.html", {"sections": sections})


def shown(term: Term) -> dict[str, Any]:
    """Return an entry in the reader's language, with its name in the other one."""
    other_language = "ko" if in_english() else "en"
    with override(other_language):
        other_label = str(term.label)
    return {
        "anchor": term.anchor,
        "label": term.label,
        "other_label": other_label,
        "other_language": other_language,
        "meaning": term.meaning,
        "sentence_of_days": term.sentence_of_days,
    }
