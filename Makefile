# Two commands for a newcomer: `make demo` and `make test`. Both work from a clean clone with
# Python 3.11 or newer and make. `make help` lists the others.

PYTHON ?= python3
UPGRADE ?=
SOURCE ?=
SECONDS ?= 60
LOCK := --universal --python-version 3.11 --generate-hashes --no-config \
	--custom-compile-command "make lock" $(UPGRADE) pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help demo test check format fuzz soak scale schedule bench chromium pictures texts wheel lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*  ## /\1: /p' Makefile

# .venv holds requirements-dev.lock and this tree; the stamp makes repeated calls quick.
.venv/.stamp: pyproject.toml requirements-dev.lock
	@$(PYTHON) -c "import sys; sys.version_info >= (3, 11) or sys.exit('gptreview needs Python 3.11 or newer, this is ' + sys.version.split()[0] + '; name another: make PYTHON=python3.12')"
	$(PYTHON) -m venv --clear .venv
	.venv/bin/pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	.venv/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# .venv-run holds requirements.lock and nothing else: what a wheel may count on.
.venv-run/.stamp: requirements.lock
	$(PYTHON) -m venv --clear .venv-run
	.venv-run/bin/pip install --quiet --no-deps --require-hashes -r requirements.lock
	@touch $@

# .venv-flows holds what the image holds: requirements-flows.lock, and this tree's wheel.
.venv-flows/.stamp: requirements-flows.lock .venv/.stamp
	$(PYTHON) -m venv --clear .venv-flows
	.venv-flows/bin/pip install --quiet --no-deps --require-hashes -r requirements-flows.lock
	@touch $@

demo: .venv/.stamp  ## migrate the sample plugin, check the result and review it
	rm -rf out/demo
	.venv/bin/gptreview migrate examples/trip-planner --output out/demo
	find out/demo -type f | sort
	find out/demo -name '*.openapi.yaml' -exec .venv/bin/gptreview check {} +
	.venv/bin/gptreview review out/demo/trip_planner -o out/demo/review.html

test: .venv/.stamp .venv-run/.stamp chromium  ## the whole suite, with branch coverage of at least 95 %
	.venv/bin/pytest --numprocesses auto --dist loadgroup --cov --cov-fail-under=95

check: .venv/.stamp  ## format, lint, types, import contracts, the README's help text
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest -q tests/test_readme.py

format: .venv/.stamp  ## rewrite the sources as `make check` wants them
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

soak: .venv/.stamp  ## the tests over all real documents, of which `make test` takes a part
	.venv/bin/pytest --numprocesses auto -m soak

scale: .venv/.stamp .venv-flows/.stamp  ## a real Prefect server and PostgreSQL, with workers that die
	rm -rf dist
	.venv/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	.venv-flows/bin/pip install --quiet --no-deps --no-index --force-reinstall dist/*.whl
	.venv/bin/pytest -m scale tests/scale

schedule: .venv/.stamp  ## review the registry every night on this machine: make schedule SOURCE=gpts.jsonl
	.venv/bin/python -m flows.deployments $(if $(SOURCE),--source $(SOURCE))

fuzz: .venv/.stamp  ## search for texts and files that break a review: make fuzz SECONDS=600
	GPTREVIEW_FUZZ_SECONDS=$(SECONDS) .venv/bin/pytest -m fuzz tests/fuzz

bench: .venv/.stamp  ## speed and yield on real plugins and GPTs, on this machine
	.venv/bin/python benchmarks/migrate.py
	.venv/bin/python benchmarks/review.py
	.venv/bin/python benchmarks/batch.py --listings 5000
	.venv/bin/gptreview bench ../shared/data

# Debian's, with glyphs for Chinese; where apt-get cannot, the tests in a browser say that they skip.
chromium:  ## install Chromium, which shows pages to tests and draws pictures, if apt-get can
	@command -v chromium >/dev/null || ! command -v apt-get >/dev/null || { \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes \
		--no-install-recommends chromium fonts-noto-cjk >/dev/null; } || \
		echo "Chromium could not be installed: the tests in a browser are skipped"

pictures: .venv/.stamp chromium  ## draw the README's terminal pictures, and photograph the pages
	.venv/bin/python docs/pictures/draw.py
	.venv/bin/python docs/pictures/pages.py

texts: .venv/.stamp  ## collect the pages' texts for translators
	.venv/bin/python docs/texts.py

wheel: .venv/.stamp .venv-run/.stamp  ## build dist/*.whl and install it beside requirements.lock alone
	rm -rf dist
	.venv/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	.venv-run/bin/pip install --quiet --no-deps --no-index --force-reinstall dist/*.whl
	.venv-run/bin/gptreview --version

# The compiler lives in a throw-away environment. Pins stay as they are unless UPGRADE says
# otherwise: `make lock UPGRADE=--upgrade`, or `UPGRADE="--upgrade-package rich"` for one of them.
lock:  ## compile requirements*.lock from pyproject.toml
	set -e; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(PYTHON) -m venv "$$tools"; \
	"$$tools/bin/pip" install --quiet uv==0.13.9; \
	"$$tools/bin/uv" pip compile --quiet $(LOCK) --output-file requirements.lock; \
	"$$tools/bin/uv" pip compile --quiet $(LOCK) --extra flows --extra postgres --extra web \
		--constraint requirements.lock --output-file requirements-flows.lock; \
	"$$tools/bin/uv" pip compile --quiet $(LOCK) --extra dev --extra ocr --extra ner-en \
		--extra zh --extra postgres --extra flows --extra web --constraint requirements-flows.lock \
		--output-file requirements-dev.lock

clean:  ## remove what the targets above made
	rm -rf .venv .venv-run .venv-flows dist out .coverage htmlcov .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis
