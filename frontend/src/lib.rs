//! The module the browser loads: wakes the islands up, and nothing else.

// Without this mention the linker would drop the islands.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page, after the module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
