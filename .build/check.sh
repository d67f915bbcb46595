#!/usr/bin/env bash
# What can be judged without running anything: check.sh [fmt|lint|deny]... (all three without arguments)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

fmt() { cargo fmt --all -- --check; }

lint() {
  # With everything that only some builds have; features of the server alone leave the other crates as they are.
  cargo clippy "${rust_packages[@]}" --features server/bench,server/testkit --all-targets -- -D warnings
  # The browser's half separately: in one build the features of both worlds would mix.
  cargo clippy -p frontend --target wasm32-unknown-unknown -- -D warnings
}

deny() { "$(find_cargo_deny)" check bans licenses sources; }

if [ $# -gt 0 ]; then
  for what in "$@"; do "$what"; done
  exit
fi

phase "Formatting" fmt
# The server embeds the web files, so even looking at its code needs them.
phase "Web files, dev" .build/site.sh dev
phase "Lints (about 3 minutes the first time)" lint
phase "Dependencies" deny
