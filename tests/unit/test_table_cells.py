"""Cells of tables that become cards: label, role, and what is left of an empty one."""

from django.template import Context, Template


def rendered(source):
    return Template("{% load tables %}" + source).render(Context({"name": "<b>"}))


def test_a_cell_carries_its_role_and_the_label_of_its_column():
    assert rendered("{% cell 'Agency' %}\n  {{ name }}\n{% endcell %}") == (
        '<td role="cell" data-label="Agency"><div>&lt;b&gt;</div></td>'
    )


def test_a_cell_without_content_takes_no_room_on_a_card():
    assert rendered("{% cell 'Stage' css_class='number' %}\n  {{ nothing }}\n{% endcell %}") == (
        '<td role="cell" data-label="Stage" class="number cell-empty"><div></div></td>'
    )


def test_the_head_of_a_column_says_its_role_and_escapes_its_label():
    assert rendered("{% column name %}") == '<th role="columnheader" scope="col">&lt;b&gt;</th>'
