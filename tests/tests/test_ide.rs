//! The block of tokens that the derive adds for editors, without an editor. The tests with
//! rust-analyzer are in `tests/editor`.

#[path = "../../ocpi-status-derive/src/ide/mod.rs"]
#[expect(dead_code, reason = "the expansion uses the rest")]
mod ide;
#[path = "../../ocpi-status-derive/src/span.rs"]
#[expect(dead_code, reason = "the expansion uses the rest")]
mod span;
#[path = "../../ocpi-status-derive/src/spec.rs"]
#[expect(dead_code, reason = "the expansion uses the rest")]
mod spec;
#[path = "../../ocpi-status-derive/src/words.rs"]
#[expect(dead_code, reason = "the expansion uses the rest")]
mod words;

use std::collections::{BTreeMap, BTreeSet};

use derive_source::PARTS;
use ide::Host;
use ocpi_status::ErrorCode;
use ocpi_status::http::StatusCode as HttpStatus;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Expr, File, Item, Lit, Meta, UseTree};

const ITEMS: &[&str] = &[
    r#"
    #[ocpi(version = "2.2.1", code = 2000)]
    enum E<'a, T: Copy, const N: usize> where T: Display {
        #[ocpi(code = 2004, http = 404)]
        A { uid: &'a [T; N] },
        #[ocpi(code = 2901, message = "{first:?} {self} {{", )]
        B { #[ocpi(data)] first: u8, r#type: u8 },
        #[ocpi(code = codes::<T, u8>::CODE, http = 500, message = "text")]
        C,
        #[ocpi(transparent)]
        D(Inner),
    }
    "#,
    r#"#[ocpi(crate = crate::given, code = <T as A<u8, u8>>::CODE, message = "{0}")] struct E(u8);"#,
    r#"#[ocpi(code = 3001)] #[ocpi(message = "{host}", web = false)] struct E { host: u8 }"#,
];

fn block(item: &str) -> TokenStream {
    let item: DeriveInput = syn::parse_str(item).expect(item);
    ide::block(&item)
}

/// Returns the tokens without the spaces that a `TokenStream` prints between them.
fn tokens(item: &str) -> String {
    block(item).to_string().replace(' ', "")
}

#[test]
fn compiler_gets_the_expansion_unchanged() {
    let expansion = quote!(::core::compile_error! { "message" } impl Trait for E {});
    for item in ITEMS {
        let item: DeriveInput = syn::parse_str(item).expect("an item");
        let seen = ide::describe(Host::current(), &item, expansion.clone());
        assert_eq!(seen.to_string(), expansion.to_string());
    }
}

#[test]
fn editor_gets_the_block_before_the_expansion() {
    let expansion = quote!(::core::compile_error! { "message" } impl Trait for E {});
    for text in ITEMS {
        let item: DeriveInput = syn::parse_str(text).expect("an item");
        let seen = ide::describe(Host::Editor, &item, expansion.clone());
        let expected = format!("{} const _ : () = {{ {expansion} }} ;", block(text));
        assert_eq!(seen.to_string(), expected);
    }
}

#[test]
fn block_of_a_valid_attribute_is_valid_rust() {
    for item in ITEMS {
        let file: File = syn::parse2(block(item)).expect(item);
        assert!(matches!(&file.items[..], [Item::Const(_)]), "{item}");
    }
}

#[test]
fn block_mentions_what_an_unfinished_attribute_can_mean() {
    for (attribute, part, is_there) in [
        ("code = CODE", "ErrorCode=CODE;", true),
        ("code = ErrorCode::", "ErrorCode=ErrorCode::__;", true),
        ("code = ", "ErrorCode=__;", true),
        ("code = 2004", "UNKNOWN_TOKEN", true),
        ("code: 2004", "UNKNOWN_TOKEN", false),
        ("= CODE", "CODE", false),
    ] {
        let tokens = tokens(&format!("#[ocpi({attribute})] struct E;"));
        assert_eq!(tokens.contains(part), is_there, "{attribute}: {tokens}");
    }
}

/// rust-analyzer expands once without and once with a marker at the cursor.
#[test]
fn tokens_before_the_cursor_do_not_depend_on_what_is_typed() {
    let attributes = [
        "",
        "code = 2004",
        "code = 2004, ",
        "code = ErrorCode::UNKNOWN_TOKEN, http = 404",
        "code = ErrorCode::, http = 404",
        "code = , http = 404",
        "code = A::B http",
        "crate = crate::given, version = \"2.2\", code = CODE",
        "crate = crate::, code = CODE",
        "crate = , code = ",
        "co, htt, message = \"{a}\"",
    ];
    for attribute in attributes {
        for cursor in (0..=attribute.len()).filter(|cursor| is_between_tokens(attribute, *cursor)) {
            let (before, after) = attribute.split_at(cursor);
            for place in [
                "#[ocpi(HERE)] struct E { a: u8 }",
                "#[ocpi(HERE)] enum E { #[ocpi(code = 2001)] A { #[ocpi(data)] a: u8 } }",
                "#[ocpi(code = 2001)] enum E { #[ocpi(HERE)] A { #[ocpi(data)] a: u8 } }",
                "#[ocpi(code = 2001)] enum E { A { #[ocpi(HERE)] a: u8 } }",
            ] {
                let typed = tokens(&place.replace("HERE", attribute));
                let marked = place.replace("HERE", &format!("{before}marker{after}"));
                let marked = tokens(&marked);
                let Some((start, _)) = marked.split_once("marker") else { continue };
                assert!(typed.starts_with(start), "{before}|{after}\n{typed}\n{marked}");
            }
        }
    }
}

/// Tells whether completion can start here: after an identifier, not in or before a literal or `=`.
fn is_between_tokens(text: &str, cursor: usize) -> bool {
    let (before, after) = text.split_at(cursor);
    let in_string = before.matches('"').count() % 2 == 1;
    let in_word = after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let in_colons = before.ends_with(':') && after.starts_with(':');
    let after_literal = before.ends_with(|c: char| c.is_ascii_digit() || c == '"');
    let before_literal = after.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '"');
    let before_equals = before.ends_with(' ') && after.starts_with('=');
    ![in_string, in_word, in_colons, after_literal, before_literal, before_equals].contains(&true)
}

