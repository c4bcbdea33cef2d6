//! Code that must not compile, and the message of the compiler: `tests/ui/<mistake>.rs` and its `.stderr`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

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

/// A line of `cargo check --message-format=json`.
#[derive(Deserialize)]
struct Line {
    message: Option<Diagnostic>,
    target: Option<Target>,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Editors read JSON, in which nobody leaves out a repeated diagnostic, as cargo does for a person.
#[test]
fn json_has_one_diagnostic_for_each_that_is_printed() {
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diagnostics");
    let package = fs::canonicalize(".").expect("the folder of the mistakes");
    let workspace = package.join("../..");
    let mut manifest = fs::read_to_string("Cargo.toml").expect("this package");
    let dependencies = manifest.find("[dependencies]").expect("dependencies");
    manifest = manifest.split_off(dependencies);
    let lints = manifest.find("[lints]").expect("lints");
    manifest.truncate(lints);
    let path = format!("path = \"{}/ocpi-status\"", workspace.display());
    manifest = manifest.replace("path = \"../../ocpi-status\"", &path);
    manifest = manifest.replace("[dev-dependencies]\n", "");
    manifest.push_str("[workspace]\n[package]\nname = \"diagnostics\"\nedition = \"2024\"\n");
    for name in names("rs") {
        let name = name.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
        let path = package.join(name).with_extension("rs");
        // A `String` takes everything.
        let _ = write!(manifest, "[[bin]]\nname = \"{name}\"\npath = \"{}\"\n", path.display());
    }
    fs::create_dir_all(&project).expect("a folder");
    fs::write(project.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(workspace.join("Cargo.lock"), project.join("Cargo.lock")).expect("the lock file");

    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--keep-going", "--message-format=json"])
        .current_dir(&project)
        .env("CARGO_TARGET_DIR", project.join("target"))
        .output()
        .expect("cargo runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let line: Line = serde_json::from_str(line).expect("a line of JSON");
        if let (Some(diagnostic), Some(target)) = (line.message, line.target)
            && matches!(&*diagnostic.level, "error" | "warning")
            && !diagnostic.spans.is_empty()
        {
            *found.entry(target.name).or_default() += 1;
        }
    }
    let expected: BTreeMap<_, _> = names("stderr")
        .into_iter()
        .map(|path| {
            let printed = fs::read_to_string(path.with_extension("stderr")).expect("a message");
            let is_diagnostic =
                |line: &&str| line.starts_with("error") || line.starts_with("warning");
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
            (name.to_owned(), printed.lines().filter(is_diagnostic).count())
        })
        .collect();
    assert_eq!(found, expected, "{stderr}");
}
