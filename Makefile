# One line per thing to do; how it is done stands in .build/.
.DEFAULT_GOAL := help
.PHONY: help setup site run demo test build proof bench check e2e clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

setup: ## install what building and testing need and is missing
	@.build/setup.sh test

site: ## build the web files of the dev profile
	@.build/setup.sh run
	@.build/site.sh dev

run: ## build and start the portal; ARGS="..." goes to `obhut serve`
	@.build/setup.sh run
	@.build/run.sh $(ARGS)

demo: ## build and start a made-up practice, its data in target/demo
	@.build/setup.sh run
	@OBHUT_DATA_DIR=target/demo .build/run.sh --demo $(ARGS)

test: ## run every check and every test, with all the set-up they need
	@.build/test.sh

build: ## build the release binary with the web files inside
	@.build/setup.sh run
	@.build/build.sh

proof: ## run the proofs at full size (hours)
	@.build/setup.sh test
	@.build/proof.sh

bench: ## measure the release build on this machine; ARGS="gate --patients 1000", ARGS=--help for more
	@.build/setup.sh test
	@.build/bench.sh $(ARGS)

check: ## formatting, lints, licences and sources of the dependencies
	@.build/setup.sh check
	@.build/check.sh

e2e: ## build the release binary and walk the journeys in a browser; ARGS="..." goes to Playwright
	@.build/setup.sh test
	@.build/build.sh
	@.build/e2e.sh $(ARGS)

clean: ## remove what was built; what was installed stays
	@.build/clean.sh
