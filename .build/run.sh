#!/usr/bin/env bash
# Builds the dev profile and becomes the portal: run.sh [arguments of `obhut serve`]
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
.build/site.sh dev
say "Compiling the portal, dev (about 4 minutes the first time, then seconds) ..."
cargo build -p server
exec target/debug/obhut serve "$@"
