//! Tells the compiler which web files to embed: those of the same profile.

use std::{env, fs, path::PathBuf};

fn main() {
    let profile =
        if env::var("PROFILE").is_ok_and(|profile| profile == "release") { "release" } else { "dev" };
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("..");
    let site = root.join("target/site").join(profile);
    // Without web files the crate still compiles, for tests and lints; the server then refuses to start.
    fs::create_dir_all(&site).expect("target/site can be created");
    println!("cargo::rustc-env=OBHUT_SITE_DIR={}", site.display());
    println!("cargo::rerun-if-changed={}", site.display());
    println!("cargo::rerun-if-changed=build.rs");
}
