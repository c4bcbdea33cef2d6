//! What the attributes mean, and what is wrong with them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::{Generics, Ident, LitStr, Type, TypePath};

use crate::ast::{Container, Field, Fields, Variant, Variants};
use crate::attr::Attrs;
use crate::code::{self, Version, all_of};
use crate::ctxt::Ctxt;
use crate::generics::mentions_param;
use crate::message::Message;
use crate::span;
use crate::value::{Code, Digits};

/// Something is wrong, and the collector of errors knows it.
pub(crate) struct Reported;

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
    pub(crate) code: Value<'a>,
    /// `None` for HTTP 200.
    pub(crate) http: Option<Http<'a>>,
    pub(crate) message: Option<(&'a LitStr, Message)>,
    pub(crate) data: Option<&'a Field<'a>>,
}

#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Number(u16),
    Const(&'a TypePath),
}

pub(crate) struct Http<'a> {
    pub(crate) status: u16,
    pub(crate) tokens: &'a TokenStream,
}

impl<'a> Item<'a> {
    pub(crate) fn from_ast(ctxt: &Ctxt, container: &'a Container<'a>) -> Result<Self, Reported> {
        let attrs = &container.attrs;
        let version = version(ctxt, attrs.version.as_ref());
        let rules = Rules { ctxt, generics: container.generics, version };
        let arms = match &container.data {
            Variants::Union(union) => {
                ctxt.error(
                    union,
                    "`OcpiError` cannot be derived for a union; write an enum or a struct",
                );
                return Err(Reported);
            }
            Variants::Struct(fields) => {
                let owner = Owner { kind: "struct", ident: container.ident, attrs, fields };
                vec![rules.arm(&owner, None).map(|answer| Arm {
                    variant: None,
                    docs: &container.docs,
                    fields,
                    answer,
                })]
            }
            Variants::Enum(variants) => rules.arms(attrs, variants),
        };
        Ok(Self {
            ident: container.ident,
            generics: container.generics,
            krate: krate(attrs),
            version,
            web: attrs.web.as_ref().is_none_or(|web| web.value),
            arms: arms.into_iter().collect::<Result<_, _>>()?,
        })
    }
}

/// The path of the runtime crate.
pub(crate) fn krate(attrs: &Attrs) -> TokenStream {
    attrs.krate.as_ref().map_or_else(|| quote!(::ocpi_status), span::resolve)
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
    generics: &'c Generics,
    version: Version,
}

impl Rules<'_> {
    fn arms<'a>(
        &self,
        attrs: &'a Attrs,
        variants: &'a [Variant<'a>],
    ) -> Vec<Result<Arm<'a>, Reported>> {
        let default = match &attrs.code {
            Some(code) => Some(self.code(code).map_or_else(|_| Default::Faulty, Default::Code)),
            None => attrs.is_faulty.then_some(Default::Faulty),
        };
        let arm = |variant: &'a Variant<'a>| {
            let Variant { ident, attrs, docs, fields } = variant;
            let owner = Owner { kind: "variant", ident, attrs, fields };
            let answer = self.arm(&owner, default.as_ref())?;
            Ok(Arm { variant: Some(ident), docs, fields, answer })
        };
        variants.iter().map(arm).collect()
    }

    fn arm<'a>(
        &self,
        owner: &Owner<'a>,
        default: Option<&Default<'a>>,
    ) -> Result<Answer<'a>, Reported> {
        let data = self.data(owner);
        if let Some(transparent) = &owner.attrs.transparent {
            return self.inner(owner, transparent).map(Answer::Inner);
        }
        let code = self.own_code(owner, default);
        let http = owner.attrs.http.as_ref().map(|http| self.http(http, code.as_ref().ok()));
        let message = owner.attrs.message.as_ref();
        let message = message.map(|literal| Ok((literal, self.message(literal, owner.fields)?)));
        Ok(Answer::Own(Own {
            code: code?,
            http: http.transpose()?.filter(|http| http.status != 200),
            message: message.transpose()?,
            data,
        }))
    }

    fn own_code<'a>(
        &self,
        owner: &Owner<'a>,
        default: Option<&Default<'a>>,
    ) -> Result<Value<'a>, Reported> {
        match (&owner.attrs.code, default) {
            (Some(code), _) => self.code(code),
            (None, Some(Default::Code(code))) => Ok(*code),
            (None, Some(Default::Faulty)) => Err(Reported),
            (None, None) if owner.attrs.is_faulty => Err(Reported),
            (None, None) => {
                let Owner { kind, ident, .. } = owner;
                let name = ident.unraw();
                let message =
                    format!("{kind} `{name}` has no status code; add `#[ocpi(code = ...)]`");
                Err(self.report(ident, message))
            }
        }
    }

    fn code<'a>(&self, code: &'a Code) -> Result<Value<'a>, Reported> {
        match code {
            Code::Digits(Digits { text, tokens }) => code::check_code(text, self.version)
                .map(Value::Number)
                .map_err(|message| self.report(tokens, message)),
            Code::Path(path) if mentions_param(self.generics, &Type::Path(path.clone())) => {
                Err(self.report(
                    path,
                    "a constant cannot see the type's own parameters; name a type".to_owned(),
                ))
            }
            Code::Path(path) => Ok(Value::Const(path)),
        }
    }

    /// Checks against the code, if that is known before the user's crate is compiled.
    fn http<'a>(&self, http: &'a Digits, code: Option<&Value<'_>>) -> Result<Http<'a>, Reported> {
        let code = match code {
            Some(Value::Number(code)) => Some(*code),
            Some(Value::Const(_)) | None => None,
        };
        let Digits { text, tokens } = http;
        code::check_http(text, code)
            .map(|status| Http { status, tokens })
            .map_err(|message| self.report(tokens, message))
    }

    fn message(&self, literal: &LitStr, fields: &Fields<'_>) -> Result<Message, Reported> {
        Message::parse(&literal.value(), fields).map_err(|messages| {
            for message in messages {
                self.ctxt.error(literal, message);
            }
            Reported
        })
    }

    fn report(&self, tokens: impl ToTokens, message: String) -> Reported {
        self.ctxt.error(tokens, message);
        Reported
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
    fn inner<'a>(&self, owner: &Owner<'a>, transparent: &Ident) -> Result<&'a Field<'a>, Reported> {
        let Owner { kind, ident, attrs, fields } = owner;
        let marked = fields.all.iter().any(|field| field.data.is_some());
        let others = [
            ("code", attrs.code.is_some()),
            ("http", attrs.http.is_some()),
            ("message", attrs.message.is_some()),
            ("data", marked),
        ];
        let others: Vec<_> = others
            .iter()
            .filter(|(_, is_there)| *is_there)
            .map(|(key, _)| format!("`{key}`"))
            .collect();
        if !others.is_empty() {
            let message = format!(
                "`transparent` answers as the inner error does; remove it, or {}",
                all_of(&others)
            );
            return Err(self.report(transparent, message));
        }
        match &fields.all[..] {
            [field] => Ok(field),
            all => {
                let (name, count) = (ident.unraw(), all.len());
                let message = format!(
                    "`transparent` needs exactly one field, the inner error; {kind} `{name}` has {count}"
                );
                Err(self.report(ident, message))
            }
        }
    }
}
