#!/usr/bin/env bash
# Gets everything that is missing, and nothing that is there: setup.sh run|check|test
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
scope="${1:-run}"

"$here/setup-rust.sh" "$scope"
# Only now: the step before may have decided on another toolchain.
. "$here/lib.sh"
cd "$root"

node_wanted=18
# Playwright needs a newer one than the build does.
if [ "$scope" = test ]; then node_wanted=20; fi
if ! have node || ! have npm; then die "Node $node_wanted or newer with npm is needed to build the web files; please install it first."; fi
node_version="$(node --version)"
version_at_least "${node_version#v}" "$node_wanted" ||
  die "Node $node_wanted or newer is needed, this is $node_version; please install a newer one first."

if ! find_wasm_bindgen >/dev/null; then
  version="$(wasm_bindgen_version)"
  say "Installing wasm-bindgen $version (about 2 minutes on two cores, once) ..."
  # Without --locked: its lock file may name a crate version that a mirror of the registry does not have yet.
  env -u CARGO_TARGET_DIR cargo install wasm-bindgen-cli --version "$version" --root "$tools" --force --quiet
fi

# npm_packages FOLDER WHAT_FOR [PACKAGE...]: the packages named last may run their install scripts, all others may not.
npm_packages() {
  local folder="$1" stamp="$1/node_modules/.complete"
  # Written last, so that a broken-off installation counts as none.
  if [ "$stamp" -nt "$folder/package-lock.json" ]; then return; fi
  say "Installing the npm packages of $folder: $2 (about 15 seconds) ..."
  (
    cd "$folder"
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    if [ $# -gt 2 ]; then npm rebuild "${@:3}" --loglevel=error; fi
  )
  touch "$stamp"
}

# The script of lightningcss-cli only puts the program for this kind of machine into place.
npm_packages frontend "wasm-opt and Lightning CSS" lightningcss-cli

if [ "$scope" = run ]; then exit; fi

if ! find_cargo_deny >/dev/null; then
  say "Installing cargo-deny 0.20.2 (about 6 minutes on two cores, once) ..."
  # It runs for a second a day, so it is compiled for a fast compilation.
  env -u CARGO_TARGET_DIR CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo install cargo-deny --version 0.20.2 --root "$tools" --quiet
fi

if [ "$scope" = check ]; then exit; fi

npm_packages end2end "Playwright and axe"

packages=()
if ! find_chromium >/dev/null; then packages+=(chromium); fi
if ! find_postgres >/dev/null; then packages+=(postgresql); fi
# It makes the certificate of the mail server in the journeys.
if ! have openssl; then packages+=(openssl); fi
if [ "$(id -u)" = 0 ] && ! have setpriv; then packages+=(util-linux); fi
if [ ${#packages[@]} -gt 0 ]; then apt_install "about 2 minutes" "${packages[@]}"; fi

# Without a font with all letters the screenshots show boxes; the tests themselves do not mind.
if [ -z "$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.local/share/fonts" -name 'NotoSans-Regular.*' -print -quit 2>/dev/null)" ]; then
  if can_apt; then
    apt_install "about 20 seconds" fonts-noto-core
  else
    say "Note: the package fonts-noto-core is not installed, so screenshots will look different."
  fi
fi
