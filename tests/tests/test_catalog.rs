//! The table of an application's errors.

use std::sync::Arc;

use ocpi_status::{Catalog, ErrorCode, OcpiError, Version};

const QUOTA: ErrorCode = ErrorCode::new(2950).unwrap();

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
#[expect(non_camel_case_types, reason = "a raw identifier")]
enum Front {
    /// The token is not known | to `us`,
    /// nor to <b>anybody</b>.
    ///
    /// A second paragraph.
    #[ocpi(code = 2004, http = 404)]
    UnknownToken,
    #[ocpi(code = QUOTA, message = "a | b `c` {0}")]
    Quota(u8),
    #[ocpi(code = 2000)]
    r#type,
    #[ocpi(transparent)]
    Back(#[from] Back),
    #[ocpi(transparent)]
    Boxed(Box<Back>),
    #[ocpi(transparent)]
    Shared(Arc<Deep>),
    #[ocpi(transparent)]
    Erased(Arc<dyn OcpiError + Send + Sync>),
}

/// The back end is broken.
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
#[ocpi(code = 3000, http = 503)]
struct Back;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
#[ocpi(code = 4001)]
enum Deep {
    NoReceiver,
}

fn labels(catalog: &Catalog) -> Vec<String> {
    let name = |entry: ocpi_status::CatalogEntry| match entry.variant() {
        Some(variant) => format!("{}::{variant}", entry.type_name()),
        None => entry.type_name().to_owned(),
    };
    catalog.iter().map(name).collect()
}

#[test]
fn lists_the_inner_errors_when_a_variant_is_transparent() {
    let expected =
        ["Front::UnknownToken", "Front::Quota", "Front::type", "Back", "Deep::NoReceiver"];
    assert_eq!(labels(&Front::catalog()), expected);
}

#[test]
fn entry_holds_code_status_and_message() {
    let entries: Vec<_> = Front::catalog().into_iter().collect();
    let unknown_token = entries[0];
    assert_eq!(unknown_token.status_code(), ErrorCode::UNKNOWN_TOKEN);
    assert_eq!(unknown_token.http_status(), 404);
    assert_eq!(unknown_token.message(), None);
    assert_eq!(unknown_token.since(), Some(Version::V2_2));
    assert_eq!(
        unknown_token.docs(),
        "The token is not known | to `us`,\nnor to <b>anybody</b>.\n\nA second paragraph.",
    );
    assert_eq!(entries[1].status_code(), QUOTA);
    assert_eq!(entries[1].message(), Some("a | b `c` {0}"));
    assert_eq!(entries[2].docs(), "");
    assert_eq!(entries[3].message(), Some("server error"));
    assert_eq!(entries[3].http_status(), 503);
    assert_eq!(entries[3].docs(), "The back end is broken.");
}

#[test]
fn displays_as_a_markdown_table() {
    let table = r"
| code | HTTP | error               | message            | meaning                                                               | since |
|------|------|---------------------|--------------------|-----------------------------------------------------------------------|-------|
| 2000 | 200  | Front::type         | `Display`          |                                                                       | 2.0   |
| 2004 | 404  | Front::UnknownToken | `Display`          | The token is not known \| to `us`, nor to &lt;b&gt;anybody&lt;/b&gt;. | 2.2   |
| 2950 | 200  | Front::Quota        | ``a \| b `c` {0}`` |                                                                       | 2.2   |
| 3000 | 503  | Back                | server error       | The back end is broken.                                               | 2.0   |
| 4001 | 200  | Deep::NoReceiver    | unknown receiver   |                                                                       | 2.2   |
";
    assert_eq!(Front::catalog().to_string(), table.trim_start());
}

/// A fence that never ends is not code, and `code | with <b>` ``in ` it``.
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
#[ocpi(code = 2000, message = "`")]
struct Hostile;

#[doc = " A ` b\u{202e}\tc."]
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
#[ocpi(code = 2000)]
struct Unmatched;

#[test]
fn escapes_doc_comments_that_would_break_the_table() {
    let row = |catalog: Catalog| catalog.to_string().lines().last().unwrap_or_default().to_owned();
    assert_eq!(
        row(Hostile::catalog()),
        r"| 2000 | 200  | Hostile | `` ` `` | A fence that never ends is not code, and `code \| with <b>` ``in ` it``. | 2.0   |",
    );
    assert_eq!(
        row(Unmatched::catalog()),
        r"| 2000 | 200  | Unmatched | `Display` | A \` b  c. | 2.0   |",
    );
}

#[test]
fn serializes_as_a_list() {
    let json = serde_json::to_value(Back::catalog()).unwrap();
    let expected = serde_json::json!([{
        "type": "Back",
        "variant": null,
        "status_code": 3000,
        "http_status": 503,
        "message": "server error",
        "docs": "The back end is broken.",
        "since": "2.0",
    }]);
    assert_eq!(json, expected);
}

#[test]
fn lists_each_type_once_when_catalogs_are_joined() {
    let joined = Back::catalog().and::<Deep>().and::<Back>().and::<Front>();
    let expected =
        ["Back", "Deep::NoReceiver", "Front::UnknownToken", "Front::Quota", "Front::type"];
    assert_eq!(labels(&joined), expected);
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
enum Nested {
    #[ocpi(code = 2000)]
    Leaf,
    #[ocpi(transparent)]
    Deeper(Box<Nested>),
    #[ocpi(transparent)]
    Shared(Arc<Nested>),
}

#[test]
fn ends_when_a_type_contains_itself() {
    let nested = Nested::Deeper(Box::new(Nested::Shared(Arc::new(Nested::Leaf))));
    assert_eq!(nested.label(), "Nested::Leaf");
    assert_eq!(labels(&Nested::catalog()), ["Nested::Leaf"]);
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
enum Wrapper<E: std::error::Error + 'static> {
    #[ocpi(code = 2000)]
    Own,
    #[ocpi(transparent)]
    Inner(E),
}

#[test]
fn lists_a_generic_type_once() {
    let joined = Wrapper::<Back>::catalog().and::<Wrapper<Deep>>();
    assert_eq!(labels(&joined), ["Wrapper::Own", "Back", "Deep::NoReceiver"]);
    assert_eq!(Wrapper::<Back>::Own.label(), "Wrapper::Own");
    assert_eq!(Wrapper::Inner(Deep::NoReceiver).label(), "Deep::NoReceiver");
}

#[test]
fn lists_both_types_when_two_versions_of_a_crate_define_them() {
    use new_twins::{Outer as New, Twin as NewTwin};
    use old_twins::{Outer as Old, Twin as OldTwin};

    let joined = OldTwin::catalog().and::<NewTwin>();
    assert_eq!(labels(&joined), ["Twin", "Twin"]);
    let joined = Old::<OldTwin>::catalog().and::<New<NewTwin>>();
    assert_eq!(labels(&joined), ["Outer::Own", "Twin", "Outer::Own", "Twin"]);
    let joined = Old::<OldTwin>::catalog().and::<Old<NewTwin>>();
    assert_eq!(labels(&joined), ["Outer::Own", "Twin", "Twin"]);
}

#[test]
fn looks_through_pointers_but_not_a_type_named_arc() {
    mod own {
        use ocpi_status::OcpiError;

        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("x")]
        #[ocpi(code = 2001)]
        pub(super) struct Arc<T: std::fmt::Debug>(pub(super) T);
    }

    type Alias = Arc<Back>;

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("x")]
    enum Pointers<'a> {
        #[ocpi(transparent)]
        Borrowed(&'a Deep),
        #[ocpi(transparent)]
        Own(own::Arc<u8>),
        #[ocpi(transparent)]
        Alias(Alias),
    }

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("x")]
    #[ocpi(transparent)]
    #[expect(clippy::redundant_allocation, reason = "a pointer to a pointer is tested")]
    struct Nested<'a>(Arc<&'a Back>);

    let expected = ["Deep::NoReceiver", "Arc", "Back"];
    assert_eq!(labels(&Pointers::catalog()), expected);
    assert_eq!(labels(&Nested::catalog()), ["Back"]);
    let errors = [
        Pointers::Borrowed(&Deep::NoReceiver),
        Pointers::Own(own::Arc(1)),
        Pointers::Alias(Arc::new(Back)),
    ];
    assert_eq!(errors.map(|error| error.label()), expected);
    assert_eq!(Nested(Arc::new(&Back)).label(), "Back");
}

