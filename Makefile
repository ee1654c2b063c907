# Baton: the commands. `make help` lists them.
PYTHON ?= $(or $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done),python3)
LAUNCH = @command -v $(PYTHON) >/dev/null || { echo "Baton needs Python 3.11 or newer and there is no $(PYTHON) here."; exit 1; }; \
	exec $(PYTHON) -m launch

.DEFAULT_GOAL := help
.PHONY: help setup run demo-crm reset test screenshots walks bench fuzz check fix seed messages compile catalogues manage

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## set up what is missing: virtual environment, packages, browser assets, catalogues
	$(LAUNCH) setup

run: ## start everything at http://127.0.0.1:8000 (PORT=… for another port); Ctrl-C stops it
	$(LAUNCH) run

demo-crm: ## hand a book over between a simulated Zoho CRM and Fxiaoke, then serve it at http://127.0.0.1:8010 (END=1 ends instead)
	$(LAUNCH) demo-crm $(if $(END),--end)

reset: ## delete the embedded database, the broker's data, files and mail
	$(LAUNCH) reset

test: ## run the checks, then every test (T="tests/launch -x" for some)
	$(LAUNCH) test $(T)

screenshots: ## look at every page in both languages at 1280 and 390 pixels, pictures into var/screenshots/
	$(LAUNCH) screenshots

walks: ## walk every walk-through in both languages, widths and firms, write docs/usability.md
	$(LAUNCH) walks

bench: ## measure against the floors, write docs/benchmarks.md (B=moves for some; with N=1000,10000 or ROUNDS=1 a trial)
	$(LAUNCH) bench $(if $(B),--only $(B)) $(if $(N),--sizes $(N)) $(if $(ROUNDS),--rounds $(ROUNDS))

fuzz: ## ask each operation of the API 200 things its description allows and forbids, probe its limits, and put hostile things into every form (E=1000 for more, O=deals/,tasks/ for some)
	$(LAUNCH) fuzz $(if $(E),--examples $(E)) $(if $(O),--operations $(O))

check: ## run ruff, types, import contracts, migrations, catalogues, templates, deployment check
	$(LAUNCH) check

fix: ## let ruff fix and format what it can
	$(LAUNCH) fix

seed: ## fill the demo firm into the development database
	$(LAUNCH) manage seed_demo

manage: ## run a Django command (DO="api_token hr@baton.example")
	$(LAUNCH) manage $(DO)

messages: ## extract every message and bring the catalogues up to date
	$(LAUNCH) messages

compile: ## compile the catalogues
	$(LAUNCH) setup

catalogues: ## say which messages are missing, untranslated or fuzzy
	$(LAUNCH) catalogues
