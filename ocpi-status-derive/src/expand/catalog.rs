use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;

use super::code::constant_name;
use super::{bind, binding, member};
use crate::ast::Field;
use crate::span;
use crate::valid::{Answer, Arm, Code, Item, Own};
use crate::words;

/// The rows are in a static, whose address tells the type from any other. It cannot see generic
/// parameters, so the catalogs of inner errors are apart, as are the codes that rustc alone knows.
pub(super) fn expand(item: &Item<'_>) -> TokenStream {
    let krate = &item.krate;
    let name = item.ident.unraw().to_string();
    let mut fields = Vec::new();
    let mut codes = Vec::new();
    let mut inners = Vec::new();
    let mut types = Vec::new();
    for arm in &item.arms {
        match &arm.answer {
            Answer::Inner(field) => {
                // A catalog lists a type once. Two crates may have put a `$crate` into one item.
                let ty = words::source(field.ty);
                if ty.contains('$') || !types.contains(&ty) {
                    types.push(ty);
                    fields.push("*".to_owned());
                    inners.push(inner(item, arm, field));
                }
            }
            Answer::Own(own) => {
                let code = match own.code {
                    Code::Number(code) => code.to_string(),
                    Code::Const(index) => {
                        codes.push(constant_name(item, index));
                        String::new()
                    }
                };
                let variant = arm.variant.map(|variant| variant.unraw().to_string());
                let http = own.http.as_ref().map(|http| http.status.to_string());
                let [variant, http] = [variant, http].map(Option::unwrap_or_default);
                fields.extend([variant, code, http, template(own), arm.docs.to_owned()]);
            }
        }
    }
    let rows = rows(&fields);
    quote! {
        fn catalog() -> #krate::Catalog {
            static __OCPI_ROWS: &::core::primitive::str = #rows;
            #krate::catalog(#name, &__OCPI_ROWS, &[#(#codes),*], &[#(#inners),*])
        }
    }
}

/// Puts a character before each field that is in none of them.
fn rows(fields: &[String]) -> String {
    let all = fields.concat();
    let separator = ('|'..=char::MAX).find(|&separator| !all.contains(separator)).unwrap_or('|');
    let mut rows = String::with_capacity(all.len() + fields.len());
    for field in fields {
        rows.push(separator);
        rows.push_str(field);
    }
    rows
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
    let (pattern, field) = if let Some(variant) = arm.variant {
        let binding = binding(0, Span::call_site());
        let [ident, variant] = [item.ident, variant].map(span::resolve_ident);
        let fields = bind(&[field]);
        (quote!(#ident::#variant #fields), quote!(#binding))
    } else {
        let member = member(field, Span::call_site());
        (quote!(ref __ocpi_error), quote!(&__ocpi_error.#member))
    };
    quote!(#krate::catalog_of!(#pattern => #field))
}
