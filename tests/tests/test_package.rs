//! The published packages: all of `src`, no tests, and one version of syn.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TEXTS: [&str; 7] = [
    ".cargo_vcs_info.json",
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
];

fn files(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.insert(path);
        }
    }
}

#[test]
fn packages_contain_only_sources() {
    for package in ["ocpi-status", "ocpi-status-derive"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(package);
        let output = Command::new(env!("CARGO"))
            .args(["package", "--list", "--allow-dirty", "--package", package])
            .current_dir(&folder)
            .output()
            .expect("cargo");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let list = String::from_utf8(output.stdout).expect("a list");
        let packaged: BTreeSet<_> = list
            .lines()
            .filter(|name| !TEXTS.contains(name))
            .map(|name| folder.join(name))
            .collect();

        let mut expected = BTreeSet::new();
        files(&folder.join("src"), &mut expected);
        if package == "ocpi-status" {
            files(&folder.join("examples"), &mut expected);
        }
        assert_eq!(packaged, expected, "{package}");
    }
}

/// A second version of syn adds seconds to a build. actix-web and axum bring their own.
#[test]
fn depends_on_one_version_of_syn() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package=ocpi-status", "--edges=normal,build", "--prefix=none"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("a tree");
    let versions: BTreeSet<_> =
        tree.lines().filter_map(|line| line.strip_prefix("syn v")?.split(' ').next()).collect();
    assert_eq!(versions.len(), 1, "{versions:?}");
}
