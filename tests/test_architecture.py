"""The house keeps its floors, wings and addresses; each guard is shown here to fail once."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from agreements.api.resources import RESOURCES
from agreements.lists.columns import FILES
from agreements.lists.columns.formats import FORMATS
from tests.architecture import (
    ROOT,
    Module,
    hidden_writes,
    house,
    import_circles,
    own_clocks,
    public_reaches_staff,
    repeated_tests,
    rows_past_visible_to,
    too_long,
    upward_imports,
)

PROGRAM = house("agreements", "mou_tracker")

type Guard = Callable[..., Iterator[str]]
type Case = tuple[str, str, str | None]  # the module's name, wrong, right

# Each guard with code that breaks it and code that is near but right.
GUARDS: dict[Guard, list[Case]] = {
    upward_imports: [
        ("agreements.rules.x", "from agreements.models import Agreement", "from agreements.rules import y"),
        ("agreements.models.x", "import agreements.actions.drafts", "from agreements.rules import lifecycle"),
        ("agreements.timeline.x", "from agreements import lists", "from agreements import models"),
        ("agreements.lists.x", "from agreements import actions", "from agreements import timeline"),
        ("agreements.personal_data.x", "from agreements import actions", "from agreements import models"),
        ("agreements.actions.x", "def f():\n    from agreements.desk import digests", "import django"),
        ("agreements.views.x", "from agreements.admin import site", "from agreements.lists import columns"),
        ("agreements.helpers.x", "x = 1", None),
    ],
    public_reaches_staff: [
        ("agreements.views.x", "from agreements.actions import drafts", "from agreements import models"),
        ("agreements.lists.columns.x", "def f():\n    import agreements.actions", "import agreements.lists"),
        ("agreements.urls", "from agreements.admin.site import site", "from agreements.views import home"),
    ],
    import_circles: [
        ("agreements.lists.x", "def f():\n    import agreements.lists.x", "import agreements.lists.y"),
        ("mou_tracker.urls", "import mou_tracker.urls", "import mou_tracker.settings"),
    ],
    rows_past_visible_to: [
        ("agreements.views.x", "Agreement.objects.all()", "Agreement.objects.visible_to(PUBLIC).count()"),
        ("agreements.lists.columns.x", "State.objects.filter(status='late')", "State.objects.visible_to(u)"),
        ("agreements.lists.x", "rows = Agency.objects", "rows = Agency.objects.visible_to(PUBLIC)"),
        ("agreements.api.x", "x = model._default_manager.get(pk=1)", "x = model.objects.visible_to(u)"),
    ],
    own_clocks: [
        ("agreements.rules.x", "from datetime import date\ndate.today()", "on.year"),
        ("agreements.actions.x", "timezone.now()", "timezone.localdate(now)"),
        ("agreements.models.x", "models.DateTimeField(default=timezone.now)", "models.DateField()"),
        ("agreements.models.x", "models.DateTimeField(auto_now=True)", "models.DateTimeField(null=True)"),
        ("agreements.lists.x", "timezone.localdate()", "timezone.localdate(moment)"),
        ("agreements.lists.columns.x", "Now()", "now.year"),
    ],
    hidden_writes: [
        ("agreements.models.x", "class A:\n    def save(self): ...", "class A:\n    def saved(self): ..."),
        (
            "agreements.apps",
            "from django.db.models.signals import post_save",
            "from django.db.models.signals import post_migrate",
        ),
        ("agreements.models.x", "from django.db.models.signals import post_migrate", None),
        ("agreements.admin.x", "from django.dispatch import receiver", "class F:\n    def save(self): ..."),
    ],
    too_long: [
        ("agreements.views.x", "x = 1\n" * 401, "x = 1\n" * 400),
        ("tests.x", "x = 1\n" * 401, '"""Over 400 lines because …"""\n' + "x = 1\n" * 401),
        (
            "agreements.views.x",
            "def f():\n" + "    x = 1\n" * 60,
            'def f():\n    """Over 60 lines: a table."""\n' + "    x = 1\n" * 60,
        ),
    ],
    repeated_tests: [
        ("tests.x", "def test_a(): ...\ndef test_a(): ...", "def test_a(): ...\ndef test_b(): ..."),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("guard", "name", "wrong", "right"),
    [(guard, *case) for guard, cases in GUARDS.items() for case in cases],
)
def test_each_guard_names_what_is_wrong_and_lets_pass_what_is_right(guard, name, wrong, right):
    assert list(guard([Module(name, wrong)])), "a guard that cannot fail guards nothing"
    if right is not None:
        assert list(guard([Module(name, right)])) == []


@pytest.mark.parametrize(
    "guard",
    [upward_imports, public_reaches_staff, import_circles, rows_past_visible_to, own_clocks, hidden_writes],
)
def test_the_house_stands(guard):
    assert not (found := list(guard(PROGRAM))), "\n".join(found)


@pytest.mark.parametrize("guard", [too_long, repeated_tests])
def test_the_house_and_its_tests_stay_readable(guard):
    assert not (found := list(guard([*PROGRAM, *house("tests")]))), "\n".join(found)


def test_a_staff_import_is_found_however_long_the_way():
    chain = [
        Module("agreements.views.page", "from agreements.models.odd import x"),
        Module("agreements.models.odd", "def f():\n    from agreements.rules import deep"),
        Module("agreements.rules.deep", "from agreements.actions import drafts"),
    ]
    (offence,) = public_reaches_staff(chain)
    assert offence.startswith("agreements.views.page → agreements.models.odd → agreements.rules.deep imports")


def test_a_circle_of_imports_is_found_however_many_modules_stand_in_it():
    chain = [
        Module("agreements.imports", "from agreements.imports import a"),
        Module("agreements.imports.a", "from agreements.imports.b import x"),
        Module("agreements.imports.b", "if TYPE_CHECKING:\n    from agreements.imports import c"),
        Module("agreements.imports.c", "def f():\n    from agreements.imports.a import x"),
    ]
    (circle,) = import_circles(chain)
    assert sorted(set(circle.split(" → "))) == [
        "agreements.imports.a",
        "agreements.imports.b",
        "agreements.imports.c",
    ]
    assert list(import_circles(chain[1:3])) == []


# ---- addresses ---------------------------------------------------------------------------------------

EVERYONE = "everyone; rows come through visible_to(AnonymousUser)"

# Who may open which address.  A new one does not pass until it stands here.
PERMISSIONS = {
    "home": EVERYONE,
    "agreements": EVERYONE,
    "agreement": EVERYONE,
    "agreement_card": EVERYONE,
    "commitments": EVERYONE,
    "commitment": EVERYONE,
    "programs": EVERYONE,
    "program": EVERYONE,
    "milestones": EVERYONE,
    "milestone": EVERYONE,
    "agencies": EVERYONE,
    "agency_compare": EVERYONE,
    "agency": EVERYONE,
    "regions": EVERYONE,
    "region": EVERYONE,
    "theme": EVERYONE,
    "reports": EVERYONE,
    "inquiries": EVERYONE,
    "inquiry": EVERYONE,
    "ordinance": EVERYONE,
    "timeline": EVERYONE,
    "updates": EVERYONE,
    "deadlines": EVERYONE,
    "search": EVERYONE,
    "targets": EVERYONE,
    "duties": EVERYONE,
    "data": EVERYONE,
    "editions": EVERYONE,
    "official_report": EVERYONE,
    "official_report_hwpx": EVERYONE,
    "official_report_xlsx": EVERYONE,
    "data_file": EVERYONE,
    "data_api": EVERYONE,
    "openapi_json": EVERYONE,
    **{f"api_{name}": EVERYONE for name in RESOURCES},
    **{f"api_{name}_record": EVERYONE for name, resource in RESOURCES.items() if resource.with_records},
    **{f"register{of}_{ending}": EVERYONE for of in ("", "_of_day") for ending in ("zip", "json")},
    "display": "everyone; keeps one of a few words in a cookie, and reads nothing",
    "ledger": EVERYONE,
    "glossary": "everyone; asks no database",
    "about": "everyone; asks no database",
    "accessibility": "everyone; asks no database",
    "privacy": "everyone; asks no database",
    "robots_txt": "everyone; asks no database",
    "sitemap_xml": EVERYONE,
    "sitemap_section_xml": EVERYONE,
    "ledger_jsonl": EVERYONE,
    "verify_ledger_py": "everyone; a file of the source code",
    "document": EVERYONE,
    "reports_atom": EVERYONE,
    "deadlines_ics": EVERYONE,
    "timeline_atom": EVERYONE,
    "timeline_ics": EVERYONE,
    **{f"{name}_{ending}": EVERYONE for name in FILES for ending in FORMATS},
}
FILE_ENDINGS = {"csv", "xlsx", "json", "zip", "hwpx", "atom", "ics", "jsonl", "py", "txt", "xml"}
NO_PAGE = {
    name
    for name in PERMISSIONS
    if name.startswith("api_")
    or name.endswith(
        ("_csv", "_xlsx", "_json", "_zip", "_hwpx", "_atom", "_ics", "_jsonl", "_py", "_txt", "_xml")
    )
    or name in ("document", "display", "milestones", "deadlines")  # the last two lead elsewhere
}


def patterns(resolver=None):
    """Every address outside the admin, which asks for a login by itself (`admin_view`)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif isinstance(entry, URLResolver) and entry.app_name != "admin":
            yield from patterns(entry)


