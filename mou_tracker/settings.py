"""Everything that can be set, in one file; every environment variable is read in the first block.

With DEBUG off (the default) nothing is guessed: a variable that is missing or malformed stops the
start, and the message names it and says what would be right.  Messages never repeat a value, since
some of them are secrets.

Over 400 lines, because everything an operator may set is looked for in one place.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # what the app writes on this machine; not in git


def env[T](name: str, read: Callable[[str], T], *, default: T | None = None, expected: str) -> T:
    """Read one variable.  Unset or blank means ``default``; without a default it is required.

    ``read`` raises a ValueError for what is malformed; ``expected`` tells the operator what to write.
    """
    text = os.environ.get(name, "").strip()
    if not text:
        if default is None:
            raise ImproperlyConfigured(f"{name} is not set. Set it to {expected}.")
        return default
    try:
        return read(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is malformed. Set it to {expected}.") from None


def require(condition: object) -> None:
    """
    Raises:
        ValueError: the condition does not hold, so the text of a variable is malformed.
    """
    if not condition:
        raise ValueError


def on_or_off(text: str) -> bool:
    switch = text.lower()
    require(switch in {"1", "true", "yes", "on", "0", "false", "no", "off"})
    return switch in {"1", "true", "yes", "on"}


def whole_number(text: str) -> int:
    require(text.isascii())
    require(text.isdigit())
    return int(text)


def comma_separated(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def host_names(text: str) -> list[str]:
    """Read names without scheme or path.  "*" is refused, since it would switch Django's check off."""
    hosts = comma_separated(text)
    require(hosts)
    require("*" not in hosts)
    require("/" not in text)
    require(not any(" " in host for host in hosts))
    return hosts


def web_origin(text: str) -> str:
    """Read scheme and host without a path, such as ``https://mou.example.go.kr``."""
    parts = urlsplit(text)
    require(parts.scheme in {"http", "https"})
    require(parts.hostname)
    require(not any((parts.path.strip("/"), parts.query, parts.fragment, parts.username)))
    return f"{parts.scheme}://{parts.netloc}"


def web_origins(text: str) -> list[str]:
    return [web_origin(word) for word in comma_separated(text)]


def secret_key(text: str) -> str:
    # Of what these two refuse, `check --deploy` would only warn.
    require(len(text) >= 50)
    require(len(set(text)) >= 5)
    return text


def kogl_type(text: str) -> int:
    require(text in {"1", "2", "3", "4"})
    return int(text)


