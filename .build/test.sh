#!/usr/bin/env bash
# Everything there is to test, cheapest first, and what the tests need.
set -euo pipefail
"$(dirname "${BASH_SOURCE[0]}")/setup.sh" test
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

phase "Formatting" .build/check.sh fmt
phase "Web files, dev (about 2 minutes the first time)" .build/site.sh dev
phase "Rust tests on SQLite and PostgreSQL (about 6 minutes the first time)" .build/rust-tests.sh
phase "Lints (about 3 minutes the first time)" .build/check.sh lint
phase "Dependencies" .build/check.sh deny
phase "Release binary (about 10 minutes the first time)" .build/build.sh
# Once more, because on a fresh machine only the dev module was there when the tests ran.
phase "What the release web files hold" .build/rust-tests.sh --test portal boundary

printf '\n== All but the browser: %s s\n\n== Journeys in the browser\n' "$SECONDS"
# Last, and without a line of ours after it: what Playwright says about its tests is the end.
exec .build/e2e.sh
