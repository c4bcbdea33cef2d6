//! The answer that is wholly that of an inner error.

use syn::ext::IdentExt as _;
use syn::{Ident, Member};

use super::{Answer, Own, Owner, Rules};
use crate::ast::Field;
use crate::words::{self, all_of};

impl<'a> Rules<'_, 'a> {
    /// The answer of an inner error, if the answer is wholly that of one.
    pub(super) fn transparent(&self, owner: &Owner<'a>) -> Option<Answer<'a>> {
        let before = self.ctxt.len();
        let marked = self.marked("transparent", owner, |attrs| attrs.transparent.as_ref());
        let on_field = marked.map(|(_, transparent)| transparent);
        let transparent = owner.attrs.transparent.as_ref().or(on_field)?;
        if let (Some(_), Some(second)) = (&owner.attrs.transparent, on_field) {
            let message = format!(
                "duplicate `transparent`; keep the one on the field, not on the {}",
                owner.kind
            );
            self.ctxt.error(second, message);
        }
        self.stands_alone(owner, transparent);
        let inner = match marked {
            _ if self.ctxt.len() > before => None,
            Some((field, _)) => Some(field),
            None => self.only_field(owner, transparent),
        };
        let inner = inner.filter(|inner| self.can_answer(inner));
        Some(inner.map_or(Answer::Own(Own::HARMLESS), Answer::Inner))
    }

    /// Refuses what would have no effect beside `transparent`.
    fn stands_alone(&self, owner: &Owner<'a>, transparent: &Ident) {
        let Owner { attrs, fields, .. } = owner;
        let others = [
            ("code", attrs.code.is_some()),
            ("http", attrs.http.is_some()),
            ("message", attrs.message.is_some()),
            ("data", fields.all.iter().any(|field| field.attrs.data.is_some())),
            ("header", fields.all.iter().any(|field| field.attrs.header.is_some())),
        ];
        let others: Vec<_> = others
            .iter()
            .filter(|(_, is_there)| *is_there)
            .map(|(key, _)| format!("`{key}`"))
            .collect();
        if !others.is_empty() {
            let message = format!(
                "`transparent` takes everything from the inner error; remove `transparent` or {}",
                all_of(&others)
            );
            self.ctxt.error(transparent, message);
        }
        if let Some(version) = &attrs.version {
            let message = "`version` has no effect beside `transparent`; the inner error is \
                           checked by its own";
            self.ctxt.error(version, message);
        }
    }

    /// The field of a variant or a struct that is marked as a whole.
    fn only_field(&self, owner: &Owner<'a>, transparent: &Ident) -> Option<&'a Field<'a>> {
        let Owner { kind, ident, fields, .. } = owner;
        let name = ident.unraw();
        match fields.all.as_slice() {
            [field] => return Some(field),
            [] => {
                let message = format!(
                    "`transparent` needs a field, the inner error; {kind} `{name}` has none"
                );
                self.ctxt.error(ident, message);
            }
            all @ [first, ..] => {
                let message = format!(
                    "{kind} `{name}` has {} fields; mark the inner error instead: `{}`",
                    all.len(),
                    marked_field(fields.source().unwrap_or(first)),
                );
                self.ctxt.error(transparent, message);
            }
        }
        None
    }

    /// Refuses a `Box` of a trait object, which is no `Error` at all.
    fn can_answer(&self, inner: &Field<'_>) -> bool {
        let ty = words::source(inner.ty);
        let erased = ty.strip_prefix("Box<dyn ").and_then(|erased| erased.strip_suffix('>'));
        if let Some(erased) = erased {
            let message = format!("`{ty}` is not an `OcpiError`; write `Arc<dyn {erased}>`");
            self.ctxt.error(inner.ty, message);
        }
        erased.is_none()
    }
}

/// A field as it is written with the mark of an inner error.
fn marked_field(field: &Field<'_>) -> String {
    let ty = words::source(field.ty);
    match &field.member {
        Member::Named(name) => format!("#[ocpi(transparent)] {name}: {ty}"),
        Member::Unnamed(_) => format!("#[ocpi(transparent)] {ty}"),
    }
}
