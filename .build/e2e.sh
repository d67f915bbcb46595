#!/usr/bin/env bash
# The journeys in a real browser against the release binary: e2e.sh [arguments of `playwright test`]
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root/end2end"
# Playwright runs TypeScript without looking at its types.
node_modules/.bin/tsc
PORTAL_BIN="$root/target/release/obhut" CHROMIUM="$(find_chromium)" exec node_modules/.bin/playwright test "$@"
