//! What the documents say of the project and of each other is so.

use std::fs;
use std::path::Path;

#[test]
fn every_test_that_is_named_is_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let security = fs::read_to_string(folder.join("../SECURITY.md")).expect("SECURITY.md");
    let mut count = 0;
    for name in security.split('`').skip(1).step_by(2) {
        let Some((file, test)) =
            name.split_once("::").filter(|(file, _)| file.starts_with("test_"))
        else {
            continue;
        };
        let source = fs::read_to_string(folder.join(format!("tests/{file}.rs"))).expect(file);
        assert!(source.contains(&format!("fn {test}(")), "{name}");
        count += 1;
    }
    assert!(count > 10, "only {count} tests are named");
}

#[test]
fn the_attributes_are_explained_in_the_same_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(folder.join(path)).expect(path);
    let attributes = read("../ocpi-status-derive/src/attributes.md");
    assert!(attributes.starts_with("| where | key |"), "{attributes}");
    assert!(read("../README.md").contains(&attributes), "the table in README.md differs");
}
