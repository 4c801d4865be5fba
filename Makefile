# `make` lists the commands. Each sets up `.venv` first, and only if something changed.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && exit; done; echo python3)
VENV ?= .venv
export VENV
BIN := "$$VENV/bin"
NB ?=
SUBMISSIONS ?=
export SUBMISSIONS

# Python reads these before any line of ours; pip would install elsewhere. And each of
# many processes would compile what it imports anew.
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONINSPECT PYTHONIOENCODING \
	PYTHONOPTIMIZE PYTHONPATH PYTHONSTARTUP PYTHONWARNINGS PIP_PREFIX PIP_TARGET PIP_USER

.DEFAULT_GOAL := help
.PHONY: help setup run lab data test test-real test-handouts refresh lint lock clean \
	book serve handouts solutions grade slides site golden bundle test-bundle \
	test-nbgrader test-browser test-site screenshots soak bench

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' \
		| expand -t 24

setup:
	@command -v $(PYTHON) >/dev/null || { echo "setup: no Python here; install \
	Python 3.11 or later, from python.org or with your system's packages" >&2; exit 1; }
	@$(PYTHON) tools/setup_env.py

run: setup ## execute the whole series, and render it: build/book/index.html
	@$(BIN)/python tools/run.py $(NB)

lab: setup ## JupyterLab, on this machine only, with notebook 00
	@$(BIN)/python tools/lab.py $(LAB_FLAGS)

data: setup ## fetch and verify the real data (MNIST, movie reviews)
	@$(BIN)/python -m rmsprop_lib.datasets

# Each file on one of two processes, in the order of conftest.py.
PYTEST := $(BIN)/python -m pytest -q -n 2 --dist loadscope --no-loadscope-reorder \
	--nbval --nbval-current-env --nbval-cell-timeout 300 tests rmsprop_lib notebooks

test: setup ## all tests and strict nbval, on the embedded data, without network
	@$(PYTEST)

test-real: setup ## nbval and the accuracy checks, on the real data
	@$(PYTEST) --real-data -m "real_data or of_data"

test-handouts: setup ## execute every handout
	@$(BIN)/python -m pytest -q -n 2 -m all_handouts tests/test_handouts.py

refresh: setup ## execute on the real data and store the outputs (NB=07: that one only)
	@$(BIN)/python tools/refresh.py $(NB)

lint: setup ## ruff over code and notebooks
	@$(BIN)/python -m ruff check . && $(BIN)/python -m ruff format --check rmsprop_lib tests tools benchmarks

lock: setup ## choose the versions of requirements.lock anew
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/python -m uv pip compile pyproject.toml --group build --all-extras --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --no-strip-extras --upgrade -q -o requirements.lock

book: setup ## render the stored outputs: build/book/index.html
	@$(BIN)/python tools/book.py

serve: book ## show the book on http://127.0.0.1:8000
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory build/book 8000

handouts: setup ## notebooks without solutions, and a zip of them (FORMAT=nbgrader: a course)
	@$(BIN)/python tools/handouts.py $(if $(FORMAT),--format $(FORMAT))

solutions: setup ## the teacher's copies: build/solutions/
	@$(BIN)/python tools/handouts.py --solutions

grade: setup ## judge a class's notebooks (SUBMISSIONS=folder): build/grades/
	@$(BIN)/python tools/grade.py "$$SUBMISSIONS"

slides: setup ## a deck for each notebook: build/slides/
	@$(BIN)/python tools/slides.py

bundle: setup ## what a class without internet needs: build/bundle/
	@$(BIN)/python tools/bundle.py --for $(FOR)

LITE := build/lite-env
$(LITE)/ready: tools/lite-requirements.txt tools/lite-wheels.txt
	@$(PYTHON) -m venv $(LITE)
	@$(LITE)/bin/python -m pip install -q --disable-pip-version-check \
		--no-compile --require-hashes -r tools/lite-requirements.txt
	@$(LITE)/bin/python -m pip download -q --disable-pip-version-check --no-deps \
		--require-hashes -r tools/lite-wheels.txt -d $(LITE)/wheels
	@touch $@

site: setup $(LITE)/ready $(if $(filter build/pyodide,$(PYODIDE)),build/pyodide/ready) ## the handouts running in the browser: build/site/ (PYODIDE=folder)
	@$(BIN)/python tools/lite.py $(if $(PYODIDE),--pyodide "$(PYODIDE)")

test-bundle: bundle ## set up and run from build/bundle with no network at all
	@$(BIN)/python -m pytest -q -m bundle tests/test_bundle.py

NBGRADER := build/nbgrader-env
$(NBGRADER)/ready: tests/nbgrader/requirements.txt
	@$(PYTHON) -m venv $(NBGRADER)
	@$(NBGRADER)/bin/python -m pip install -q --disable-pip-version-check \
		--no-compile --require-hashes -r tests/nbgrader/requirements.txt
	@touch $@

test-nbgrader: setup $(NBGRADER)/ready ## an nbgrader course, from its source to the points
	@$(BIN)/python -m pytest -q -m nbgrader tests/test_course.py

BROWSER := build/browser-env
$(BROWSER)/ready: tests/browser/requirements.txt
	@$(PYTHON) -m venv $(BROWSER)
	@$(BROWSER)/bin/python -m pip install -q --disable-pip-version-check \
		--no-compile --require-hashes -r tests/browser/requirements.txt
	@touch $@

build/pyodide/ready: tests/pyodide/whole.py tests/pyodide/wheels.txt \
		tests/pyodide/package-lock.json tools/lite.py | setup
	@command -v npm >/dev/null || { echo "Install npm, which brings Python for the \
	browser" >&2; exit 1; }
	@$(BIN)/python tests/pyodide/whole.py
	@touch $@

test-browser: setup $(BROWSER)/ready $(LITE)/ready build/pyodide/ready ## JupyterLab, the site, the book and the decks in chromium
	@$(BROWSER)/bin/python -m pytest -q -c tests/browser/pytest.ini tests/browser

test-site: site $(BROWSER)/ready ## every handout of the site in chromium (PYODIDE=folder)
	@$(BROWSER)/bin/python tests/browser/run_site.py build/site $(NB)

screenshots: setup $(BROWSER)/ready ## the pictures of the README: docs/images/
	@$(BROWSER)/bin/python tests/browser/screenshots.py

soak: setup ## the long proofs of docs/trust.md, about an hour (SOAK=thirty: that one only)
	@$(BIN)/python tests/soak/run.py $(SOAK)

golden: ## record the frameworks' trajectories again, in an environment of its own
	@$(PYTHON) -m venv build/golden-env
	@build/golden-env/bin/pip install -q -r tests/golden/requirements.txt
	@build/golden-env/bin/python tests/golden/generate.py

# Two variables with which some machines choose a slower kernel for the products.
BENCH := env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE PYTHONPATH=. \
	build/bench-env/bin/python

bench: ## time everything beside PyTorch, JAX, scikit-learn: benchmarks/RESULTS.md
	@$(PYTHON) -m venv build/bench-env
	@build/bench-env/bin/pip install -q -r benchmarks/requirements.txt
	-@$(BENCH) -m rmsprop_lib.datasets
	@for part in epoch update growth rnn_step startup report; do \
		$(BENCH) benchmarks/$$part.py || exit 1; done

clean: ## remove what was built (not the environment, not the data)
	@rm -rf build .pytest_cache .ruff_cache
	@find . -name __pycache__ -not -path "./$$VENV/*" -prune -exec rm -rf {} +
