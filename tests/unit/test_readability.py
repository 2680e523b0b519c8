"""The measure that `make check` holds the product to."""

import ast

from tests.architecture import Module
from tests.readability import count_decisions, count_lines, filler_percentage, worse_than

DENSE = '''
def choose(first, second):
    """Two lines of
    docstring."""
    if first and second or not first:
        return [item for item in first if item]
    return second if second else first
'''


def function_in(text):
    return ast.parse(text).body[0]


def test_every_branch_counts_wherever_it_hides():
    # the if, its `and` and `or`, the comprehension with its condition, the conditional expression
    assert count_decisions(function_in(DENSE)) == 6


def test_a_docstring_does_not_make_a_function_look_plainer():
    assert count_lines(function_in(DENSE)) == 4


def test_a_name_that_says_nothing_is_filler_and_a_longer_one_is_not():
    module = Module("agreements.x", "found = 1\nfound_in_text = 2\nrow = 3\nother = 4\n")
    assert filler_percentage([module]) == 50


def test_a_figure_may_fall_and_not_rise():
    reached = {"decisions": 22.0, "longest template line": 134}
    assert worse_than(reached, {"decisions": 21.9, "longest template line": 134}) == []
    (complaint,) = worse_than(reached, {"decisions": 22.1, "longest template line": 120})
    assert complaint.startswith("decisions: 22.1")
