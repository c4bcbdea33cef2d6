//! What messages are made of: lists, and the user's own source.

use proc_macro2::{Delimiter, TokenTree};
use quote::ToTokens;

use crate::span::Tokens;

/// Lists alternatives: `a`, `b` or `c`.
pub(crate) fn one_of(words: &[impl AsRef<str>]) -> String {
    list(words, "or")
}

/// Lists what goes together: `a`, `b` and `c`.
pub(crate) fn all_of(words: &[impl AsRef<str>]) -> String {
    list(words, "and")
}

fn list(words: &[impl AsRef<str>], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {conjunction} {}", first.join(", "), last.as_ref())
        }
    }
}

/// Writes a type or a path as a person would: `Vec<io::Error>`, not `Vec < io :: Error >`.
pub(crate) fn source(tokens: impl ToTokens) -> String {
    let mut text = String::new();
    write_source(&mut text, Tokens::of(tokens).iter().cloned());
    text
}

fn write_source(text: &mut String, tokens: impl IntoIterator<Item = TokenTree>) {
    let mut is_word_before = false;
    for token in tokens {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        if is_word && is_word_before {
            text.push(' ');
        }
        is_word_before = is_word;
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write_source(text, group.stream());
                text.push_str(close);
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                char @ ('+' | '=') => text.extend([' ', char, ' ']),
                char @ (',' | ';') => text.extend([char, ' ']),
                char => text.push(char),
            },
            token => text.push_str(&token.to_string()),
        }
    }
}

/// Returns the one word that is nearest to what was written, if it is near.
pub(crate) fn nearest<'w>(
    written: &str,
    words: impl IntoIterator<Item = &'w str>,
) -> Option<&'w str> {
    let chars = |text: &str| text.chars().collect::<Vec<_>>();
    let words: Vec<_> = words.into_iter().collect();
    for edits in 0..=2 {
        let mut near = words.iter().filter(|word| {
            edits <= word.len().max(written.len()).div_ceil(3)
                && is_within(edits, &chars(written), &chars(word))
        });
        if let Some(word) = near.next() {
            return near.next().is_none().then_some(*word);
        }
    }
    None
}

/// Tells whether so many characters, or fewer, must be added, removed, replaced or swapped with the
/// next.
fn is_within(edits: usize, from: &[char], to: &[char]) -> bool {
    match (from, to) {
        ([], []) => true,
        ([first, from @ ..], [second, to @ ..]) if first == second => is_within(edits, from, to),
        _ if edits == 0 => false,
        ([a, b, from @ ..], [c, d, to @ ..])
            if a == d && b == c && is_within(edits - 1, from, to) =>
        {
            true
        }
        _ => {
            let [from_rest, to_rest] = [from, to].map(|word| word.get(1..).unwrap_or_default());
            [(from_rest, to), (from, to_rest), (from_rest, to_rest)]
                .iter()
                .any(|(from, to)| is_within(edits - 1, from, to))
        }
    }
}
