//! The tokens of the expansion, without a compiler, and the robustness of the derive.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use derive_source::PARTS;
use proc_macro2::{TokenStream, TokenTree};
use syn::DeriveInput;

/// Expands an item as the macro does. Returns `None` if the source does not parse.
fn derive(item: &str) -> Option<TokenStream> {
    let item: DeriveInput = syn::parse_str(item).ok()?;
    Some(derive_source::derive(&item))
}

/// Returns all tokens, with groups flattened between their delimiters.
fn flat(tokens: TokenStream) -> Vec<String> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                all.push(format!("{:?}", group.delimiter()));
                all.extend(flat(group.stream()));
                all.push("end".to_owned());
            }
            token => all.push(token.to_string()),
        }
    }
    all
}

/// Items that together use every part of the expansion.
const ITEMS: &[&str] = &[
    r#"
    #[ocpi(version = "2.2.1")]
    enum E {
        #[ocpi(code = 2004, http = 404)]
        A { uid: u8 },
        #[ocpi(code = 2001, message = "{first:?} {self} {{")]
        B { #[ocpi(data)] first: u8 },
        #[ocpi(code = CODE, http = 500, message = "text")]
        C,
        #[ocpi(transparent)]
        D(Inner),
    }
    "#,
    "enum E {}",
    "#[ocpi(code = 2001)] struct E;",
    "#[ocpi(code = 2001)] struct E;",
    r#"#[ocpi(code = 3000, http = 503, message = "{0:>8.2}")] struct E<'a, T: 'a, const N: usize>(#[ocpi(data)] &'a [T; N]) where T: Copy;"#,
    "#[ocpi(transparent, web = false)] struct E<T>(T);",
    "#[ocpi(transparent)] struct E(Arc<Inner>);",
    // An item that expands to the stub.
    "enum E { #[ocpi(code = 404)] A }",
];

/// The names in the items.
const NAMES: &[&str] = &[
    "E", "A", "B", "C", "D", "Arc", "Inner", "CODE", "T", "N", "a", "uid", "first", "u8", "usize",
];

/// Keywords, names of the trait, and names with the prefix of the derive.
fn is_own(name: &str) -> bool {
    let words = [
        "_",
        "as",
        "automatically_derived",
        "const",
        "Copy",
        "data",
        "false",
        "fmt_message",
        "fn",
        "for",
        "http_status",
        "impl",
        "let",
        "match",
        "mut",
        "catalog",
        "return",
        "ref",
        "self",
        "Self",
        "static",
        "status_code",
        "true",
        "where",
    ];
    words.contains(&name) || name.starts_with("__ocpi_") || name.starts_with("__OCPI_")
}

#[test]
fn names_everything_by_absolute_paths() {
    for item in ITEMS {
        let tokens = flat(derive(item).expect("an item"));
        let mut roots = BTreeSet::new();
        for (index, token) in tokens.iter().enumerate() {
            let before = |n: usize| index.checked_sub(n).map_or("", |index| &tokens[index]);
            let is_name = token.starts_with(|c: char| c.is_alphabetic() || c == '_');
            let is_segment = before(1) == ":" && before(2) == ":";
            if !is_name || token == "end" || matches!(&**token, "Parenthesis" | "Brace" | "Bracket")
            {
                continue;
            }
            // Lifetimes: `'_` and `'a`.
            if before(1) == "'" {
                continue;
            }
            if !is_segment {
                assert!(is_own(token) || NAMES.contains(&&**token), "{token} in {item}");
            } else if !before(3).starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '>')
                || ["as", "for", "const", "let"].contains(&before(3))
                || is_delimiter(before(3))
            {
                roots.insert(token.as_str());
            }
            // No method call that a type of the user could shadow.
            let is_method = before(1) == "." && before(2) != ".";
            assert!(!is_method || token.starts_with("__ocpi_"), "{token} in {item}");
        }
        assert!(roots.is_subset(&BTreeSet::from(["core", "ocpi_status"])), "{roots:?} in {item}");
        assert!(roots.contains("ocpi_status"), "{item}");
    }
}

fn is_delimiter(token: &str) -> bool {
    matches!(token, "Parenthesis" | "Brace" | "Bracket" | "end")
}

#[test]
fn uses_only_the_given_path_when_crate_is_set() {
    for item in ITEMS {
        let item = format!("#[ocpi(crate = crate::given)] {item}");
        let tokens = flat(derive(&item).expect("an item"));
        assert!(tokens.iter().all(|token| token != "ocpi_status"), "{item}");
        assert!(tokens.iter().any(|token| token == "given"), "{item}");
    }
}

