//! Writes the impl. What gets here is right, so nothing here can fail.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::{DeriveInput, GenericParam, Generics, Ident, Type, TypePath};

use crate::ast::{Container, Field};
use crate::ctxt::Ctxt;
use crate::fallback;
use crate::generics::Bounds;
use crate::message;
use crate::span;
use crate::valid::{Answer, Arm, Http, Item, Own, Value};

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let ctxt = Ctxt::new();
    let container = Container::from_syn(&ctxt, input);
    let item = Item::from_ast(&ctxt, &container);
    match (ctxt.check(), item) {
        (Ok(()), Ok(item)) => item.expand(),
        (errors, _) => {
            let mut tokens = errors.err().unwrap_or_default();
            tokens.extend(fallback::expand(input, &container));
            tokens
        }
    }
}

/// The frame of an impl, and what follows it for the web frameworks.
pub(crate) struct Impl<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) krate: &'a TokenStream,
    pub(crate) web: bool,
}

impl Impl<'_> {
    pub(crate) fn expand(&self, body: &TokenStream, bounds: Option<&Bounds<'_>>) -> TokenStream {
        let Self { ident, generics, krate, web } = self;
        let generics = without_attrs(generics);
        let (impl_generics, ty_generics, _) = generics.split_for_impl();
        let where_clause = match bounds {
            Some(bounds) => bounds.where_clause(),
            None => Bounds::new(&generics).where_clause(),
        };
        let web = web.then(|| {
            quote!(#krate::__private::web! { [#impl_generics] [#ident #ty_generics] [#where_clause] })
        });
        span::resolve(quote! {
            #[automatically_derived]
            impl #impl_generics #krate::OcpiError for #ident #ty_generics #where_clause {
                #body
            }
            #web
        })
    }
}

/// An attribute of a parameter, such as a lint level, is for the item alone.
fn without_attrs(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    for param in &mut generics.params {
        match param {
            GenericParam::Lifetime(param) => param.attrs.clear(),
            GenericParam::Type(param) => param.attrs.clear(),
            GenericParam::Const(param) => param.attrs.clear(),
        }
    }
    generics
}

