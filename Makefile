# CareerCenter. `make help` lists what can be made.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PORT ?= 5000
PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app app
export PORT

.PHONY: docs help run test sure setup setup-test seed reindex worker bench bench-postgres lint lock migration audit messages bench-relevance bench-search bench-slow bench-mail bench-writes bench-import bench-pages bench-documents

help: ## list these
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: setup ## install, migrate, load the demonstration on the first start, then serve the board and run the worker
	@$(FLASK) serve

test: setup-test ## install what tests need and run everything
	@$(BIN)/python -m tests.everything

sure: setup-test ## quick checks while working
	@$(BIN)/python -m tests.everything --quick

setup: .venv/.installed ## make .venv and install the pinned requirements

.venv/.installed: requirements.txt
	@bash .ci/venv $(PYTHON)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

setup-test: .venv/.installed-test ## install what tests need, Debian's packages too when root

.venv/.installed-test: requirements-dev.txt requirements.txt
	@bash .ci/venv $(PYTHON)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/.installed

seed: setup ## load the demonstration content into an empty board
	@$(FLASK) db upgrade
	@$(FLASK) seed

reindex: setup ## build the search index anew and swap it in
	@$(FLASK) search reindex

worker: setup ## run the worker alone
	@$(FLASK) worker

bench: bench-pages ## the same as bench-pages

bench-documents: setup-test ## measure what reading résumés costs: make bench-documents N=100
	@$(BIN)/python -m bench.documents $(N)

bench-pages: setup-test ## measure every kind of page as a multiple of the help page: make bench-pages N=100000
	@$(BIN)/python -m bench.pages $(N)

bench-postgres: setup-test ## measure the search on PostgreSQL beside the plain way: make bench-postgres N=100000
	@$(BIN)/python -m bench.postgres $(or $(N),10000)

bench-relevance: setup-test ## measure how well typed words are understood and answered, over the judged queries
	@$(BIN)/python -m bench.relevance

bench-search: setup-test .venv/.installed-bench ## measure the search beside tantivy and FTS5: make bench-search N=10000
	@$(BIN)/python -m bench.search $(N)

.venv/.installed-bench: bench/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	@touch $@

bench-slow: setup-test ## measure what hundreds of slow connections cost the others: make bench-slow N=700
	@$(BIN)/python -m bench.slow $(or $(N),200)

bench-writes: setup-test ## measure how long writing takes while jobs are imported: make bench-writes N=1000
	@$(BIN)/python -m bench.writes $(N)

bench-import: setup-test ## measure how many rows a processor second are imported: make bench-import N=1000
	@$(BIN)/python -m bench.importing $(or $(N),1000)

bench-mail: setup-test ## measure how many e-mails a processor second are sent: make bench-mail N=2000
	@$(BIN)/python -m bench.mail $(N)

lint: setup-test ## ruff, mypy, templates, import contracts
	@$(BIN)/python -m tests.everything --lint

docs: setup-test ## print the pages of docs/ that come from the code
	@$(FLASK) docs
	@WRITE_DOCS=1 $(BIN)/python -m pytest -q tests/guards/test_permissions.py::test_the_table_is_current tests/guards/test_security_checks.py::test_the_page_is_current

messages: setup-test ## gather the words marked for translation into careercenter/translations/messages.pot
	@$(BIN)/pybabel -q extract -F pyproject.toml -k _l -k _n:1,2 -k _p:1c,2 --no-location --sort-output --omit-header -o careercenter/translations/messages.pot .

migration: setup-test ## make a migration from the models: make migration M="what it does"
	@$(FLASK) db migrate -m "$(M)"

lock: setup-test ## compile requirements.in and requirements-dev.in into the pinned files
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile -q --emit-find-links requirements.in -o requirements.txt --no-header
	@$(BIN)/uv pip compile -q --emit-find-links requirements-dev.in -c requirements.txt -o requirements-dev.txt --no-header

audit: setup-test ## ask the advisory service about the pinned requirements (needs the network)
	@$(BIN)/python -m pip install --quiet pip-audit
	@$(BIN)/pip-audit --strict -r requirements.txt
