// shrink-wasm.mjs FILE: replaces the module by what wasm-opt makes of it, if that is less to download.
// Always the wasm-opt of our own npm packages: distributions ship versions that break the module without a word.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const file = process.argv[2];
const optimised = `${file}.optimised`;
const wasmOpt = fileURLToPath(new URL('../frontend/node_modules/.bin/wasm-opt', import.meta.url));

execFileSync(wasmOpt, ['-Oz', file, '-o', optimised], { stdio: 'inherit' });

// Brotli is what nearly every browser is sent, so its size decides, not the raw one.
const size = (path) => brotliCompressSync(readFileSync(path)).length;
const [before, after] = [size(file), size(optimised)];
console.log(`WebAssembly in brotli: ${before} bytes as compiled, ${after} bytes optimised.`);
if (after < before) {
  renameSync(optimised, file);
} else {
  rmSync(optimised);
}
