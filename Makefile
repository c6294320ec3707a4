SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
PYTHON ?= python3
DATA_DIR ?= var
export DATA_DIR
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
TESTING := ENVIRONMENT=test
PO := $(wildcard locale*/*/LC_MESSAGES/*.po)
STATIC := $(shell find static -type f 2>/dev/null)

.PHONY: help run free-port backup restore test lint types checks test-sqlite test-postgres test-browser nightly bench format messages lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

run: free-port .venv/runtime $(PO:.po=.mo) $(DATA_DIR)/static/.collected  ## install what is missing, load the seed records, serve
	@$(BIN)/python bin/prepare.py
	@echo "Serving on http://127.0.0.1:$(PORT)/ (ctrl-C stops it)"
	@exec $(BIN)/gunicorn config.wsgi --config bin/gunicorn.conf.py --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --preload --graceful-timeout 3 --log-level warning

free-port:
	@$(PYTHON) bin/free_port.py $(PORT)

backup: .venv/runtime  ## write database and uploads into one archive in BACKUP_DIR, while people work
	@$(MANAGE) backup

restore: .venv/runtime  ## put back the archive FILE=; ARGS=--replace where there is a register already
	@$(MANAGE) restore $(if $(FILE),'$(FILE)',$(error FILE= names no archive: make restore FILE=var/backups/register-20261129-020000.zip)) $(ARGS)

test: .venv/development $(PO:.po=.mo)  ## every linter and test, on SQLite and on PostgreSQL
	@bin/system-tools
	@# In the order of their length, the quick ones aside: PostgreSQL takes as long as the other two together.
	@$(MAKE) --jobs=2 --output-sync=target lint types checks test-postgres test-sqlite test-browser

lint: .venv/development
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check || { $(BIN)/ruff format --check; exit 1; }
	@find templates -name '*.html' -print0 2>/dev/null | xargs -0 -r $(BIN)/djhtml --tabwidth 2 --check
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry --no-ansi .

types: .venv/development
	@$(TESTING) $(BIN)/mypy

checks: .venv/development
	@$(TESTING) $(MANAGE) makemigrations --check --dry-run
	@ENVIRONMENT=production ALLOWED_HOSTS=example.org SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		HSTS_PRELOAD=true $(MANAGE) check --deploy --fail-level WARNING

test-sqlite: .venv/development $(PO:.po=.mo)
	@DATABASE_URL= $(BIN)/pytest -m "not browser"

test-browser: .venv/development $(PO:.po=.mo)
	@DATABASE_URL= $(BIN)/pytest -m browser  # on one database: a browser sees none

test-postgres: .venv/development $(PO:.po=.mo)
	@$(BIN)/python bin/with_postgres.py $(BIN)/pytest -m "not browser"

nightly: LONG = tests/test_killed_worker.py tests/test_races.py tests/test_round_trip.py
nightly: .venv/development $(PO:.po=.mo)  ## every test on both databases, also those that one is enough for by day; thousands of odd questions, generated clients; 50 killed workers, 25 races of each rule, a round trip of 10,000 agreements, an installation in an empty Debian
	@NIGHTLY=1 $(MAKE) test
	@DATABASE_URL= KILLS=50 ROUNDS=25 AGREEMENTS=10000 $(BIN)/pytest -s $(LONG)
	@KILLS=50 ROUNDS=25 AGREEMENTS=10000 $(BIN)/python bin/with_postgres.py $(BIN)/pytest -s $(LONG)
	@bin/try_deployment

bench: SIZES ?= 1000,10000
bench: ALONE ?=
bench: ROWS ?= 100000
bench: READERS ?= 32,256
bench: .venv/development  ## figures beside their limits; SIZES= and ALONE= of registers, ROWS= of files, READERS= at once, DATASETTE= beside us
	@$(BIN)/python -m benchmarks --sizes=$(SIZES) --alone=$(ALONE) --rows=$(ROWS) --readers=$(READERS)

format: .venv/development  ## put every file into the one form
	@$(BIN)/ruff check --quiet --fix || true
	@$(BIN)/ruff format
	@find templates -name '*.html' -print0 | xargs -0 -r $(BIN)/djhtml --tabwidth 2

messages: .venv/development  ## collect and compile the interface texts
	@$(TESTING) $(MANAGE) makemessages --all --no-location --no-obsolete --ignore '.venv/*' --ignore 'var/*'
	@$(TESTING) $(MANAGE) compilemessages --ignore .venv --verbosity 0

lock: LOCK := var/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
lock:  ## write requirements*.txt anew from requirements*.in
	@$(PYTHON) -m venv var/lock
	@var/lock/bin/pip install --quiet uv
	@$(LOCK) requirements.in --output-file requirements.txt
	@$(LOCK) requirements-dev.in --constraints requirements.txt --output-file requirements-dev.txt

clean:  ## remove everything that make made, the data in DATA_DIR kept
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov var/lock
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made once; what is in it follows the lock files.
.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) lacks its venv module; on Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv --clear .venv
	@touch $@

# Without --no-deps, pip refuses a lock as soon as a release newer than it appears of a package that another names with
# an extra. `pip check` and tests/test_locks.py say that nothing is missing instead.
INSTALL = printf 'Installing what %s locks ' $<; { while sleep 2 >/dev/null; do printf .; done & }; trap "kill $$!; echo" EXIT; \
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<

.venv/runtime: requirements.txt | .venv/made
	@$(INSTALL)
	@[ -e .venv/development ] || $(BIN)/pip check >/dev/null || $(BIN)/pip check
	@touch $@

.venv/development: requirements-dev.txt .venv/runtime
	@$(INSTALL)
	@$(BIN)/pip check >/dev/null || $(BIN)/pip check
	@touch $@

# The compiled texts are committed, so a machine without gettext only misses what was just edited.
%.mo: %.po
	@if command -v msgfmt >/dev/null; then msgfmt --check-format -o $@ $<; else touch $@; fi

$(DATA_DIR)/static/.collected: .venv/runtime $(STATIC)
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@touch $@
