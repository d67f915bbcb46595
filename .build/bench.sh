#!/usr/bin/env bash
# Figures of the release build: bench.sh [arguments of `obhut bench`]
# The PostgreSQL beside it syncs like a real one, and is used with `--db postgres` only.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
.build/site.sh release
say "Compiling the portal with its benchmarks, release (about 10 minutes the first time) ..."
cargo build --release -p server --features bench --bin obhut
# Apart from the one that is handed out, which `make build` puts into this place again.
cp target/release/obhut target/obhut-bench
PG_FSYNC=on exec .build/with-postgres.sh target/obhut-bench bench "$@"
