# What a developer and the continuous integration run; `make help` lists it.
#
# `make test` is everything that the gate checks. Each part can be run by itself.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
# Bytecode is kept, where `make clean` takes it away: or every process compiles all files anew.
KEPT := PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX=$(CURDIR)/$(VENV)/bytecode
PYTEST := $(KEPT) $(BIN)/python -m pytest
# Each file of tests runs in one of as many processes as there are cores.
PARALLEL := -n auto --dist loadfile
SAY := printf '\n\033[1m== %s\033[0m\n'
ifneq ($(NO_COLOR)$(filter true,$(CI)),)
SAY := printf '\n== %s\n'
endif

.PHONY: help demo test bench corpus truth truth-matrix mutation tools generate lock docs clean
.PHONY: lint types generated policies unit quick package review

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(VENV)/.run ## run tokenlint on examples/ and show what it finds
	@$(BIN)/python scripts/demo.py

test: tools lint types generated policies unit package review ## everything that the gate checks
	@$(SAY) "all checks passed"

lint: $(VENV)/.dev ## ruff: rules and format
	@$(SAY) "lint (ruff)"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(VENV)/.dev ## mypy, strict
	@$(SAY) "types (mypy)"
	@$(BIN)/mypy

generated: $(VENV)/.dev ## generated files are those that the rules give
	@$(SAY) "generated files are current"
	@$(BIN)/python scripts/generate.py --check

policies: tools ## opa fmt, opa check, opa test, Regal
	@$(SAY) "policies (opa, regal)"
	@scripts/policies.sh

unit: tools $(VENV)/.dev ## pytest with branch coverage, the slow tests included
	@$(SAY) "tests (pytest)"
	@$(PYTEST) $(PARALLEL) -m "" --cov --cov-report=term $(PYTEST_ARGS)

quick: $(VENV)/.dev ## pytest without the slow tests and without coverage, on all cores
	@$(PYTEST) $(PARALLEL) -q --no-cov $(PYTEST_ARGS)

package: $(VENV)/.dev ## build the wheel and try it in a clean environment
	@$(SAY) "package (wheel in a clean environment)"
	@scripts/smoke.sh

review: $(VENV)/.dev ## the repository itself: sp-repo-review, zizmor, pyproject.toml, hooks
	@$(SAY) "repository (sp-repo-review, validate-pyproject, pre-commit, zizmor)"
	@$(BIN)/sp-repo-review --show errskip --format rich .
	@$(BIN)/validate-pyproject pyproject.toml
	@$(BIN)/pre-commit validate-manifest .pre-commit-hooks.yaml
	@$(BIN)/pre-commit validate-config .pre-commit-config.yaml
	@$(BIN)/zizmor --offline --quiet --no-progress --persona=regular .github action.yml

bench: tools $(VENV)/.dev ## start-up, volume, engines: medians, and ratios within the run
	@$(KEPT) $(BIN)/python -m benchmarks $(BENCH_ARGS)

corpus: $(VENV)/.dev ## what tokenlint makes of a folder of real configurations: FOLDER=DIR
	@$(BIN)/python -m benchmarks.corpus $(FOLDER)

truth: tools $(VENV)/.dev ## real XRootD servers against the model: all configurations; takes several minutes
	@$(SAY) "truth (XRootD of this system, and the current release)"
	@$(BIN)/python -m tests.real.xrootd
	@$(PYTEST) -q --no-cov -m "" tests/real/probe/test_xrootd.py

truth-matrix: $(VENV)/.dev ## recorded verdicts of XRootD servers against the model: MATRIX=DIR
	@$(BIN)/python -m benchmarks.truth_matrix $(MATRIX)

mutation: $(VENV)/.dev ## mutants of tokenlint/privilege/; takes several minutes
	@$(SAY) "mutation (mutmut on tokenlint/privilege)"
	@$(BIN)/python scripts/mutation.py --at-least 90

tools: .tools/bin/opa .tools/bin/regal $(VENV)/.run ## build OPA and Regal at their pinned versions (needs Go) and the current XRootD, install the system's XRootD, ARC, VOMS clients and Chromium
	@scripts/xrootd.sh
	@scripts/voms.sh
	@scripts/arc.sh
	@scripts/chromium.sh
	@scripts/xrootd-current.sh

generate: $(VENV)/.dev ## write the generated files anew
	@$(BIN)/python scripts/generate.py

lock: ## pin requirements/ anew (needs uv)
	@scripts/lock.sh

docs: $(VENV)/.dev ## build the documentation into site/
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements/docs.txt
	@$(BIN)/zensical build --clean --strict

clean: ## take away what the other targets made
	rm -rf $(VENV) .tools build dist mutants site .coverage .coverage.* coverage.xml
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(VENV)/.run: requirements/run.txt pyproject.toml scripts/venv.sh
	@scripts/venv.sh $(VENV) run

$(VENV)/.dev: requirements/dev.txt requirements/library.txt $(VENV)/.run
	@scripts/venv.sh $(VENV) dev

.tools/bin/%: tools/%/go.mod tools/%/go.sum scripts/tool.sh
	@scripts/tool.sh $*
