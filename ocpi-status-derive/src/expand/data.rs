use proc_macro2::TokenStream;
use quote::quote;

use super::{call, cases};
use crate::valid::{Answer, Item, Own};

pub(super) fn expand(item: &Item<'_>) -> Option<TokenStream> {
    let krate = &item.krate;
    let body = cases::expand(item, &quote!(#krate::data(self)), |arm| {
        let Answer::Own(Own { data: Some(field), .. }) = &arm.answer else { return None };
        let data = call(item, &["Data", "new"], arm.borrow(field, 0), field.ty);
        Some((vec![field], quote!(::core::option::Option::Some(#data))))
    })?;
    Some(quote! {
        fn data(&self) -> ::core::option::Option<#krate::Data<'_>> {
            #body
        }
    })
}
