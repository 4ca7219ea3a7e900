# Every command a person needs. `make` alone lists them.
#
# PYTHON_VERSION is used everywhere: for the environments here, the functions and the worker's
# image. It defaults to this machine's version, or to one that uv downloads if that is not supported.
PYTHON_VERSION ?= $(shell python3 -c 'import sys; v = sys.version_info[:2]; print("%d.%d" % (v if (3, 11) <= v <= (3, 13) else (3, 13)))')
STAGE ?= dev

VENVS := .stills/venvs
BIN := .venv/bin
UV := $(shell command -v uv || echo $(VENVS)/uv/bin/uv)

# An environment is ready if its stamp is newer than the files that define it.
DEV := .venv/.ready-$(PYTHON_VERSION)
SAM := $(VENVS)/sam/.ready-$(PYTHON_VERSION)
EMULATOR := $(VENVS)/emulator/.ready-$(PYTHON_VERSION)
BENCH := $(VENVS)/bench/.ready-$(PYTHON_VERSION)
TORCHCODEC := $(VENVS)/torchcodec/.ready-$(PYTHON_VERSION)
LOAD := $(VENVS)/load/.ready-$(PYTHON_VERSION)
AUDIT := $(VENVS)/audit/.ready-$(PYTHON_VERSION)
CHECKOV := $(VENVS)/checkov/.ready-$(PYTHON_VERSION)
CLOUD := $(DEV) $(SAM) $(EMULATOR)

# This machine's Node.js builds the page, if npm is there and Vite takes its version, or PyPI's.
NODE_FITS := const [a, b] = process.versions.node.split("."); process.exit(a > 22 || (a == 22 && b >= 12) || (a == 20 && b >= 19) ? 0 : 1)
NODE := $(shell command -v npm > /dev/null && node -e '$(NODE_FITS)' 2> /dev/null || echo $(VENVS)/node/.ready-$(PYTHON_VERSION))
NODE_BIN := $(if $(NODE),$(abspath $(VENVS)/node/bin):)
PACKAGES := web/node_modules/.package-lock.json
PAGE := web/dist/index.html
NPM_LOG := .stills/logs/npm.log

export PYTHON_VERSION STAGE CONFIRM QUEUE VIDEO

.DELETE_ON_ERROR: # an environment that is installed in part is not ready

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(CLOUD) try-page ## Extract images from a test clip with the whole system; VIDEO=path OUT=path to choose files
	@$(BIN)/python -m local demo --video "$$VIDEO" --out "$$OUT"

.PHONY: run
run: $(CLOUD) try-page ## Run the whole system on this machine until Ctrl-C
	@$(BIN)/python -m local run

.PHONY: page
page: $(PAGE) ## Build the page of web/ in web/dist

.PHONY: try-page
try-page: # what can do without the page says so itself; an old page is worse than none
	@$(MAKE) --silent page || rm -rf web/dist

.PHONY: image
image: $(CLOUD) ## Build the worker's image without Docker (on Linux, as root), and show its size
	@$(BIN)/python -m local image

.PHONY: install
install: $(DEV) ## Install the library and its command, .venv/bin/stills

.PHONY: test
test: $(CLOUD) try-page ## Run all tests and measure coverage; ARGS="tests/unit -k zip" to run some, without coverage
	@$(if $(ARGS),true,[ ! -e $(PAGE) ] || $(call npm,test) || { tail -n 40 $(NPM_LOG); exit 1; })
	$(BIN)/python -m pytest $(or $(ARGS),--cov)

.PHONY: bench
bench: $(DEV) $(BENCH) ## Compare speed and memory with FFmpeg 9 and others; ARGS=--quick to be brief, ARGS=hdr, duplicates, scenes or cold for one of these
	-@$(if $(ARGS),:,$(MAKE) --silent $(TORCHCODEC)) # the benchmark says so if it does not install
	@SVT_LOG=1 $(BIN)/python -m bench $(ARGS)

.PHONY: fuzz
fuzz: $(DEV) ## Extract from 2,000 damaged videos; N=500 to change their number
	FUZZ=$(or $(N),2000) $(BIN)/python -m pytest tests/integration/stills/test_fuzz.py --timeout 3600

.PHONY: chaos
chaos: $(DEV) ## Run the services under 10,000 random faults; N=500 to change their number, SEED=7 to replay one
	@$(BIN)/python -m tests.chaos --schedules $(or $(N),10000) $(if $(SEED),--seed $(SEED))

.PHONY: load
load: $(CLOUD) $(LOAD) ## Measure the system with 20 users, beside a busy user, and with 10,000 videos; ARGS="--users 5" for fewer
	@$(BIN)/python -m load $(ARGS)

.PHONY: kills
kills: $(CLOUD) ## Kill 10 workers and the local cloud 3 times while they work; N=20 to kill more
	KILLS=$(or $(N),10) $(BIN)/python -m pytest tests/e2e/test_kills.py --timeout 3600

.PHONY: fuzz-api
fuzz-api: $(DEV) ## Send 1,000 generated requests to each route of the API; N=100 to change their number
	FUZZ_API=$(or $(N),1000) $(BIN)/python -m pytest tests/integration/api/test_fuzz.py --timeout 36000

