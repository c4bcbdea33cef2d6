use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::ast::{Container, Variants};
use crate::expand::Impl;
use crate::valid;

/// An impl in place of the one that could not be written, so that one mistake stays one error.
pub(crate) fn expand(input: &DeriveInput, container: &Container<'_>) -> TokenStream {
    // A union is hardly an `Error`, and would be told so.
    if matches!(container.data, Variants::Union(_)) {
        return TokenStream::new();
    }
    let krate = valid::krate(&container.attrs);
    let web = container.attrs.web.as_ref().is_none_or(|web| web.value);
    let body = quote! {
        fn status_code(&self) -> #krate::ErrorCode {
            #krate::ErrorCode::SERVER_ERROR
        }
    };
    Impl { ident: &input.ident, generics: &input.generics, krate: &krate, web }.expand(&body, None)
}
