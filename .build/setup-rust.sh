#!/usr/bin/env bash
# Rust in the version the workspace asks for, its WASM target, and for check|test its linter and formatter.
PLAIN_TOOLCHAIN=yes
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
scope="${1:-run}"

wanted="$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)"
if ! have rustc || ! have cargo || ! version="$(rustc --version 2>/dev/null)"; then
  die "Rust $wanted or newer with cargo is needed; please install it first, for example with rustup."
fi
version="$(cut -d ' ' -f 2 <<<"$version")"
version_at_least "$version" "$wanted" ||
  die "Rust $wanted or newer is needed, this is $version; please install a newer one first, for example with 'rustup update stable'."

target=wasm32-unknown-unknown
has_target() { compgen -G "$(rustc --print target-libdir --target "$target")/libstd-*.rlib" >/dev/null; }

# rustup may be installed and yet not be the one whose toolchain comes first on PATH.
by_rustup() {
  have rustup && [ "$(readlink -f "$(rustup which rustc 2>/dev/null)")" = "$(readlink -f "$(rustc --print sysroot)/bin/rustc")" ]
}

add_target() {
  by_rustup || return 1
  say "Adding the target $target to the Rust toolchain (about 20 seconds, once) ..."
  # A closed network may swallow the request instead of refusing it.
  timeout 300 rustup target add "$target" && has_target
}

if has_target; then
  # The ordinary way works (again), so what the fallback left must not lead anybody astray.
  rm -f "$distribution_env"
elif [ -f "$distribution_env" ] || ! add_target; then
  "$root/.build/wasm-fallback.sh" "$wanted"
fi

if [ "$scope" = run ]; then exit; fi

if [ -f "$distribution_env" ]; then
  # Looked for by path, because cargo would be content with those of another toolchain.
  if [ ! -x /usr/bin/cargo-clippy ] || [ ! -x /usr/bin/cargo-fmt ]; then
    apt_install "about 20 seconds, once" rust-web-clippy rustfmt-web
  fi
elif ! cargo clippy --version >/dev/null 2>&1 || ! cargo fmt --version >/dev/null 2>&1; then
  by_rustup || die "The linter clippy and the formatter rustfmt are needed; please install them for this Rust $version."
  say "Adding clippy and rustfmt to the Rust toolchain (about 20 seconds, once) ..."
  rustup component add clippy rustfmt
fi
