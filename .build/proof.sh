#!/usr/bin/env bash
# The proofs at full size, with a PostgreSQL that syncs like a real one; the results belong into docs/PROOFS.md.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
.build/site.sh dev
export PROOF_SIZE=full PG_FSYNC=on
phase "Rust tests at full size" .build/rust-tests.sh
phase "Release binary" .build/build.sh
phase "Journeys in the browser" .build/e2e.sh
