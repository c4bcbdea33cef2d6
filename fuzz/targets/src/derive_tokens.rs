//! The derive prints valid Rust for any tokens in an item.
//!
//! An input picks an item and edits its tokens: one byte for the item, then four for each edit. The
//! edits include the invisible groups of `macro_rules!`.

use derive_source::PARTS;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::derive_text;

const ITEMS: [&str; 6] = [
    "#[ocpi(version = \"2.2.1\", code = 2000)] enum E { A, #[ocpi(code = 2004, http = 404)] B { uid: String } }",
    "enum E<'a, T: Copy + 'a, const N: usize> where T: Into<u8> { #[ocpi(code = 3001, message = \"{0:>5} {1:?}\")] A(&'a T, [u8; N]), #[ocpi(transparent)] B(Box<E<'a, T, N>>) }",
    "#[ocpi(code = crate::CODE, message = \"{self}: {r#type}\", crate = ::other::path, web = false)] struct S { #[ocpi(data)] r#type: Vec<Option<u8>> }",
    "/// Documented.\n#[ocpi(transparent)] pub(crate) struct S<T>(pub Arc<dyn Trait<T> + Send>);",
    "enum E { #[ocpi(code = 2001)] #[doc = \"x\"] A { #[ocpi(data)] a: fn(u8) -> T, b: (A, B) } = 5 }",
    "#[ocpi(code = 2000)] union U { a: u8 }",
];

/// Sources of one or a few tokens, beside [`PARTS`].
const MORE: [&str; 36] = [
    "ocpi",
    "error",
    "cfg",
    "#[ocpi(code = 2001)]",
    "#[ocpi(data)]",
    "#[ocpi()]",
    "#[ocpi]",
    "->",
    "=>",
    "&",
    "?",
    "+",
    "*",
    "|",
    "!",
    "..",
    "2004",
    "3000",
    "4000",
    "500",
    "200",
    "99999999999999999999",
    "2001u8",
    "0x7d1",
    "2.2",
    "\"2.1.1\"",
    "\"{a:?} {self}\"",
    "\"{a:0$}\"",
    "b\"x\"",
    "c\"x\"",
    "'c'",
    "r#type",
    "T",
    "where T: Copy,",
    "{ a: u8 }",
    "(u8, T)",
];

struct Edit {
    kind: u8,
    len: u8,
    token: u8,
}

/// Edits an item and expands it.
///
/// # Panics
///
/// If the derive panics, or its output is not valid Rust.
pub fn run(data: &[u8]) {
    let Some((item, edits)) = data.split_first() else { return };
    let item = ITEMS[usize::from(*item) % ITEMS.len()];
    let mut tokens: TokenStream = item.parse().expect("an item");
    for bytes in edits.chunks_exact(4).take(8) {
        let edit = Edit { kind: bytes[0], len: bytes[2], token: bytes[3] };
        tokens = apply(tokens, &mut usize::from(bytes[1]), &edit);
    }
    derive_text::check(tokens);
}

/// Edits the token at index `at` in the order of the source.
fn apply(tokens: TokenStream, at: &mut usize, edit: &Edit) -> TokenStream {
    let mut trees = tokens.into_iter();
    let mut edited = Vec::new();
    while let Some(tree) = trees.next() {
        if *at == 0 {
            *at = usize::MAX;
            let more = trees.by_ref().take(usize::from(edit.len % 8));
            edited.extend(change(std::iter::once(tree).chain(more).collect(), edit));
            continue;
        }
        *at -= 1;
        edited.push(match tree {
            TokenTree::Group(group) => {
                let stream = apply(group.stream(), at, edit);
                TokenTree::Group(Group::new(group.delimiter(), stream))
            }
            tree => tree,
        });
    }
    edited.into_iter().collect()
}

/// Changes a run of tokens.
fn change(run: TokenStream, edit: &Edit) -> TokenStream {
    let token = || -> TokenStream {
        // Half of a group, such as `(`, does not parse as a stream.
        let parts = PARTS.iter().chain(&MORE).filter_map(|part| part.parse().ok());
        let parts: Vec<TokenStream> = parts.collect();
        parts[usize::from(edit.token) % parts.len()].clone()
    };
    let wrap = |delimiter| TokenTree::Group(Group::new(delimiter, run.clone())).into();
    match edit.kind % 9 {
        0 => TokenStream::new(),
        1 => token(),
        2 => [token(), run].into_iter().collect(),
        3 => [run, token()].into_iter().collect(),
        4 => [run.clone(), run].into_iter().collect(),
        5 => wrap(Delimiter::None),
        6 => wrap(Delimiter::Parenthesis),
        7 => wrap(Delimiter::Brace),
        _ => run
            .into_iter()
            .flat_map(|tree| match tree {
                TokenTree::Group(group) => group.stream(),
                tree => tree.into(),
            })
            .collect(),
    }
}
