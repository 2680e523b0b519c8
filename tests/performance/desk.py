"""How long the staff's pages take on a large register, for each role.

    python -m tests.performance.desk 20000

Makes a throwaway register with that many commitments (see ``register.py``); the editor works for
three of its agencies.  Not a test: pytest does not collect it, and a slow machine fails nothing.
"""

# ruff: noqa: T201

import sys
import time

from tests.performance.register import make, throwaway

PAGES = (
    "/admin/",
    "/admin/agreements/agreement/",
    "/admin/agreements/agreement/?q=%EC%97%85%EB%AC%B4",
    "/admin/agreements/commitment/",
    "/admin/agreements/commitment/?standing=late",
    "/admin/agreements/statusreport/",
    "/admin/agreements/trace/",
    "/admin/autocomplete/?app_label=agreements&model_name=statusreport&field_name=commitment&term=",
)


def main() -> None:
    size = int(sys.argv[1]) if sys.argv[1:] else 5_000
    with throwaway():
        make(size)
        measure()


def measure() -> None:
    from django.test import Client

    from agreements.models import Agency
    from tests import factories

    editor = factories.staff("editor", username="editor of three")
    factories.works_for("editor of three", *Agency.objects.all()[:3], since=factories.TODAY)
    for user in (editor, factories.staff("coordinator"), factories.staff("auditor")):
        client = Client()
        client.force_login(user)
        for page in PAGES:
            if page.endswith("trace/") and user == editor:
                continue
            client.get(page)
            started = time.perf_counter()
            assert client.get(page).status_code == 200
            print(f"{(time.perf_counter() - started) * 1000:7.0f} ms  {user.username:16} {page[:70]}")


if __name__ == "__main__":
    main()
