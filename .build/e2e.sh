#!/usr/bin/env bash
# The journeys in a real browser against the release binary: e2e.sh [arguments of `playwright test`]
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
say "Compiling the portal with a clock to turn (about 2 minutes the first time) ..."
cargo build "${rust_packages[@]}" --features server/testkit --bin obhut-testkit
cd end2end
# Playwright runs TypeScript without looking at its types.
node_modules/.bin/tsc
PORTAL_BIN="$root/target/release/obhut" TESTKIT_BIN="$root/target/debug/obhut-testkit" CHROMIUM="$(find_chromium)" exec node_modules/.bin/playwright test "$@"
