"""Reads a form off a page the way a browser would send it, and the words a person would read."""

from html.parser import HTMLParser
from typing import Any

from django.urls import reverse

from tests import factories

UNSENT = {"submit", "button", "image", "reset", "file"}


class FormReader(HTMLParser):
    """Collects what the one form of an admin page (not the logout form) would send."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.inside = False
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.inside = given.get("id") not in {"logout-form", "changelist-search", "desk-search"}
        elif not self.inside or (not name and tag != "option") or "disabled" in given:
            return
        elif tag == "input" and given.get("type") not in UNSENT:
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                ticked = "on" if given.get("type") in {"checkbox", "radio"} else ""
                value = given.get("value")
                self.fields.setdefault(name, []).append(ticked if value is None else value)
        elif tag == "textarea":
            self.textarea = name
            self.fields[name] = [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.fields.setdefault(self.select, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.fields[self.textarea][0] += data.removeprefix("\r").removeprefix("\n")


class TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.hidden += tag in {"script", "style", "head"}

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style", "head"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def form(response: Any) -> dict[str, Any]:
    """What a browser would send back unchanged."""
    reader = FormReader()
    reader.feed(response.content.decode())
    assert reader.fields, "there is no form on this page"
    return dict(reader.fields)


def text(response: Any) -> str:
    reader = TextReader()
    reader.feed(response.content.decode())
    return " ".join(" ".join(reader.words).split())


def errors(response: Any) -> dict[str, list[str]]:
    """The complaints of a refused form, by field ("" for the form itself, children by their prefix)."""
    found = _of(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        if formset.non_form_errors():
            found[formset.prefix] = [str(one) for one in formset.non_form_errors()]
        for child in formset.forms:
            found |= {f"{child.prefix}-{name}".rstrip("-"): texts for name, texts in _of(child).items()}
    return found


def _of(form: Any) -> dict[str, list[str]]:
    return {name.replace("__all__", ""): [str(one) for one in texts] for name, texts in form.errors.items()}


def change(record: Any, page: str = "change") -> str:
    return reverse(f"admin:agreements_{record._meta.model_name}_{page}", args=[record.pk])


def filled_agreement(client: Any, first: Any, second: Any, **more: Any) -> dict[str, Any]:
    """The add form as a person fills it: two parties, one commitment, one source."""
    return {
        **form(client.get("/admin/agreements/agreement/add/")),
        "title_ko": "파주시 치안협력 업무협약",
        "signed": "2022-12-13",
        "sources": [factories.source().pk],
        "parties-0-agency": first.pk,
        "parties-0-signatory": "시장",
        "parties-1-agency": second.pk,
        "commitments-0-number": "1",
        "commitments-0-title_ko": "합동조사팀을 둔다",
        "commitments-0-lead": [first.pk],
        "commitments-0-support": [second.pk],
        **more,
    }
