# Every target does all it needs on a fresh machine with Python 3.11 to 3.13: `make app` and `make test` are enough.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# Tests run side by side, on four cores at most.
PYTEST := $(BIN)/python -m pytest -q -n logical --maxprocesses 4
READY  := $(VENV)/.ready

.PHONY: setup app test slow browser lint bench clean
.DEFAULT_GOAL := setup

setup: $(READY)

app: $(READY)
	$(BIN)/python app.py

test: $(READY)
	$(PYTEST) -m "not slow and not browser"

slow: $(READY)
	$(PYTEST) -m "slow and not browser" || [ $$? -eq 5 ]

browser: $(READY)
	$(BIN)/python -m pytest -q -m browser

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

bench: $(READY)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .venv312 .pytest_cache .ruff_cache .hypothesis

# Set up once, and again when the list of dependencies changes.
$(READY): pyproject.toml
	@tools/make_venv $(PYTHON) $(VENV)
	@echo "Installing (a few minutes the first time) ..."
	@$(BIN)/python -m pip install -qq --editable ".[app,study,dev]"
	@echo "Compiling the model, once ..."
	@$(BIN)/surge warm
	@touch $@
