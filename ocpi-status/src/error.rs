//! The trait of an application's errors.

use core::convert::Infallible;
use core::error::Error;
use core::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName};
use serde_core::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::catalog::Catalog;
use crate::code::{Class, ErrorCode};
use crate::text;

/// An error that has an OCPI response.
///
/// Derive it, or implement it by hand; only [`status_code`](Self::status_code) is required. An
/// error can carry an [`ErrorCode`] only, so its response never has a success code.
///
/// ```
/// use ocpi_status::{ErrorCode, OcpiError, Reply};
///
/// #[derive(Debug, thiserror::Error)]
/// #[error("connector {0} is not known")]
/// struct UnknownConnector(String);
///
/// impl OcpiError for UnknownConnector {
///     fn status_code(&self) -> ErrorCode {
///         ErrorCode::INVALID_PARAMETERS
///     }
/// }
///
/// let reply = Reply::from(UnknownConnector("2".to_owned()));
/// assert_eq!(reply.http_status(), 200);
/// assert_eq!(reply.status_code(), 2001);
/// ```
///
/// It is object safe, and implemented for `&E`, `Box<E>` and `Arc<E>`. A type-erased error is an
/// `Arc<dyn OcpiError + Send + Sync>`; `Box<dyn OcpiError>` does not implement the trait, because
/// the standard library has `Error for Box<T>` for sized `T` only.
///
/// Chapters "Response format" and "Status codes", OCPI 2.0 and later.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no OCPI status code",
    label = "not an `OcpiError`",
    note = "to answer for it yourself, write `code = 3000` instead of `transparent`",
    note = "if `{Self}` is a type of yours, add `#[derive(OcpiError)]` and `#[ocpi(code = ...)]` to it, or implement `OcpiError` for it"
)]
pub trait OcpiError: Error {
    /// Returns the OCPI status code of the response.
    fn status_code(&self) -> ErrorCode;

    /// Returns the HTTP status of the response: 200 unless the HTTP layer has its own word for the
    /// error, such as 404 for a GET of an object that does not exist.
    ///
    /// [`ErrorCode::allows_http`] is the rule which status goes with which code: the derive refuses
    /// any other at compile time.
    ///
    /// Chapter "Transport and format", OCPI 2.0 and later.
    fn http_status(&self) -> http::StatusCode {
        match self.__ocpi_origin() {
            Origin::Own(own, _) => own_http_status(own),
            Origin::Inner(inner) => inner.http_status(),
            Origin::Unknown => http::StatusCode::OK,
        }
    }

    /// Writes what the peer may read: the `status_message` of the response.
    ///
    /// The default is the error's `Display` for a client error (2xxx), and the code's own
    /// description for a server or a hub error (3xxx, 4xxx), whose `Display` may hold what is
    /// nobody else's business. It goes to [`Reply::cause`](crate::Reply::cause) instead.
    ///
    /// # Errors
    ///
    /// Those of the formatter. What was written before an error is sent.
    fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_message(self, f)
    }

    /// Returns the `data` of the response, where the standard allows anything that helps to debug:
    /// which fields are wrong or missing, for example. The default is `None`: no `data`. A value that
    /// is `null` in JSON is left out as well.
    fn data(&self) -> Option<Data<'_>> {
        data(self)
    }

    /// Adds HTTP headers to the response, such as `Retry-After` or `Allow`. The default adds none.
    ///
    /// Headers that frame the message (`content-length`, `content-type`, `transfer-encoding`,
    /// `connection` and the like) are left out. An error with HTTP 401 gets
    /// `WWW-Authenticate: Token` unless this method sets another.
    fn headers(&self, headers: &mut HeaderMap) {
        self::headers(self, headers);
    }

    /// Returns where the response comes from, which the provided methods then go by.
    #[doc(hidden)]
    fn __ocpi_origin(&self) -> Origin<'_> {
        Origin::Unknown
    }

    /// Returns a name for metrics and traces, such as `"AuthorizeError::UnknownToken"`.
    ///
    /// A derived one is the type and the variant, or, for a `transparent` variant, the label of
    /// the inner error: stable, and one of few. The default is the name of the type.
    fn label(&self) -> &'static str {
        match self.__ocpi_origin() {
            Origin::Own((.., label), _) => label,
            Origin::Inner(inner) => inner.label(),
            Origin::Unknown => text::type_name(core::any::type_name::<Self>()),
        }
    }

    /// Returns the table of all responses of this type.
    ///
    /// The derive writes it. The default is the empty table.
    #[must_use]
    fn catalog() -> Catalog
    where
        Self: Sized,
    {
        Catalog::default()
    }
}

/// The name under which [`OcpiError::headers`] reports a header that could not be set. It is never
/// sent.
pub(crate) const UNSENT: HeaderName = HeaderName::from_static("ocpi-status-unsent");

/// Where the response of an error comes from.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// An implementation by hand.
    Unknown,
    /// The error itself, and whether its type sets any HTTP headers.
    Own(&'static Own, bool),
    /// The inner error of a `transparent` field.
    Inner(&'a (dyn OcpiError + 'a)),
}