def test_every_address_stands_in_the_permission_table_and_nothing_else():
    assert {pattern.name for pattern in patterns()} == set(PERMISSIONS)


def test_the_address_the_view_and_the_template_have_one_name():
    for pattern in patterns():
        if pattern.name in NO_PAGE:
            continue
        assert pattern.callback.__name__ == pattern.name
        try:
            get_template(f"agreements/{pattern.name}.html")
        except TemplateDoesNotExist:
            pytest.fail(f"templates/agreements/{pattern.name}.html is missing")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_lies_beside_its_page_and_takes_its_name(ending):
    pages = {pattern.name: str(pattern.pattern) for pattern in patterns()}
    beside_pages = {
        pattern.default_args["name"]: str(pattern.pattern)
        for pattern in patterns()
        if pattern.default_args.get("ending") == ending
    }
    assert beside_pages == {name: f"{pages.get(name, name).removesuffix('/')}.{ending}" for name in FILES}


# ---- the page that explains the house --------------------------------------------------------------


def test_every_file_that_the_architecture_page_names_exists():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w.]+/)*[\w.]+(?:\.py|/))`", page))
    missing = {
        path for path in named if not (ROOT / path).exists() and not (ROOT / "agreements" / path).exists()
    }
    assert "rules/lifecycle.py" in named
    assert missing == set()