#[test]
fn lists_the_codes_of_the_version() {
    // A hub error becomes 3000 before OCPI 2.2, and HTTP 404 does not fit that code.
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("x")]
    #[ocpi(code = 4001, http = 404)]
    struct Hub;

    let catalog = Front::catalog().for_version(Version::V2_1_1);
    let codes: Vec<_> = catalog
        .iter()
        .map(|entry| (entry.status_code().as_u16(), entry.http_status().as_u16()))
        .collect();
    assert_eq!(codes, [(2000, 404), (2000, 200), (2000, 200), (3000, 503), (3000, 200)]);
    assert!(catalog.iter().all(|entry| entry.since() == Some(Version::V2_0)));

    let http =
        |catalog: Catalog| catalog.iter().map(|entry| entry.http_status().as_u16()).sum::<u16>();
    assert_eq!(http(Hub::catalog()), 404);
    assert_eq!(http(Hub::catalog().for_version(Version::V2_1_1)), 200);
}

#[derive(Debug, thiserror::Error)]
#[error("x")]
struct ByHand<T: std::fmt::Debug>(T);

impl<T: std::fmt::Debug> OcpiError for ByHand<T> {
    fn status_code(&self) -> ErrorCode {
        ErrorCode::SERVER_ERROR
    }
}

