//! The WASM door: what the browser gets holds nothing of the server.

use app::backend::WASM_CANARY;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[test]
fn the_browsers_dependency_tree_names_no_server_library() {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--package",
            "frontend",
            "--target",
            "wasm32-unknown-unknown",
            "--edges",
            "normal",
            "--prefix",
            "none",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("text");
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"leptos") && names.contains(&"app"), "{tree}");
    for server_only in [
        "sqlx",
        "sqlx-core",
        "axum",
        "tokio",
        "hyper",
        "webauthn-rs",
        "aes-gcm",
        "hmac",
        "lettre",
        "tower-sessions",
    ] {
        assert!(!names.contains(&server_only), "{server_only} would reach the browser");
    }
}

/// Every Rust file below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_statement_is_built_at_run_time() {
    let mut files = Vec::new();
    for member in ["app/src", "server/src"] {
        sources(&root().join(member), &mut files);
    }
    assert!(files.len() > 50);
    let escape = concat!("AssertSql", "Safe");
    let with_escape: Vec<_> = files
        .iter()
        .filter(|path| fs::read_to_string(path).expect("text").contains(escape))
        .map(|path| path.strip_prefix(root()).expect("ours").display().to_string())
        .collect();
    // The lint sees the name where it is imported; this sees it anywhere.
    assert_eq!(with_escape, ["app/src/backend/testing/database.rs"]);
}

#[test]
fn the_built_modules_hold_neither_the_servers_canary_nor_sql() {
    let mut modules = 0;
    for site in ["dev", "release"] {
        let Ok(folders) = fs::read_dir(root().join("target/site").join(site).join("pkg")) else {
            continue;
        };
        for folder in folders {
            let module = fs::read(folder.expect("an entry").path().join("obhut.wasm")).expect("a module");
            assert!(module.starts_with(b"\0asm"));
            assert!(!contains(&module, WASM_CANARY), "{site}");
            assert!(!contains(&module, "SELECT "), "{site}");
            modules += 1;
        }
    }
    assert!(modules > 0, "no module was built; `make test` builds one");
    // The same search finds both in the server, so it could find them in a module.
    let server = fs::read(env!("CARGO_BIN_EXE_obhut")).expect("the server");
    assert!(contains(&server, WASM_CANARY) && contains(&server, "SELECT "));
}
