# `make help` lists the targets.  What they write is ignored by git: .venv/, var/ and caches.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run remind start dev test check check-api bench-exports fix lock messages pictures guide-pictures site-pictures venv venv-dev

# The first Python that is new enough; pyenv's own where its shims do not lead there.
PYTHON ?= $(shell for python in python3.12 python3.13 python3.14 python3 $(wildcard $(HOME)/.pyenv/versions/3.1[2-9]*/bin/python); do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && echo $$python && break; done)
PYTHON := $(PYTHON)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PORT ?= 8000
PYTEST ?= $(BIN)/pytest -n 2 --dist worksteal
export PORT

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

need_python = $(if $(filter True,$(shell $(or $(PYTHON),false) -c 'import sys; print(sys.version_info >= (3, 12))' 2>/dev/null)),, \
	$(error Python 3.12 or newer is needed; $(if $(PYTHON),$(PYTHON) is older or does not exist,none was found)))

# .venv/installed.lock is a copy of the file that was installed, compared by content: git gives files new dates
# that mean nothing.  requirements-dev.lock holds all of requirements.lock, so after `make test` there is nothing
# to install for `make run`, and after `make run` only the rest.
install = echo "Installing what $(1) names into .venv (about a minute)"; \
	mkdir -p var && $(PYTHON) -m venv .venv \
	&& $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(1) \
	&& cp $(1) .venv/installed.lock

venv: ## .venv with what the site needs to run
	@$(need_python)
	@cmp -s requirements.lock .venv/installed.lock || cmp -s requirements-dev.lock .venv/installed.lock \
		|| { $(call install,requirements.lock); }

venv-dev: ## .venv with what tests and checks need as well
	@$(need_python)
	@cmp -s requirements-dev.lock .venv/installed.lock || { $(call install,requirements-dev.lock); }

var/secret_key:
	@umask 077; $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

# Hashing and compressing takes ten seconds, so only when a static file changed.
var/static/staticfiles.json: requirements.lock mou_tracker/stylesheet.py $(shell find static docs/img/guide -type f 2>/dev/null)
	@$(MANAGE) collectstatic --noinput --verbosity 0 && touch $@

# A trial on this machine: production settings over plain http.  What the shell sets, wins.
run start remind: export DEBUG = 0
run start remind: export DEMO = 1
run start remind: export SECRET_KEY ?= $(shell cat var/secret_key 2>/dev/null)
run start remind: export SITE_URL ?= http://127.0.0.1:$(PORT)
run start remind: export ALLOWED_HOSTS ?= 127.0.0.1,localhost
run start remind: export MAIL_URL ?= console:
run start remind: export MAIL_FROM ?= mou-tracker@localhost
run start remind: export CONTACT_DEPARTMENT ?= 시연용 부서(실제 부서 아님)
run start remind: export CONTACT_TELEPHONE ?= 000-0000-0000
run: venv var/secret_key var/static/staticfiles.json ## the site with the demo register on http://127.0.0.1:8000 (PORT, DATABASE_URL)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) reindex >/dev/null
	@$(MANAGE) load_demo --offer
	@$(MANAGE) publish_data >/dev/null
	@$(MANAGE) demo_staff
	@printf '\n  Public site   %s/\n  In English    %s/en/\n  Staff         %s/admin/\n  Mail is printed here. `make remind` prints the reminders of today.\n\n  Ctrl-C stops it.\n\n' $$SITE_URL $$SITE_URL $$SITE_URL
	@exec $(BIN)/gunicorn --config deploy/gunicorn.conf.py mou_tracker.wsgi

remind: venv var/secret_key ## the mail that staff of this register would get today, printed here
	@$(MANAGE) remind

start: venv var/secret_key ## begin a register of one's own, where the demo was declined: four questions
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) start_register

dev: export DEBUG = 1
dev: export DEMO = 1
dev: venv-dev ## the same with reload and debug pages
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) reindex >/dev/null
	@$(MANAGE) load_demo --offer
	@$(MANAGE) demo_staff
	@exec $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: venv-dev ## the whole suite on SQLite, then on PostgreSQL (REQUIRE_ALL=1: no skips)
	@echo "== Tests on SQLite"
	@env -u DATABASE_URL $(PYTEST)
	@echo "== Tests on PostgreSQL"
	@$(BIN)/python -m tests.postgres $(PYTEST) --own-sql

