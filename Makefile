# make run: the service on this machine, with demonstration data.  make test: everything that is checked.
# Variables: PORT, HOST, DEMO (run); CHROMIUM, POSTGRES_BIN (test); PYTHON; VENV (one that is named
# when calling `make run` is used as it is).

PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
export DEMO ?= 1
# What a person's own shell sets must not change what is installed or run.
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-annotate --no-header --no-emit-index-url

.PHONY: run test check fmt lock bench races clean venv needs-python needs-system
.DEFAULT_GOAL := run

run: $(if $(filter command,$(origin VENV)),,venv)
	@exec $(PY) -m app.devserver

test: needs-system
	@$(MAKE) --no-print-directory venv REQUIREMENTS=requirements-dev.txt
	@$(MAKE) --no-print-directory check
	$(PY) -m pytest -n 2 --dist worksteal

check:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-cache
	$(PY) -m djlint app/templates --lint --quiet

fmt:
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# Every race of the suite, many more times: make races ROUNDS=1000 SECONDS=250 (for each).
ROUNDS ?= 1000
SECONDS ?= 250
races:
	RACE_ROUNDS=$(ROUNDS) RACE_SECONDS=$(SECONDS) $(PY) -m pytest -s -n 0 -k postgresql tests/postgres

bench:
	$(PY) -m bench

lock:
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is installed again only when the lock differs from the copy kept inside it.
REQUIREMENTS ?= requirements.txt
venv: needs-python
	@$(PY) -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@cmp -s $(REQUIREMENTS) $(VENV)/installed-$(REQUIREMENTS) || { \
	    echo "Installing $(REQUIREMENTS) into $(VENV)…"; \
	    $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(REQUIREMENTS) && \
	    cp $(REQUIREMENTS) $(VENV)/installed-$(REQUIREMENTS); }

needs-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	 $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "Python 3.11 or newer with venv is needed. On Debian, run:"; \
	    echo "  sudo apt-get install make python3 python3-venv"; exit 1; }

needs-system:
	@sh .ci/system-packages
