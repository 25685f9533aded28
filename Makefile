# Two commands set everything up: `make run` and `make test`. Nothing here needs root.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-stamp
DEV_STAMP := $(VENV)/.dev-stamp
SPARK_STAMP := $(VENV)/.spark-stamp
PORT ?= 8000
TESTS ?= tests
export LIANXI_DATA ?= $(CURDIR)/var
# Hundreds of short processes read the same modules: they are compiled once, not by each of them.
unexport PYTHONDONTWRITEBYTECODE
# The detectors take half a minute to compile: once for all processes of the tests, whatever data folder each has.
test test-pg test-browser test-walks test-matrix test-processes test-spark hardening compiled: \
  export NUMBA_CACHE_DIR ?= $(CURDIR)/$(VENV)/compiled

.PHONY: run demo test compiled test-all test-pg test-office test-browser test-walks test-matrix test-processes test-spark hardening check docs lock clean

$(RUN_STAMP): requirements/run.txt requirements/sqlite.txt pyproject.toml package-lock.json
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "需要 Python 3.11（含 venv）。可用 make run PYTHON=/路径/python3.11 指定。"; exit 1; }
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/sqlite.txt || \
	  echo "这台机器没有合适的修正版 SQLite 库，将改用较慢但不会丢失写入的日志模式（lianxi doctor 可看；或改用 PostgreSQL）。"
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m lianxi.web.assets
	@touch $@

$(DEV_STAMP): requirements/dev.txt $(RUN_STAMP)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(SPARK_STAMP): requirements/spark.txt $(DEV_STAMP)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/spark.txt
	@touch $@

run: $(RUN_STAMP)  ## set up, found the shipped conference on first start, serve on 127.0.0.1:8000
	@$(BIN)/lianxi serve --port $(PORT)

demo: $(RUN_STAMP)  ## a throw-away conference half a year into its work, one sign-in link per seat
	@$(BIN)/lianxi serve --demo --port $(PORT)

test: $(DEV_STAMP)  ## the test suite on SQLite
	@$(BIN)/python -m pytest $(TESTS) -n 2

compiled: $(DEV_STAMP)  ## the detectors compiled for the tests, on one core while another does something else
	@$(BIN)/python -m pytest tests/surveillance/test_places.py tests/surveillance/test_rises.py -m long

test-pg: $(DEV_STAMP)  ## the same tests and the concurrency tests on a temporary PostgreSQL
	@$(BIN)/python tests/postgres.py

test-office: $(DEV_STAMP)  ## the papers' DOCX as LibreOffice prints it, measured and compared with the PDF
	@$(BIN)/python -m pytest tests/papers -m office

test-browser: $(DEV_STAMP)  ## the procedure in a real Chromium, screenshots in out/
	@$(BIN)/python -m pytest tests/browser -m browser

test-walks: $(DEV_STAMP)  ## walks of the new rooms that were not yet seen to pass from end to end; no part of test-all
	@$(BIN)/python -m pytest tests/browser -m walk

test-matrix: $(DEV_STAMP)  ## every seat at every door in every state, against the recorded answers, on both databases; pages told as acts answer
	@$(BIN)/python -m pytest tests/matrix/test_guards.py tests/matrix/test_tables.py tests/ledger/test_steps.py tests/cli/test_commands.py tests/web/test_odd_filters.py tests/web/test_fuzzed_forms.py -m matrix -n 2
	@$(BIN)/python tests/postgres.py tests/matrix/test_full_matrix.py -m matrix & other=$$!; \
	  $(BIN)/python -m pytest tests/matrix/test_full_matrix.py -m matrix; own=$$?; wait $$other && [ $$own = 0 ]

test-processes: $(DEV_STAMP)  ## several processes on one SQLite file, killed and cut off ones, whole installations, backups
	@$(BIN)/python -m pytest tests/race tests/power tests/journal/test_backup.py tests/surveillance/test_cut_intake.py \
	  tests/inspections/test_cut_merging.py tests/cli/test_serving.py tests/config/test_sqlite.py -m 'processes and not matrix'

test-spark: $(SPARK_STAMP)  ## surveillance on a Spark cluster of two workers on this machine (needs a Java runtime)
	@$(BIN)/python -m pytest tests/detectors -m spark

PART ?= kills
N ?= 0
# On PostgreSQL: the same parts in a temporary cluster, `make hardening PART=kills ON=postgres`.
ON ?= sqlite
hardening: $(DEV_STAMP)  ## PART=kills|fuzz|restore|clients|servers|forms, N=how many (full figures by default), ON=sqlite|postgres
	@$(BIN)/python tests/hardening/run.py $(PART) --n $(N) $(if $(filter postgres,$(ON)),--cluster)

test-all: test test-pg test-matrix $(SPARK_STAMP)  ## everything that CI runs
	@# These wait for a browser, for LibreOffice, for a cluster and for servers more than they reckon: two at a time.
	@$(MAKE) --no-print-directory -j 2 test-browser test-office test-spark test-processes hardening PART=kills N=5

check: $(DEV_STAMP)  ## style, templates, types, layers, migrations
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . \
	  && $(BIN)/djhtml --check --tabwidth 2 --extra-block text,endtext src/lianxi/web && $(BIN)/mypy && $(BIN)/lint-imports \
	  && $(BIN)/lianxi check

docs: $(DEV_STAMP)  ## generated pages of docs/
	@$(BIN)/lianxi docs

lock: $(DEV_STAMP)  ## pin requirements/*.in anew, with hashes and without hosts
	@cd requirements && for f in run sqlite spark dev; do \
	  ../$(BIN)/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --no-emit-trusted-host --no-emit-options --no-header --allow-unsafe --output-file $$f.txt $$f.in; done

clean:
	rm -rf $(VENV) build dist src/*.egg-info