#[test]
fn switches_no_lint_off_and_calls_nothing_that_panics() {
    for item in ITEMS {
        for token in flat(derive(item).expect("an item")) {
            let refused = ["allow", "expect", "unsafe", "cfg", "unwrap", "panic", "unreachable"];
            assert!(!refused.contains(&&*token), "{token} in {item}");
        }
    }
}

#[test]
fn expands_to_the_same_tokens_every_time() {
    for item in ITEMS {
        let first = derive(item).expect("an item").to_string();
        let second = derive(item).expect("an item").to_string();
        assert_eq!(first, second);
    }
}

/// Returns the bounds between `where` and the body.
fn where_clause(item: &str) -> String {
    let expansion = derive(item).expect("an item").to_string();
    let header = expansion.split('{').next().unwrap_or_default();
    let bounds = header.split_once("where").map_or("", |(_, bounds)| bounds);
    bounds.replace(' ', "")
}

#[test]
fn bounds_only_the_types_that_are_used() {
    let error = "Self:::core::error::Error";
    let cases = [
        ("#[ocpi(code = 2001)] struct E<'a>(&'a str);", String::new()),
        ("#[ocpi(code = 2001)] struct E<const N: usize>([u8; N]);", String::new()),
        ("#[ocpi(code = 2001)] struct E<T>(T);", error.to_owned()),
        ("#[ocpi(code = 2001)] struct E<T = u8>(T) where T: Copy;", format!("T:Copy,{error}")),
        (
            "#[ocpi(transparent)] struct E<T>(T);",
            format!("{error},T:::ocpi_status::__private::OcpiError"),
        ),
        (
            "#[ocpi(code = 2001)] struct E<T>(#[ocpi(data)] Vec<T>);",
            format!("{error},Vec<T>:::ocpi_status::__private::serde_traits::Serialize"),
        ),
        ("#[ocpi(code = 2001)] struct E<T>(#[ocpi(data)] Vec<u8>, T);", error.to_owned()),
        (
            r#"#[ocpi(code = 2001, message = "{0} {0:?} {0} {1:x} {2}")] struct E<T, U>(T, U, u8);"#,
            format!("{error},T:::core::fmt::Display,T:::core::fmt::Debug,U:::core::fmt::LowerHex"),
        ),
        (
            r#"#[ocpi(code = 2001, message = "{0}")] struct E<T: FromStr>(T::Err);"#,
            format!("{error},T::Err:::core::fmt::Display"),
        ),
        (
            r#"#[ocpi(code = 2001, message = "{0}")] struct E<T: FromStr>(<T as FromStr>::Err);"#,
            format!("{error},<TasFromStr>::Err:::core::fmt::Display"),
        ),
        (r#"#[ocpi(code = 2001, message = "{self}")] struct E<T>(T);"#, error.to_owned()),
    ];
    for (item, expected) in cases {
        assert_eq!(where_clause(item), expected, "{item}");
    }
}

#[test]
fn bounds_field_types_that_mention_a_parameter() {
    let mentions = [
        "(T)",
        "*const T",
        "&'static [T]",
        "[T; 1]",
        "(u8, T)",
        "fn(T)",
        "fn() -> T",
        "Arc<dyn A<T>>",
        "Arc<dyn A<B = T>>",
        "Arc<dyn Fn(T)>",
        "Arc<dyn Fn() -> T>",
        "T::Item",
        "<T as A>::Item",
        "<u8 as A<T>>::Item",
    ];
    let others = [
        "u8",
        "fn(u8) -> u8",
        "fn()",
        "Arc<dyn A + 'static>",
        "Arc<dyn Fn(u8) -> u8>",
        "::T",
        "a::T",
        "<u8 as A>::T",
        "Arc<dyn A<B = u8>>",
        "!",
        "[u8; 1]",
        "(u8,)",
    ];
    let bounds = |ty: &str| where_clause(&format!("#[ocpi(transparent)] struct E<T>({ty});"));
    for ty in mentions {
        assert!(bounds(ty).ends_with(":::ocpi_status::__private::OcpiError"), "{ty}");
    }
    for ty in others {
        assert_eq!(bounds(ty), "Self:::core::error::Error", "{ty}");
    }
}

/// Returns every message with which the derive refuses an item.
fn messages(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut found = Vec::new();
    for pair in tokens.windows(2) {
        if let [TokenTree::Punct(bang), TokenTree::Group(group)] = pair
            && bang.as_char() == '!'
            && let Ok(message) = syn::parse2::<syn::LitStr>(group.stream())
        {
            found.push(message.value());
        }
    }
    found
}

/// Expands any item. The derive must not panic, and its messages must not be empty.
fn try_item(item: &str) {
    let Some(tokens) = derive(item) else { return };
    assert!(!tokens.is_empty(), "{item}");
    for message in messages(tokens) {
        // Messages of syn.
        let foreign = ["unexpected token", "expected ident", "nested", "meta", "invalid digit"];
        for foreign in foreign.into_iter().chain(["unsupported", "end of input", "lit_", "syn"]) {
            assert!(!message.contains(foreign), "{message}: {item}");
        }
        assert!(!message.is_empty() && !message.contains('\n') && !message.ends_with('.'));
        let is_lower = message.starts_with(|c: char| !c.is_uppercase());
        assert!(
            is_lower || message.starts_with("OCPI") || message.starts_with("HTTP"),
            "{message}"
        );
    }
}

fn try_attribute(attribute: &str) {
    try_item(&format!("#[ocpi({attribute})] enum E {{ #[ocpi(code = 2001)] A }}"));
    try_item(&format!("#[ocpi({attribute})] struct E(T);"));
    try_item(&format!("enum E {{ #[ocpi({attribute})] A(T, U) }}"));
    try_item(&format!("#[ocpi(code = 2001)] struct E<T> {{ #[ocpi({attribute})] a: T }}"));
}

#[test]
fn never_panics_on_any_attribute_of_three_tokens() {
    for first in PARTS {
        try_attribute(first);
        for second in PARTS {
            try_attribute(&format!("{first} {second}"));
            for third in ["=", ",", ";", "<", "code", "2001"] {
                try_item(&format!("#[ocpi({first} {second} {third})] struct E(u8);"));
            }
        }
    }
}

/// Pseudo-random numbers, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let number = usize::try_from(self.0 >> 33).unwrap_or_default();
        number % end
    }
}

