"""What a saved form does not refuse, but asks whoever typed it to look at again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst

from agreements.rules.mistypings import mistyping


def say_remarks(request: HttpRequest, form: Any) -> None:
    """Warn of what was typed or changed in a form and may be mistyped."""
    today = timezone.localdate()
    for name in form.changed_data:
        remark = mistyping(name, form.cleaned_data.get(name), on=today)
        if remark:
            messages.warning(request, f"{capfirst(str(form.fields[name].label))}: {remark}")
