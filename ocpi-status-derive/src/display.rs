//! What thiserror's `#[error(...)]` shows. What cannot be seen there is not claimed: `fmt = path`, a
//! `Display` written by hand or by another derive.

use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::{Attribute, Lit, Member, Meta};

use crate::ast::Fields;
use crate::message;
use crate::span::Tokens;

pub(crate) enum Display {
    /// The `Display` of the inner error.
    Transparent(Ident),
    /// A format string and its arguments.
    Text(Literal, TokenStream),
}

impl Display {
    pub(crate) fn from_syn(attrs: &[Attribute]) -> Option<Self> {
        let attr = attrs.iter().find(|attr| attr.path().is_ident("error"))?;
        let Meta::List(list) = &attr.meta else { return None };
        match &*Tokens::of(&list.tokens) {
            [TokenTree::Ident(ident)] if ident == "transparent" => {
                Some(Self::Transparent(ident.clone()))
            }
            [TokenTree::Literal(text), args @ ..] => {
                Some(Self::Text(text.clone(), args.iter().cloned().collect()))
            }
            _ => None,
        }
    }

    /// Tells whether it shows the text of the source.
    pub(crate) fn shows_source(&self, fields: &Fields<'_>) -> bool {
        let Some(source) = fields.source() else { return matches!(self, Self::Transparent(_)) };
        let source = Source::of(&source.member);
        match self {
            Self::Transparent(_) => true,
            Self::Text(text, args) => {
                let Lit::Str(text) = Lit::new(text.clone()) else { return false };
                // With named fields, a number is that of an argument.
                message::names(&text.value()).any(|shown| shown == source.name || source.is(&shown))
                    || source.is_in(args.clone())
            }
        }
    }
}

/// The names of the source: of the field, and of the binding that thiserror makes of it.
struct Source {
    name: String,
    binding: String,
}

impl Source {
    fn of(member: &Member) -> Self {
        match member {
            Member::Named(ident) => {
                let name = ident.unraw().to_string();
                Self { binding: name.clone(), name }
            }
            Member::Unnamed(index) => {
                Self { name: index.index.to_string(), binding: format!("_{}", index.index) }
            }
        }
    }

    /// Tells whether a variable shows the source; the whole error does.
    fn is(&self, variable: &str) -> bool {
        variable == self.binding || variable == "self"
    }

    /// Tells whether the arguments name the source: `.source`, `.0`, `source`, `_0` or `self`, also in
    /// a format string among them.
    fn is_in(&self, args: TokenStream) -> bool {
        let mut args = args.into_iter().peekable();
        let mut is_after_dot = false;
        let mut is_receiver = true;
        while let Some(token) = args.next() {
            let is_member = is_after_dot && is_receiver;
            let is_before_dot = args.peek().is_some_and(is_dot);
            let is_self = matches!(&token, TokenTree::Ident(ident) if ident == "self");
            let is_named = match &token {
                TokenTree::Group(group) => self.is_in(group.stream()),
                TokenTree::Ident(ident) if is_member => ident.unraw() == self.name,
                // Of the whole error, a method or a field is taken.
                TokenTree::Ident(_) if is_self && is_before_dot => false,
                TokenTree::Ident(ident) => !is_after_dot && self.is(&ident.unraw().to_string()),
                // In `.0.1`, the rest is one number.
                TokenTree::Literal(number) if is_member => {
                    number.to_string().split('.').next() == Some(&self.name)
                }
                TokenTree::Literal(text) => match Lit::new(text.clone()) {
                    Lit::Str(text) => message::names(&text.value()).any(|shown| self.is(&shown)),
                    _ => false,
                },
                TokenTree::Punct(_) => false,
            };
            if is_named {
                return true;
            }
            if is_dot(&token) {
                is_after_dot = true;
            } else {
                // A dot behind a value is a method or a field of it, which is not one of ours.
                is_receiver = is_self || matches!(token, TokenTree::Punct(_));
                is_after_dot = false;
            }
        }
        false
    }
}

fn is_dot(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '.')
}
