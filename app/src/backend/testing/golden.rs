//! Golden files: a generated text compared with the one in `tests/golden/`.

use std::{fs, path::Path};

/// Compares a text with a golden file; with `UPDATE_GOLDEN=1` it writes the file instead.
///
/// # Panics
/// When they differ: the test fails and shows both.
pub fn assert_matches(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().expect("a parent")).expect("folder");
        fs::write(&path, actual).expect("golden file");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == actual,
        "{name} has changed; if that is meant, run the test with UPDATE_GOLDEN=1\n--- expected\n{expected}\n--- actual\n{actual}"
    );
}
