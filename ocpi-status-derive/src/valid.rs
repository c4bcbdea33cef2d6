//! What the attributes mean, and what is wrong with them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Generics, Ident, LitStr, Path};

use crate::ast::{Container, Field, Fields, Variant, Variants};
use crate::attr::{Attrs, Code, Digits};
use crate::code::{self, Version};
use crate::ctxt::Ctxt;
use crate::message::Message;

/// An item of which nothing is wrong: all that the expansion needs.
pub(crate) struct Item<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) krate: TokenStream,
    pub(crate) version: Version,
    pub(crate) web: bool,
    pub(crate) arms: Vec<Arm<'a>>,
}

/// A variant, or the whole of a struct, and how it is answered.
pub(crate) struct Arm<'a> {
    pub(crate) variant: Option<&'a Ident>,
    pub(crate) fields: &'a Fields<'a>,
    pub(crate) answer: Answer<'a>,
}

pub(crate) enum Answer<'a> {
    /// As the error in this field.
    Inner(&'a Field<'a>),
    Own(Own<'a>),
}

pub(crate) struct Own<'a> {
    pub(crate) code: Value<'a>,
    pub(crate) http: Option<Http<'a>>,
    pub(crate) message: Option<Message>,
    pub(crate) data: Option<&'a Field<'a>>,
}

#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Number(u16),
    Const(&'a Path),
}

/// An HTTP status that is not 200.
pub(crate) struct Http<'a> {
    pub(crate) status: u16,
    pub(crate) tokens: &'a TokenStream,
}

impl<'a> Item<'a> {
    /// Returns `None` when something was wrong, which `ctxt` then knows.
    pub(crate) fn from_ast(ctxt: &Ctxt, container: &'a Container<'a>) -> Option<Self> {
        let attrs = &container.attrs;
        ctxt.enter(0);
        let version = version(ctxt, attrs.version.as_ref());
        let rules = Rules { ctxt, version };
        let arms = match &container.data {
            Variants::Union(union) => {
                ctxt.error(
                    union,
                    "`OcpiError` cannot be derived for a union; write an enum or a struct",
                );
                return None;
            }
            Variants::Struct(fields) => {
                let owner = Owner { kind: "struct", ident: container.ident, attrs, fields };
                vec![rules.arm(&owner, None).map(|answer| Arm { variant: None, fields, answer })]
            }
            Variants::Enum(variants) => rules.arms(attrs, variants),
        };
        Some(Self {
            ident: container.ident,
            generics: container.generics,
            krate: krate(attrs),
            version,
            web: attrs.web.as_ref().is_none_or(|web| web.value),
            arms: arms.into_iter().collect::<Option<_>>()?,
        })
    }
}

/// The path of the runtime crate.
pub(crate) fn krate(attrs: &Attrs) -> TokenStream {
    attrs.krate.as_ref().map_or_else(|| quote!(::ocpi_status), ToTokens::to_token_stream)
}

fn version(ctxt: &Ctxt, literal: Option<&LitStr>) -> Version {
    let Some(literal) = literal else { return Version::NEWEST };
    Version::parse(&literal.value()).unwrap_or_else(|message| {
        ctxt.error(literal, message);
        Version::NEWEST
    })
}

/// A variant or a struct: what an answer belongs to.
struct Owner<'a> {
    kind: &'static str,
    ident: &'a Ident,
    attrs: &'a Attrs,
    fields: &'a Fields<'a>,
}

/// The code of the enum, for variants without one.
enum Default<'a> {
    Code(Value<'a>),
    /// There is one, but it is wrong.
    Faulty,
}

struct Rules<'c> {
    ctxt: &'c Ctxt,
    version: Version,
}

