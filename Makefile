# Every target sets up what it needs by itself; see tools/setup.py.
.PHONY: help setup run test test-all lint bench lock messages

PYTHON = $$(sh tools/find-python)
SETUP = py=$(PYTHON) && "$$py" tools/setup.py

help:
	@echo "make run        serve the classroom on http://127.0.0.1:8000 with a demo course"
	@echo "make test       gates and tests          make lint       gates only"
	@echo "make test-all   those, other Pythons, and other people's software"
	@echo "make bench      side by side with other blocks"
	@echo "make setup      only set up .venv        make lock       renew the pinned versions"
	@echo "make messages   compile the translations"

setup:
	@$(SETUP)

run:
	@$(SETUP)
	@exec .venv/bin/python -m classroom

lint:
	@$(SETUP) --node
	@.venv/bin/python tools/check.py lint

test:
	@$(SETUP) --node --browser
	@.venv/bin/python tools/check.py test

test-all:
	@$(SETUP) --node --browser
	@.venv/bin/python tools/check.py all

bench:
	@$(SETUP)
	@.venv/bin/python -m bench

lock:
	@$(SETUP)
	@.venv/bin/python tools/lock.py

messages:
	@$(SETUP)
	@.venv/bin/python tools/messages.py compile
