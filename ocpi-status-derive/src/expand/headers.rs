use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::cases::Cases;
use crate::span;
use crate::valid::{Answer, Item};

pub(super) fn expand(item: &Item<'_>) -> Option<TokenStream> {
    let krate = &item.krate;
    let mut cases = Cases::<()>::new(item);
    for arm in &item.arms {
        match &arm.answer {
            Answer::Own(own) if !own.headers.is_empty() => {
                let lines = own.headers.iter().enumerate().map(|(position, (name, field))| {
                    let value = arm.borrow(field, position);
                    let (first, _) = span::ends(field.ty);
                    let binding = span::locate(format_ident!("__ocpi_value"), first);
                    quote! {
                        if let ::core::option::Option::Some(#binding) =
                            #krate::optional!(#value)
                        {
                            #krate::header(
                                __ocpi_headers,
                                #name,
                                ::core::format_args!("{0}", #binding),
                            );
                        }
                    }
                });
                let lines = quote!({ #(#lines)* });
                cases.add(arm, own.headers.iter().map(|(_, field)| *field), lines);
            }
            Answer::Own(_) | Answer::Inner(_) => cases.leave(),
        }
    }
    let default = item.inherited("headers", Some(quote!(__ocpi_headers)), quote!(()));
    let body = cases.expand_if_any(&default)?;
    Some(quote! {
        fn headers(&self, __ocpi_headers: &mut #krate::http::HeaderMap) {
            #body
        }
    })
}
