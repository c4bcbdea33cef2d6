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

/// Returns the files of a folder with this extension, sorted by name.
fn files(folder: &str, extension: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder");
    let names = entries.map(|entry| entry.expect("a readable folder").file_name());
    let names = names.map(|name| name.into_string().expect("a name in UTF-8"));
    names.filter(|name| name.ends_with(extension)).collect()
}

#[test]
fn finds_every_test_that_the_security_policy_names() {
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
fn table_of_features_names_what_each_needs() {
    let manifest = read("ocpi-status/Cargo.toml");
    let table = read("ocpi-status/src/docs/features.md");
    let mut count = 0;
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let [_, name, _, needs, _] = cells[..] else { panic!("{row}") };
        let name = name.split('`').nth(1).expect("a name");
        let (_, list) = manifest.split_once(&format!("\n{name} = [")).expect(name);
        let (list, _) = list.split_once(']').expect(name);
        let expected: BTreeSet<_> =
            list.split('"').filter_map(|entry| entry.strip_prefix("dep:")).collect();
        let needs: BTreeSet<_> =
            needs.split(", ").filter_map(|need| need.split(' ').next()).collect();
        // The derive is a crate of its own, of which the table names the dependencies.
        assert!(needs == expected || name == "derive", "{name} needs {expected:?}");
        count += 1;
    }
    assert_eq!(count, 6);
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
fn finds_dead_links() {
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
        "https://docs.rs/ocpi-status/latest/ocpi_status/guide/peers/index.html#tolerance",
    ] {
        assert_eq!(fault("README.md", link), None, "{link}");
    }
}

#[test]
fn chapters_of_the_guide_are_published_and_tested() {
    let (guide, published) = (read("ocpi-status/src/guide.rs"), read("ocpi-status/src/lib.rs"));
    let (crate_page, tested) = (read("ocpi-status/src/docs/crate.md"), read("tests/src/lib.rs"));
    assert!(published.contains("#![doc = include_str!(\"docs/crate.md\")]"));
    for name in files("ocpi-status/src/docs", ".md") {
        if name == "crate.md" {
            continue;
        }
        let chapter = name.trim_end_matches(".md");
        let include = format!("doc = include_str!(\"docs/{name}\")");
        assert!(guide.contains(&include), "{chapter} is not in guide.rs");
        assert!(crate_page.contains(&format!("[`guide::{chapter}`]")), "crate.md lacks {chapter}");
        if !guide.contains(&format!("#[{include}]")) {
            let include = format!("include_str!(\"../../ocpi-status/src/docs/{name}\")");
            assert!(tested.contains(&include), "the examples of {chapter} are not tested");
        }
    }
}

#[test]
fn chapters_of_the_guide_link_by_intra_doc_links_to_headings_that_exist() {
    for name in files("ocpi-status/src/docs", ".md") {
        let path = format!("ocpi-status/src/docs/{name}");
        let text = read(&path);
        for link in links(&text) {
            assert!(!link.starts_with(DOCS) && !link.contains(".html"), "{name}: {link}");
            if link.starts_with("https://") {
                assert_eq!(fault(&path, &link), None, "{name}: {link}");
                continue;
            }
            let Some((page, heading)) = link.split_once('#') else { continue };
            let page = match page.rsplit("::").next() {
                Some("") | None => path.clone(),
                Some(chapter) => format!("ocpi-status/src/docs/{chapter}.md"),
            };
            assert!(headings(&read(&page)).contains(heading), "{name}: {link}");
        }
        let hidden = code(&text).find(|line| line.starts_with("# "));
        assert_eq!(hidden, None, "{name} has a line that only rustdoc hides");
    }
}

/// Returns the problem of a link in a document.
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

/// Returns the problem of a link to an item on docs.rs, such as `axum/struct.OcpiLayer.html`.
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

/// Returns the targets of the links in a Markdown text, except those in code.
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

/// Returns the text without code blocks.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the lines in Rust code blocks.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let (mut is_code, mut is_rust) = (false, false);
    text.lines().filter(move |line| {
        if let Some(language) = line.strip_prefix("```") {
            is_rust = !is_code && (language.is_empty() || language.starts_with(['r', 'n', 'c']));
            is_code = !is_code;
        }
        is_rust && !line.starts_with("```")
    })
}

/// Returns the anchors of the headings, as GitHub and rustdoc generate them.
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