#[test]
fn never_panics_on_long_attributes() {
    let mut numbers = Numbers(1);
    for _ in 0..2000 {
        let mut attribute = String::new();
        for _ in 0..numbers.below(14) {
            attribute.push_str(PARTS[numbers.below(PARTS.len())]);
            attribute.push(' ');
        }
        try_attribute(&attribute);
    }
}

#[test]
fn never_panics_on_any_message() {
    let parts = ["{", "}", "0", ":", "?", ">", "<", "5", ".", "$", "*", "#", "x", "self", " ", "é"];
    let mut numbers = Numbers(2);
    for _ in 0..5000 {
        let mut message = String::new();
        for _ in 0..numbers.below(8) {
            message.push_str(parts[numbers.below(parts.len())]);
        }
        try_item(&format!("#[ocpi(code = 2001, message = {message:?})] struct E(u8);"));
    }
}

#[test]
fn never_panics_on_half_typed_items() {
    for item in ITEMS {
        for end in item.char_indices().map(|(index, _)| index) {
            try_item(&item[..end]);
            // Closes the delimiters, as an editor does.
            for closed in [")] A }", "\")] struct E;", ")] struct E;", "}", ");", "]"] {
                try_item(&format!("{}{closed}", &item[..end]));
            }
        }
    }
    for item in ["", "union E { a: u8 }", "fn f() {}", "enum E { A = }", "struct E<T>(T) where;"] {
        try_item(item);
    }
}

#[test]
fn reports_a_union_without_other_errors() {
    let tokens = derive("#[ocpi(code = 404)] union E { a: u8 }").expect("an item");
    assert_eq!(messages(tokens.clone()).len(), 1);
    assert!(!tokens.to_string().contains("impl"));
}

#[test]
fn stub_omits_impls_when_their_key_is_unreadable() {
    let stub = |attribute: &str| {
        let item = format!("#[ocpi(code = 2001, {attribute})] struct E;");
        let tokens = derive(&item).expect("an item");
        assert_eq!(messages(tokens.clone()).len(), 1, "{attribute}");
        let text = tokens.to_string();
        (text.contains("impl"), text.contains("web !"))
    };
    for attribute in ["web = flase", "web", "wep = false"] {
        assert_eq!(stub(attribute), (true, false), "{attribute}");
    }
    for attribute in ["crate = status", "crate", "crat = ::status"] {
        assert_eq!(stub(attribute), (false, false), "{attribute}");
    }
    for attribute in ["web = true, htpp = 404", "version = \"9\""] {
        assert_eq!(stub(attribute), (true, true), "{attribute}");
    }
}

#[test]
fn expands_items_with_5000_variants_and_long_messages() {
    let mut item = "enum E {".to_owned();
    for number in 0..5000 {
        let code = 2900 + number % 100;
        // Writing to a `String` does not fail.
        let _ = write!(item, "#[ocpi(code = {code}, message = \"{{0}}\")] V{number}(u8),");
    }
    item.push('}');
    assert_eq!(messages(derive(&item).expect("an item")), Vec::<String>::new());

    let long = "{0} a ".repeat(10) + &"long ".repeat(200_000);
    let item = format!("#[ocpi(code = 2001, message = \"{long}\")] struct E(u8);");
    assert_eq!(messages(derive(&item).expect("an item")), Vec::<String>::new());
}
