#!/usr/bin/env bash
# Builds the web files the server embeds: site.sh dev|release -> target/site/<mode>/
# Everything a page loads stands in pkg/<hash>/, named after its content so that it can be cached for ever; public/ is copied beside it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

mode="${1:-}"
case "$mode" in
  dev) profile=dev folder=debug ;;
  release) profile=wasm-release folder=wasm-release ;;
  *) die "Which web files? Say 'site.sh dev' or 'site.sh release'." ;;
esac
site="target/site/$mode"
stamp="target/site/$mode.inputs"
npm_bin="frontend/node_modules/.bin"
bindgen="$(find_wasm_bindgen)" || die "wasm-bindgen $(wasm_bindgen_version) is not installed; 'make setup' installs it."

say "Compiling the islands to WebAssembly, $mode (about 2 minutes the first time, then seconds) ..."
cargo build -p frontend --lib --target wasm32-unknown-unknown --profile "$profile"
module="target/wasm32-unknown-unknown/$folder/frontend.wasm"

# What goes in decides whether there is anything to do at all.
inputs="$({
  find style public .build/site.sh .build/*.mjs frontend/package-lock.json "$module" -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum
  "$bindgen" --version
} | sha256sum)"
if [ -d "$site/pkg" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$inputs" ]; then
  echo "The web files in $site are up to date."
  exit
fi

say "Making the web files in $site ($([ "$mode" = dev ] && echo 'about 3 seconds' || echo 'about 10 seconds')) ..."
mkdir -p target/site
work="$(mktemp -d "target/site/.$mode.XXXXXX")"
trap 'rm -rf "$work"' EXIT
made="$work/made" new="$work/new"
mkdir -p "$made" "$new/pkg"

bindgen_flags=() css_flags=()
if [ "$mode" = release ]; then
  bindgen_flags=(--remove-name-section --remove-producers-section)
  css_flags=(--minify)
fi
"$bindgen" "$module" --target web --no-typescript --out-name obhut --out-dir "$made" ${bindgen_flags[@]+"${bindgen_flags[@]}"}
# Leptos asks for this name.
mv "$made/obhut_bg.wasm" "$made/obhut.wasm"
"$npm_bin/lightningcss" --bundle ${css_flags[@]+"${css_flags[@]}"} --targets defaults style/main.css --output-file "$made/obhut.css"
if [ "$mode" = release ]; then node .build/shrink-wasm.mjs "$made/obhut.wasm"; fi

hash="$(cat "$made/obhut.js" "$made/obhut.wasm" "$made/obhut.css" | sha256sum | cut -c 1-16)"
mv "$made" "$new/pkg/$hash"
cp -R public/. "$new/"
if [ "$mode" = release ]; then node .build/precompress.mjs "$new"; fi

# The server's build watches this folder, so a site that came out the same keeps its files and their times.
if diff -rq "$new" "$site" >/dev/null 2>&1; then
  echo "Nothing changed in $site."
else
  # A half-written site is never seen: the old one goes aside whole, the new one comes whole.
  if [ -d "$site" ]; then mv -T "$site" "$work/old"; fi
  mv -T "$new" "$site"
fi
printf '%s\n' "$inputs" >"$stamp"