.PHONY: audit
audit: $(AUDIT) $(CHECKOV) $(NODE) ## Look for known vulnerabilities, insecure code or infrastructure, and secrets; list what is deployed in out/sbom
	@PATH="$(NODE_BIN)$$PATH" $(VENVS)/audit/bin/python .ci/audit.py

.PHONY: lint
lint: $(DEV) $(SAM) $(PACKAGES) ## Check style, types and the template
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/cfn-lint template.yaml --regions us-east-1 eu-central-1 il-central-1
	SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 $(VENVS)/sam/bin/sam validate --lint --template-file template.yaml
	@$(call npm,run check) || { tail -n 40 $(NPM_LOG); exit 1; }

.PHONY: format
format: $(DEV) $(PACKAGES) ## Format the code and fix what can be fixed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@$(call npm,run format)

.PHONY: deploy
deploy: $(DEV) $(SAM) try-page ## Deploy to AWS; STAGE=name PARAMETERS="Name=value ..." to set parameters of template.yaml
	$(BIN)/python -m deploy up "$$STAGE" $(PARAMETERS)

.PHONY: destroy
destroy: $(DEV) $(SAM) ## Delete a deployment from AWS with all its data; STAGE=name, CONFIRM=name for scripts
	@$(BIN)/python -m deploy down "$$STAGE" --confirm "$$CONFIRM"

.PHONY: status
status: $(DEV) ## Show queues, failures and alarms of a deployment; STAGE=name, local for that of this machine
	@$(BIN)/python -m operate status "$$STAGE"

.PHONY: logs
logs: $(DEV) ## Show what all functions logged about a video; STAGE=name VIDEO=id
	@$(BIN)/python -m operate logs "$$STAGE" "$$VIDEO"

.PHONY: redrive
redrive: $(DEV) ## Try what is in a dead-letter queue again; STAGE=name QUEUE=jobs, results, uploads or email
	@$(BIN)/python -m operate redrive "$$STAGE" "$$QUEUE"

.PHONY: smoke
smoke: $(DEV) ## Try a deployment as a client does; STAGE=name
	@$(BIN)/python -m operate smoke "$$STAGE"

.PHONY: lock
lock: $(UV) ## Pin the requirements; ARGS=--upgrade to take the newest versions
	UV=$(abspath $(UV)) requirements/lock $(ARGS)

.PHONY: schema
schema: $(DEV) $(PACKAGES) ## Generate docs/manifest.schema.json, the tables of docs/states.md and the page's types
	$(BIN)/python -c 'import json, msgspec; from stills.manifest import Manifest; print(json.dumps(msgspec.json.schema(Manifest), indent=2))' > docs/manifest.schema.json
	$(BIN)/python -m tests.states
	$(BIN)/python -m tests.openapi .stills/openapi.json
	@$(call npm,run schema)

.PHONY: clean
clean: ## Delete the environments, the build files and the data of the local cloud
	rm -rf web/dist web/node_modules .venv .stills .aws-sam .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage build *.egg-info

$(DEV): requirements/dev.txt pyproject.toml $(UV)
	$(call environment,.venv,dev)
	@$(UV) pip install --quiet --no-deps --no-build-isolation --python .venv/bin/python --editable .  # bin/stills

$(SAM): requirements/sam.txt $(UV)
	$(call environment,$(VENVS)/sam,sam)

$(EMULATOR): requirements/emulator.txt $(UV)
	$(call environment,$(VENVS)/emulator,emulator)

$(BENCH): requirements/bench.txt $(UV)
	$(call environment,$(VENVS)/bench,bench)

$(TORCHCODEC): requirements/torchcodec.txt $(UV)
	$(call environment,$(VENVS)/torchcodec,torchcodec)

$(LOAD): requirements/load.txt $(UV)
	$(call environment,$(VENVS)/load,load)

$(AUDIT): requirements/audit.txt $(UV)
	$(call environment,$(VENVS)/audit,audit)

$(CHECKOV): requirements/checkov.txt $(UV)
	$(call environment,$(VENVS)/checkov,checkov)

$(VENVS)/node/.ready-$(PYTHON_VERSION): requirements/node.txt $(UV)
	$(call environment,$(VENVS)/node,node)

$(PACKAGES): web/package.json web/package-lock.json web/.npmrc $(NODE)
	@echo "Installing the packages of the page"
	@$(call npm,ci) || { echo "Could not build the page. The first time, this needs the npm registry: is there a network?"; exit 1; }
	@touch $@

$(PAGE): $(PACKAGES) $(shell find web \( -path web/node_modules -o -path web/dist \) -prune -o -type f -print)
	@echo "Building the page"
	@rm -rf web/dist # an old page is worse than none
	@$(call npm,run build) || { cat $(NPM_LOG); echo "Could not build the page"; exit 1; }

# $(call npm,arguments)
define npm
	{ mkdir -p $(dir $(NPM_LOG)) && PATH="$(NODE_BIN)$$PATH" npm --prefix web $(1) > $(NPM_LOG) 2>&1 \
	|| { echo "npm $(1) failed, see $(NPM_LOG)"; false; }; }
endef

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