/// Of a variant: the code, the HTTP status, whether [`OcpiError::fmt_message`] writes something other
/// than the `Display`, and the label. Plain values, because a path in each arm of a `match` costs the
/// compiler more.
type Own = (u16, u16, bool, &'static str);

// The derive has checked the numbers.

#[inline]
pub(crate) fn own_code(own: &Own) -> ErrorCode {
    ErrorCode::new(own.0).unwrap_or(ErrorCode::SERVER_ERROR)
}

#[inline]
pub(crate) fn own_http_status(own: &Own) -> http::StatusCode {
    http::StatusCode::from_u16(own.1).unwrap_or_default()
}

/// The origin of an error by its index among all variants of the type that are their own.
#[must_use]
#[inline]
pub fn origin(all: &'static [Own], sets_headers: bool, index: usize) -> Origin<'static> {
    all.get(index).map_or(Origin::Unknown, |own| Origin::Own(own, sets_headers))
}

// The methods of an error that says nothing else. The derive calls them as functions, because a
// method of a trait asks for its supertraits again.

/// [`OcpiError::status_code`] by its origin.
#[must_use]
#[inline]
pub fn status_code<E: OcpiError + ?Sized>(error: &E) -> ErrorCode {
    match error.__ocpi_origin() {
        Origin::Own(own, _) => own_code(own),
        Origin::Inner(inner) => inner.status_code(),
        Origin::Unknown => ErrorCode::SERVER_ERROR,
    }
}

/// [`OcpiError::fmt_message`] without a message of its own.
///
/// # Errors
///
/// Those of the formatter.
pub fn fmt_message<E: OcpiError + ?Sized>(error: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Origin::Inner(inner) = error.__ocpi_origin() {
        return inner.fmt_message(f);
    }
    let code = error.status_code();
    match code.class() {
        Class::Success | Class::ClientError => fmt::Display::fmt(error, f),
        Class::ServerError | Class::HubError => f.write_str(code.public_description()),
    }
}

/// [`OcpiError::data`] without a field of its own.
#[must_use]
#[inline]
pub fn data<E: OcpiError + ?Sized>(error: &E) -> Option<Data<'_>> {
    match error.__ocpi_origin() {
        Origin::Inner(inner) => inner.data(),
        Origin::Own(..) | Origin::Unknown => None,
    }
}

/// [`OcpiError::headers`] without fields of its own.
#[inline]
pub fn headers<E: OcpiError + ?Sized>(error: &E, headers: &mut HeaderMap) {
    if let Origin::Inner(inner) = error.__ocpi_origin() {
        inner.headers(headers);
    }
}

macro_rules! forward {
    ($([$($generics:tt)*] $Type:ty { $($catalog:tt)* })*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> OcpiError for $Type {
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

            fn headers(&self, headers: &mut HeaderMap) {
                E::headers(self, headers)
            }

            fn __ocpi_origin(&self) -> Origin<'_> {
                E::__ocpi_origin(self)
            }

            fn label(&self) -> &'static str {
                E::label(self)
            }

            $($catalog)*
        }
    )*};
}

forward! {
    [E: OcpiError + ?Sized] &E {}
    [E: OcpiError] Box<E> {
        fn catalog() -> Catalog {
            E::catalog()
        }
    }
    // Not every `E` here has a catalog; the derive looks through an `Arc` of one that has.
    [E: OcpiError + ?Sized] Arc<E> {}
}

/// An error that cannot happen, such as that of a conversion that cannot fail.
#[diagnostic::do_not_recommend]
impl OcpiError for Infallible {
    fn status_code(&self) -> ErrorCode {
        match *self {}
    }
}

impl Catalog {
    /// Adds the errors of another type. What is there already is not added again.
    #[must_use]
    pub fn and<E: OcpiError>(self) -> Self {
        self.join(&E::catalog())
    }
}

/// A borrowed value of any serializable type: the `data` of an error's response.
///
/// ```
/// use ocpi_status::Data;
///
/// let missing = ["/evses/0/uid"];
/// assert_eq!(serde_json::to_string(&Data::new(&missing))?, r#"["/evses/0/uid"]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Chapter "Response format", OCPI 2.0 and later.
#[derive(Clone, Copy)]
pub struct Data<'a>(pub(crate) &'a dyn Json);

impl<'a> Data<'a> {
    /// Borrows the value.
    #[must_use]
    pub fn new<T: Serialize>(value: &'a T) -> Self {
        Self(value)
    }
}

/// [`Serialize`] for JSON alone, which is dyn compatible.
pub(crate) trait Json {
    fn write(&self, json: &mut Vec<u8>) -> serde_json::Result<()>;
}

impl<T: Serialize> Json for T {
    fn write(&self, json: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(json, self)
    }
}

pub(crate) fn to_raw(value: &dyn Json) -> serde_json::Result<Box<RawValue>> {
    let mut json = Vec::new();
    value.write(&mut json)?;
    RawValue::from_string(String::from_utf8(json).unwrap_or_default())
}

/// Serializes the value as [raw JSON](serde_json::value::RawValue).
impl Serialize for Data<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        to_raw(self.0).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// Does not show the value, of which nothing but `Serialize` is known.
impl fmt::Debug for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Data").finish_non_exhaustive()
    }
}
