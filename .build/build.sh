#!/usr/bin/env bash
# The one binary that goes into production, web files included.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
.build/site.sh release
say "Compiling the portal, release (about 8 minutes the first time) ..."
cargo build --release -p server --bin obhut
# The clock that tests turn must never be in anybody's hands.
if grep -q obhut-testkit-canary target/release/obhut; then
  die "The release binary contains the test kit."
fi
# Nor what fills a database with made-up people.
if grep -q obhut-bench-canary target/release/obhut; then
  die "The release binary contains the benchmarks."
fi
say "The portal is one file: target/release/obhut ($(du -h target/release/obhut | cut -f 1))"
