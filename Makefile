# Two commands for a newcomer: `make up` runs Plantão here, `make test` runs every test. `make help` lists the rest.
SHELL := /bin/sh
PYTHON ?= python3
export PYTHON
# Bytecode is kept whatever the shell says: without it each command compiles for a second before it does anything.
export PYTHONDONTWRITEBYTECODE :=

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: .venv/runtime.stamp .venv/messages.stamp ## run Plantão on this machine: database, web, worker, mail
	@exec .venv/bin/plantao up --with-parent

install: .venv/runtime.stamp .venv/messages.stamp ## for a server: install and compile here, start nothing (docs/operate/install.md)
	@.venv/bin/python -m compileall -q -j 0 .venv/lib plantao config >/dev/null && echo "installed: .venv/bin/plantao"

test: .venv/dev.stamp .venv/messages.stamp ## every check and every test
	@.venv/bin/python -m compileall -q plantao config >/dev/null && $(MAKE) --no-print-directory check && .venv/bin/python -m pytest -n auto --dist worksteal $(ARGS)

check: .venv/dev.stamp ## lint, types and the floor plan
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports --no-logo 2>&1 | tail -n 30 && .venv/bin/mypy

bench: .venv/dev.stamp .venv/messages.stamp ## measure: each figure beside its floor, into bench/results.md (ARGS=--quick for a shorter run, ARGS=--help for more)
	@.venv/bin/python -m bench $(ARGS)

format: .venv/dev.stamp ## write the code as the formatter wants it
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

messages: .venv/dev.stamp ## collect the sentences to translate into locale/*/LC_MESSAGES/django.po (needs gettext)
	@PLANTAO_SECRET_KEY=- DATABASE_URL=postgresql:///none .venv/bin/python manage.py makemessages \
		--locale pt_BR --locale es --no-location --no-wrap --no-obsolete --ignore .venv --ignore var --ignore tests

vendor: .venv/runtime.stamp ## fetch the parts of pages that are not ours, as requirements/vendor.toml says (needs npm)
	@.venv/bin/python requirements/vendor.py

permissions: .venv/dev.stamp ## write docs/permissions.md: who may do what, and open which page
	@PLANTAO_SECRET_KEY=- DATABASE_URL=postgresql:///none DJANGO_SETTINGS_MODULE=config.settings .venv/bin/python -m plantao.operate.permissions > docs/permissions.new \
		&& mv docs/permissions.new docs/permissions.md

lock: .venv/runtime.stamp ## compile requirements/*.in into the hashed lock files
	@for kind in runtime dev; do .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--quiet requirements/$$kind.in -o requirements/$$kind.lock; done

clean: ## throw away .venv and caches (the data under var/ stays)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info

.venv/messages.stamp: .venv/runtime.stamp $(wildcard locale/*/LC_MESSAGES/*.po)
	@.venv/bin/python -c "import pathlib, polib; [polib.pofile(str(po)).save_as_mofile(str(po.with_suffix('.mo'))) for po in pathlib.Path('locale').rglob('*.po')]"
	@: > $@

.venv/runtime.stamp: requirements/runtime.lock pyproject.toml setup.sh
	@sh setup.sh runtime

.venv/dev.stamp: requirements/runtime.lock requirements/dev.lock pyproject.toml setup.sh
	@sh setup.sh dev

.PHONY: help up install test check bench format messages vendor permissions lock clean
