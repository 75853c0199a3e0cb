# crisiswatch: `make demo` shows it, `make test` checks it. Both need Python 3.11+ and make alone.
#
#   make demo        environment, servers, sample data, then the site; PORT=8000 DATA=.data
#   make test        the whole suite; CHROMIUM=/path names the browser, JOBS=2 the processes
#   make test-long   the runs that take longer as well
#   make lint        style, types, import contracts
#   make accuracy    how well the engine does on the gold articles
#   make audit       known faults of dependencies, secrets among the files
#   make lock        resolve the dependencies of pyproject.toml anew
#   make clean       remove the environment and caches; the demo's data folder stays

# The newest Python that is new enough; PYTHON= names another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
# The tests name the settings themselves, once they have servers for them.
unexport DJANGO_SETTINGS_MODULE
export PORT ?= 8000
export DATA ?= .data
# Each of the processes that run the tests has servers and a browser of its own.
JOBS ?= 2
PYTEST = $(BIN)/python -m pytest --numprocesses=$(JOBS) --dist=loadfile

BIN := .venv/bin
LOCK := $(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock"

.PHONY: help demo test test-long lint accuracy audit format lock clean python

help:
	@sed -n 's/^#   //p' Makefile

demo: python
	@$(PYTHON) crisiswatch/environment.py requirements-embedded.lock
	@exec $(BIN)/python -m crisiswatch.demo

test: lint accuracy
	@$(PYTEST)

test-long: lint accuracy
	@$(PYTEST) -m "long or not long"

lint: python
	@$(PYTHON) crisiswatch/environment.py requirements-dev.lock
	@$(BIN)/ruff check --quiet && echo "ruff check: ok"
	@$(BIN)/ruff format --quiet --check && echo "ruff format: ok"
	@$(BIN)/mypy --no-error-summary && echo "mypy: ok"
	@$(BIN)/lint-imports --no-logo && echo "import contracts: ok"

# One point below the figure on record in docs/accuracy.md.
accuracy: lint
	@$(BIN)/python manage.py evaluate tests/data/gold --worst 0 --at-least 0.959

audit: lint
	@$(BIN)/python .ci/audit.py

format:
	@$(BIN)/ruff check --quiet --fix; $(BIN)/ruff format --quiet

lock: python
	@$(PYTHON) crisiswatch/environment.py requirements-installer.lock
	@$(LOCK) pyproject.toml -o requirements.lock
	@$(LOCK) -c requirements.lock --extra embedded pyproject.toml -o requirements-embedded.lock
	@$(LOCK) -c requirements.lock --extra dev pyproject.toml -o requirements-dev.lock
	@echo uv | $(LOCK) - -o requirements-installer.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache staticfiles
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "crisiswatch: no Python 3.11 or later found$$(python3 -V 2>/dev/null | sed 's/.*/ (python3 is &)/')." \
			"Install one, or name it: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "crisiswatch: $(PYTHON) is Python %d.%d, and 3.11 or later is needed: install one, or name it: make PYTHON=/path/to/python3.12 ..." % sys.version_info[:2])'
