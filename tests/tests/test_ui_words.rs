//! Compares the derive's messages in each `.stderr` of the UI tests with the expansion. It needs no
//! compiler, so mutation testing can run it for each mutant.

use std::fs;
use std::path::Path;

use quote::ToTokens;
use syn::{DeriveInput, File, Item};

/// Returns the errors with which the derive refuses an item.
fn errors_of(item: &DeriveInput) -> Vec<String> {
    let expansion: File = syn::parse2(derive_source::derive(item)).expect("a file");
    let macros = expansion.items.into_iter().filter_map(|item| match item {
        Item::Macro(item) => Some(item.mac),
        _ => None,
    });
    let is_error =
        |name: &syn::Path| name.segments.last().is_some_and(|last| last.ident == "compile_error");
    let errors = macros.filter(|error| is_error(&error.path));
    errors.map(|error| error.parse_body::<syn::LitStr>().expect("a message").value()).collect()
}

/// Returns the errors with which the derive refuses the items of a file.
fn refused(source: &str) -> Option<Vec<String>> {
    // Items that do not parse, and arguments of a macro, are errors of rustc.
    let file: File = syn::parse_str(source).ok()?;
    let mut errors = Vec::new();
    for item in file.items {
        if matches!(item, Item::Macro(_)) {
            return None;
        }
        let tokens = item.to_token_stream();
        if !tokens.to_string().contains("OcpiError") {
            continue;
        }
        let Ok(item) = syn::parse2::<DeriveInput>(tokens) else { continue };
        let derives = item.attrs.iter().filter(|attr| attr.path().is_ident("derive"));
        let derives = derives.flat_map(|attr| attr.to_token_stream().to_string().into_bytes());
        if !String::from_utf8(derives.collect()).ok()?.contains("OcpiError") {
            continue;
        }
        errors.extend(errors_of(&item));
    }
    Some(errors)
}

#[test]
fn expansions_hold_exactly_the_errors_of_the_ui_tests() {
    let mut count = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("ui")).expect("ui") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let source = fs::read_to_string(&path).expect("a source");
        let Some(mut refused) = refused(&source) else { continue };
        let stderr = fs::read_to_string(path.with_extension("stderr")).unwrap_or_default();
        let errors = stderr.lines().filter_map(|line| line.strip_prefix("error: "));
        // Errors of rustc that have no number.
        let is_foreign =
            |error: &&str| error.starts_with("cannot find") || error.starts_with("use of");
        let mut printed: Vec<_> = errors.filter(|error| !is_foreign(error)).collect();
        refused.sort_unstable();
        printed.sort_unstable();
        assert_eq!(refused, printed, "{}", path.display());
        count += refused.len();
    }
    assert!(count > 100, "only {count} errors are compared");
}

/// Mistakes that have no file in `ui`.
#[test]
fn reports_mistakes_that_no_ui_test_shows() {
    let literal = "expected a status code, as a single literal; write `code = 2001`";
    let string = "expected a status code, found a string; write `code = 2001`";
    let conflict = "HTTP 409 does not go with an error; what reached the OCPI layer is answered with \
                    HTTP 200, so leave `http` out";
    let cases = [
        ("code = +2001", literal),
        ("code = \"\"", string),
        ("code == 2001", "write `code = 2001`"),
        ("code => 2001", "write `code = 2001`"),
        ("code = a::B<u8>::C", "expected `::` before `<`; write `B::<...>`"),
        (
            "code = a::<[Self; 1]>::C",
            "a constant cannot see `Self` here; name the type, as in `Type::C`",
        ),
        ("code = 2001, version = \"2.2\"x", "unexpected suffix `x`; leave it out"),
        ("code = <A as B<u8, u8>>::C, http = 409", conflict),
        ("code = a::<b::c, u8>::C, http = 409", conflict),
        ("#[cold] code = 2001", "expected `code = 2001`"),
        ("code = 2001, message = \"x\"; web = false", "expected `,`, found `;`"),
        (
            "code = 2001, message = \"{self:{self}\"",
            "unmatched `{` in `message`; write `{{` and `}}` for braces",
        ),
    ];
    for (attribute, expected) in cases {
        let item = syn::parse_str(&format!("#[ocpi({attribute})] struct S;")).expect("an item");
        assert_eq!(errors_of(&item), [expected], "{attribute}");
    }
    // The unreadable key may have been the code, so there is no error about a missing code.
    for item in [
        "#[ocpi(cod = 2001)] struct S(u8);",
        "struct S(#[ocpi(cod = 2001)] u8);",
        "#[ocpi(cod = 2001)] enum E { A }",
    ] {
        assert_eq!(errors_of(&syn::parse_str(item).expect("an item")).len(), 1, "{item}");
    }
    for (number, key) in [("404", "data"), ("2001", "data")] {
        let item = format!("#[ocpi(code = 2001)] struct S(#[ocpi({number})] u8);");
        let expected = format!("expected `{key}`");
        assert_eq!(errors_of(&syn::parse_str(&item).expect("an item")), [expected], "{item}");
    }
    // The key behind the arguments is read.
    let item = "#[ocpi(message = \"x\", a, code = 1)] struct S { a: u8 }";
    assert_eq!(errors_of(&syn::parse_str(item).expect("an item")).len(), 2, "{item}");
}

