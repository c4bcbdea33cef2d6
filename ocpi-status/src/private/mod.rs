//! What the expansion of the derive calls. Not public API: it changes with any release.

use core::fmt;

use core::marker::PhantomData;
use core::ops::Deref;
use std::sync::Arc;

pub use serde::Serialize;

pub mod ide;

pub use crate::__ocpi_status_web as web;
use crate::catalog::Catalog;
pub use crate::catalog::Row;
use crate::code::{Class, ErrorCode};
pub use crate::error::Origin;
use crate::error::{Data, OcpiError};
use crate::version::Version;

/// Adds the error traits of the web frameworks that are switched on.
#[doc(hidden)]
#[macro_export]
macro_rules! __ocpi_status_web {
    ($($type:tt)*) => {
        $crate::__ocpi_status_axum! { $($type)* }
        $crate::__ocpi_status_actix_web! { $($type)* }
    };
}

#[cfg(not(feature = "axum"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __ocpi_status_axum {
    ($($type:tt)*) => {};
}

#[cfg(not(feature = "actix-web"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __ocpi_status_actix_web {
    ($($type:tt)*) => {};
}

/// What the expansion needs of axum.
#[cfg(feature = "axum")]
pub mod axum {
    pub use axum_core::response::{IntoResponse, Response};

    pub use crate::axum::error_response;
}

/// What the expansion needs of actix-web.
#[cfg(feature = "actix-web")]
pub mod actix_web {
    pub use actix_web::body::BoxBody;
    pub use actix_web::http::StatusCode;
    pub use actix_web::{HttpResponse, ResponseError};

    pub use crate::actix_web::{error_response, status_code};
}

/// A code written in digits, which the derive has checked.
#[inline]
#[must_use]
pub const fn code(code: u16) -> ErrorCode {
    match ErrorCode::new(code) {
        Some(code) => code,
        None => ErrorCode::SERVER_ERROR,
    }
}

/// A code written as the path of a constant.
///
/// # Panics
///
/// While the user's crate is compiled, if the version does not define the code.
#[must_use]
#[track_caller]
pub const fn constant(code: ErrorCode, version: Version) -> ErrorCode {
    if code.is_defined_in(version) {
        return code;
    }
    let text = Text::new();
    let text = match code.since() {
        Some(since) => text
            .str("OCPI ")
            .str(version.as_str())
            .str(" does not know ")
            .code(code)
            .str(", which came with ")
            .str(since.as_str())
            .str("; write `version = \"")
            .str(since.as_str())
            .str("\"`"),
        None => text
            .str("OCPI assigns no meaning to ")
            .code(code)
            .str("; custom codes of this class are ")
            .number(code.as_u16() / 1000 * 1000 + 900)
            .str(" to ")
            .number(code.as_u16() / 1000 * 1000 + 999),
    };
    panic!("{}", text.as_str())
}

/// An HTTP status, which the derive has checked.
#[inline]
#[must_use]
pub const fn http(status: u16) -> http::StatusCode {
    match http::StatusCode::from_u16(status) {
        Ok(status) => status,
        Err(_) => http::StatusCode::OK,
    }
}

/// Checks that an HTTP status goes with a code.
///
/// Chapter "Transport and format", OCPI 2.0 and later: what reached the OCPI layer is answered
/// with HTTP 200; the others are the HTTP layer's own cases.
///
/// # Panics
///
/// While the user's crate is compiled, if the HTTP status does not go with the code.
#[track_caller]
pub const fn check_http(status: u16, code: ErrorCode) {
    let (goes, class, allowed) = match code.class() {
        Class::Success | Class::ClientError => (
            matches!(status, 400 | 401 | 403 | 404 | 405 | 408 | 411 | 413 | 415 | 429),
            ", a client error",
            "400, 401, 403, 404, 405, 408, 411, 413, 415 or 429",
        ),
        Class::ServerError => (matches!(status, 500..=599), ", a server error", "500 to 599"),
        Class::HubError => {
            (matches!(status, 404 | 500..=599), ", a hub error", "404 or 500 to 599")
        }
    };
    if !goes {
        let text = Text::new().str("HTTP ").number(status).str(" does not go with ").code(code);
        let text = text.str(class).str("; leave `http` out for HTTP 200, or use ").str(allowed);
        panic!("{}", text.as_str())
    }
}

/// Text that is put together while the user's crate is compiled.
struct Text {
    bytes: [u8; 160],
    len: usize,
}

impl Text {
    const fn new() -> Self {
        Self { bytes: [0; 160], len: 0 }
    }

    const fn str(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut index = 0;
        while index < text.len() && self.len < self.bytes.len() {
            self.bytes[self.len] = text[index];
            self.len += 1;
            index += 1;
        }
        self
    }

    const fn code(self, code: ErrorCode) -> Self {
        self.number(code.as_u16())
    }

    const fn number(self, number: u16) -> Self {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let more = if number >= 10 { self.number(number / 10) } else { self };
        more.str(DIGITS[(number % 10) as usize])
    }

