//! What must not compile, and what the compiler says: `tests/ui/<mistake>.rs` and its `.stderr`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

#[test]
fn mistakes() {
    trybuild::TestCases::new().compile_fail("*.rs");
}

/// The names of the files in `tests/ui` that end so.
fn names(extension: &str) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(".").expect("the folder of the mistakes");
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| path.with_extension(""))
        .collect()
}

#[test]
fn every_mistake_has_its_message() {
    assert_eq!(names("rs"), names("stderr"));
}
