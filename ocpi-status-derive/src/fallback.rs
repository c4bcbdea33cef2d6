use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::{Body, Container};
use crate::attr::Key;
use crate::bound::Bounds;
use crate::expand::code;
use crate::valid::Item;

/// An impl in place of the one that could not be written, so that one mistake stays one error.
///
/// Returns no tokens if `crate` could not be read, because the path of the trait is then unknown.
pub(crate) fn expand(container: &Container<'_>, item: &Item<'_>) -> TokenStream {
    let attrs = &container.attrs;
    let is_unread = attrs.krate.is_none() && attrs.has(Key::Crate);
    // A union is hardly an `Error`, and would be told so.
    if is_unread || matches!(container.body, Body::Union(_)) {
        return TokenStream::new();
    }
    let krate = &item.krate;
    let body = quote! {
        fn status_code(&self) -> #krate::ErrorCode {
            #krate::ErrorCode::SERVER_ERROR
        }
    };
    // Else what they name would seem to be unused.
    let mut tokens = code::constants(item);
    tokens.extend(item.expand_impl(&body, &Bounds::new(item.generics)));
    tokens
}
