# The commands of this project. Each sets up what it needs first (scripts/setup); `make help` lists them.
PORT ?= 8080
FUZZ_SECONDS ?= 600
WASM := scripts/wasm
TARGET := --target wasm32-unknown-unknown
export CARGO_TERM_PROGRESS_WHEN ?= never

.DEFAULT_GOAL := help
.PHONY: help serve serve-spot dist test check fuzz screenshots bench size clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: dist ## Build the app and serve it with the demo on http://127.0.0.1:8080 (PORT=... for another port)
	cargo run --locked -p spot-server -- --no-graphql --static dist --port $(PORT)

serve-spot: dist ## The same on a GraphQL server that answers as Spot's does, filled with Spot's own sample
	cargo run --locked -p spot-server -- --static dist --port $(PORT)

dist: ## Build dist/: static files for any folder of any web server
	scripts/setup build
	$(WASM) trunk build

check: ## Format, lints as errors, native tests of the app's crate
	scripts/setup check
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	@# Debian's compiler, which stands in where rustup's lacks the target, comes without clippy.
	if $(WASM) cargo clippy --version >/dev/null 2>&1; then \
	  $(WASM) cargo clippy --locked $(TARGET) --lib --bins --test 'browser*' -- -D warnings; \
	else echo "check: no clippy for wasm32 on this machine, left out"; fi
	cargo test --locked -p flow-threat-investigation

test: dist ## Every test: native, in the browser, end to end
	scripts/setup test
	cargo test --locked --workspace --exclude e2e
	$(WASM) cargo test --locked $(TARGET) --test 'browser*'
	cargo test --locked -p e2e

fuzz: ## Look for answers and flow logs that are misread (FUZZ_SECONDS=... for longer than ten minutes)
	scripts/setup fuzz
	scripts/fuzz $(FUZZ_SECONDS)

screenshots: dist ## Take the pictures of the README again
	scripts/setup test
	cargo run --locked -p e2e --bin screenshots

bench: dist ## Measure engine and page in Chromium, beside plain JavaScript and DuckDB; figures in target/bench.json
	scripts/setup test
	scripts/bench-page
	cargo run --locked --release -p bench

size: ## Size of every file in dist/, as it is and in brotli
	@scripts/size

clean: ## Remove what was built
	cargo clean
	rm -rf dist
