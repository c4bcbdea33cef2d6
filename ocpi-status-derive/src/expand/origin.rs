//! The seam of `transparent`: the other methods start from it, and it alone asks that the field is an
//! `OcpiError`, so that one mistake is one error.

use proc_macro2::TokenStream;
use quote::quote;

use super::call;
use super::cases::Cases;
use crate::ast::Field;
use crate::span;
use crate::valid::{Answer, Item, Own};
use crate::words;

pub(super) fn expand(item: &Item<'_>) -> TokenStream {
    let krate = &item.krate;
    let origin = quote!(#krate::Origin);
    let mut cases = Cases::new(item);
    for arm in &item.arms {
        match &arm.answer {
            Answer::Own(Own { message: Some((_, message)), .. }) if !message.is_display() => {
                cases.share((), arm, || quote!(#origin::Message));
            }
            Answer::Own(_) => cases.leave(),
            Answer::Inner(field) if is_peer(field) => {
                let (first, last) = span::ends(field.ty);
                let mut inner = span::locate(quote!(let __ocpi_inner: &dyn), first);
                inner.extend(span::locate_below(krate, quote!(::OwnError =), first));
                inner.extend(arm.borrow(field, 0));
                inner.extend(span::locate(quote!(;), last));
                cases.add(arm, [*field], quote!({ #inner #origin::Inner(__ocpi_inner) }));
            }
            Answer::Inner(field) => {
                let value = call(item, quote!(::Origin::Inner), arm.borrow(field, 0), field.ty);
                cases.add(arm, [*field], value);
            }
        }
    }
    let default = quote!(#origin::Display);
    let body = cases.expand_if_any(&default).unwrap_or(default);
    quote!(fn __ocpi_origin(&self) -> #origin<'_> { #body })
}

/// Tells whether the type has the name of a peer's error, for which there are other words.
fn is_peer(field: &Field<'_>) -> bool {
    let ty = words::source(field.ty);
    matches!(ty.rsplit("::").next(), Some("PeerError" | "PeerRejection"))
}
