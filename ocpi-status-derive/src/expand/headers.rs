use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::cases;
use crate::span;
use crate::valid::{Answer, Item};

pub(super) fn expand(item: &Item<'_>) -> Option<TokenStream> {
    let krate = &item.krate;
    let body = cases::expand(item, &quote!(#krate::headers(self, __ocpi_headers)), |arm| {
        let headers = match &arm.answer {
            Answer::Own(own) if !own.headers.is_empty() => &own.headers,
            Answer::Own(_) | Answer::Inner(_) => return None,
        };
        let lines = headers.iter().enumerate().map(|(position, (name, field))| {
            let value = arm.borrow(field, position);
            let (first, _) = span::ends(field.ty);
            let binding = format_ident!("__ocpi_value", span = span::at(first));
            quote! {
                if let ::core::option::Option::Some(#binding) = #krate::optional!(#value) {
                    #krate::header(__ocpi_headers, #name, ::core::format_args!("{0}", #binding));
                }
            }
        });
        let fields = headers.iter().map(|(_, field)| *field).collect();
        Some((fields, quote!({ #(#lines)* })))
    })?;
    Some(quote! {
        fn headers(&self, __ocpi_headers: &mut #krate::http::HeaderMap) {
            #body
        }
    })
}
