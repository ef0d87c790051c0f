# The two commands of the README are `make run` and `make test`.
PYTHON ?= python3
SAMPLE ?= 1
SURVEY_PORT ?= 8000
DASHBOARD_PORT ?= 8501
export SAMPLE SURVEY_PORT DASHBOARD_PORT

.PHONY: run test lint fmt bench

run:
	@$(PYTHON) deploy/start.py

test:
	@$(PYTHON) deploy/check.py

lint:
	@.venv/bin/python -m ruff check . && .venv/bin/lint-imports --no-cache && .venv/bin/python -m mypy

fmt:
	@.venv/bin/python -m ruff format . && .venv/bin/python -m ruff check --fix .

bench:
	@.venv/bin/python -m tests.bench
