#!/usr/bin/env bash
# Removes what was built; what was installed (.tools, node_modules) and ./data stay.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
rm -rf target end2end/test-results end2end/playwright-report
