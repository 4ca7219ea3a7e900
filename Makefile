# Every command a person needs. `make` alone lists them.
#
# PYTHON_VERSION is the runtime of everything: the environments here, the functions, the worker's
# image. By default it is this machine's, or one that uv fetches where that is not supported.
PYTHON_VERSION ?= $(shell python3 -c 'import sys; v = sys.version_info[:2]; print("%d.%d" % (v if (3, 11) <= v <= (3, 13) else (3, 13)))')
STAGE ?= dev

VENVS := .stills/venvs
BIN := .venv/bin
UV := $(shell command -v uv || echo $(VENVS)/uv/bin/uv)
SOURCES := stills contracts chalice_app email_fn worker deploy local bench

# An environment is ready when its stamp is newer than what it is made from.
DEV := .venv/.ready-$(PYTHON_VERSION)
SAM := $(VENVS)/sam/.ready-$(PYTHON_VERSION)
EMULATOR := $(VENVS)/emulator/.ready-$(PYTHON_VERSION)
CLOUD := $(DEV) $(SAM) $(EMULATOR)

export PYTHON_VERSION STAGE

.DELETE_ON_ERROR: # nothing is ready that was installed in part

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(CLOUD) ## Run the main job once; VIDEO=path takes your video, OUT=path says where the zip goes
	@$(BIN)/python -m local demo --video "$$VIDEO" --out "$$OUT"

.PHONY: run
run: $(CLOUD) ## Keep the whole system up on this machine until Ctrl-C
	@$(BIN)/python -m local run

.PHONY: install
install: $(DEV) ## Install .venv/bin/stills, the command that needs no cloud

.PHONY: test
test: $(CLOUD) ## Run all tests; ARGS="tests/unit -k zip" runs some
	$(BIN)/python -m pytest $(or $(ARGS),--cov)

.PHONY: bench
bench: $(DEV) ## Measure speed and memory beside ffmpeg and OpenCV; ARGS="--quick" for a short run, ARGS=hdr for tone mapping
	@SVT_LOG=1 $(BIN)/python -m bench $(ARGS)

.PHONY: fuzz
fuzz: $(DEV) ## Extract from 2,000 damaged videos; N=500 tries as many
	FUZZ=$(or $(N),2000) $(BIN)/python -m pytest tests/integration/stills/test_fuzz.py --timeout 3600

.PHONY: lint
lint: $(DEV) $(SAM) ## Check style, types and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(SOURCES) tests
	$(BIN)/cfn-lint template.yaml
	SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 $(VENVS)/sam/bin/sam validate --lint --template-file template.yaml

.PHONY: format
format: $(DEV) ## Bring the code into style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: deploy
deploy: $(DEV) $(SAM) ## Deploy to AWS; STAGE=dev names the deployment, PARAMETERS="Name=value ..." go to template.yaml
	$(BIN)/python -m deploy up "$$STAGE" $(PARAMETERS)

.PHONY: destroy
destroy: $(DEV) $(SAM) ## Remove a deployment from AWS with all that it holds; STAGE=dev
	$(BIN)/python -m deploy down "$$STAGE"

.PHONY: lock
lock: $(UV) ## Pin all requirements anew
	UV=$(abspath $(UV)) requirements/lock

.PHONY: schema
schema: $(DEV) ## Write docs/manifest.schema.json anew
	$(BIN)/python -c 'import json, msgspec; from stills.manifest import Manifest; print(json.dumps(msgspec.json.schema(Manifest), indent=2))' > docs/manifest.schema.json

.PHONY: clean
clean: ## Remove the environments and what the local cloud holds
	rm -rf .venv .stills .aws-sam .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(DEV): requirements/dev.txt pyproject.toml $(UV)
	$(call environment,.venv,dev)
	@$(UV) pip install --quiet --no-deps --no-build-isolation --python .venv/bin/python --editable .  # bin/stills

$(SAM): requirements/sam.txt $(UV)
	$(call environment,$(VENVS)/sam,sam)

$(EMULATOR): requirements/emulator.txt $(UV)
	$(call environment,$(VENVS)/emulator,emulator)

# $(call environment,directory,requirements)
define environment
	@echo "Installing $(1) (Python $(PYTHON_VERSION))"
	@[ -x $(1)/bin/python$(PYTHON_VERSION) ] || { rm -rf $(1) && $(UV) venv --quiet --python $(PYTHON_VERSION) $(1); }
	@$(UV) pip sync --quiet --require-hashes --python $(1)/bin/python requirements/$(2).txt
	@rm -f $(1)/.ready-* && touch $@
endef

$(VENVS)/uv/bin/uv: requirements/uv.txt
	@echo "Installing uv"
	@rm -rf $(VENVS)/uv
	@{ python3 -m venv $(VENVS)/uv && $(VENVS)/uv/bin/python -m pip install --quiet --require-hashes -r requirements/uv.txt; } >/dev/null 2>&1 \
	|| { rm -rf $(VENVS)/uv; python3 -m pip install --quiet --require-hashes -r requirements/uv.txt --target $(VENVS)/uv; } \
	|| { echo "Could not install uv: python3 has neither venv nor pip. See https://docs.astral.sh/uv/ and try again."; exit 1; }
	@touch $@
