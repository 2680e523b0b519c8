"""The guards of the house: each takes parsed files and names what breaks a rule, one line each."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# ---- files, each read and parsed once ---------------------------------------------------------


@dataclass(frozen=True)
class Module:
    name: str  # "agreements.views.agreement"
    text: str

    @property
    def tree(self) -> ast.Module:
        return parsed(self.text)

    @property
    def layer(self) -> str:
        """The package or file under ``agreements/`` that it belongs to."""
        parts = self.name.split(".")
        return parts[1] if parts[0] == "agreements" and len(parts) > 1 else parts[0]

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@cache
def parsed(text: str) -> ast.Module:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.above = node  # type: ignore[attr-defined]  # whose part it is
    return tree


@cache
def house(*folders: str) -> tuple[Module, ...]:
    """Give every module of the folders but the generated migrations."""
    return tuple(
        Module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), text)
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.parent.name != "migrations" and (text := path.read_text(encoding="utf-8"))
    )


# ---- floors and wings ----------------------------------------------------------------------------

FLOORS: tuple[set[str], ...] = (
    {"rules"},
    {"models"},
    {"personal_data", "lists", "timeline", "editions", "packages"},
    {"actions"},
    {"desk", "demo", "imports", "verification"},
    {"views", "feeds", "api", "admin", "management", "templatetags"},
    {"urls"},
)
# On one floor, who may lean on whom.
BESIDE = {
    ("editions", "lists"),  # an official report is made of the rows of lists
    ("editions", "timeline"),
    ("packages", "lists"),  # the whole register as files
    ("views", "api"),  # the page that explains it, refusals that programs read
    ("admin", "views"),  # both hand out stored files
    ("lists", "timeline"),  # the list of dated facts asks for them by their kinds
}
# Outside the floors: Django's own entries, which name the app and check it.
NO_FLOOR = {"apps", "agreements", "checks"}

PUBLIC_WING = {"views", "feeds", "api", "lists", "timeline", "editions", "packages", "templatetags", "urls"}
STAFF_WING = {"actions", "imports", "admin", "demo", "verification", "desk"}


def floor(layer: str) -> int | None:
    return next((number for number, layers in enumerate(FLOORS) if layer in layers), None)


def all_imports(module: Module) -> Iterator[tuple[int, str]]:
    """Give the line and full name of everything a module imports, anywhere in it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Give what it imports of ours."""
    return (found for found in all_imports(module) if found[1].startswith(("agreements.", "mou_tracker")))


def layer_of(imported: str) -> str:
    return imported.removeprefix("agreements.").partition(".")[0]


def upward_imports(modules: Iterable[Module]) -> Iterator[str]:
    for module in modules:
        if module.layer in NO_FLOOR or not module.name.startswith("agreements"):
            continue
        own = floor(module.layer)
        if own is None:
            yield f"{module.name}: stands on no floor; name it in FLOORS"
            continue
        for line, imported in imports(module):
            other = floor(layer_of(imported))
            beside = module.layer == layer_of(imported) or (module.layer, layer_of(imported)) in BESIDE
            if not beside and (other is None or other >= own):
                yield f"{module.name}:{line} imports {imported}, which is not below it"


def public_reaches_staff(modules: Iterable[Module]) -> Iterator[str]:
    """Follow imports from the public wing, however long the way."""
    known = {module.name: module for module in modules}
    queue = [(name, name) for name, module in known.items() if module.layer in PUBLIC_WING]
    seen = set()
    while queue:
        name, way = queue.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        for _, imported in imports(known[name]):
            if layer_of(imported) in STAFF_WING:
                yield f"{way} imports {imported}"
            # "agreements.models.Agreement" may be a module or a name in one.
            queue += [(part, f"{way} → {part}") for part in (imported, imported.rpartition(".")[0])]


def import_circles(modules: Iterable[Module]) -> Iterator[str]:
    """Name one circle of modules that import each other, in functions too; there may be more behind it."""
    known = {module.name: module for module in modules}
    graph = {name: set(imported_modules(module, known)) for name, module in known.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield " → ".join(reversed(error.args[1]))


def imported_modules(module: Module, known: Iterable[str]) -> Iterator[str]:
    """Give the modules that it imports; "agreements.models.Agreement" may be one, or a name in one."""
    for _, imported in imports(module):
        name = imported if imported in known else imported.rpartition(".")[0]
        if name in known:
            yield name


# ---- what may be asked where -----------------------------------------------------------------------

READERS = {"views", "feeds", "api", "lists", "timeline", "editions", "packages", "templatetags"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def rows_past_visible_to(modules: Iterable[Module]) -> Iterator[str]:
    """`Model.objects` is followed by `.visible_to(` and nothing else."""
    for module in modules:
        if module.layer not in READERS:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
                after = getattr(node, "above", None)
                if not (isinstance(after, ast.Attribute) and after.attr == "visible_to"):
                    yield f"{module.name}:{node.lineno} .{node.attr} without .visible_to("


CLOCKLESS = {
    "rules", "models", "personal_data", "lists", "actions", "timeline", "editions", "demo", "desk", "imports",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow", "Now", "auto_now", "auto_now_add", "CURRENT_DATE"}
CLOCKS_WITHOUT_ARGUMENT = {"localdate", "localtime"}


def own_clocks(modules: Iterable[Module]) -> Iterator[str]:
    """The day is an argument; converting a given moment (`localdate(moment)`) is no clock."""
    for module in modules:
        if module.layer not in CLOCKLESS:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
                asks = isinstance(node.value, ast.Name) and node.value.id in {
                    "timezone", "datetime", "date", "time",
                }  # fmt: skip
            elif isinstance(node, ast.Attribute) and node.attr in CLOCKS_WITHOUT_ARGUMENT:
                after = getattr(node, "above", None)
                asks = not (isinstance(after, ast.Call) and after.func is node and after.args)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                asks = node.func.id == "Now"
            else:
                asks = isinstance(node, ast.keyword) and node.arg in CLOCKS and node.arg.startswith("auto_")
            if asks:
                yield f"{module.name}:{getattr(node, 'lineno', 0)} asks the clock"


def hidden_writes(modules: Iterable[Module]) -> Iterator[str]:
    """No `save()` or `delete()` of a model's own, and no signals anywhere, but for one (see apps.py)."""
    for module in modules:
        for line, name in all_imports(module):
            if (module.name, name) == ("agreements.apps", "django.db.models.signals.post_migrate"):
                continue
            if name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals")):
                yield f"{module.name}:{line} uses signals"
        if module.layer != "models":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "asave", "adelete"}:
                yield f"{module.name}:{node.lineno} overrides {node.name}()"


# ---- size -------------------------------------------------------------------------------------------

FILE_LINES, FUNCTION_LINES = 400, 60
REASON = re.compile(r"over (\d+) lines", re.IGNORECASE)


def too_long(modules: Iterable[Module]) -> Iterator[str]:
    """A long file or function says "over 400 lines" (or 60), and why, in its docstring."""
    for module in modules:
        excuse = REASON.search(ast.get_docstring(module.tree) or "")
        if len(module.lines) > FILE_LINES and not excuse:
            yield f"{module.name}: {len(module.lines)} lines without a reason at its top"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES and not REASON.search(ast.get_docstring(node) or ""):
                    yield f"{module.name}:{node.lineno} {node.name}() has {length} lines without a reason"


def repeated_tests(modules: Iterable[Module]) -> Iterator[str]:
    """A second test of the same name in a file replaces the first, which then never runs."""
    for module in modules:
        lines = defaultdict(list)
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                lines[node.name].append(node.lineno)
        for name, found in lines.items():
            if len(found) > 1:
                yield f"{module.name}: {name} stands on lines {found}"