bench-exports: venv-dev ## what files cost beside the databases' own CSV of the same facts (SIZE=100000)
	@$(BIN)/python -m tests.performance.exports $(or $(SIZE),100000)

check-api: venv-dev ## 500 requests to each operation of the API, well and badly formed, on both databases
	@env -u DATABASE_URL API_EXAMPLES=500 $(PYTEST) tests/web/test_api_schema.py
	@API_EXAMPLES=500 $(BIN)/python -m tests.postgres $(PYTEST) tests/web/test_api_schema.py

# What a server would be started with; `check --deploy` looks at these settings.
check: export SECRET_KEY = $(shell head -c 48 /dev/urandom | base64)
check: export SITE_URL = https://mou.example.go.kr
check: export ALLOWED_HOSTS = mou.example.go.kr
check: export CONTACT_DEPARTMENT = 자치경찰협력과
check: export CONTACT_TELEPHONE = 031-000-0000
check: export SECURE_HSTS_SECONDS = 31536000
check: export BEHIND_PROXY = 1
check: export MAIL_URL = smtp+tls://mail.example.go.kr:587
check: export MAIL_FROM = mou@example.go.kr
check: venv-dev ## everything that can be said without running the site
	@echo "== Format (ruff)"; $(BIN)/ruff format --check .
	@echo "== Lint (ruff)"; $(BIN)/ruff check .
	@echo "== Types (mypy)"; $(BIN)/mypy
	@echo "== Templates (djade)"; git ls-files -co --exclude-standard '*.html' | xargs -r $(BIN)/djade --target-version 6.1 --check
	@echo "== Migrations up to date"; $(MANAGE) makemigrations --check --dry-run
	@echo "== Migrations safe on PostgreSQL"; $(BIN)/python -m tests.postgres $(MANAGE) lintmigrations --settings tests.settings --no-cache --quiet ok ignore -- agreements
	@echo "== Translations"; $(MANAGE) messages --check
	@echo "== Data dictionary"; $(MANAGE) data_dictionary --check
	@echo "== Guide to imports"; $(MANAGE) import_guide --check
	@echo "== Lifecycle diagram"; $(MANAGE) lifecycle_diagram --check
	@echo "== Readability"; $(BIN)/python -m tests.readability --check
	@echo "== Production settings"; $(MANAGE) check --deploy --fail-level WARNING
	@echo "All checks passed."

fix: venv-dev ## format, and repair what can be repaired by itself
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@git ls-files -co --exclude-standard '*.html' | xargs -r $(BIN)/djade --target-version 6.1

# uv only resolves, in a venv of its own.  The lock for development has the versions of the one for running.
# Both must serve every machine, so they may not say where they were made.
RESOLVE = env -u PIP_FIND_LINKS var/uv/bin/uv pip compile pyproject.toml --no-config --universal --python-version 3.12 \
	--generate-hashes $(if $(UPGRADE),--upgrade) --custom-compile-command 'make lock' --quiet

lock: ## both requirements files from pyproject.toml (UPGRADE=1 for newer versions)
	@$(need_python)
	@test -x var/uv/bin/uv || { $(PYTHON) -m venv var/uv && var/uv/bin/pip install --quiet uv; }
	@$(RESOLVE) --output-file requirements.lock
	@$(RESOLVE) --extra dev --constraints requirements.lock --output-file requirements-dev.lock
	@! grep -nE '://|index-url|find-links|$(CURDIR)' requirements.lock requirements-dev.lock

messages: venv-dev ## bring the Korean catalogue in line with the sources, and compile it
	@DEBUG=1 $(MANAGE) messages

pictures: venv-dev ## the mark and the link preview as PNG, drawn anew
	@$(BIN)/python tools/draw_pictures.py

site-pictures: venv-dev ## the pictures of the public site in README and docs, taken anew
	@$(BIN)/python -m tests.performance.site_pictures

guide-pictures: venv-dev ## the pictures of the staff guide, taken anew by the browser tests
	@mkdir -p docs/img/guide
	@GUIDE_PICTURES=docs/img/guide $(BIN)/pytest -q -n 0 tests/browser/test_first_agreement.py