#[test]
fn returns_no_catalog_but_a_label_when_implemented_by_hand() {
    assert_eq!(ByHand::<u8>::catalog().iter().count(), 0);
    assert_eq!(ByHand(String::new()).label(), "ByHand");
}

#[test]
fn label_equals_that_of_the_catalog() {
    let erased: Arc<dyn OcpiError + Send + Sync> = Arc::new(Back);
    let cases: [(Front, &str); 7] = [
        (Front::UnknownToken, "Front::UnknownToken"),
        (Front::Quota(1), "Front::Quota"),
        (Front::r#type, "Front::type"),
        (Front::from(Back), "Back"),
        (Front::Boxed(Box::new(Back)), "Back"),
        (Front::Shared(Arc::new(Deep::NoReceiver)), "Deep::NoReceiver"),
        (Front::Erased(erased), "Back"),
    ];
    for (error, label) in cases {
        assert_eq!(error.label(), label);
        assert_eq!(ocpi_status::Reply::from_error(&error).label(), Some(label));
    }
}

#[test]
fn lists_the_errors_of_reading_a_request() {
    let answers = ocpi_status::RequestError::catalog();
    let answers = answers.iter().map(|entry| (entry.http_status().as_u16(), entry.status_code()));
    let expected = [(400, ErrorCode::CLIENT_ERROR), (200, ErrorCode::INVALID_PARAMETERS)];
    assert_eq!(answers.collect::<Vec<_>>(), expected);
}

trait Scope {
    fn catalog() -> Catalog;
    fn label() -> &'static str;
}

struct One;
struct Two<T>(T);

/// The type name of a type within an `impl` has angle brackets.
macro_rules! scope {
    ([$($generics:tt)*] $Type:ty: $Error:ident) => {
        impl<$($generics)*> Scope for $Type {
            fn catalog() -> Catalog {
                #[derive(Debug, thiserror::Error, OcpiError)]
                #[error("x")]
                #[ocpi(code = 2000)]
                struct $Error;
                $Error::catalog()
            }

            fn label() -> &'static str {
                #[derive(Debug, thiserror::Error)]
                #[error("x")]
                struct $Error;
                impl OcpiError for $Error {
                    fn status_code(&self) -> ErrorCode {
                        ErrorCode::CLIENT_ERROR
                    }
                }
                $Error.label()
            }
        }
    };
}

scope!([] One: First);
scope!([T] Two<T>: Second);

#[test]
fn distinguishes_types_declared_within_an_impl() {
    let all: Vec<_> = [One::catalog(), Two::<Vec<u8>>::catalog()].into_iter().flatten().collect();
    assert_eq!(all.len(), 2);
    assert_eq!([One::label(), Two::<Vec<u8>>::label()], ["First", "Second"]);
}

#[test]
fn unescapes_braces_in_the_message() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("x")]
    #[ocpi(code = 2000, message = "no {{braces}}")]
    struct Braces;

    let messages: Vec<_> = Braces::catalog().iter().map(|entry| entry.message()).collect();
    assert_eq!(messages, [Some("no {braces}")]);
}

#[test]
fn quotes_messages_with_a_backtick_at_one_end() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("")]
    enum Quoted {
        #[ocpi(code = 2000, message = "`{0}` is wrong")]
        Begin(u8),
        #[ocpi(code = 2001, message = "wrong is `{0}`")]
        End(u8),
    }

    let labels = [Quoted::Begin(1), Quoted::End(2)].map(|error| error.label());
    assert_eq!(labels, ["Quoted::Begin", "Quoted::End"]);
    let catalog = Quoted::catalog();
    let table = catalog.to_string();
    assert!(table.contains("| `` `{0}` is wrong `` |"), "{table}");
    assert!(table.contains("| `` wrong is `{0}` `` |"), "{table}");
    let debug = format!("{catalog:?}");
    for part in ["CatalogEntry {", "Quoted::Begin", "status_code: 2000", "Quoted::End"] {
        assert!(debug.contains(part), "{part}: {debug}");
    }
}

