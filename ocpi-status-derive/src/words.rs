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
    let mut near: Vec<_> = words
        .into_iter()
        .map(|word| (distance(written, word), word))
        .filter(|(distance, word)| *distance <= word.len().max(written.len()).div_ceil(3).min(2))
        .collect();
    near.sort_unstable();
    match near.as_slice() {
        [(_, word)] => Some(word),
        [(first, word), (second, _), ..] if first < second => Some(word),
        _ => None,
    }
}

/// How many characters must be added, removed, replaced or swapped with the next.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<_> = to.chars().collect();
    let mut before_last = Vec::new();
    let mut last: Vec<_> = (0..=to.len()).collect();
    let mut last_char = None;
    for (row, char) in from.chars().enumerate() {
        let mut next = vec![row + 1];
        for (column, wanted) in to.iter().enumerate() {
            let at =
                |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX);
            let replaced = at(&last, column).saturating_add(usize::from(char != *wanted));
            let mut best = replaced.min(at(&last, column + 1) + 1).min(at(&next, column) + 1);
            let is_swapped =
                column > 0 && last_char == Some(*wanted) && to.get(column - 1) == Some(&char);
            if is_swapped {
                best = best.min(at(&before_last, column - 1).saturating_add(1));
            }
            next.push(best);
        }
        last_char = Some(char);
        before_last = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or_default()
}
