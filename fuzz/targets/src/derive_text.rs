//! The derive prints valid Rust for any item.
//!
//! An input is the source of an item.

use proc_macro2::{TokenStream, TokenTree};
use syn::DeriveInput;

/// Expands an item.
///
/// # Panics
///
/// If the derive panics, or its output is not valid Rust.
pub fn run(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let Ok(tokens) = text.parse() else { return };
    check(tokens);
}

pub(crate) fn check(tokens: TokenStream) {
    // rustc and syn recurse with the depth of the source.
    if depth(&tokens) > 32 || tokens.to_string().len() > 8192 {
        return;
    }
    let Ok(input) = syn::parse2::<DeriveInput>(tokens.clone()) else { return };
    // Items that only the newer syn parses, which rustc does not pass to a derive.
    if syn_full::parse2::<syn_full::DeriveInput>(tokens).is_err() {
        return;
    }
    let expansion = derive_source::derive(&input);
    let text = expansion.to_string();
    assert_eq!(
        derive_source::derive(&input).to_string(),
        text,
        "the same item, the same expansion"
    );
    if let Err(error) = syn_full::parse2::<syn_full::File>(expansion) {
        panic!("{error}\n{text}");
    }
}

fn depth(tokens: &TokenStream) -> usize {
    let depths = tokens.clone().into_iter().map(|token| match token {
        TokenTree::Group(group) => 1 + depth(&group.stream()),
        _ => 0,
    });
    depths.max().unwrap_or_default()
}