#[test]
fn block_never_panics_on_any_attribute() {
    let try_attribute = |attribute: &str| {
        for item in [
            format!("#[ocpi({attribute})] enum E {{ #[ocpi({attribute})] A(T, U) }}"),
            format!("#[ocpi({attribute})] struct E<T> {{ #[ocpi({attribute})] a: T }}"),
            format!("#[ocpi({attribute})] union E {{ a: T }}"),
            format!("#[ocpi {attribute}] struct E;"),
        ] {
            if let Ok(item) = syn::parse_str::<DeriveInput>(&item) {
                let tokens = ide::describe(Host::Editor, &item, TokenStream::new());
                assert!(!tokens.is_empty());
            }
        }
    };
    for first in PARTS {
        for second in PARTS {
            for third in ["=", ",", "::", "<", "code", "2001"] {
                try_attribute(&format!("{first} {second} {third}"));
            }
        }
    }
}

#[test]
fn every_code_with_a_meaning_is_an_item() {
    for code in 0..=u16::MAX {
        let tokens = block(&format!("#[ocpi(code = {code})] struct E;")).to_string();
        let code = ErrorCode::new(code);
        let standard = code.is_some_and(|code| code.description().is_some());
        let custom = code.is_some_and(ErrorCode::is_custom);
        assert_eq!(tokens.contains("ErrorCode ::"), standard, "{code:?}");
        assert_eq!(tokens.contains("ide :: custom ::"), custom, "{code:?}");
    }
}

#[test]
fn every_http_status_with_a_name_is_an_item() {
    for status in 0..=1000 {
        let tokens = block(&format!("#[ocpi(http = {status})] struct E;")).to_string();
        let item = tokens.split("StatusCode :: ").nth(1).and_then(|rest| rest.split(' ').next());
        let reason = HttpStatus::from_u16(status).ok().and_then(|http| http.canonical_reason());
        let name = reason.map(|reason| match reason {
            "I'm a teapot" => "IM_A_TEAPOT".to_owned(),
            reason => reason.to_uppercase().replace([' ', '-'], "_"),
        });
        assert_eq!(item, name.as_deref(), "{status}");
    }
}

/// A row of the table of keys: example and meaning.
type Row = (String, String);

/// Returns the rows of the table in the documentation of the derive, by position and key.
fn table() -> BTreeMap<(String, String), Row> {
    let table = include_str!("../../ocpi-status-derive/src/attributes.md");
    let mut rows = BTreeMap::new();
    for line in table.lines().skip(2) {
        let cells: Vec<_> = line.trim_matches('|').splitn(3, '|').map(str::trim).collect();
        let [places, example, meaning] = cells[..] else { panic!("{line}") };
        let example = example.trim_matches('`');
        let key = example.split(' ').next().unwrap_or_default();
        for place in places.split(", ") {
            let row = (example.to_owned(), meaning.to_owned());
            rows.insert((place.to_owned(), key.to_owned()), row);
        }
    }
    rows
}

/// Returns the constants of the runtime, by position and key.
fn constants() -> BTreeMap<(String, String), Row> {
    let file = include_str!("../../ocpi-status/src/private/ide.rs");
    let file: File = syn::parse_str(file).expect("a file");
    let modules: BTreeMap<_, _> = file
        .items
        .into_iter()
        .filter_map(|item| match item {
            Item::Mod(module) => Some((module.ident.to_string(), module.content?.1)),
            _ => None,
        })
        .collect();
    let shared: BTreeMap<_, _> = modules["keys"].iter().filter_map(constant).collect();
    let mut all = BTreeMap::new();
    for (module, place) in
        [("container", "enum"), ("structure", "struct"), ("variant", "variant"), ("field", "field")]
    {
        for item in &modules[module] {
            let keys: Vec<_> = match item {
                Item::Use(item) => {
                    let mut names = BTreeSet::new();
                    last_names(&item.tree, &mut names);
                    names.into_iter().map(|name| (name.clone(), shared[&name].clone())).collect()
                }
                item => constant(item).into_iter().collect(),
            };
            for (key, row) in keys {
                let key = key.trim_end_matches('_').to_owned();
                all.insert((place.to_owned(), key), row);
            }
        }
    }
    all
}

fn constant(item: &Item) -> Option<(String, Row)> {
    let Item::Const(item) = item else { return None };
    let Expr::Lit(value) = &*item.expr else { return None };
    let Lit::Str(example) = &value.lit else { return None };
    let docs = item.attrs.iter().filter_map(|attr| match &attr.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(value) => match &value.lit {
                Lit::Str(line) => Some(line.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    let docs: Vec<_> = docs.collect();
    Some((item.ident.to_string(), (example.value(), docs.join(" "))))
}

fn last_names(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => last_names(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| last_names(tree, names)),
        UseTree::Name(name) => {
            names.insert(name.ident.to_string());
        }
        UseTree::Rename(_) | UseTree::Glob(_) => panic!("only names"),
    }
}

#[test]
fn hover_on_a_key_shows_its_row_of_the_table() {
    assert_eq!(constants(), table());
}
