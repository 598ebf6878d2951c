# Every command of the project. `make` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
MAKEFLAGS += --no-builtin-rules --no-print-directory

BIN := .venv/bin
LAUNCHER := $(BIN)/python -m deploy.local
# Written by the bootstrap when all is installed: a warm start costs one look at three dates.
INSTALLED := .venv/installed

.PHONY: help setup broker font demo up down status logs reset test faults mutants check fmt lock contracts migrate dead redrive bench

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(INSTALLED) broker font ## Install what is needed (everything below does so by itself)

$(INSTALLED): requirements/bootstrap.txt requirements/dev.txt deploy/bootstrap.sh
	@deploy/bootstrap.sh environment

broker:
	@deploy/bootstrap.sh broker

font:
	@deploy/bootstrap.sh font

# Run it

demo: setup ## Play a community's festival day on a fresh system (ONCE=1 stops it afterwards, KEEP=1 keeps what is there)
	@$(LAUNCHER) demo $(if $(ONCE),--once) $(if $(KEEP),--keep)

up: setup ## Start everything in the background
	@$(LAUNCHER) up

down: $(INSTALLED) ## Stop everything
	@$(LAUNCHER) down

status: $(INSTALLED) ## Say what runs
	@$(LAUNCHER) status

logs: $(INSTALLED) ## Show a process's log: make logs s=points
	@$(LAUNCHER) logs $(s)

reset: $(INSTALLED) ## Stop everything and remove all state below var/
	@$(LAUNCHER) reset

migrate: $(INSTALLED) ## Bring the running system's databases up to date
	@$(LAUNCHER) exec chassis.migrations upgrade points donations merchants rural_link gateway

dead: $(INSTALLED) ## List a service's dead letters: make dead s=points
	@$(LAUNCHER) exec chassis.dead list --service $(or $(s),points)

redrive: $(INSTALLED) ## Return dead letters to their queue: make redrive s=points by=... second=... reason="..."
	@$(LAUNCHER) exec chassis.dead redrive --service $(or $(s),points) --by "$(by)" --second "$(second)" --reason "$(reason)"

# Prove it

# In the order in which a mistake shows soonest. Several at a time, each set of processes with a broker and a cluster of its own; those that
# break something wait more than they compute. Not the festival: it holds the hub to a tenth of a second, which a busy machine would use up.
# The two longest files of the faults begin first, so that nothing waits for them at the end.
QUICK_TIERS := $(addprefix tests/,unit contract database) -n 2
FESTIVAL := tests/integration/festival
FAULT_TIER := $(addprefix tests/faults/,crashes storm .) -n 4 --dist loadfile --no-loadscope-reorder
WIRE_TIER := $(FAULT_TIER) tests/integration --ignore $(FESTIVAL)

test: setup check ## Check, then every tier of tests, on a broker and databases of their own
	$(BIN)/pytest $(QUICK_TIERS)
	$(BIN)/pytest $(FESTIVAL)
	$(BIN)/pytest $(WIRE_TIER)

bench: setup ## Measure side by side with peers, and write benchmarks/REPORT.md (ONLY=http,ledger: a part; QUICK=1: a try, writes nothing)
	@benchmarks/bootstrap.sh
	@$(BIN)/python -W ignore -m benchmarks $(if $(ONLY),--only $(ONLY)) $(if $(QUICK),--quick)

faults: setup ## The long proof: every fault many times, then a storm of deaths (SEED=1 AWARDS=10000 KILLS=50)
	@mkdir -p var; failed=0; \
	FAULTS=long PATIENCE_SECONDS=240 $(BIN)/pytest $(FAULT_TIER) --junitxml=var/faults.xml || failed=1; \
	FAULTS=long $(BIN)/python -W ignore -m tests.faults.storm --page docs/reports/faults.md --tests var/faults.xml \
		$(if $(SEED),--seed $(SEED)) $(if $(AWARDS),--awards $(AWARDS)) $(if $(KILLS),--kills $(KILLS)) || failed=1; \
	exit $$failed

mutants: setup ## Make ten mistakes on purpose, one by one: the tests must see each
	@$(BIN)/python -W ignore -m tests.mutants --page docs/reports/mutants.md

check: $(INSTALLED) ## Format, lint, types, architecture, published shapes: in seconds
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -W ignore -m contracts.publish --check
	$(BIN)/python -W ignore -m deploy.refusals --check
	$(BIN)/python -W ignore -m gateway.openapi --check

fmt: $(INSTALLED) ## Format, and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

contracts: $(INSTALLED) ## Write the published shapes of events and requests anew
	$(BIN)/python -W ignore -m contracts.publish
	$(BIN)/python -W ignore -m deploy.refusals
	$(BIN)/python -W ignore -m gateway.openapi

lock: $(INSTALLED) ## Choose package versions anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 \
		pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 \
		pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 \
		benchmarks/peers/requirements.in -o benchmarks/peers/requirements.txt
	@echo uv | $(BIN)/uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 \
		--no-annotate -c requirements/dev.txt - -o requirements/bootstrap.txt
