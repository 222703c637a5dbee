# What a contributor or a newcomer does, a target each. Every one sets up what it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# The newest Python of 3.13, 3.12, 3.11 that works: spaCy is about twice as fast on 3.12 and 3.13 as on 3.11.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 \
	"$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.13.*/bin/python "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.12.*/bin/python; do \
	"$$python" -c 'import sys, ensurepip; v = sys.version_info[:2]; v in ((3, 11), (3, 12), (3, 13)) or sys.exit(1); print(v[1], sys.executable)' 2>/dev/null; \
	done | sort -rn | head -n 1 | cut -d' ' -f2-)
BIN := .venv/bin

help: ## list the targets
	@grep -E '^[a-z][a-z0-9-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 16

.venv/.run: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11, 3.12 or 3.13 with ensurepip was found; install one, or name it: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up .venv with $(PYTHON): about a minute, once."
	@test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	@# The pip that Python 3.11 and 3.12.1 bring reads "sqlalchemy[asyncio]" past the lock and refuses it.
	@$(BIN)/python -c 'import pip, sys; sys.exit(int(pip.__version__.split(".")[0]) < 24)' || $(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip 2> >(grep -v '^WARNING: Location' >&2)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock 2> >(grep -v '^WARNING: Location' >&2)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e . 2> >(grep -v '^WARNING: Location' >&2)
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock | .venv/node/.made
	@echo "Adding what the tests need."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock 2> >(grep -v '^WARNING: Location' >&2)
	@touch $@

# What tests run in a browser and in node: accessibility rules, and a validator of HTML.
.venv/node/.made: .venv/.run Makefile
	@mkdir -p $(@D)
	@npm install --prefix $(@D) --no-save --silent --no-audit --no-fund axe-core@4.14.1 html-validate@11.21.1 || { \
		echo "axe-core and html-validate could not be fetched (it takes npm): their tests are skipped." >&2; test -z "$$FORETOLD_MUST_RUN"; }
	@touch $@

run: .venv/.run ## run the night on the shipped sample, into data/sample
	@$(BIN)/foretold run

test: .venv/.dev ## run all tests
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

.venv-duckdb2/.made: .venv/.dev requirements-dev.lock requirements-duckdb2.lock
	@echo "Setting up .venv-duckdb2 with the next major version of DuckDB: about a minute, once."
	@test -x .venv-duckdb2/bin/python || $(BIN)/python -m venv .venv-duckdb2
	@.venv-duckdb2/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock 2> >(grep -v '^WARNING: Location' >&2)
	@.venv-duckdb2/bin/python -m pip uninstall --quiet --yes duckdb-extension-ducklake duckdb-extension-postgres-scanner
	@.venv-duckdb2/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-duckdb2.lock 2> >(grep -v '^WARNING: Location' >&2)
	@.venv-duckdb2/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e . 2> >(grep -v '^WARNING: Location' >&2)
	@touch $@

test-duckdb2: .venv-duckdb2/.made ## run all tests on DuckDB 2, and read its editions with the pinned version and back
	OTHER_PYTHON=$(CURDIR)/$(BIN)/python .venv-duckdb2/bin/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

soak: .venv/.dev ## run the tests that take minutes: kills, full disks, seven nights
	$(BIN)/python -m pytest -m soak --timeout 3600

figures: .venv/.dev ## measure an archive (DOCUMENTS=100000 SAMPLE=2000 WORKERS=2 ARGS=--no-pages) and write docs/scale.md anew
	$(BIN)/python benchmarks/archive.py --documents $(or $(DOCUMENTS),100000) --sample $(or $(SAMPLE),2000) --workers $(or $(WORKERS),2) --profile --json benchmarks/archive.json $(ARGS) || failed=1; \
		$(BIN)/python benchmarks/plan.py && test -z "$$failed"

lint: .venv/.dev ## style of the Python code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev ## strict type check
	$(BIN)/mypy

exam: .venv/.dev ## marks of the extractor on every set, with its misses
	$(BIN)/python -m foretold.extract.exam

site: run ## write the pages of the sample and say where they are
	@echo "file://$(CURDIR)/data/sample/editions/current/site/index.html"

serve: run ## show the sample's pages on this machine
	$(BIN)/foretold serve --data data/sample

lock: .venv/.dev ## resolve the locks anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --all-extras --group dev -o requirements-dev.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --group build -c requirements-dev.lock -o requirements.lock
	printf 'duckdb>=2.0,<2.1\nduckdb-sqlalchemy==1.5.6.4\n' | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-deps --quiet -o requirements-duckdb2.lock

clean: ## remove .venv and the sample's data
	rm -rf .venv .venv-duckdb2 data/sample

.PHONY: help run test test-duckdb2 soak figures lint types exam site serve lock clean
