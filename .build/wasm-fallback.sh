#!/usr/bin/env bash
# Where rustup's WASM target cannot be had: Debian's Rust for building browsers, which lacks the target's standard library.
# That library is built once from Debian's own sources into a sysroot of our own; nothing under /usr is touched but by apt.
# Called by setup-rust.sh with the Rust version wanted.
PLAIN_TOOLCHAIN=yes
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
wanted="$1"
target=wasm32-unknown-unknown

missing=()
for package in rustc-web cargo-web rust-web-src libstd-rust-web-dev lld-19; do
  if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then missing+=("$package"); fi
done
if [ ${#missing[@]} -gt 0 ]; then
  say "The Rust target $target cannot be had from rustup here, so Debian's Rust is used for everything."
  apt_install "about 1 minute, once" "${missing[@]}"
fi

# A folder of links, because the directory that holds these programs holds much else that must not come first on PATH.
bin="$tools/distribution-rust/bin"
mkdir -p "$bin"
for program in cargo cargo-clippy cargo-fmt clippy-driver rustc rustdoc rustfmt; do
  ln -sfn "/usr/bin/$program" "$bin/$program"
done
PATH="$bin:$PATH"
export RUSTC=/usr/bin/rustc
unset RUSTUP_TOOLCHAIN

version="$($RUSTC --version | cut -d ' ' -f 2)"
version_at_least "$version" "$wanted" ||
  die "Rust $wanted or newer is needed, the distribution's is $version; please install rustup and its target $target."

host="$($RUSTC -vV | sed -n 's/^host: //p')"
sysroot="$tools/distribution-rust/$version"
if ! compgen -G "$sysroot/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null; then
  say "Building the Rust standard library for $target (about 1 minute, once) ..."
  work="$(mktemp -d)"
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/src" "$work/sysroot/lib/rustlib/$target/lib"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n[lib]\ncrate-type = ["cdylib"]\n' >"$work/Cargo.toml"
  : >"$work/src/lib.rs"
  # RUSTC_BOOTSTRAP opens -Zbuild-std on a stable compiler; without embedded bitcode a release build with LTO does not link.
  (cd "$work" && CARGO_TARGET_DIR="$work/target" CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19 \
    RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes \
    cargo build --quiet --release --target "$target" -Zbuild-std=std,panic_abort)
  cp "$work/target/$target/release/deps/"lib*.rlib "$work/sysroot/lib/rustlib/$target/lib/"
  # Procedural macros are built for this machine and loaded through the same sysroot.
  ln -s "$($RUSTC --print sysroot)/lib/rustlib/$host" "$work/sysroot/lib/rustlib/$host"
  rm -rf "$sysroot"
  mv -T "$work/sysroot" "$sysroot"
fi

# CARGO_HOME's programs go to the end: cargo would otherwise look there first, and find those of another toolchain.
cat >"$distribution_env" <<ENV
export PATH="$bin:\$PATH:\${CARGO_HOME:-\$HOME/.cargo}/bin"
export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--sysroot=$sysroot"
unset RUSTUP_TOOLCHAIN
ENV