    const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

/// The message of a variant that has no `message` among variants that have one.
///
/// # Errors
///
/// Those of the formatter.
pub fn fmt_message<E: OcpiError + ?Sized>(error: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    crate::error::fmt_message(error, f)
}

/// What the field of a `transparent` variant must be: an [`OcpiError`].
///
/// Asking for that trait itself would report the missing `Error` once for each method.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no OCPI status code",
    label = "not an `OcpiError`",
    note = "add `#[derive(OcpiError)]` and `#[ocpi(code = ...)]` to `{Self}`, or answer for it with `code` instead of `transparent`",
    note = "a type-erased error is an `Arc<dyn OcpiError + Send + Sync>`, not a `Box`",
    note = "an error that came from a peer is not yours: answer for yourself with `#[ocpi(code = 3001)]`, or, in a hub, pass the peer's answer on with `relay()`"
)]
pub trait TransparentField {
    /// [`OcpiError::status_code`].
    fn status_code(&self) -> ErrorCode;
    /// [`OcpiError::http_status`].
    fn http_status(&self) -> http::StatusCode;
    /// [`OcpiError::fmt_message`].
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    /// [`OcpiError::data`].
    fn data(&self) -> Option<Data<'_>>;
    /// [`OcpiError::label`].
    fn label(&self) -> &'static str;
    /// The error itself.
    fn inner(&self) -> Origin<'_>;
    /// [`OcpiError::catalog`].
    fn catalog() -> Catalog;
}

#[diagnostic::do_not_recommend]
impl<E: OcpiError> TransparentField for E {
    fn status_code(&self) -> ErrorCode {
        E::status_code(self)
    }

    fn http_status(&self) -> http::StatusCode {
        E::http_status(self)
    }

    fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        E::fmt_message(self, f)
    }

    fn data(&self) -> Option<Data<'_>> {
        E::data(self)
    }

    fn label(&self) -> &'static str {
        E::label(self)
    }

    fn inner(&self) -> Origin<'_> {
        Origin::Inner(self)
    }

    fn catalog() -> Catalog {
        E::catalog()
    }
}

/// What a field marked `data` must be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the `data` of an answer",
    label = "not `Serialize`",
    note = "derive or implement `serde::Serialize` for `{Self}`, or take `#[ocpi(data)]` away"
)]
pub trait DataField {
    /// `null`, such as an `Option` that is `None`, leaves `data` out.
    fn data(&self) -> Option<Data<'_>>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> DataField for T {
    fn data(&self) -> Option<Data<'_>> {
        Data::unless_null(self)
    }
}

/// The catalogue of a type, from what the derive knows.
#[must_use]
pub fn catalog<E>(name: &'static str, rows: &'static [Row]) -> Catalog {
    Catalog::new(core::any::type_name::<E>(), name, rows)
}

/// Looks through an `Arc` of an error that has a catalogue; whatever else is called `Arc` has none.
///
/// The name of the method is one that no trait of the user has.
#[derive(Debug)]
pub struct Shared<T>(PhantomData<T>);

/// What [`Shared`] is when it is nothing more.
#[derive(Debug)]
pub struct Opaque;

/// Makes a [`Shared`].
#[must_use]
pub const fn shared<T>() -> Shared<T> {
    Shared(PhantomData)
}

impl<E: OcpiError> Shared<Arc<E>> {
    /// The catalog of the shared error.
    #[must_use]
    pub fn __ocpi_catalog(&self) -> Catalog {
        E::catalog()
    }
}

impl<T> Deref for Shared<T> {
    type Target = Opaque;

    fn deref(&self) -> &Opaque {
        &Opaque
    }
}

impl Opaque {
    /// The catalog of the shared error.
    #[must_use]
    pub fn __ocpi_catalog(&self) -> Catalog {
        Catalog::default()
    }
}

macro_rules! fields {
    ($($Trait:ident $Field:ident $message:literal;)*) => {$(
        /// What a field that a `message` shows in this way must be.
        #[diagnostic::on_unimplemented(message = $message, label = "shown in a `message`")]
        pub trait $Field {
            /// The field, as nothing but what the `message` needs: a field that cannot be shown is
            /// then one error, not two.
            fn shown<'a>(field: &'a &Self) -> &'a dyn fmt::$Trait;
        }

        #[diagnostic::do_not_recommend]
        impl<T: fmt::$Trait + ?Sized> $Field for T {
            fn shown<'a>(field: &'a &Self) -> &'a dyn fmt::$Trait {
                field
            }
        }
    )*};
}

fields! {
    Display DisplayField "`{Self}` has no `Display` for a `message` to show; write `{{...:?}}` for its `Debug`, or another field";
    Debug DebugField "`{Self}` has no `Debug` for a `message` to show; derive it, or name another field";
    LowerHex LowerHexField "`{Self}` cannot be shown as `{{...:x}}` in a `message`";
    UpperHex UpperHexField "`{Self}` cannot be shown as `{{...:X}}` in a `message`";
    Octal OctalField "`{Self}` cannot be shown as `{{...:o}}` in a `message`";
    Binary BinaryField "`{Self}` cannot be shown as `{{...:b}}` in a `message`";
    LowerExp LowerExpField "`{Self}` cannot be shown as `{{...:e}}` in a `message`";
    UpperExp UpperExpField "`{Self}` cannot be shown as `{{...:E}}` in a `message`";
}
