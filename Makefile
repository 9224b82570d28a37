# Every target sets up .venv by itself: with the extra `pipeline`, or with `dev` for those that test and lint.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
SEPARATOR := ;
else
BIN := .venv/bin
SEPARATOR := :
endif
READY := .venv/.installed
READY_DEV := .venv/.installed-dev
export PATH := $(CURDIR)/$(BIN)$(SEPARATOR)$(PATH)
export DVC_NO_ANALYTICS := 1

.PHONY: repro digits demo same-bytes readme structure reliability weights bench ruler test test-slow lint lock
.PHONY: release clean

repro: $(READY)  ## the whole pipeline, as params.yaml says; JOBS=1: one stage after another
	python -m synthdigits.commands.repro $(if $(JOBS),--jobs $(JOBS))

digits: $(READY)  ## the labelled digits of `conditional`, and of the pipeline what they need
	python -m synthdigits.commands.repro $(if $(JOBS),--jobs $(JOBS)) generate@conditional

demo: $(READY)  ## a first look: small, no network, nothing in the checkout changes
	python -m synthdigits.commands.demo

same-bytes: $(READY)  ## does this tree make what REV=main makes? RENAMES="old=new", KEEP=1
	python -m synthdigits.commands.same_bytes $(REV) $(RENAMES:%=--rename %) $(if $(KEEP),--keep)

readme: $(READY)  ## the tables of README.md and docs/results.md, from metrics/
	python -m synthdigits.commands.readme

structure: $(READY)  ## the drawing in docs/structure.md, from the import statements
	python -m synthdigits.commands.structure

reliability: $(READY_DEV)  ## docs/reliability.md, from the tests
	cd tests && python -m reliability.page

weights: $(READY)  ## the weights that ship, from a finished run: make weights FROM=RUN; then commit
	python -m synthdigits.commands.weights $(FROM)

bench: $(READY) .cache/bench/.installed  ## beside Keras and plain PyTorch; writes docs/performance.md
	python benchmarks/bench.py

test: $(READY_DEV)
	pytest -m "not slow"

test-slow: $(READY_DEV)  ## whole runs in copies of the project, and an installation of the wheel: some minutes
	pytest -m slow

ruler: $(READY)  ## train the network that measures sets anew: figures before and after don't compare
	python -m synthdigits.commands.ruler

lint: $(READY_DEV)
	ruff format --check src stages tests benchmarks
	ruff check src stages tests benchmarks
	mypy

lock: $(READY_DEV)  ## pins for what pyproject.toml has new; UPGRADE=1: renew them all
	uv pip compile --universal --python-version 3.11 --extra dev --no-header \
		--no-emit-index-url $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements.lock

release: $(READY)  ## VERSION=1.2.3: changelog, version, tags, wheel; pushes nothing
	python -m synthdigits.commands.release $(VERSION)

clean:  ## forget the environment and all that can be made again
	rm -rf .venv .cache .ckpt .demo

.cache/bench/.installed: benchmarks/requirements.txt
	$(PYTHON) -m venv .cache/bench
	.cache/bench/bin/python -m pip install --quiet -r benchmarks/requirements.txt
	touch $@

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	python -m pip install --quiet --constraint requirements.lock -e ".[pipeline]"
	touch $@

$(READY_DEV): $(READY)
	python -m pip install --quiet --constraint requirements.lock -e ".[dev]"
	touch $@