impl Rules<'_> {
    fn arms<'a>(&self, attrs: &'a Attrs, variants: &'a [Variant<'a>]) -> Vec<Option<Arm<'a>>> {
        let default = match &attrs.code {
            Some(code) => Some(self.code(code).map_or(Default::Faulty, Default::Code)),
            None => attrs.is_faulty.then_some(Default::Faulty),
        };
        let arm = |(index, variant): (usize, &'a Variant<'a>)| {
            self.ctxt.enter(index + 1);
            let Variant { ident, attrs, fields } = variant;
            let owner = Owner { kind: "variant", ident, attrs, fields };
            let answer = self.arm(&owner, default.as_ref())?;
            Some(Arm { variant: Some(ident), fields, answer })
        };
        variants.iter().enumerate().map(arm).collect()
    }

    fn arm<'a>(&self, owner: &Owner<'a>, default: Option<&Default<'a>>) -> Option<Answer<'a>> {
        let data = self.data(owner);
        if let Some(transparent) = &owner.attrs.transparent {
            return self.inner(owner, transparent).map(Answer::Inner);
        }
        let code = self.own_code(owner, default);
        let http = match &owner.attrs.http {
            Some(http) => self.http(http, code),
            None => Some(None),
        };
        let message = match &owner.attrs.message {
            Some(message) => self.message(message, owner.fields).map(Some),
            None => Some(None),
        };
        Some(Answer::Own(Own { code: code?, http: http?, message: message?, data }))
    }

    fn own_code<'a>(&self, owner: &Owner<'a>, default: Option<&Default<'a>>) -> Option<Value<'a>> {
        match (&owner.attrs.code, default) {
            (Some(code), _) => self.code(code),
            (None, Some(Default::Code(code))) => Some(*code),
            (None, Some(Default::Faulty)) => None,
            (None, None) if owner.attrs.is_faulty => None,
            (None, None) => {
                let Owner { kind, ident, .. } = owner;
                self.ctxt.error(
                    ident,
                    format_args!("{kind} `{ident}` has no status code; add `#[ocpi(code = ...)]`"),
                );
                None
            }
        }
    }

    fn code<'a>(&self, code: &'a Code) -> Option<Value<'a>> {
        match code {
            Code::Digits(Digits { text, tokens }) => match code::check_code(text, self.version) {
                Ok(code) => Some(Value::Number(code)),
                Err(message) => {
                    self.ctxt.error(tokens, message);
                    None
                }
            },
            Code::Path(path) => Some(Value::Const(path)),
        }
    }

    /// Returns `Some(None)` for HTTP 200, which need not be written.
    fn http<'a>(&self, http: &'a Digits, code: Option<Value<'_>>) -> Option<Option<Http<'a>>> {
        let code = match code {
            Some(Value::Number(code)) => Some(code),
            Some(Value::Const(_)) | None => None,
        };
        match code::check_http(&http.text, code) {
            Ok(200) => Some(None),
            Ok(status) => Some(Some(Http { status, tokens: &http.tokens })),
            Err(message) => {
                self.ctxt.error(&http.tokens, message);
                None
            }
        }
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

    /// An answer has one `data`.
    fn data<'a>(&self, owner: &Owner<'a>) -> Option<&'a Field<'a>> {
        let mut marked = owner.fields.all.iter().filter(|field| field.data.is_some());
        let first = marked.next();
        for second in marked {
            self.ctxt.error(&second.data, "second `data` field; an answer has one `data`");
        }
        first
    }

    /// The answer of `transparent` is wholly that of the inner error.
    fn inner<'a>(&self, owner: &Owner<'a>, transparent: &Ident) -> Option<&'a Field<'a>> {
        let Owner { kind, ident, attrs, fields } = owner;
        let marked = fields.all.iter().any(|field| field.data.is_some());
        let others = [
            ("code", attrs.code.is_some()),
            ("http", attrs.http.is_some()),
            ("message", attrs.message.is_some()),
            ("data", marked),
        ];
        let mut is_alone = true;
        for (key, _) in others.iter().filter(|(_, is_there)| *is_there) {
            is_alone = false;
            let message =
                format!("`transparent` answers as the inner error does; remove it, or `{key}`");
            self.ctxt.error(transparent, message);
        }
        match &fields.all[..] {
            [field] => is_alone.then_some(field),
            all => {
                let count = all.len();
                let message = format!(
                    "`transparent` needs exactly one field, the inner error; {kind} `{ident}` has {count}"
                );
                self.ctxt.error(ident, message);
                None
            }
        }
    }
}
