"""Groups of fields that are folded: an error in one unfolds it."""

import pytest
from django.contrib import admin

from tests import factories
from tests.admin.page import change, form

INLINES_AND_ADMINS = {
    each.__name__: each
    for model_admin in admin.site._registry.values()
    for each in (type(model_admin), *model_admin.inlines)
}


@pytest.mark.parametrize("name", sorted(INLINES_AND_ADMINS))
def test_each_field_of_a_folded_group_has_a_line_of_its_own(name):
    """Django unfolds a group for an error of a field that it finds in the group, not in a line of several."""
    for _title, options in INLINES_AND_ADMINS[name].fieldsets or ():
        if "collapse" in options.get("classes", ()):
            assert [field for field in options["fields"] if not isinstance(field, str)] == []


def test_an_error_in_a_folded_group_unfolds_it(editor, db):
    draft = factories.agreement()
    page = form(editor.get(change(draft))) | {"commitments-0-quantity": "-1", "notice_days": "-1"}
    refused = editor.post(change(draft), page)
    assert folded(refused.context["adminform"], "notice_days") is False
    (commitments,) = (
        inline
        for inline in refused.context["inline_admin_formsets"]
        if inline.formset.prefix == "commitments"
    )
    assert folded(next(iter(commitments)), "quantity") is False
    shown = editor.get(change(draft))
    assert folded(shown.context["adminform"], "notice_days") is True


def folded(fieldsets, name):
    """Say whether the group that holds a field is folded."""
    (group,) = (fieldset for fieldset in fieldsets if name in fieldset.fields)
    return bool(group.is_collapsible)
