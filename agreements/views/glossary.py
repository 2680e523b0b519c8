from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from agreements.lists.parameters import CLOCK_PARAMETERS, require_known
from agreements.models.glossary import GLOSSARY, Term
from agreements.rules.korean import in_english


@require_safe
def glossary(request: HttpRequest) -> TemplateResponse:
    """Every term of the public pages, in both languages, with what it means."""
    require_known(request.GET, CLOCK_PARAMETERS)  # the day is kept for the next page; nothing is read
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