def log_level(text: str) -> str:
    require(text.upper() in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"})
    return text.upper()


def database_options(text: str) -> dict[str, Any]:
    parsed = dict(dj_database_url.parse(text, conn_max_age=60, conn_health_checks=True))
    require(parsed["ENGINE"] in {"django.db.backends.sqlite3", "django.db.backends.postgresql"})
    require(parsed["NAME"])
    return parsed


SMTP = "django.core.mail.backends.smtp.EmailBackend"
MAIL_SCHEMES: dict[str, dict[str, Any]] = {
    "smtp": {},
    "smtp+tls": {"use_tls": True},
    "smtps": {"use_ssl": True},
}


def mailer_options(text: str) -> dict[str, Any]:
    """Read an address such as ``smtp+tls://user:secret@host:587``; special characters are percent-encoded."""
    if text == "console:":
        return {"BACKEND": "mou_tracker.printed_mail.PrintedMail"}
    parts = urlsplit(text)
    require(parts.scheme in MAIL_SCHEMES)
    require(parts.hostname)
    require(not parts.path.strip("/"))
    options = {"host": parts.hostname, "timeout": 20, **MAIL_SCHEMES[parts.scheme]}
    if parts.port:
        options["port"] = parts.port
    if parts.username:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return {"BACKEND": SMTP, "OPTIONS": options}


def mail_address(text: str) -> str:
    local_part, _at, domain = text.rpartition("@")
    require(local_part)
    require(domain)
    require(not set(text) & set("<>,;\r\n"))  # no name beside the address, no second one
    return text


# --- Every environment variable -------------------------------------------------------------------
# Lists are separated by commas; switches are 1 or 0.  "Required" means: when DEBUG is off.

# Error pages with source code, no https, made-up values for what is required.  Never on a server.
DEBUG = env("DEBUG", on_or_off, default=False, expected="1 or 0")

# Required.  Signs sessions and links.  Changing it logs everyone out, and what was cleared as no
# personal data in drafts has to be cleared again.
SECRET_KEY = env(
    "SECRET_KEY",
    secret_key,
    default="only for development " + "0123456789" * 4 if DEBUG else None,
    expected="a random text of at least 50 characters, for example from "
    '`python3 -c "import secrets; print(secrets.token_urlsafe(50))"`',
)

# Required.  The address people type, with scheme.  https switches on secure cookies, the redirect
# to https and HSTS; http is for one's own machine or a closed network.
SITE_URL = env(
    "SITE_URL",
    web_origin,
    default="http://127.0.0.1:8000" if DEBUG else None,
    expected="the public address without a path, such as https://mou.example.go.kr",
)

# Required.  Host names this server answers to.
ALLOWED_HOSTS = env(
    "ALLOWED_HOSTS",
    host_names,
    default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else None,
    expected="the host names served, such as mou.example.go.kr,localhost (no scheme, no path, not *)",
)

# Origins that forms may be posted from; SITE_URL's own is what nearly everyone needs.
CSRF_TRUSTED_ORIGINS = env(
    "CSRF_TRUSTED_ORIGINS",
    web_origins,
    default=[SITE_URL],
    expected="origins with scheme, such as https://mou.example.go.kr",
)

# On behind nginx that sets X-Forwarded-Proto and X-Real-IP itself.  Off, both are ignored: anybody
# could send them.  X-Forwarded-For is never read.
BEHIND_PROXY = env("BEHIND_PROXY", on_or_off, default=False, expected="1 behind a reverse proxy, else 0")

# SQLite under var/ unless given; PostgreSQL 15 or newer for more than one server.
DATABASE_URL = env(
    "DATABASE_URL",
    database_options,
    default=database_options(f"sqlite:///{VAR_DIR / 'mou.sqlite3'}"),
    expected="postgresql://user:password@host:5432/name or sqlite:////absolute/path.sqlite3",
)

# Uploaded documents.  Outside the web server's reach: only a view that asks who may see serves them.
MEDIA_ROOT = env(
    "MEDIA_ROOT", Path, default=VAR_DIR / "media", expected="an absolute folder the app may write to"
)

# Packages of open data, made by `manage.py publish_data`: nothing but what is public.
DATA_ROOT = env(
    "DATA_ROOT", Path, default=VAR_DIR / "data", expected="an absolute folder the app may write to"
)

# The largest document staff may upload.
MAX_UPLOAD_MB = env("MAX_UPLOAD_MB", whole_number, default=20, expected="a whole number of megabytes")

# Name in the header and in every title; empty means the built-in, translated one.
SITE_NAME = env("SITE_NAME", str, default="", expected="the name of this site")

# The government's official-site banner.  Only an official site may show it.
OFFICIAL_SITE = env(
    "OFFICIAL_SITE", on_or_off, default=False, expected="1 on an official government site, else 0"
)

# Whoever wrote a draft may publish it; the public then reads "검토자 없이 공개(1인 부서)".
ONE_PERSON_OFFICE = env(
    "ONE_PERSON_OFFICE", on_or_off, default=False, expected="1 where one person does it all, else 0"
)

# How long an agency is given to answer before an inquiry that found nothing goes out without a warning.
INQUIRY_OFFER_DAYS = env("INQUIRY_OFFER_DAYS", whole_number, default=14, expected="a whole number of days")

# Required.  Who answers for this site, at the foot of every page.
CONTACT_DEPARTMENT = env(
    "CONTACT_DEPARTMENT",
    str,
    default="개발용 부서" if DEBUG else None,
    expected="the department in charge, such as 자치경찰협력과",
)
CONTACT_TELEPHONE = env(
    "CONTACT_TELEPHONE",
    str,
    default="000-000-0000" if DEBUG else None,
    expected="its telephone, such as 031-000-0000",
)

# Under which type of the Korea Open Government License (공공누리) the public part may be used.
KOGL_TYPE = env("KOGL_TYPE", kogl_type, default=1, expected="1, 2, 3 or 4, the number of the 공공누리 type")

# A trial on one's own machine: `make run` sets it, and demo_staff refuses without it.
DEMO = env("DEMO", on_or_off, default=False, expected="1 for a trial with demo accounts, else 0")

# Who may publish logs in with a second factor: one-time passwords of a telephone.  Others may.
SECOND_FACTOR_REQUIRED = env(
    "SECOND_FACTOR_REQUIRED", on_or_off, default=not (DEBUG or DEMO), expected="1 on a real server, else 0"
)

# After how long without a page of the admin staff have to log in again.
SESSION_IDLE_MINUTES = env(
    "SESSION_IDLE_MINUTES", whole_number, default=30, expected="a whole number of minutes, such as 30"
)

# How reminders and links for passwords are sent.  Without it a superuser is shown the links.
MAIL_URL = env(
    "MAIL_URL",
    mailer_options,
    default={"BACKEND": "mou_tracker.printed_mail.PrintedMail"} if DEBUG else {},
    expected="smtp+tls://user:secret@host:587, smtps://user:secret@host:465 or smtp://host:25 "
    "(special characters percent-encoded)",
)

# The sender of that mail; required with MAIL_URL.
MAIL_FROM = env(
    "MAIL_FROM",
    mail_address,
    default=None if MAIL_URL and not DEBUG else "mou-tracker@localhost",
    expected="the address the mail comes from, such as mou@example.go.kr",
)

# How much goes to standard output.
LOG_LEVEL = env("LOG_LEVEL", log_level, default="INFO", expected="DEBUG, INFO, WARNING, ERROR or CRITICAL")

# How long browsers refuse plain http, once the site is https.  Raise it when https has proven itself.
SECURE_HSTS_SECONDS = env(
    "SECURE_HSTS_SECONDS",
    whole_number,
    default=3600 if SITE_URL.startswith("https:") else 0,
    expected="a whole number of seconds, such as 31536000",
)

# --------------------------------------------------------------------------------------------------

if not MEDIA_ROOT.is_absolute():
    raise ImproperlyConfigured("MEDIA_ROOT is malformed. Set it to an absolute folder the app may write to.")
if not DATA_ROOT.is_absolute():
    raise ImproperlyConfigured("DATA_ROOT is malformed. Set it to an absolute folder the app may write to.")
if MAX_UPLOAD_MB == 0:
    raise ImproperlyConfigured("MAX_UPLOAD_MB is 0, so nothing could be uploaded. Set it to at least 1.")

if SESSION_IDLE_MINUTES == 0:
    raise ImproperlyConfigured("SESSION_IDLE_MINUTES is 0, so nobody could work. Set it to at least 1.")

# --- What the register means by its words (design.md section 2) -----------------------------------

DUE_SOON_DAYS = 30  # 기한 임박: the target's last day is this near
SILENT_DAYS = 365  # 최근 1년 보고 없음
EXPIRY_NOTICE_DAYS = 90  # 만료 예정, where the agreement names no notice days of its own
MAX_UPLOAD_BYTES = MAX_UPLOAD_MB * 1024 * 1024
MAX_REQUEST_BYTES = MAX_UPLOAD_BYTES + 5 * 1024 * 1024  # a form with its files, or several small ones

# --- Application ----------------------------------------------------------------------------------

ROOT_URLCONF = "mou_tracker.urls"
WSGI_APPLICATION = "mou_tracker.wsgi.application"

INSTALLED_APPS = [
    "agreements.apps.AgreementsConfig",
    "agreements.admin.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    # Before staticfiles: runserver then serves static files the way production does.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_filters",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "agreements.views.compression.CompressionMiddleware",
    # Inside of the compression, outside of all that writes a page.
    "agreements.views.direction_marks.DirectionMarksMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # The address alone decides the language (urls.py): ko at /, en under /en/, never a redirect.
    "django.middleware.locale.LocaleMiddleware",
    # Outside of all that answers with a page.
    "agreements.views.display.DisplayMiddleware",
    # Outside of all that refuses: programs on other sites may read refusals too.
    "agreements.views.cross_origin.CrossOriginMiddleware",
    # Before anything reads the query string; after what makes its answer a page of this site.
    "agreements.views.refusals.RefusalMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last: it puts the page of a lock-out in the place of the answer.
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["agreements.templatetags.layout"],
            "context_processors": [
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "agreements.views.site.site",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------

DATABASES = {"default": DATABASE_URL}
if DATABASE_URL["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: Django's defaults lost 41 % of concurrent writes to "database is locked", these none.
    # IMMEDIATE takes the write lock at BEGIN, where waiting for it still works.
    DATABASE_URL.setdefault("OPTIONS", {}).update(
        {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    )
    if DATABASE_URL["NAME"] == str(VAR_DIR / "mou.sqlite3"):
        VAR_DIR.mkdir(exist_ok=True)
else:
    # Measured: compiling the query of /targets/ takes ten times as long as running it.  What DATABASE_URL
    # names itself, wins.
    options = DATABASE_URL.setdefault("OPTIONS", {})
    options["options"] = " ".join(filter(None, ("-c jit=off", options.get("options"))))
    options.setdefault("connect_timeout", 5)  # seconds

# PostgreSQL stops what takes longer, and whoever asked reads why (503).  Commands and migrations have no
# such limits (mou_tracker/time_limits.py).
REQUEST_LIMITS = {"statement_timeout": "20s", "lock_timeout": "10s"}
FILE_STATEMENT_TIMEOUT = "110s"  # of a streamed file; nginx waits 120 seconds for its next part

# --- People ---------------------------------------------------------------------------------------

PASSWORD_LENGTH = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": PASSWORD_LENGTH}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds: an invitation of Friday holds until Monday
LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
]

# Ten failures of an account from an address within five minutes lock the two for five minutes.  Counted
# in the database, which every worker reads and none takes along when it dies.
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else whoever goes on trying keeps the owner out
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "agreements.admin.accounts.lockout.client_address"
AXES_USERNAME_CALLABLE = "agreements.admin.accounts.lockout.account_named"
AXES_LOCKOUT_CALLABLE = "agreements.admin.accounts.lockout.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # who logged in when is `last_login`; more about staff is not kept
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

OTP_TOTP_ISSUER = urlsplit(SITE_URL).hostname  # what the telephone calls the account's site

LOGIN_REDIRECT_URL = "admin:index"  # where a log-in leads that named no page of this site

# The admin's door keeps a session alive (agreements/admin/accounts/door.py); public pages never write it.
SESSION_COOKIE_AGE = SESSION_IDLE_MINUTES * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own

# --- Mail -----------------------------------------------------------------------------------------

MAILERS = {"default": MAIL_URL} if MAIL_URL else {}
DEFAULT_FROM_EMAIL = MAIL_FROM

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "agreements" / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
FORMAT_MODULE_PATH = "mou_tracker.formats"

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# The pictures of the staff guide lie beside its text, where they are read in the repository too.
GUIDE_PICTURES = BASE_DIR / "docs" / "img" / "guide"
STATICFILES_DIRS: list[Any] = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
if GUIDE_PICTURES.is_dir():
    STATICFILES_DIRS.append(("guide", GUIDE_PICTURES))
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "mou_tracker.stylesheet.StylesheetFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
# An agreement with 100 commitments and their agencies is one admin form of some thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Security -------------------------------------------------------------------------------------

HTTPS = SITE_URL.startswith("https:")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked over plain http by the machine itself
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Lax, not Strict: the links in a reminder lead into the session that is open.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:  # the browser then takes them only over https, from this host, for all of it
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_FAILURE_VIEW = "agreements.views.errors.form_expired"
X_FRAME_OPTIONS = "DENY"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Nothing from elsewhere, nothing inline except what the admin marks with this answer's nonce.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],  # the admin's own stylesheets draw icons as data: images
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

SILENCED_SYSTEM_CHECKS = [
    # HSTS for all subdomains, and preloading, would decide for neighbours under the same domain.
    "security.W005",
    "security.W021",
    # No mail server is a choice: `manage.py remind` says what is missing, and links for passwords are shown.
    "mail.W001",
]

# --- Logging --------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
    },
    "root": {"handlers": ["stdout"], "level": LOG_LEVEL},
    # Django's own handlers would print every line a second time, and mail errors to nobody.
    "loggers": {"django": {"handlers": [], "level": LOG_LEVEL, "propagate": True}},
}