impl Item<'_> {
    fn expand(&self) -> TokenStream {
        let Self { ident, generics, web, .. } = *self;
        let mut body = self.status_code();
        body.extend(self.http_status());
        body.extend(self.fmt_message());
        body.extend(self.data());
        body.extend(self.message_is_display());
        body.extend(self.label());
        body.extend(self.catalog());
        let frame = Impl { ident, generics, krate: &self.krate, web };
        frame.expand(&body, Some(&self.bounds()))
    }

    fn status_code(&self) -> TokenStream {
        let krate = &self.krate;
        let mut codes = Cases::default();
        let mut checks = TokenStream::new();
        for arm in &self.arms {
            match &arm.answer {
                Answer::Own(Own { code, http, .. }) => {
                    let index = codes.add(self.pattern(arm), self.code(*code), Kind::Const);
                    // Whatever is wrong with the code itself is one error, not a second one here.
                    if let Some(Http { status, tokens }) = http {
                        let (status, code) = (number(*status), const_name(index));
                        let check = quote!(#krate::__private::check_http);
                        let check = call(&check, &quote!(#status, #code), tokens);
                        checks.extend(quote!(const _: () = #check;));
                    }
                }
                Answer::Inner(field) => self.forward(&mut codes, arm, field, "status_code", None),
            }
        }
        let body = codes.expand(&quote!(#krate::ErrorCode));
        quote!(fn status_code(&self) -> #krate::ErrorCode { #checks #body })
    }

    fn http_status(&self) -> Option<TokenStream> {
        let krate = &self.krate;
        let is_default = |arm: &Arm<'_>| matches!(&arm.answer, Answer::Own(Own { http: None, .. }));
        if self.arms.iter().all(is_default) {
            return None;
        }
        let mut statuses = Cases::default();
        for arm in &self.arms {
            match &arm.answer {
                Answer::Own(Own { http: Some(http), .. }) => {
                    let status = number(http.status);
                    let value = quote!(#krate::__private::http(#status));
                    statuses.add(self.pattern(arm), value, Kind::Const);
                }
                Answer::Own(_) => {
                    let ok = quote!(#krate::http::StatusCode::OK);
                    statuses.add(self.pattern(arm), ok, Kind::Expr);
                }
                Answer::Inner(field) => {
                    self.forward(&mut statuses, arm, field, "http_status", None);
                }
            }
        }
        let body = statuses.expand(&quote!(#krate::http::StatusCode));
        Some(quote!(fn http_status(&self) -> #krate::http::StatusCode { #body }))
    }

    fn fmt_message(&self) -> Option<TokenStream> {
        let krate = &self.krate;
        let is_default =
            |arm: &Arm<'_>| matches!(&arm.answer, Answer::Own(Own { message: None, .. }));
        if self.arms.iter().all(is_default) {
            return None;
        }
        let mut messages = Cases::default();
        for arm in &self.arms {
            match &arm.answer {
                Answer::Own(Own { message: Some((_, message)), .. }) => {
                    let (pattern, value) = self.message(arm, message);
                    messages.add(pattern, value, Kind::Expr);
                }
                Answer::Own(_) => {
                    let value = quote!(#krate::__private::fmt_message(self, __ocpi_f));
                    messages.add(self.pattern(arm), value, Kind::Expr);
                }
                Answer::Inner(field) => {
                    let formatter = quote!(__ocpi_f);
                    self.forward(&mut messages, arm, field, "fmt_message", Some(&formatter));
                }
            }
        }
        let body = messages.expand(&TokenStream::new());
        Some(quote! {
            fn fmt_message(
                &self,
                __ocpi_f: &mut ::core::fmt::Formatter<'_>,
            ) -> ::core::fmt::Result {
                #body
            }
        })
    }

    fn data(&self) -> Option<TokenStream> {
        let krate = &self.krate;
        let is_default = |arm: &Arm<'_>| matches!(&arm.answer, Answer::Own(Own { data: None, .. }));
        if self.arms.iter().all(is_default) {
            return None;
        }
        let mut data = Cases::default();
        for arm in &self.arms {
            match &arm.answer {
                Answer::Own(Own { data: Some(field), .. }) => {
                    let value = self.method(
                        field,
                        &quote!(__private::DataField),
                        "data",
                        &quote!(__ocpi_0),
                    );
                    data.add(self.pattern_with(arm, [*field]), value, Kind::Expr);
                }
                Answer::Own(_) => {
                    data.add(self.pattern(arm), quote!(::core::option::Option::None), Kind::Expr);
                }
                Answer::Inner(field) => self.forward(&mut data, arm, field, "data", None),
            }
        }
        let body = data.expand(&TokenStream::new());
        Some(quote! {
            fn data(&self) -> ::core::option::Option<#krate::Data<'_>> {
                #body
            }
        })
    }

    fn message_is_display(&self) -> TokenStream {
        let mut answers = Cases::default();
        for arm in &self.arms {
            match &arm.answer {
                Answer::Own(own) => {
                    let answer = own.message.is_none();
                    answers.add(self.pattern(arm), answer.to_token_stream(), Kind::Expr);
                }
                Answer::Inner(field) => {
                    self.forward(&mut answers, arm, field, "__message_is_display", None);
                }
            }
        }
        let body = answers.expand(&TokenStream::new());
        quote!(fn __message_is_display(&self) -> ::core::primitive::bool { #body })
    }

    fn label(&self) -> TokenStream {
        let name = self.ident.unraw().to_string();
        let mut labels = Cases::default();
        for arm in &self.arms {
            match &arm.answer {
                Answer::Own(_) => {
                    let label = match arm.variant {
                        Some(variant) => format!("{name}::{}", variant.unraw()),
                        None => name.clone(),
                    };
                    labels.add(self.pattern(arm), label.to_token_stream(), Kind::Expr);
                }
                Answer::Inner(field) => self.forward(&mut labels, arm, field, "label", None),
            }
        }
        let body = labels.expand(&TokenStream::new());
        quote!(fn label(&self) -> &'static ::core::primitive::str { #body })
    }

    fn catalog(&self) -> TokenStream {
        let krate = &self.krate;
        let name = self.ident.unraw().to_string();
        let rows = self.arms.iter().map(|arm| match &arm.answer {
            Answer::Own(own) => self.row(arm, own),
            Answer::Inner(field) => {
                let ty = field.ty;
                let catalog = if is_arc(ty) {
                    quote!(|| #krate::__private::shared::<#ty>().__ocpi_catalog())
                } else {
                    self.method_path(field, &quote!(__private::TransparentField), "catalog")
                };
                quote!(#krate::__private::Row::Inner(#catalog))
            }
        });
        let rows = quote!(&[#(#rows),*]);
        // A const item cannot see generic parameters, and only the type of an inner error names
        // them; the array of a const block counts as one on the stack.
        let is_inner = |arm: &Arm<'_>| matches!(arm.answer, Answer::Inner(_));
        let is_generic = !self.generics.params.is_empty() && self.arms.iter().any(is_inner);
        let (item, rows) = if is_generic {
            (None, quote!(const { #rows }))
        } else {
            let item = quote!(const __OCPI_ROWS: &[#krate::__private::Row] = #rows;);
            (Some(item), quote!(__OCPI_ROWS))
        };
        quote! {
            fn catalog() -> #krate::Catalog {
                #item
                #krate::__private::catalog::<Self>(#name, #rows)
            }
        }
    }

    fn row(&self, arm: &Arm<'_>, own: &Own<'_>) -> TokenStream {
        let krate = &self.krate;
        let variant = optional(arm.variant.map(|variant| variant.unraw().to_string()));
        let code = self.unchecked_code(own.code);
        let http = own.http.as_ref().map(|http| number(http.status));
        let http = http.map_or_else(
            || quote!(#krate::http::StatusCode::OK),
            |status| quote!(#krate::__private::http(#status)),
        );
        let message = optional(own.message.as_ref().map(|(literal, _)| literal.value()));
        let docs = arm.docs;
        quote!(#krate::__private::row(#variant, #code, #http, #message, #docs))
    }

    /// Where the field's type mentions a type parameter, its use asks for a bound.
    fn bounds(&self) -> Bounds<'_> {
        let krate = &self.krate;
        let mut bounds = Bounds::new(self.generics);
        for arm in &self.arms {
            match &arm.answer {
                Answer::Inner(field) => bounds.add(field.ty, &quote!(#krate::OcpiError)),
                Answer::Own(own) => {
                    if let Some(field) = own.data {
                        bounds.add(field.ty, &quote!(#krate::__private::Serialize));
                    }
                    for arg in own.message.iter().flat_map(|(_, message)| &message.args) {
                        if let message::Value::Field(index) = arg.value {
                            let name = format_ident!("{}", arg.format.name);
                            bounds.add(arm.fields.all[index].ty, &quote!(::core::fmt::#name));
                        }
                    }
                }
            }
        }
        bounds
    }

    /// A code, checked by the runtime's own table.
    fn code(&self, code: Value<'_>) -> TokenStream {
        let krate = &self.krate;
        let version = format_ident!("{}", self.version.variant());
        let version = quote!(#krate::Version::#version);
        match code {
            Value::Number(code) => {
                let code = number(code);
                quote!(#krate::__private::code(#code, #version))
            }
            Value::Const(path) => {
                let binding = self.typed(path);
                let check = quote!(#krate::__private::constant);
                let check = call(&check, &quote!(__ocpi_code, #version), path);
                quote!({ #binding #check })
            }
        }
    }

    /// A code that `status_code` checks; one mistake is one error.
    fn unchecked_code(&self, code: Value<'_>) -> TokenStream {
        match code {
            Value::Number(_) => self.code(code),
            Value::Const(path) => {
                let binding = self.typed(path);
                quote!({ #binding __ocpi_code })
            }
        }
    }

    /// Says what type a constant must be.
    fn typed(&self, path: &TypePath) -> TokenStream {
        let krate = &self.krate;
        let (first, last) = span::ends(path);
        let mut tokens = span::locate(quote!(let __ocpi_code: #krate::ErrorCode =), first);
        tokens.extend(path.to_token_stream());
        tokens.extend(span::locate(quote!(;), last));
        tokens
    }

    /// The body of `fmt_message` for a variant with a `message`.
    fn message(&self, arm: &Arm<'_>, message: &message::Message) -> (TokenStream, TokenStream) {
        if let Some(text) = message.as_str() {
            let value = quote!(::core::fmt::Formatter::write_str(__ocpi_f, #text));
            return (self.pattern(arm), value);
        }
        let mut used: Vec<&Field<'_>> = Vec::new();
        let mut args = Vec::new();
        for arg in &message.args {
            args.push(match arg.value {
                message::Value::Display => quote!(self),
                message::Value::Field(index) => {
                    let field = &arm.fields.all[index];
                    let known = used.iter().position(|used| used.member == field.member);
                    let position = known.unwrap_or_else(|| {
                        used.push(field);
                        used.len() - 1
                    });
                    let binding = binding(position);
                    let name = format_ident!("{}Field", arg.format.name);
                    self.method(field, &quote!(__private::#name), "shown", &quote!(&#binding))
                }
            });
        }
        let format = &message.format;
        let value = quote! {
            ::core::fmt::Formatter::write_fmt(__ocpi_f, ::core::format_args!(#format, #(#args),*))
        };
        (self.pattern_with(arm, used), value)
    }

    /// Adds the case that asks the inner error.
    fn forward(
        &self,
        cases: &mut Cases,
        arm: &Arm<'_>,
        field: &Field<'_>,
        method: &str,
        arg: Option<&TokenStream>,
    ) {
        let arg = arg.into_iter();
        let args = quote!(__ocpi_0 #(, #arg)*);
        let value = self.method(field, &quote!(__private::TransparentField), method, &args);
        cases.add(self.pattern_with(arm, [field]), value, Kind::Expr);
    }

    /// Calls the method of a trait of the runtime; if the field's type does not implement it, that
    /// is what the error underlines.
    fn method(
        &self,
        field: &Field<'_>,
        path: &TokenStream,
        method: &str,
        args: &TokenStream,
    ) -> TokenStream {
        let (_, last) = span::ends(field.ty);
        let mut tokens = self.method_path(field, path, method);
        tokens.extend([parenthesized(args, last)]);
        tokens
    }

    fn method_path(&self, field: &Field<'_>, path: &TokenStream, method: &str) -> TokenStream {
        let krate = &self.krate;
        let ty = field.ty;
        let method = format_ident!("{method}");
        let (first, last) = span::ends(ty);
        let mut tokens = span::locate(quote!(<), first);
        tokens.extend(ty.to_token_stream());
        tokens.extend(span::locate(quote!(as #krate::#path>::#method), last));
        tokens
    }

    fn pattern(&self, arm: &Arm<'_>) -> TokenStream {
        self.pattern_with(arm, [])
    }

    /// A pattern that borrows the fields as `__ocpi_0`, `__ocpi_1` and so on.
    fn pattern_with<'f>(
        &self,
        arm: &Arm<'_>,
        fields: impl IntoIterator<Item = &'f Field<'f>>,
    ) -> TokenStream {
        let ident = self.ident;
        let variant = arm.variant.map(|variant| quote!(::#variant));
        let fields = fields.into_iter().enumerate().map(|(position, field)| {
            let member = &field.member;
            let binding = binding(position);
            quote!(#member: ref #binding,)
        });
        quote!(#ident #variant { #(#fields)* .. })
    }
}

/// A name that no unit struct or constant of the user has: it would be a pattern.
fn binding(position: usize) -> Ident {
    format_ident!("__ocpi_{position}")
}

fn optional(text: Option<String>) -> TokenStream {
    let none = || quote!(::core::option::Option::None);
    text.map_or_else(none, |text| quote!(::core::option::Option::Some(#text)))
}

/// Tells whether a type may be an `Arc`, whose catalogue is that of what it holds.
fn is_arc(ty: &Type) -> bool {
    match ty {
        Type::Path(ty) => ty.path.segments.last().is_some_and(|last| last.ident == "Arc"),
        Type::Group(ty) => is_arc(&ty.elem),
        Type::Paren(ty) => is_arc(&ty.elem),
        _ => false,
    }
}

/// A name that no constant of the user has: with the same name it would be its own value.
fn const_name(index: usize) -> Ident {
    format_ident!("__OCPI_{index}")
}

/// A number without a suffix.
fn number(number: u16) -> proc_macro2::Literal {
    proc_macro2::Literal::u16_unsuffixed(number)
}

/// A call that lies wholly over `target`, so that whatever is wrong with it underlines that.
fn call(function: &TokenStream, args: &TokenStream, target: impl ToTokens) -> TokenStream {
    let (first, last) = span::ends(target);
    let mut tokens = span::locate(function, first);
    tokens.extend([parenthesized(args, last)]);
    tokens
}

fn parenthesized(args: &TokenStream, location: Span) -> TokenTree {
    let mut group = Group::new(Delimiter::Parenthesis, span::locate(args, location));
    group.set_span(location.resolved_at(Span::call_site()));
    TokenTree::Group(group)
}

/// The arms of a `match`, those with the same value as one.
#[derive(Default)]
struct Cases {
    cases: Vec<Case>,
}

struct Case {
    patterns: Vec<TokenStream>,
    value: TokenStream,
    key: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Checked when the user's crate is compiled, by being a const item.
    Const,
    Expr,
}

impl Cases {
    /// Returns the index of the case.
    fn add(&mut self, pattern: TokenStream, value: TokenStream, kind: Kind) -> usize {
        let key = value.to_string();
        // A value that names a binding belongs to its own pattern, and two `$crate` may be two
        // crates.
        let is_shared = !key.contains("__ocpi_0") && !key.contains("$crate");
        let same = self.cases.iter().position(|case| is_shared && case.key == key);
        if let Some(index) = same {
            self.cases[index].patterns.push(pattern);
            index
        } else {
            self.cases.push(Case { patterns: vec![pattern], value, key, kind });
            self.cases.len() - 1
        }
    }

    fn expand(&self, ty: &TokenStream) -> TokenStream {
        let mut consts = TokenStream::new();
        let mut arms = TokenStream::new();
        for (index, Case { patterns, value, kind, .. }) in self.cases.iter().enumerate() {
            let value = match kind {
                Kind::Expr => value.clone(),
                Kind::Const => {
                    let name = const_name(index);
                    consts.extend(quote!(const #name: #ty = #value;));
                    name.into_token_stream()
                }
            };
            arms.extend(quote!(#(#patterns)|* => #value,));
        }
        quote! {
            #consts
            match *self { #arms }
        }
    }
}
