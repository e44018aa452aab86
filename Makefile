# Diptych. `make help` lists the commands.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
NOTEBOOKS := $(sort $(wildcard notebooks/[0-9]*.ipynb))
export PYTHONHASHSEED := 0
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help report test lab notebooks lint examples lock clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Diptych needs Python 3.11 or later, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

report: $(READY) ## execute the notebooks and export the HTML site to reports/ [ARTICLES=folder: prove the tables, quote]
ifdef ARTICLES
	$(BIN)/diptych check --study data/articles --articles "$(ARTICLES)"
	$(BIN)/diptych report --articles "$(ARTICLES)"
else
	$(BIN)/diptych report
endif

test: $(READY) ## unit tests, doctests, data contracts, and nbval over all numbered notebooks
	$(BIN)/python -m pytest -q -n 2
	cd notebooks && ../$(BIN)/python -m pytest -q -n 2 --dist loadfile -p no:cacheprovider -p analysis.site.kernels --nbval --rootdir=.. -c ../pyproject.toml -W ignore $(notdir $(NOTEBOOKS))

lab: $(READY) ## open JupyterLab on notebooks/explore.ipynb
	$(BIN)/jupyter lab notebooks/explore.ipynb

notebooks: $(READY) ## execute all numbered notebooks in fresh kernels and save their outputs (the golden files)
	$(BIN)/python -m analysis.site.golden $(NOTEBOOKS)

lint: $(READY) ## ruff and mypy
	$(BIN)/ruff check analysis tests bench
	$(BIN)/ruff format --check analysis tests bench
	$(BIN)/mypy

TEXTS ?= ../shared/corpora/official
official: $(READY) ## rebuild data/official from the releases and news items [TEXTS=folder]
	$(BIN)/diptych build "$(TEXTS)" --study data/official --out data/official --form parquet
	$(BIN)/python -m analysis.series data/official
	$(BIN)/python -m analysis.datapackage data

EXAMPLES := $(patsubst %/study.toml,%,$(wildcard examples/*/study.toml))
examples: $(READY) ## rebuild the tables of the example studies from their texts
	for study in $(EXAMPLES); do $(BIN)/diptych build $$study || exit 1; done

lock: ## write requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra dev \
		--custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean: ## remove what can be made again
	rm -rf .venv reports

.PHONY: datapackage counts front moved
SINCE ?= HEAD~1
moved: $(READY) ## say which published numbers moved since a commit [SINCE=HEAD~1]
	before=$$(mktemp -d) && git archive $(SINCE) notebooks | tar -x -C "$$before" && \
		{ $(BIN)/diptych diff "$$before/notebooks" notebooks || test $$? -eq 1; }

front: report ## photograph the report's front page for the README (needs Chromium)
	$(BIN)/python -m analysis.site.printing reports/index.html docs/front.png

datapackage: $(READY) ## refresh data/datapackage.json and the tables in data/README.md
	$(BIN)/python -m analysis.datapackage data

counts: $(READY) ## count every pattern of the codebook in the corpora [SHARED=folder of the corpora]
	$(BIN)/python -m analysis.patterns data/codebook "$(or $(SHARED),../shared)"