#[test]
fn replaces_or_omits_docs_when_the_attribute_says_so() {
    /// For a maintainer.
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("x")]
    #[ocpi(code = 2000)]
    enum Docs {
        /// Kept.
        Kept,
        /// For a maintainer.
        #[ocpi(doc = "For a partner.")]
        Overridden,
        /// For a maintainer.
        #[ocpi(doc = false)]
        Hidden,
    }

    /// For a maintainer.
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("x")]
    #[ocpi(code = 2000, doc = "For a partner.")]
    struct Overridden;

    let docs = |catalog: Catalog| catalog.iter().map(|entry| entry.docs()).collect::<Vec<_>>();
    assert_eq!(docs(Docs::catalog()), ["Kept.", "For a partner.", ""]);
    assert_eq!(docs(Overridden::catalog()), ["For a partner."]);
    assert_eq!([Docs::Kept, Docs::Overridden, Docs::Hidden].map(|error| error.label()).len(), 3);
}

/**
 * The token is not known,
 * nor is *anybody*.
 *
 * * one
 */
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
#[ocpi(code = 2004)]
struct Stars;

/** One line. */
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
#[ocpi(code = 2004)]
struct Line;

/**
* a list
  without stars
*/
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
#[ocpi(code = 2004)]
struct Plain;

#[test]
fn takes_the_stars_from_a_block_comment() {
    let docs = |catalog: Catalog| catalog.iter().map(|entry| entry.docs()).collect::<Vec<_>>();
    let stars = "The token is not known,\nnor is *anybody*.\n\n* one";
    assert_eq!(docs(Stars::catalog()), [stars]);
    assert_eq!(docs(Line::catalog()), ["One line."]);
    assert_eq!(docs(Plain::catalog()), ["* a list\n  without stars"]);
}

const OTHER_QUOTA: ErrorCode = ErrorCode::new(2951).unwrap();

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
#[expect(dead_code, reason = "the catalog alone is tested")]
enum EveryRow {
    #[ocpi(transparent)]
    First(Back),
    #[doc = "*"]
    #[ocpi(code = OTHER_QUOTA)]
    Star,
    #[doc = "|}\u{7f}\0\n\u{80}"]
    #[ocpi(code = 2001, http = 400, message = "|~\u{81}")]
    Separators,
    #[ocpi(code = QUOTA, message = "*")]
    Message,
    #[ocpi(transparent)]
    Last(Deep),
    #[ocpi(code = OTHER_QUOTA, http = 429)]
    Last2,
}

#[test]
fn lists_every_kind_of_row_with_any_characters() {
    let rows: Vec<_> = EveryRow::catalog()
        .iter()
        .map(|row| {
            let codes = (row.status_code().as_u16(), row.http_status().as_u16());
            (row.type_name(), row.variant(), codes, row.message(), row.docs())
        })
        .collect();
    let separators = Some("|~\u{81}");
    let expected = [
        ("Back", None, (3000, 503), Some("server error"), "The back end is broken."),
        ("EveryRow", Some("Star"), (2951, 200), None, "*"),
        ("EveryRow", Some("Separators"), (2001, 400), separators, "|}\u{7f}\0\n\u{80}"),
        ("EveryRow", Some("Message"), (2950, 200), Some("*"), ""),
        ("Deep", Some("NoReceiver"), (4001, 200), Some("unknown receiver"), ""),
        ("EveryRow", Some("Last2"), (2951, 429), None, ""),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn lists_both_types_when_two_crates_name_them_by_dollar_crate() {
    macro_rules! pass_old_and_new {
        ($($old:tt)*) => { new_twins::pass_twin! { define $($old)*, } };
    }
    macro_rules! define {
        ($Old:ty, $New:ty) => {
            #[derive(Debug, thiserror::Error, OcpiError)]
            #[error("x")]
            #[expect(dead_code, reason = "the catalog alone is tested")]
            enum Both {
                #[ocpi(transparent)]
                Old($Old),
                #[ocpi(transparent)]
                New($New),
                #[ocpi(transparent)]
                Newer($New),
            }
        };
    }
    old_twins::pass_twin! { pass_old_and_new }
    assert_eq!(labels(&Both::catalog()), ["Twin", "Twin"]);
}

#[test]
fn follows_paths_of_another_crate_that_begin_with_dollar_crate() {
    macro_rules! define_coded {
        ($($code:tt)*) => {
            #[derive(Debug, thiserror::Error, OcpiError)]
            #[error("x")]
            #[ocpi(code = $($code)*)]
            struct Coded;
        };
    }
    macro_rules! define_inner {
        ($($runtime:tt)*) => {
            #[derive(Debug, thiserror::Error, OcpiError)]
            #[error("x")]
            #[ocpi(crate = $($runtime)*, transparent)]
            struct Inner(Coded);
        };
    }
    new_twins::pass_code! { define_coded }
    new_twins::pass_runtime! { define_inner }
    assert_eq!(Inner(Coded).status_code(), new_twins::CODE);
}
