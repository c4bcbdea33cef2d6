//! What the attributes mean, and what is wrong with them.

mod transparent;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Attribute, Generics, Ident, LitStr};

use crate::ast::{Body, Container, Field, Fields, Variant};
use crate::attr::{Attrs, Key};
use crate::bound::Params;
use crate::ctxt::Ctxt;
use crate::display::Display;
use crate::message::Message;
use crate::span::{self, Tokens};
use crate::spec::{self, Version};
use crate::value::{CodeValue, Digits};
use crate::words;

/// A validated item: all that the expansion needs.
///
/// Where [`Ctxt`] has an error, something harmless stands in its place, which is not expanded.
pub(crate) struct Item<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) krate: Tokens,
    pub(crate) version: Version,
    pub(crate) web: bool,
    pub(crate) arms: Vec<Arm<'a>>,
    /// The constants that are used as codes, each once.
    pub(crate) constants: Vec<&'a Tokens>,
    pub(crate) allows: &'a [&'a Attribute],
}

/// A variant, or the whole of a struct, and how it is answered.
pub(crate) struct Arm<'a> {
    pub(crate) variant: Option<&'a Ident>,
    pub(crate) docs: &'a str,
    pub(crate) fields: &'a Fields<'a>,
    pub(crate) answer: Answer<'a>,
}

pub(crate) enum Answer<'a> {
    /// As the error in this field.
    Inner(&'a Field<'a>),
    Own(Own<'a>),
}

pub(crate) struct Own<'a> {
    pub(crate) code: Code,
    /// `None` for HTTP 200.
    pub(crate) http: Option<Http<'a>>,
    pub(crate) message: Option<(&'a LitStr, Message)>,
    pub(crate) data: Option<&'a Field<'a>>,
    /// The fields that become headers, with their names in lower case.
    pub(crate) headers: Vec<(String, &'a Field<'a>)>,
    /// Where the text of the source is shown as the message, unless the constant is a server error.
    pub(crate) leak: Option<TokenStream>,
}

impl Own<'_> {
    /// Stands in the place of what [`Ctxt`] has an error of.
    const HARMLESS: Self = Self {
        code: Code::Number(3000),
        http: None,
        message: None,
        data: None,
        headers: Vec::new(),
        leak: None,
    };
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Code {
    Number(u16),
    /// By its index in [`Item::constants`].
    Const(usize),
}

pub(crate) struct Http<'a> {
    pub(crate) status: u16,
    pub(crate) tokens: &'a Tokens,
}

impl<'a> Item<'a> {
    pub(crate) fn from_ast(ctxt: &Ctxt, container: &'a Container<'a>) -> Self {
        let attrs = &container.attrs;
        let version = version(ctxt, attrs.version.as_ref());
        let params = Params::all(container.generics);
        let mut rules = Rules { ctxt, params, version, constants: Vec::new() };
        let arms = match &container.body {
            Body::Union(union) => {
                let message =
                    "`OcpiError` cannot be derived for a union; write an enum or a struct";
                ctxt.error(union, message);
                Vec::new()
            }
            Body::Struct(fields) => {
                let display = container.display.as_ref();
                let owner =
                    Owner { kind: "struct", ident: container.ident, attrs, fields, display };
                let answer = rules.answer(&owner, None);
                vec![Arm { variant: None, docs: &container.docs, fields, answer }]
            }
            Body::Enum(variants) => rules.arms(container, variants),
        };
        Self {
            ident: container.ident,
            generics: container.generics,
            krate: krate(attrs),
            version,
            // One that could not be read may have been `false`.
            web: attrs.web.as_ref().map_or(!attrs.has(Key::Web), |web| web.value),
            arms,
            constants: rules.constants,
            allows: &container.allows,
        }
    }
}

