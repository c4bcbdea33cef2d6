use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;

use super::code::constant_name;
use super::{binding, member, number};
use crate::ast::Field;
use crate::valid::{Answer, Arm, Code, Item, Own};

/// The rows are in a static, whose address tells the type from any other. It cannot see generic
/// parameters, so the catalogs of inner errors are apart.
pub(super) fn expand(item: &Item<'_>) -> TokenStream {
    let krate = &item.krate;
    let name = item.ident.unraw().to_string();
    let rows = item.arms.iter().map(|arm| row(item, arm));
    let inner = item.arms.iter().filter_map(|arm| match arm.answer {
        Answer::Inner(field) => Some(inner(item, arm, field)),
        Answer::Own(_) => None,
    });
    quote! {
        fn catalog() -> #krate::Catalog {
            static __OCPI_ROWS: &[#krate::Row] = &[#(#rows),*];
            #krate::catalog::<Self>(#name, &__OCPI_ROWS, &[#(#inner),*])
        }
    }
}

fn row(item: &Item<'_>, arm: &Arm<'_>) -> TokenStream {
    let krate = &item.krate;
    let own = match &arm.answer {
        Answer::Inner(_) => return quote!(#krate::Row::Inner),
        Answer::Own(own) => own,
    };
    let variant = arm.variant.map(|variant| variant.unraw().to_string()).unwrap_or_default();
    let code = match own.code {
        Code::Number(code) => number(code).into_token_stream(),
        Code::Const(index) => {
            let name = constant_name(item, index);
            quote!(#krate::ErrorCode::as_u16(#name))
        }
    };
    let http = number(own.http.as_ref().map_or(200, |http| http.status));
    let message = template(own);
    let docs = arm.docs;
    quote!(#krate::Row::Own(#variant, #code, #http, #message, #docs))
}

fn template(own: &Own<'_>) -> String {
    own.message
        .as_ref()
        .map(|(literal, message)| message.as_str().unwrap_or_else(|| literal.value()))
        .unwrap_or_default()
}

/// The type of the field is not named: that an unknown type is unknown is an error of the item.
fn inner(item: &Item<'_>, arm: &Arm<'_>, field: &Field<'_>) -> TokenStream {
    let krate = &item.krate;
    let some = quote!(::core::option::Option::Some);
    let (pattern, field) = if arm.variant.is_some() {
        let binding = binding(0);
        (arm.pattern_with(item, [field]), quote!(#binding))
    } else {
        let member = member(field);
        (quote!(ref __ocpi_error), quote!(&__ocpi_error.#member))
    };
    // No error is there to be borrowed; a closure that borrows from one costs the compiler more.
    quote! {
        #krate::catalog_of!(match ::core::option::Option::None::<&Self> {
            #some(&#pattern) => #some(#field),
            _ => ::core::option::Option::None,
        })
    }
}
