"""``joinlines``: what a line break in a template writes into the page."""

import pytest
from django.template import Context, Template


def rendered(source, **values):
    return Template(f"{{% joinlines %}}{source}{{% endjoinlines %}}").render(Context(values))


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("\n  <b>\n    {{ name }}\n  </b>\n", "<b>파주시</b>"),
        ("{{ name }}\n  가", "파주시가"),
        (
            "{% if name %}\n  {{ name }}\n{% endif %}\n{% if name %}, {{ name }}{% endif %}\n",
            "파주시, 파주시",
        ),
        ("{% for letter in name %}\n  {{ letter }}\n{% empty %}\n  -\n{% endfor %}", "파주시"),
        ("{% with other=name %}\n  {{ other }}\n{% endwith %}", "파주시"),
    ],
)
def test_a_break_beside_a_tag_writes_nothing(source, page):
    assert rendered(source, name="파주시") == page


def test_a_space_on_the_line_stays():
    assert rendered("{{ name }} · B\n  {% if name %} ({{ name }}){% endif %}", name="A") == "A · B (A)"


def test_a_space_that_is_written_out_stays():
    assert rendered('{{ name }}\n{{ " " }}\n<b>x</b>', name="A") == "A <b>x</b>"


def test_a_break_between_words_or_attributes_is_a_space():
    assert rendered('<a class="b"\n   href="/">two\n  words</a>') == '<a class="b" href="/">two words</a>'


def test_what_a_value_holds_keeps_its_lines():
    assert rendered("<p>\n  {{ text }}\n</p>", text="first\n\n  second") == "<p>first\n\n  second</p>"
