# `make demo` and `make test` need Python 3.10 or newer, make and git; the rest goes into .venv.
# Another Python: `make PYTHON=python3.12 test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Twice quiet: errors only, so that `make demo` shows the findings and little else.
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check

.DEFAULT_GOAL := help
# Two pips must not work on one environment at the same time.
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help demo test lint format docs docs-pages wheel clean

help:
	@echo 'make demo    install into .venv and scan examples/'
	@echo 'make test    ruff, mypy, import layers, pytest'
	@echo 'make lint    the same without pytest'
	@echo 'make format  let ruff rewrite the sources'
	@echo 'make docs    write the pages made from the rules, build the site into build/site'
	@echo 'make wheel   build sdist and wheel into dist/'
	@echo 'make clean   remove .venv, build outputs and caches'

demo: $(VENV)/.installed
	$(BIN)/eksnetlint scan examples --exit-zero

test: lint
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: docs-pages
	$(BIN)/sphinx-build --fresh-env --fail-on-warning --nitpicky --quiet docs build/site
	@echo 'The site is build/site/index.html'

docs-pages: $(VENV)/.installed-dev
	$(BIN)/python docs/pages.py

wheel: $(VENV)/.installed-dev
	$(BIN)/python -m build --no-isolation

clean:
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are older than pyproject.toml after a change there, which installs again.
$(VENV)/.installed: $(VENV)/.created pyproject.toml
	@echo 'Installing eksnetlint into $(VENV) ...'
	@$(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.created pyproject.toml
	@echo 'Installing eksnetlint and its development tools into $(VENV) ...'
	@$(PIP_INSTALL) --editable '.[dev]'
	@touch $(VENV)/.installed $@

$(VENV)/.created:
	@$(PYTHON) -c 'import sys' || { \
	  echo 'eksnetlint needs Python 3.10 or newer; `$(PYTHON)` does not run here.' \
	    'Install it, or name another: make PYTHON=python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "eksnetlint needs Python 3.10 or newer; \`$(PYTHON)\` is $$($(PYTHON) --version 2>&1)." \
	    'Name a newer one: make PYTHON=python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '`$(PYTHON)` cannot make virtual environments with pip (no module venv or ensurepip).' \
	    'On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@
