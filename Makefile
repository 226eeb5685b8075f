# `make run` starts the demo, `make test` runs every test; both first bring .venv up to date, which is nothing the second time.
# Paths are relative throughout, so that the folder may stand anywhere, under a name with spaces too.

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .tools
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
# The tests' names for what to run: make test ARGS="tests/rest -k schedules"
ARGS ?=
# How many processes share the tests, or auto; each starts database servers of its own
WORKERS ?=
# A further corpus for `make eval`, in the format of tests/evaluation/corpus
EVAL_ALSO ?=

.PHONY: help setup run test check lint types format env-example sbom audit benchmarks eval schemathesis explore fuzz clean
.DEFAULT_GOAL := help

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: setup ## start the demo: a service, a Clockify sandbox, no account needed
	@exec $(BIN)/clankerbot demo

# The tests of a file stay in one process, and in order: they share what is made for the file.
test: setup ## run every test; WORKERS=auto in a process for each core
	$(BIN)/python -m pytest $(if $(WORKERS),-n $(WORKERS) --dist loadfile --no-loadscope-reorder) $(ARGS)

check: lint types ## lint, format and types, as CI does

lint: setup ## style and format, changing nothing
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup ## strict types
	$(BIN)/python -m mypy

format: setup ## mend style and format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

env-example: setup ## write .env.example anew from the settings
	$(BIN)/python -m clankerbot_engine.env_example > .env.example

eval: setup ## score the parser on the corpus; ARGS="--help" says how
	@$(BIN)/python -m tests.evaluation $(if $(EVAL_ALSO),--also "$(EVAL_ALSO)") $(ARGS)

schemathesis: setup ## send ten thousand requests and more, made up from /openapi.json; a few minutes
	SCHEMATHESIS_CASES=250 $(BIN)/python -m pytest -s tests/rest/test_schemathesis.py

explore: setup ## look at random for examples that break a property; half an hour
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -m hypothesis $(ARGS)

fuzz: setup $(TOOLS)/atheris ## look for inputs that break something; ARGS="--help" says how
	PYTHONPATH=$(TOOLS)/atheris $(BIN)/python -m tests.fuzz $(ARGS)

# Not among what tests need: it is for Linux and macOS alone, and only runs by hand.
$(TOOLS)/atheris: setup
	@test -d $@ || $(PIP) install --target $@ "atheris==3.0.0"

sbom: $(TOOLS)/.installed ## write a software bill of materials (CycloneDX) to sbom.json
	$(TOOLS)/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o sbom.json

audit: $(TOOLS)/.installed ## look up known weaknesses of what the service is made of
	$(TOOLS)/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip --strict

# Apart from what the service and its tests need: they have some forty packages of their own.
$(TOOLS)/.installed: setup
	@test -f $@ || { $(BIN)/python -m venv $(TOOLS) && \
	  $(TOOLS)/bin/python -m pip --disable-pip-version-check --quiet --no-input install \
	    "cyclonedx-bom==7.5.0" "pip-audit==2.10.1" && touch $@; }

benchmarks: setup ## measure; a few minutes, with nothing else running
	$(BIN)/python benchmarks/parser.py
	$(BIN)/python benchmarks/http_stack.py
	$(BIN)/python benchmarks/slack_acks.py
	$(BIN)/python benchmarks/webhook_intake.py
	$(BIN)/python benchmarks/startup.py

clean: ## remove what was made, the demo's data too
	rm -rf $(VENV) $(TOOLS) sbom.json data .mypy_cache .ruff_cache .pytest_cache .hypothesis .schemathesis

setup: $(VENV)/.installed ## make .venv and install what is locked

# A half-made environment has no mark and is begun again; so is one whose interpreter is gone.
$(VENV)/.installed: requirements-dev.lock pyproject.toml
	@$(FIND_PYTHON); \
	if ! $(BIN)/python -c '' 2>/dev/null; then \
	  echo "Making $(VENV) with $$python ..."; \
	  rm -rf $(VENV) && "$$python" -m venv $(VENV) || { \
	    echo "Python's venv module is missing: on Debian and Ubuntu, install python3-venv." >&2; exit 1; }; \
	fi
	@echo "Installing the locked packages ..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@$(PIP) install --no-deps --no-index --no-build-isolation --editable .
	@touch $@

define FIND_PYTHON
python=""; \
for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python="$$candidate"; break; fi; \
done; \
if [ -z "$$python" ]; then echo "Python 3.11 or newer is needed: set PYTHON to one, as in make run PYTHON=/path/to/python3.12." >&2; exit 1; fi
endef
