# make demo      sets up and renders the example municipality to out/
# make test      sets up and passes the tests that take minutes at most
# make test-all  passes every test, and runs the notebooks again
# make bench     sets up the peers in an environment of their own and prints the ratios
# make coverage  prints which lines and branches no test runs
# make mutants   changes the rules one thing at a time and prints what no test notices
# make versions  passes the core of the tests on the lowest and on the newest packages
# make docs      builds the documentation in out/docs; a link that leads nowhere is an error
# make spell     spells the Danish texts
# make release   makes wheel, sdist, the zip that starts without a terminal and the example's pages
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PYTEST := $(BIN)/pytest -n 2 --dist loadscope --no-loadscope-reorder
NEWEST ?= $(shell for minor in 15 14 13 12; do python3.$$minor -c "" 2>/dev/null && echo python3.$$minor && exit; done; echo $(PYTHON))
TESTERS := pytest pytest-xdist hypothesis
CORE := tests/test_golden_cases.py $(addprefix tests/,rules figures models/test_cohort.py models/test_inflow.py tables/test_files.py tables/test_parquet.py tables/test_reading.py)

# Tests start `fsm` hundreds of times: what is compiled once is kept, whatever the machine says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test quick test-all versions style bench coverage mutants notebooks data docs screenshots spell release lock clean

demo: $(READY)
	@$(BIN)/fsm demo

test: $(READY)
	@$(MAKE) --no-print-directory -j 2 style quick

quick: $(READY)
	$(PYTEST) -m "not slow"

test-all: style
	$(PYTEST)
	JUPYTER_DEFAULT_PROVISIONER_NAME=fsm-warm $(BIN)/pytest -n 2 --dist loadscope --nbval notebooks

versions:
	$(PYTHON) -m venv --clear .venv-lowest
	sed -n 's/^    "\([^"]*\)>=\([^"]*\)",.*/\1==\2/p' pyproject.toml > .venv-lowest/lowest.txt
	.venv-lowest/bin/python -m pip install --quiet . $(TESTERS) -c .venv-lowest/lowest.txt
	.venv-lowest/bin/python -m pytest -n 2 -m "not slow" $(CORE)
	$(NEWEST) -m venv --clear .venv-newest
	.venv-newest/bin/python -m pip install --quiet . $(TESTERS)
	.venv-newest/bin/python -m pytest -n 2 -m "not slow" $(CORE)

style: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv-bench/.ready
	.venv-bench/bin/python -m benchmarks
	.venv-bench/bin/python -m benchmarks.backtest

coverage: $(READY)
	$(BIN)/coverage run -m pytest -n 2 --dist loadscope --no-loadscope-reorder
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

mutants: .venv-bench/.ready
	.venv-bench/bin/python -m benchmarks.mutation

data: $(READY)
	$(BIN)/python -c "from fsmlib.tables.dictionary import data_dictionary; print(data_dictionary(), end='')" > data/README.md
	$(BIN)/python -m tools.registrations
	$(BIN)/python -m tools.proposals
	$(BIN)/python -m tools.comparison

docs: $(READY)
	@$(BIN)/python -m sphinx -E -q -W --keep-going -d out/.docs docs out/docs
	@echo "Begin with out/docs/index.html"

screenshots: demo
	$(BIN)/python -m tools.screenshots out

spell: $(READY)
	@$(BIN)/python -m tools.spell

release: demo
	@rm -rf out/release
	$(BIN)/python -m tools.release out out/release

notebooks: $(READY)
	$(BIN)/python -m nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False notebooks/*.ipynb

lock:
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url --group dev pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url -c requirements.lock pyproject.toml benchmarks/requirements.in --group dev -o benchmarks/requirements.lock

clean:
	rm -rf .venv .venv-* out

# An environment from a lock file: with uv where it is installed, else with venv and pip.
$(READY): requirements.lock pyproject.toml
.venv-bench/.ready: benchmarks/requirements.lock pyproject.toml
$(READY) .venv-bench/.ready:
	@echo "Setting up $(@D) ..."
	@rm -rf $(@D)
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --python $(PYTHON) --seed $(@D) && \
	  uv pip install --quiet --python $(@D)/bin/python --require-hashes -r $< && \
	  uv pip install --quiet --python $(@D)/bin/python --no-deps --no-build-isolation --editable . ; \
	else \
	  $(PYTHON) -m venv $(@D) && \
	  $(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< && \
	  $(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . ; \
	fi
	@touch $@
