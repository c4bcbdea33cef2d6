//! Which bounds the impl asks beyond those of the item.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericArgument, Generics, Ident, PathArguments, ReturnType, Type, TypeParamBound};

/// The bounds of an impl: none on types that mention no type parameter, because a bound that holds
/// anyway is a lint and one that does not is an error in the wrong place.
pub(crate) struct Bounds<'a> {
    generics: &'a Generics,
    params: Params<'a>,
    seen: HashSet<String>,
    added: Vec<TokenStream>,
}

impl<'a> Bounds<'a> {
    pub(crate) fn new(generics: &'a Generics) -> Self {
        let params = Params::of(generics);
        let mut added = Vec::new();
        // The trait's supertrait, which may hold for some types only.
        if !params.0.is_empty() {
            added.push(quote!(Self: ::core::error::Error));
        }
        Self { generics, params, seen: HashSet::new(), added }
    }

    /// Asks of a field's type what its use needs.
    pub(crate) fn add(&mut self, ty: &Type, bound: &TokenStream) {
        if !self.params.are_in(ty) {
            return;
        }
        let predicate = quote!(#ty: #bound);
        if self.seen.insert(predicate.to_string()) {
            self.added.push(predicate);
        }
    }

    pub(crate) fn where_clause(&self) -> TokenStream {
        let user = self.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let user = user.map(ToTokens::to_token_stream);
        let mut all = user.chain(self.added.iter().cloned()).peekable();
        if all.peek().is_none() {
            return TokenStream::new();
        }
        quote!(where #(#all),*)
    }
}

/// Tells whether a type depends on the type parameters.
pub(crate) fn mentions_param(generics: &Generics, ty: &Type) -> bool {
    Params::of(generics).are_in(ty)
}

/// The names of the type parameters.
struct Params<'a>(HashSet<&'a Ident>);

impl<'a> Params<'a> {
    fn of(generics: &'a Generics) -> Self {
        Self(generics.type_params().map(|param| &param.ident).collect())
    }

    fn are_in(&self, ty: &Type) -> bool {
        match ty {
            Type::Array(ty) => self.are_in(&ty.elem),
            Type::Group(ty) => self.are_in(&ty.elem),
            Type::Paren(ty) => self.are_in(&ty.elem),
            Type::Ptr(ty) => self.are_in(&ty.elem),
            Type::Reference(ty) => self.are_in(&ty.elem),
            Type::Slice(ty) => self.are_in(&ty.elem),
            Type::Tuple(ty) => ty.elems.iter().any(|ty| self.are_in(ty)),
            Type::FnPtr(ty) => {
                ty.inputs.iter().any(|input| self.are_in(&input.ty))
                    || self.is_in_return(&ty.output)
            }
            Type::TraitObject(ty) => ty.bounds.iter().any(|bound| match bound {
                TypeParamBound::Trait(bound) => self.is_in_arguments(&bound.path),
                _ => false,
            }),
            Type::Path(ty) => {
                let is_param = ty.qself.is_none()
                    && ty.path.leading_colon.is_none()
                    && ty.path.segments.first().is_some_and(|first| self.0.contains(&first.ident));
                is_param
                    || ty.qself.as_ref().is_some_and(|qself| self.are_in(&qself.ty))
                    || self.is_in_arguments(&ty.path)
            }
            _ => false,
        }
    }

    fn is_in_arguments(&self, path: &syn::Path) -> bool {
        path.segments.iter().any(|segment| match &segment.arguments {
            PathArguments::None => false,
            PathArguments::AngleBracketed(arguments) => {
                arguments.args.iter().any(|argument| match argument {
                    GenericArgument::Type(ty) => self.are_in(ty),
                    GenericArgument::AssocType(assoc) => self.are_in(&assoc.ty),
                    _ => false,
                })
            }
            PathArguments::Parenthesized(arguments) => {
                arguments.inputs.iter().any(|input| self.are_in(&input.ty))
                    || self.is_in_return(&arguments.output)
            }
        })
    }

    fn is_in_return(&self, output: &ReturnType) -> bool {
        matches!(output, ReturnType::Type(_, ty) if self.are_in(ty))
    }
}
