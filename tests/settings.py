"""The settings of a production server, except what would only slow the tests down."""

import os
import secrets
import tempfile
from pathlib import Path

# Before the import: the suite must not depend on the shell it was started from.
# DATABASE_URL alone is taken over (tests/postgres.py sets it).
for name in (
    "DEBUG",
    "OFFICIAL_SITE",
    "ONE_PERSON_OFFICE",
    "KOGL_TYPE",
    "SITE_NAME",
    "BEHIND_PROXY",
    "SECURE_HSTS_SECONDS",
    "SESSION_IDLE_MINUTES",
    "DEMO",
):
    os.environ.pop(name, None)
os.environ |= {
    "SECRET_KEY": "only for tests " + "0123456789" * 4,
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "CSRF_TRUSTED_ORIGINS": "",
    "CONTACT_DEPARTMENT": "자치경찰협력과",
    "CONTACT_TELEPHONE": "031-000-0000",
    "MAX_UPLOAD_MB": "1",
    # Clients log in by force_login; tests/admin/test_second_factor.py switches it on.
    "SECOND_FACTOR_REQUIRED": "0",
    "MAIL_URL": "smtp://127.0.0.1:1",  # Django's test runner puts its outbox in the place
    "MAIL_FROM": "mou@example.go.kr",
    "LOG_LEVEL": "WARNING",
    "OPENPYXL_LXML": "False",  # python-docx brings lxml, which a server does not have
    # Playwright's synchronous interface keeps an event loop running, which Django takes for async code.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}

from mou_tracker.settings import *  # noqa: E402, F403
from mou_tracker.settings import DATABASES, INSTALLED_APPS  # noqa: E402

# One folder for all workers of this run: the first process names it, conftest.py makes and clears it.
os.environ.setdefault("MOU_TEST_DIR", f"{tempfile.gettempdir()}/mou-tests-{secrets.token_hex(8)}")
TEST_DIR = Path(os.environ["MOU_TEST_DIR"])

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the threads of a concurrency test must see each other's writes.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / "test.sqlite3")}

MEDIA_ROOT = TEST_DIR / "media"
DATA_ROOT = TEST_DIR / "data"
STATIC_ROOT = TEST_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Plain names: no collectstatic needed, and no hash in what a test compares.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files are found where they lie, and only when asked for: no scan for each test client.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Only `make check` runs it (lintmigrations), so production need not install it.
INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
