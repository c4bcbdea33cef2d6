use proc_macro2::Span;
use syn::{
    Attribute, Data, DeriveInput, Expr, Generics, Ident, Index, Lit, Member, Meta, MetaNameValue,
    Token, Type,
};

use crate::attr::{Attrs, Place};
use crate::ctxt::Ctxt;
use crate::display::Display;
use crate::value::Doc;

/// The item, its attributes read but not yet understood.
pub(crate) struct Container<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) attrs: Attrs,
    pub(crate) docs: String,
    pub(crate) display: Option<Display>,
    /// The lints that the author switched off for the item, and so for the paths in it.
    pub(crate) allows: Vec<&'a Attribute>,
    pub(crate) body: Body<'a>,
}

pub(crate) enum Body<'a> {
    Enum(Vec<Variant<'a>>),
    Struct(Fields<'a>),
    Union(&'a Token![union]),
}

pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) attrs: Attrs,
    pub(crate) docs: String,
    pub(crate) display: Option<Display>,
    pub(crate) fields: Fields<'a>,
}

pub(crate) struct Fields<'a> {
    pub(crate) style: Style,
    pub(crate) all: Vec<Field<'a>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Named,
    Tuple,
    Unit,
}

pub(crate) struct Field<'a> {
    pub(crate) member: Member,
    pub(crate) ty: &'a Type,
    pub(crate) attrs: Attrs,
    /// Marked with thiserror's `#[source]` or `#[from]`.
    is_source: bool,
}

impl<'a> Fields<'a> {
    /// The field that thiserror takes for the source of the error.
    pub(crate) fn source(&self) -> Option<&Field<'a>> {
        let is_named =
            |field: &&Field<'_>| matches!(&field.member, Member::Named(name) if name == "source");
        let marked = self.all.iter().find(|field| field.is_source);
        marked.or_else(|| self.all.iter().find(is_named))
    }
}

impl<'a> Container<'a> {
    pub(crate) fn from_syn(ctxt: &Ctxt, input: &'a DeriveInput) -> Self {
        let place = match input.data {
            Data::Enum(_) => Place::Enum,
            Data::Struct(_) | Data::Union(_) => Place::Struct,
        };
        let before = ctxt.len();
        let mut attrs = Attrs::from_syn(ctxt, &input.attrs, place);
        let body = match &input.data {
            Data::Enum(data) => {
                let variants = data.variants.iter();
                Body::Enum(variants.map(|variant| Variant::from_syn(ctxt, variant)).collect())
            }
            Data::Struct(data) => {
                let fields = Fields::from_syn(ctxt, &data.fields);
                attrs.is_faulty |= ctxt.len() > before;
                Body::Struct(fields)
            }
            Data::Union(data) => Body::Union(&data.union_token),
        };
        let docs = docs(&input.attrs, &attrs);
        let display = Display::from_syn(&input.attrs);
        let allows = input.attrs.iter().filter(|attr| attr.path().is_ident("allow")).collect();
        Self { ident: &input.ident, generics: &input.generics, attrs, docs, display, allows, body }
    }
}

impl<'a> Variant<'a> {
    fn from_syn(ctxt: &Ctxt, variant: &'a syn::Variant) -> Self {
        let before = ctxt.len();
        let mut attrs = Attrs::from_syn(ctxt, &variant.attrs, Place::Variant);
        let fields = Fields::from_syn(ctxt, &variant.fields);
        // What could not be read on a field may have been meant for the variant.
        attrs.is_faulty |= ctxt.len() > before;
        let docs = docs(&variant.attrs, &attrs);
        let display = Display::from_syn(&variant.attrs);
        Self { ident: &variant.ident, attrs, docs, display, fields }
    }
}

impl<'a> Fields<'a> {
    fn from_syn(ctxt: &Ctxt, fields: &'a syn::Fields) -> Self {
        let style = match fields {
            syn::Fields::Named(_) => Style::Named,
            syn::Fields::Unnamed(_) => Style::Tuple,
            syn::Fields::Unit => Style::Unit,
        };
        let all = (0..).zip(fields).map(|(index, field)| Field {
            member: match &field.ident {
                Some(ident) => Member::Named(ident.clone()),
                None => Member::Unnamed(Index { index, span: Span::call_site() }),
            },
            ty: &field.ty,
            attrs: Attrs::from_syn(ctxt, &field.attrs, Place::Field),
            is_source: field.attrs.iter().any(|attr| match &attr.meta {
                Meta::Path(path) => path.is_ident("source") || path.is_ident("from"),
                _ => false,
            }),
        });
        Self { style, all: all.collect() }
    }
}

/// The text of a doc comment, without the space that begins each line, or what stands for it.
fn docs(attrs: &[Attribute], own: &Attrs) -> String {
    match &own.doc {
        Some(Doc::Text(text)) => return text.value(),
        Some(Doc::Hidden) => return String::new(),
        None => {}
    }
    let lines = attrs.iter().filter_map(|attr| match &attr.meta {
        Meta::NameValue(MetaNameValue { path, value: Expr::Lit(literal), .. })
            if path.is_ident("doc") =>
        {
            match &literal.lit {
                Lit::Str(line) => Some(without_stars(line.value())),
                _ => None,
            }
        }
        _ => None,
    });
    let lines: Vec<_> =
        lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned()).collect();
    lines.join("\n").trim().to_owned()
}

/// Takes the stars from the lines of a block comment, if each has one, as rustdoc does.
fn without_stars(text: String) -> String {
    // A list in a text of one's own begins its lines with the stars.
    let is_starred =
        |line: &str| line.starts_with([' ', '\t']) && line.trim_start().starts_with('*');
    let mut inner = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    if !text.contains('\n') || !inner.all(is_starred) {
        return text;
    }
    let lines = text.lines().map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix('*').unwrap_or(line);
        line.strip_prefix(' ').unwrap_or(line).trim_end()
    });
    lines.collect::<Vec<_>>().join("\n")
}
