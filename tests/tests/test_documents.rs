//! The documents of the repository agree with the code and with each other.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const REPOSITORY: &str = "https://github.com/ocpi-status/ocpi-status";
const DOCS: &str = "https://docs.rs/ocpi-status/latest/ocpi_status/";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn tests_named_by_the_security_policy_exist() {
    let security = read("SECURITY.md");
    let mut count = 0;
    for name in security.split('`').skip(1).step_by(2) {
        let Some((file, test)) =
            name.split_once("::").filter(|(file, _)| file.starts_with("test_"))
        else {
            continue;
        };
        let source = read(format!("tests/tests/{file}.rs"));
        assert!(source.contains(&format!("fn {test}(")), "{name}");
        count += 1;
    }
    assert!(count > 10, "only {count} tests are named");
}

#[test]
fn links_of_documents_lead_somewhere() {
    let documents = [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "bench/README.md",
        "ocpi-status-derive/README.md",
    ];
    let mut count = 0;
    for document in documents {
        for link in links(&read(document)) {
            assert_eq!(fault(document, &link), None, "{document} links to {link}");
            count += 1;
        }
    }
    assert!(count > 10, "only {count} links");
}

#[test]
fn dead_links_are_found() {
    for link in [
        "docs/nothing.md",
        "bench/README.md",
        "#no-such-heading",
        "https://github.com/ocpi-status/ocpi-status/blob/main/nothing.md",
        "https://github.com/ocpi-status/ocpi-status/blob/main/SECURITY.md#nothing",
        "https://docs.rs/ocpi-status/latest/ocpi_status/struct.Nothing.html",
        "https://docs.rs/ocpi-status/latest/ocpi_status/guide/nothing/index.html",
        "https://docs.rs/ocpi-status/0.0.1/ocpi_status/",
        "http://example.com",
    ] {
        assert!(fault("README.md", link).is_some(), "{link}");
    }
    for link in [
        "https://github.com/ocpi-status/ocpi-status/blob/main/SECURITY.md#promises",
        "https://docs.rs/ocpi-status/latest/ocpi_status/struct.Reply.html#method.cause",
        "https://docs.rs/ocpi-status/latest/ocpi_status/axum/struct.OcpiLayer.html",
    ] {
        assert_eq!(fault("README.md", link), None, "{link}");
    }
}

/// What is wrong with a link of a document.
fn fault(document: &str, link: &str) -> Option<&'static str> {
    let (page, heading) =
        link.split_once('#').map_or((link, None), |(page, heading)| (page, Some(heading)));
    if let Some(item) = page.strip_prefix(DOCS) {
        return fault_of_item(item, heading);
    }
    if let Some(path) = page.strip_prefix(REPOSITORY) {
        let path = match path {
            "" | "/actions" | "/security/advisories/new" => return None,
            path if path.starts_with("/actions/") => return None,
            path => path,
        };
        let path = ["/blob/main/", "/tree/main/"].iter().find_map(|kind| path.strip_prefix(kind));
        return match path {
            Some(path) => fault_of_file(&root().join(path), heading),
            None => Some("not a file of the branch `main`"),
        };
    }
    if page.starts_with("https://docs.rs/ocpi-status") && !page.ends_with("ocpi-status") {
        return Some("not the latest version");
    }
    if page.starts_with("https://") {
        return None;
    }
    if page.contains("://") {
        return Some("not https");
    }
    if page.is_empty() {
        return fault_of_file(&root().join(document), heading);
    }
    // crates.io resolves a relative link against the folder of the crate.
    if document == "README.md" {
        return Some("relative, and so dead on crates.io");
    }
    let folder = root().join(document);
    fault_of_file(&folder.parent().expect("a folder").join(page), heading)
}

fn fault_of_file(path: &Path, heading: Option<&str>) -> Option<&'static str> {
    if !path.exists() {
        return Some("no such file");
    }
    match heading {
        Some(heading) if !headings(&read(path)).contains(heading) => Some("no such heading"),
        _ => None,
    }
}

/// What is wrong with a link to an item on docs.rs, such as `axum/struct.OcpiLayer.html`.
fn fault_of_item(item: &str, anchor: Option<&str>) -> Option<&'static str> {
    let api = read("tests/public-api.txt");
    let has = |line: &str| {
        api.lines().any(|found| {
            found.find(line).is_some_and(|at| {
                let (before, after) = (&found[..at], &found[at + line.len()..]);
                (before.is_empty() || before.ends_with(' '))
                    && !after.starts_with(|next: char| next.is_alphanumeric() || next == '_')
            })
        })
    };
    let (module, page) = item.rsplit_once('/').unwrap_or(("", item));
    if let Some(chapter) = module.strip_prefix("guide/") {
        let path = root().join(format!("ocpi-status/src/docs/{chapter}.md"));
        return fault_of_file(&path, anchor);
    }
    let module = module.replace('/', "::");
    match page.split('.').collect::<Vec<_>>()[..] {
        [""] | ["index", "html"] if matches!(&*module, "" | "guide" | "axum" | "actix_web") => None,
        ["derive", "OcpiError", "html"] => None,
        [kind, name, "html"] => {
            let path =
                if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") };
            if !has(&format!("{kind} {path}")) {
                return Some("no such item");
            }
            let method = anchor.and_then(|anchor| anchor.split_once('.')).map(|(_, method)| method);
            match method {
                Some(method) if !api.contains(&format!("::{method}(")) => Some("no such method"),
                _ => None,
            }
        }
        _ => Some("no such page"),
    }
}

/// The targets of the links in a Markdown text, but for those in code.
fn links(text: &str) -> Vec<String> {
    let prose = prose(text);
    let mut links = Vec::new();
    for (at, _) in prose.match_indices("](") {
        let target = prose[at + 2..].split([')', ' ']).next().unwrap_or_default();
        links.push(target.to_owned());
    }
    for line in prose.lines().filter(|line| line.starts_with('[')) {
        if let Some((_, target)) = line.split_once("]: ") {
            links.push(target.trim().to_owned());
        }
    }
    links
}

/// The text without blocks of code.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The anchors of the headings, as GitHub and rustdoc make them.
fn headings(text: &str) -> BTreeSet<String> {
    let prose = prose(text);
    let titles = prose.lines().filter(|line| line.starts_with('#'));
    let titles = titles.map(|line| line.trim_start_matches('#').trim().to_lowercase());
    let slug = |title: String| {
        let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    titles.map(slug).collect()
}
