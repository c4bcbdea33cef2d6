use proc_macro2::TokenStream;
use quote::quote;

use super::cases::Cases;
use super::number;
use crate::valid::{Answer, Http, Item, Own};

pub(super) fn expand(item: &Item<'_>) -> Option<TokenStream> {
    let krate = &item.krate;
    let mut cases = Cases::new(item);
    for arm in &item.arms {
        match &arm.answer {
            Answer::Own(Own { http: Some(Http { status, .. }), .. }) => {
                cases.share(*status, arm, || {
                    let status = number(*status);
                    quote!(#krate::http_status(#status))
                });
            }
            Answer::Own(_) | Answer::Inner(_) => cases.leave(),
        }
    }
    let default = item.inherited("http_status", None, quote!(#krate::http::StatusCode::OK));
    let body = cases.expand_if_any(&default)?;
    Some(quote!(fn http_status(&self) -> #krate::http::StatusCode { #body }))
}
