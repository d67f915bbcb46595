#!/usr/bin/env bash
# Every Rust test on both databases: rust-tests.sh [arguments of `cargo test`]
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
exec .build/with-postgres.sh cargo test "${rust_packages[@]}" "$@"