/// The module of the runtime crate in which everything is that an expansion names: if the path is
/// wrong, that is one error, not one for each item.
fn krate(attrs: &Attrs) -> Tokens {
    let krate = attrs.krate.as_ref().map_or_else(|| quote!(::ocpi_status), span::resolve);
    let (_, last) = span::ends(&krate);
    Tokens::of(quote_spanned!(span::at(last)=> #krate::__private))
}

fn version(ctxt: &Ctxt, literal: Option<&LitStr>) -> Version {
    let Some(literal) = literal else { return Version::NEWEST };
    ctxt.accept(literal, Version::parse(&literal.value())).unwrap_or(Version::NEWEST)
}

/// A variant or a struct: what an answer belongs to.
struct Owner<'a> {
    kind: &'static str,
    ident: &'a Ident,
    attrs: &'a Attrs,
    fields: &'a Fields<'a>,
    display: Option<&'a Display>,
}

/// Tells whether the code stands under the wrong key, which is an error of that key.
fn has_code_as_http(attrs: &Attrs) -> bool {
    let http = attrs.http.as_ref().and_then(|http| http.text.parse().ok());
    http.is_some_and(|http| (2000..=4999_u16).contains(&http))
}

/// The code of the enum, for variants without one.
#[derive(Clone, Copy)]
enum InheritedCode {
    Code(Code),
    /// There may be one, but [`Ctxt`] has an error of it.
    Faulty,
}

struct Rules<'c, 'a> {
    ctxt: &'c Ctxt,
    params: Params,
    version: Version,
    constants: Vec<&'a Tokens>,
}

impl<'a> Rules<'_, 'a> {
    fn arms(&mut self, container: &'a Container<'a>, variants: &'a [Variant<'a>]) -> Vec<Arm<'a>> {
        let attrs = &container.attrs;
        let inherited = match &attrs.code {
            Some(code) => Some(self.code(code).map_or(InheritedCode::Faulty, InheritedCode::Code)),
            None => attrs.is_faulty.then_some(InheritedCode::Faulty),
        };
        let arm = |variant: &'a Variant<'a>| {
            let Variant { ident, attrs, docs, display, fields } = variant;
            let display = display.as_ref().or(container.display.as_ref());
            let owner = Owner { kind: "variant", ident, attrs, fields, display };
            let answer = self.answer(&owner, inherited);
            Arm { variant: Some(ident), docs, fields, answer }
        };
        variants.iter().map(arm).collect()
    }

    fn answer(&mut self, owner: &Owner<'a>, inherited: Option<InheritedCode>) -> Answer<'a> {
        let data = self.marked("data", owner, |attrs| attrs.data.as_ref());
        let headers = self.headers(owner);
        if let Some(answer) = self.transparent(owner) {
            return answer;
        }
        let code = self.own_code(owner, inherited);
        let http = owner.attrs.http.as_ref().and_then(|http| self.http(http, code));
        let message = owner.attrs.message.as_ref();
        let leak = code.and_then(|code| self.leak(owner, code));
        Answer::Own(Own {
            code: code.unwrap_or(Own::HARMLESS.code),
            http: http.filter(|http| http.status != 200),
            message: message.and_then(|text| Some((text, self.message(text, owner.fields)?))),
            data: data.map(|(field, _)| field),
            headers,
            leak,
        })
    }

    fn own_code(&mut self, owner: &Owner<'a>, inherited: Option<InheritedCode>) -> Option<Code> {
        match (&owner.attrs.code, inherited) {
            (Some(code), _) if self.is_field(owner, code) => None,
            (Some(code), _) => self.code(code),
            (None, Some(InheritedCode::Code(code))) => Some(code),
            (None, Some(InheritedCode::Faulty)) => None,
            (None, None) if owner.attrs.is_faulty || has_code_as_http(owner.attrs) => None,
            (None, None) => {
                let Owner { kind, ident, .. } = owner;
                let name = ident.unraw();
                let message = match owner.display {
                    Some(Display::Transparent(_)) => format!(
                        "{kind} `{name}` has no status code; write `#[ocpi(transparent)]` to respond \
                         as the inner error does, or a `code` of its own"
                    ),
                    _ => format!("{kind} `{name}` has no status code; add `#[ocpi(code = ...)]`"),
                };
                self.ctxt.error(ident, message);
                None
            }
        }
    }

    fn code(&mut self, code: &'a CodeValue) -> Option<Code> {
        match code {
            CodeValue::Digits(Digits { text, tokens }) => {
                self.ctxt.accept(tokens, spec::check_code(text, self.version)).map(Code::Number)
            }
            CodeValue::Path(path) if self.params.are_in(path) => {
                let message = "a constant cannot see the type's own parameters; name a type";
                self.ctxt.error(path, message);
                None
            }
            CodeValue::Path(path) => {
                let text = words::source(path);
                // Two paths that begin with `$crate` may mean two crates.
                let is_same =
                    |known: &&Tokens| !text.contains("$crate") && words::source(known) == text;
                let known = self.constants.iter().position(is_same);
                Some(Code::Const(known.unwrap_or_else(|| {
                    self.constants.push(path);
                    self.constants.len() - 1
                })))
            }
        }
    }

    /// Refuses the name of a field in place of a constant.
    fn is_field(&self, owner: &Owner<'a>, code: &CodeValue) -> bool {
        let CodeValue::Path(path) = code else { return false };
        let name = words::source(path);
        let mut fields = owner.fields.all.iter();
        let is_field = fields.any(|field| words::source(&field.member) == name);
        if is_field {
            let message = format!(
                "`{name}` is a field; a code is a number or a constant; implement `OcpiError` by \
                 hand for one that varies"
            );
            self.ctxt.error(path, message);
        }
        is_field
    }

    /// Checks against the code, if that is known before the user's crate is compiled.
    fn http(&self, http: &'a Digits, code: Option<Code>) -> Option<Http<'a>> {
        let code = match code {
            Some(Code::Number(code)) => Some(code),
            Some(Code::Const(_)) | None => None,
        };
        let Digits { text, tokens } = http;
        let status = self.ctxt.accept(tokens, spec::check_http(text, code))?;
        Some(Http { status, tokens })
    }

    fn message(&self, literal: &LitStr, fields: &Fields<'_>) -> Option<Message> {
        match Message::parse(&literal.value(), fields) {
            Ok(message) => Some(message),
            Err(messages) => {
                for message in messages {
                    self.ctxt.error(literal, message);
                }
                None
            }
        }
    }

    /// Finds the one field with a mark, and reports any other.
    fn marked(
        &self,
        key: &str,
        owner: &Owner<'a>,
        mark: fn(&Attrs) -> Option<&Ident>,
    ) -> Option<(&'a Field<'a>, &'a Ident)> {
        let fields = owner.fields.all.iter();
        let mut marked = fields.filter_map(|field| Some((field, mark(&field.attrs)?)));
        let first = marked.next()?;
        for (_, second) in marked {
            let first = words::source(&first.0.member);
            let message = format!("second `{key}` field; the first one is `{first}`");
            self.ctxt.error(second, message);
        }
        Some(first)
    }

    /// A field is one header, and each header is one field's.
    fn headers(&self, owner: &Owner<'a>) -> Vec<(String, &'a Field<'a>)> {
        let mut headers: Vec<(String, &Field<'_>)> = Vec::new();
        for field in &owner.fields.all {
            let Some(literal) = &field.attrs.header else { continue };
            let name = literal.value().to_ascii_lowercase();
            if headers.iter().any(|(known, _)| *known == name) {
                self.ctxt.error(literal, format!("second field for the header `{name}`"));
            }
            headers.push((name, field));
        }
        headers
    }

    /// A peer does not read the text of a source that nobody meant for it. Returns what to underline
    /// if the code is a constant, which rustc alone knows.
    fn leak(&self, owner: &Owner<'a>, code: Code) -> Option<TokenStream> {
        let display = owner.display?;
        if owner.attrs.is_faulty {
            return None;
        }
        let shown = match display {
            Display::Transparent(transparent) => transparent.to_token_stream(),
            Display::Text(text, _) => text.to_token_stream(),
        };
        if let (Display::Transparent(_), None) = (display, &owner.attrs.code) {
            let default = match code {
                Code::Number(code) => code.to_string(),
                Code::Const(index) => words::source(self.constants.get(index)?),
            };
            let message = format!(
                "`{}` would be answered with the enum's `{default}`; write \
                 `#[ocpi(transparent)]`, or a `code` here",
                owner.ident.unraw(),
            );
            self.ctxt.error(shown, message);
            return None;
        }
        if owner.attrs.message.is_some() || !display.shows_source(owner.fields) {
            return None;
        }
        match code {
            Code::Number(2000..=2999) => {
                self.ctxt.error(shown, spec::LEAK);
                None
            }
            Code::Number(_) => None,
            Code::Const(_) => Some(shown),
        }
    }
}
