//! What messages are made of: lists, and the user's own source.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;

use crate::span;

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
    write_source(&mut text, span::flatten(tokens.into_token_stream()));
    text
}

fn write_source(text: &mut String, tokens: TokenStream) {
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
