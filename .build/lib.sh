# Sourced by every script of this folder, never run.
# It knows where things are and how to speak to the person at the terminal; it changes nothing by itself.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
tools="$root/.tools"

# The site is embedded from a fixed place, so the artefacts have to be in a fixed place too.
export CARGO_TARGET_DIR="$root/target"

# Written by wasm-fallback.sh, and only where the WASM target has to come from the distribution.
# From then on everything is built by that one toolchain: two of them would evict each other's artefacts.
distribution_env="$tools/distribution-rust.env"
if [ -z "${PLAIN_TOOLCHAIN:-}" ] && [ -f "$distribution_env" ]; then
  # shellcheck source=/dev/null
  . "$distribution_env"
fi

# What the Rust tests and the linter look at: this one line decides it for both.
rust_packages=(-p app -p server --features app/ssr,app/testing)

say() { printf '\n%s\n' "$*"; }
die() { printf '\n%s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# version_at_least HAVE WANTED
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# phase NAME COMMAND...: says what runs, and afterwards how long it took.
phase() {
  local name="$1" start="$SECONDS"
  shift
  printf '\n== %s\n' "$name"
  "$@"
  printf '== %s: %s s\n' "${name%% (*}" "$((SECONDS - start))"
}

# The command line tool has to match the crate exactly, so the lock file decides.
wasm_bindgen_version() {
  sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' "$root/Cargo.lock"
}

# Prints the path of a wasm-bindgen of exactly that version, wherever it comes from.
find_wasm_bindgen() {
  local wanted candidate
  wanted="wasm-bindgen $(wasm_bindgen_version)"
  for candidate in wasm-bindgen "$tools/bin/wasm-bindgen"; do
    have "$candidate" || continue
    [ "$("$candidate" --version 2>/dev/null)" = "$wanted" ] || continue
    command -v "$candidate"
    return
  done
  return 1
}

find_cargo_deny() {
  if have cargo-deny; then command -v cargo-deny; else [ -x "$tools/bin/cargo-deny" ] && echo "$tools/bin/cargo-deny"; fi
}

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && have "$name"; then command -v "$name"; return; fi
  done
  return 1
}

# Prints the folder that holds both initdb and postgres.
# Debian keeps them out of PATH, one folder for each version; the newest wins.
find_postgres() {
  local folder candidates=("${PG_BIN:-}")
  if have initdb; then candidates+=("$(dirname "$(command -v initdb)")"); fi
  if have pg_config; then candidates+=("$(pg_config --bindir)"); fi
  mapfile -t -O "${#candidates[@]}" candidates < <(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV)
  for folder in "${candidates[@]}"; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then echo "$folder"; return; fi
  done
  return 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_apt() {
  have apt-get && { [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }
}

# apt_install HOW_LONG PACKAGE...
# Never removes anything: a package that conflicts with an installed one is a decision for a person.
apt_install() {
  local how_long="$1" list="${*:2}"
  can_apt || die "Please install the packages $list first (there is no apt-get here that may be used without a password)."
  say "Installing the packages $list ($how_long) ..."
  if [ -z "${apt_updated:-}" ]; then
    as_root apt-get update -qq || true
    apt_updated=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends --no-remove "${@:2}" >/dev/null ||
    die "The packages $list could not be installed; please install them by hand and try again."
}
