"""Measure how easily the product reads, and hold it to what was reached: ``make check`` runs ``--check``.

    python -m tests.readability            print the figures and the densest functions
    python -m tests.readability --check    fail where a figure is worse than in tests/readability.json
    python -m tests.readability --record   write better figures into that file; a worse one is never written

A figure may only fall.  It is for the eye, not a gate to get past: never write worse code to please it.
"""

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import ROOT, Module, house, import_circles

RECORD = Path(__file__).with_suffix(".json")
PRODUCT = ("agreements", "mou_tracker", "tools")
CORE = ("agreements.rules.", "agreements.models.", "agreements.actions.", "agreements.lists.columns.")
BRANCHES = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.match_case)
# Names of variables that do not say what they hold.
FILLER = re.compile(
    "(found|told|said|shown|known|written|asked|given|wanted|stored|counted|named|read|made|left|right|one|own"
    "|others?|present|both|way|place|rest|whole)"
)

type Figures = dict[str, float]


def count_decisions(function: ast.AST) -> int:
    """Count branches, loops, handlers, each `and` or `or`, and each comprehension with its conditions."""
    decisions = 0
    for node in ast.walk(function):
        if isinstance(node, BRANCHES):
            decisions += 1
        elif isinstance(node, ast.BoolOp):
            decisions += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            decisions += 1 + len(node.ifs)
    return decisions


def count_lines(function: ast.FunctionDef) -> int:
    """Count the lines of a function without those of its docstring."""
    docstring = ast.get_docstring(function, clean=False)
    docstring_lines = docstring.count("\n") + 1 if docstring else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring_lines


def functions_of(modules: list[Module]) -> Iterator[tuple[str, ast.FunctionDef]]:
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef):
                yield f"{module.name}:{node.lineno} {node.name}", node


def decisions_per_100_lines(modules: list[Module]) -> float:
    functions = [function for _name, function in functions_of(modules)]
    lines = sum(map(count_lines, functions))
    return 100 * sum(map(count_decisions, functions)) / max(lines, 1)


def filler_percentage(modules: list[Module]) -> float:
    """Return the share of bound names that say nothing of what they hold."""
    bound = [
        node.id
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return 100 * sum(1 for name in bound if FILLER.fullmatch(name)) / max(len(bound), 1)


def longest_line(templates: Iterator[Path]) -> int:
    return max(len(line) for path in templates for line in path.read_text(encoding="utf-8").splitlines())


def measure() -> Figures:
    product = list(house(*PRODUCT))
    core = [module for module in product if module.name.startswith(CORE)]
    figures = {
        "decisions per 100 function lines, core": decisions_per_100_lines(core),
        "decisions per 100 function lines, product": decisions_per_100_lines(product),
        "filler names in percent, core": filler_percentage(core),
        "filler names in percent, product": filler_percentage(product),
        "longest template line": longest_line((ROOT / "templates").rglob("*.html")),
        "import circles": len(list(import_circles(product))),
    }
    return {name: round(figure, 1) for name, figure in figures.items()}


def worse_than(recorded: Figures, measured: Figures) -> list[str]:
    """Say which figures rose above what is recorded."""
    return [
        f"{name}: {measured[name]}, but {recorded[name]} was reached"
        for name in measured
        if measured[name] > recorded[name]
    ]


def densest_functions(number: int) -> list[str]:
    rows = []
    for name, function in functions_of(list(house(*PRODUCT))):
        decisions, lines = count_decisions(function), count_lines(function)
        rows.append((decisions / max(lines, 4), f"{decisions:3} decisions in {lines:3} lines  {name}"))
    return [row for _density, row in sorted(rows, reverse=True)[:number]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    measured = measure()
    recorded: Figures = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else measured
    if options.record:
        best = {name: min(figure, recorded.get(name, figure)) for name, figure in measured.items()}
        RECORD.write_text(json.dumps(best, indent=2) + "\n", encoding="utf-8")
    for name, figure in measured.items():
        print(f"{name:45} {figure:7} (reached: {recorded.get(name, figure)})")
    if not (options.check or options.record):
        print("\n".join(densest_functions(15)))
    complaints = worse_than(recorded, measured)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if options.check and complaints else 0


if __name__ == "__main__":
    sys.exit(main())