#[test]
fn says_what_to_write_instead() {
    let path = |example| {
        format!(
            "expected an absolute path; write `crate = {example}`, or a path that begins with `crate`"
        )
    };
    let doc = "expected a string literal or `false`; write `doc = \"...\"`";
    let computed = "a code cannot be computed here; put it into a `const CODE: ErrorCode` and write \
                    `code = CODE`";
    let cases = [
        ("code = true", "expected a status code; write `code = 2001`"),
        (
            "code = A::",
            "expected a status code; complete the path, as in `ErrorCode::UNKNOWN_TOKEN`",
        ),
        ("code = {2001}", "remove the braces: `code = 2001`"),
        ("code = [2001]", "remove the brackets: `code = 2001`"),
        ("code = 2000 + 1", computed),
        ("code = a::f()", computed),
        ("code = fn", computed),
        ("code = a!", computed),
        (
            "code = \"UNKNOWN_TOKEN\"",
            "expected a status code, found a string; write `code = ErrorCode::UNKNOWN_TOKEN`",
        ),
        ("code = 2001, doc = true", doc),
        ("code = 2001, doc = \"x\"y", doc),
        ("code = 2001, http_status = 404", "unknown `ocpi` key `http_status`; write `http`"),
        ("code = 2001, msg = \"x\"", "unknown `ocpi` key `msg`; write `message`"),
        ("code = 2001, text = \"x\"", "unknown `ocpi` key `text`; write `message`"),
        ("code = 2001, display = \"x\"", "unknown `ocpi` key `display`; write `message`"),
        ("cdoe = 2001", "unknown `ocpi` key `cdoe`; write `code`"),
        ("code = 2001, vresion = \"2.2\"", "unknown `ocpi` key `vresion`; write `version`"),
        (
            "code = 2001, message = \"{a:}>3} {b:\u{e9}^3} {c:\u{e9}}\"",
            "unknown format `\u{e9}`; use none, `?`, `x`, `X`, `o`, `b`, `e` or `E`",
        ),
        (
            "code = 2001, message = \"{a.b}\"",
            "`{a.b}` in `message` is an expression; expected `{a}`, `{b}` or `{c}`",
        ),
        (
            "code = 2001, message = \"{oo\u{308}o}\"",
            "no field `oo\u{308}o`; expected `{a}`, `{b}` or `{c}`",
        ),
        ("code = 2001, message = \"{r#abc}\"", "no field `r#abc`; expected `{a}`, `{b}` or `{c}`"),
    ];
    for (attribute, expected) in cases {
        let item = format!("#[ocpi({attribute})] struct S {{ a: u8, b: u8, c: u8 }}");
        let errors = errors_of(&syn::parse_str(&item).expect("an item"));
        assert_eq!(errors, [expected], "{attribute}");
    }
    for (value, example) in [
        ("ocpi_status", "::ocpi_status"),
        ("a::b", "::a::b"),
        ("self::b", "::ocpi_status"),
        ("super::b", "::ocpi_status"),
        ("\"::a\"", "::a"),
        ("\"crate\"", "crate"),
        ("5", "::ocpi_status"),
    ] {
        let item = format!("#[ocpi(code = 2001, crate = {value})] struct S;");
        assert_eq!(errors_of(&syn::parse_str(&item).expect("an item")), [path(example)], "{item}");
    }
}

#[test]
fn reports_nothing_when_rustc_or_another_derive_does() {
    for item in [
        "#[ocpi::code(2001)] struct S;",
        "#[ocpi(code = A::<{ 1 }>::C)] struct S;",
        "#[ocpi(code = A::<[u8; 1]>::C)] struct S;",
        "#[ocpi(code = <[u8; 1] as A>::C)] struct S;",
        "#[ocpi(code = 2001, doc = false)] struct S;",
        "#[ocpi(code = 2001, doc = \"x\")] struct S;",
        "#[error(inner)] #[ocpi(code = 2001)] struct S { source: E }",
        "#[error(\"{a}\")] #[ocpi(code = 2001)] struct S { a: u8, source: E }",
        "#[error(\"{}\", a)] #[ocpi(code = 2001)] struct S { a: u8, source: E }",
        "#[error(\"{} {}\", self.a, .a)] #[ocpi(code = 2001)] struct S { a: u8, source: E }",
        "#[error(\"{}\", a.source)] #[ocpi(code = 2001)] struct S { a: A, source: E }",
    ] {
        let errors = errors_of(&syn::parse_str(item).expect("an item"));
        assert!(errors.is_empty(), "{item}: {errors:?}");
    }
}
