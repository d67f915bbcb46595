#!/usr/bin/env bash
# The journeys in a real browser against the release binary: e2e.sh [arguments of `playwright test`]
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root/end2end"
PORTAL_BIN="$root/target/release/obhut" CHROMIUM_BIN="$(find_chromium)" exec npx --no-install playwright test "$@"
