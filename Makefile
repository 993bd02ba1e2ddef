# Every command of this project. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Two cores are what we promise to be fast on; more help.
WORKERS ?= auto
# Tests of real servers wait for them half of their time, so half as many workers again find something to do.
WAITING ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) * 3 // 2)')
SOURCES := schemas services producers consumers habarshy tests benchmarks

# Runs one level and prints how long it took: $(call timed,name,command)
define timed
@started=$$SECONDS; echo "== $(1)"; $(2) && echo "== $(1): $$((SECONDS - started)) s"
endef

# Runs the tests of one level; a level without a test proves nothing and fails: $(call level,name,workers)
# Who has nothing left takes tests from whoever has: a few of them last as long as hundreds of others.
level = $(if $(wildcard tests/$(1)/test_*.py tests/$(1)/*/test_*.py),$(call timed,$(1),$(BIN)/pytest -q -n $(2) --dist worksteal tests/$(1)),@echo "tests/$(1) holds no test"; exit 1)

.PHONY: help
help: ## Lists the commands.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-13s %s\n", $$1, $$2 }'

.PHONY: up
up: env ## Makes the environment and starts a whole bus on this machine, to try it out.
	@$(BIN)/habarshy sandbox up

.PHONY: down
down: ## Stops what make up started; what it holds stays.
	@$(BIN)/habarshy sandbox down

.PHONY: env
env: $(BIN)/habarshy ## Makes the environment in .venv, with the command at .venv/bin/habarshy.

$(BIN)/habarshy: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Habarshy needs Python 3.11 or later, this is %d.%d: name another with make PYTHON=..." % sys.version_info[:2])'
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "this Python has no venv: install it (Debian and Ubuntu: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: check
check: env ## Formatting, lint, types and the direction of imports.
	$(call timed,format,$(BIN)/ruff format --check $(SOURCES))
	$(call timed,lint,$(BIN)/ruff check $(SOURCES))
	$(call timed,imports,$(BIN)/lint-imports --no-cache)
	$(call timed,types,$(BIN)/mypy)

.PHONY: test
test: env ## Every test that runs in minutes.
	$(call level,architecture,$(WORKERS))
	$(call timed,unit against the built wheel,$(BIN)/python -m tests.wheel)
	$(call level,simulation,$(WORKERS))
	$(call level,integration,$(WAITING))
	$(call level,security,$(WAITING))
	$(call level,chaos,$(WAITING))

.PHONY: unit
unit: env ## The unit tests alone, on the checkout as it stands.
	$(call level,unit,$(WORKERS))

.PHONY: proof
proof: env ## What takes longer: planted bugs, long fuzzing. Writes docs/proof.md. ONLY=word plants some bugs anew.
	$(call timed,proof,$(BIN)/python -m tests.proof $(if $(ONLY),--only '$(ONLY)'))

.PHONY: bench
bench: env ## The benchmarks. Prints a table of figures and this machine.
	$(call timed,bench,$(BIN)/python -m benchmarks)

.PHONY: generated
generated: env ## Makes anew what is made from something else: compiled catalogue, exported schemas, reference pages.
	$(BIN)/python -m schemas.generated

.PHONY: format
format: env ## Formats the code and mends what the linter can.
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

.PHONY: lock
lock: ## Resolves the dependencies anew and writes requirements/ with hashes.
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/runtime.txt
	build/lock/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/dev.txt

.PHONY: clean
clean: ## Removes what these commands made.
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
