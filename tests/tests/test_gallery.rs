//! The gallery of messages in the guide: `guide::messages` holds the compiler's message for each
//! file in `ui`.
//!
//! To bless: `GALLERY=overwrite cargo test -p tests --test test_gallery`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The chapters, each with the prefixes of its files.
const CHAPTERS: [(&str, &[&str]); 9] = [
    ("The status code", &["code"]),
    ("The HTTP status", &["http"]),
    ("The message", &["message"]),
    ("Errors inside errors", &["transparent", "source"]),
    ("Data", &["data"]),
    ("Headers", &["header"]),
    ("Versions, crates and frameworks", &["version", "crate", "web"]),
    ("The form of the attribute", &["attribute", "comma", "doc", "key", "semicolon"]),
    ("Other mistakes", &[""]),
];

#[test]
fn gallery_holds_every_message_of_the_ui_tests() {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let mut files: Vec<_> = fs::read_dir(ui)
        .expect("the folder of the UI tests")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "stderr"))
        .collect();
    files.sort();
    assert!(files.len() > 100, "only {} messages", files.len());

    let gallery = gallery(files);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ocpi-status/src/docs/messages.md");
    if env::var_os("GALLERY").is_some_and(|value| value == "overwrite") {
        fs::write(path, &gallery).expect("a file that can be written");
    }
    let checked_in = fs::read_to_string(path).unwrap_or_default();
    assert!(
        gallery == checked_in,
        "messages.md is out of date; to bless it, set GALLERY=overwrite"
    );
}

fn gallery(mut files: Vec<PathBuf>) -> String {
    let mut gallery = "The messages of the derive: what the compiler prints for each mistake.\n\n\
        This page is generated from the UI tests; the name above a message is that of its test.\n"
        .to_owned();
    for (title, words) in CHAPTERS {
        let belongs = |path: &PathBuf| words.iter().any(|word| name(path).starts_with(word));
        let (chapter, rest) = files.into_iter().partition::<Vec<_>, _>(belongs);
        files = rest;
        if !chapter.is_empty() {
            write!(gallery, "\n# {title}\n").expect("a String takes everything");
        }
        for path in chapter {
            let stderr = fs::read_to_string(&path).expect("a message");
            let file = format!("{}.rs", name(&path));
            let messages = shorten(&stderr.replace(&file, "src/error.rs"));
            write!(gallery, "\n`{}`\n\n```text\n{messages}\n```\n", name(&path))
                .expect("a String takes everything");
        }
    }
    gallery
}

fn name(path: &Path) -> &str {
    path.file_stem().and_then(|name| name.to_str()).expect("a name")
}

/// Omits lines that are not about the mistake: lists of other types, locations in a macro.
fn shorten(stderr: &str) -> String {
    let diagnostics = stderr.trim_end().split("\n\n").map(|diagnostic| {
        let lines = diagnostic.lines().take_while(|line| {
            !line.starts_with("help: the following other types")
                && !line.starts_with("note: required")
                && !line.contains("= help: the following other types")
        });
        let lines = lines.filter(|line| !line.contains("= note: this error originates in"));
        let lines = lines.collect::<Vec<_>>().join("\n");
        lines.trim_end_matches([' ', '|', '\n']).to_owned()
    });
    diagnostics.collect::<Vec<_>>().join("\n\n")
}
