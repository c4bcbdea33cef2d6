//! The allowed imports between the modules of the runtime, so that data flows one way.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

/// The modules, each with those that it may import, which are earlier in this list.
const RULES: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("version", &[]),
    ("timestamp", &[]),
    ("code", &["version"]),
    ("catalog", &["code", "text", "version"]),
    ("error", &["catalog", "code", "text"]),
    // Reading and writing do not depend on each other.
    ("write", &["code", "error", "text", "timestamp", "version"]),
    ("read", &["catalog", "code", "error", "text", "timestamp", "version"]),
    // A hub reads a response and writes it again.
    ("relay", &["code", "read", "write"]),
    ("schema", &["catalog", "code", "error", "timestamp", "version", "write"]),
    ("web", &["catalog", "code", "error", "read", "text", "timestamp", "version", "write"]),
    ("axum", &["error", "read", "web", "write"]),
    ("actix_web", &["error", "read", "web", "write"]),
    // Documentation only.
    ("guide", &[]),
    // The items that an expansion names, the error traits of the frameworks included.
    ("private", &["actix_web", "axum", "catalog", "code", "error", "version"]),
];

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ocpi-status/src")
}

fn allowed(module: &str) -> Option<&'static [&'static str]> {
    RULES.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed)
}

/// Returns the files of a folder, as paths from it.
fn files(folder: &Path, prefix: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder.join(prefix)).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = prefix.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            self::files(folder, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Returns the module of a file: `write` for `write/reply.rs`, `code` for `code.rs`.
fn module(file: &Path) -> String {
    let first = file.iter().next().expect("a file");
    Path::new(first).file_stem().expect("a name").to_str().expect("UTF-8").to_owned()
}

/// Returns what follows `crate::` in each path: the names of modules, and of anything else that is
/// imported through the root.
fn imports(source: &str) -> BTreeSet<String> {
    let mut imports = BTreeSet::new();
    collect(TokenStream::from_str(source).expect("Rust"), &mut imports);
    imports
}

fn collect(tokens: TokenStream, imports: &mut BTreeSet<String>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => collect(group.stream(), imports),
            // `$crate` is for other crates, and `pub(crate)` is not a path.
            TokenTree::Ident(name) if name == "crate" => {
                let is_path = index == 0 || tokens[index - 1].to_string() != "$";
                if let (true, Some(next)) = (is_path, tokens.get(index + 3)) {
                    imports.extend(first_names(next));
                }
            }
            _ => {}
        }
    }
}

/// Returns the name, or each first name of `{a::b, c}`.
fn first_names(token: &TokenTree) -> Vec<String> {
    let TokenTree::Group(group) = token else { return vec![token.to_string()] };
    let mut names = Vec::new();
    let mut is_first = true;
    for token in group.stream() {
        if is_first {
            names.push(token.to_string());
        }
        is_first = token.to_string() == ",";
    }
    names
}

/// Returns the imports of a file that break a rule.
fn violations(file: &Path, source: &str) -> Vec<String> {
    let (file_name, module) = (file.display(), module(file));
    let Some(allowed) = allowed(&module) else {
        return vec![format!("{file_name}: no rule says what `{module}` may import")];
    };
    imports(source)
        .into_iter()
        .filter(|import| *import != module && !allowed.contains(&&**import))
        // A macro with `#[macro_export]` is only at the root of the crate.
        .filter(|import| !import.starts_with("__ocpi"))
        .map(|import| match self::allowed(&import) {
            Some(_) => format!("{file_name}: `{module}` must not import `{import}`"),
            None => format!("{file_name}: `{import}` is imported through the root"),
        })
        .collect()
}

#[test]
fn modules_import_only_allowed_modules() {
    let folder = sources();
    let mut files = Vec::new();
    self::files(&folder, Path::new(""), &mut files);
    assert!(files.len() > 30, "{files:?}");
    let mut found = Vec::new();
    for file in files.iter().filter(|file| **file != Path::new("lib.rs")) {
        found.extend(violations(file, &fs::read_to_string(folder.join(file)).expect("a file")));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn allowed_imports_form_no_cycle() {
    for (index, (module, allowed)) in RULES.iter().enumerate() {
        for import in *allowed {
            let below = RULES[..index].iter().any(|(name, _)| name == import);
            assert!(below, "`{module}` imports `{import}`, which is not below it");
        }
    }
}

#[test]
fn rules_name_existing_modules() {
    let mut files = Vec::new();
    self::files(&sources(), Path::new(""), &mut files);
    let modules: BTreeSet<_> = files.iter().map(|file| module(file)).collect();
    for (module, _) in RULES {
        assert!(modules.contains(*module), "there is no `{module}`");
    }
}

#[test]
fn reports_imports_that_break_a_rule() {
    for (file, source, expected) in [
        ("code.rs", "use crate::version::Version;", ""),
        (
            "code.rs",
            "use crate::code::Class; /* crate::error */ const A: &str = \"crate::web\";",
            "",
        ),
        ("code.rs", "/// [`crate::error`]\npub(crate) fn f() {}", ""),
        ("code.rs", "macro_rules! m { () => { $crate::error::X } }", ""),
        ("code.rs", "use crate::error::OcpiError;", "`code` must not import `error`"),
        (
            "read/a.rs",
            "mod b { fn f() -> crate::write::Reply {} }",
            "`read` must not import `write`",
        ),
        (
            "read/a/b.rs",
            "use crate::{text, write::reply::Reply};",
            "`read` must not import `write`",
        ),
        ("web/a.rs", "use crate::axum::OcpiJson;", "`web` must not import `axum`"),
        ("web/a.rs", "use crate::ErrorCode;", "`ErrorCode` is imported through the root"),
        (
            "web/a.rs",
            "use crate::{ErrorCode as E, text};",
            "`ErrorCode` is imported through the root",
        ),
        ("web/a.rs", "f!(crate::__private::X)", "`__private` is imported through the root"),
        ("news.rs", "", "no rule says what `news` may import"),
        ("news/mod.rs", "", "no rule says what `news` may import"),
    ] {
        let found = violations(Path::new(file), source);
        let found = found.first().map(|found| found.split_once(": ").expect("a file").1);
        assert_eq!(found.unwrap_or_default(), expected, "{file}: {source}");
    }
}
