//! The extractors of both frameworks.

/// The body of a request, read by [`read_request`](crate::read_request); as a response, its value is
/// the `data` of a success.
///
/// A content type other than JSON is HTTP 415; a missing one is accepted. A body over the framework's
/// limit is HTTP 413: 2 MB on axum (`axum::extract::DefaultBodyLimit`), 256 KiB on actix-web
/// (`actix_web::web::PayloadConfig`).
///
/// For a body that may be missing, use `Option<OcpiJson<T>>` on axum and
#[cfg_attr(feature = "actix-web", doc = "[`OcpiOptionalJson`](crate::actix_web::OcpiOptionalJson)")]
#[cfg_attr(not(feature = "actix-web"), doc = "`OcpiOptionalJson`")]
/// on actix-web, whose `Option<OcpiJson<T>>` takes a malformed body for a missing one.
///
/// A handler may return `Result<OcpiJson<T>, Reply>`: `?` makes a [`Reply`](crate::Reply) of any
/// [`OcpiError`](trait@crate::OcpiError).
///
/// ```
#[cfg_attr(feature = "axum", doc = "use ocpi_status::axum::OcpiJson;")]
#[cfg_attr(not(feature = "axum"), doc = "use ocpi_status::actix_web::OcpiJson;")]
/// use ocpi_status::{Reply, read_request};
/// # use ocpi_status::{ErrorCode, OcpiError};
/// # #[derive(Debug, thiserror::Error)]
/// # #[error("connector {0} is not known")]
/// # struct UnknownConnector(u8);
/// # impl OcpiError for UnknownConnector {
/// #     fn status_code(&self) -> ErrorCode { ErrorCode::INVALID_PARAMETERS }
/// # }
///
/// async fn connectors(OcpiJson(text): OcpiJson<String>) -> Result<OcpiJson<Vec<u8>>, Reply> {
///     let connectors: Vec<u8> = read_request(text.as_bytes())?;
///     match connectors.iter().find(|&&connector| connector > 2) {
///         Some(&connector) => Err(UnknownConnector(connector))?,
///         None => Ok(connectors.into()),
///     }
/// }
/// ```
///
/// Chapter "Transport and format", OCPI 2.0 and later.
#[derive(Clone, Copy, Debug, Default)]
pub struct OcpiJson<T>(pub T);

/// The query of a request.
///
/// One that does not fit is answered with HTTP 200 and code 2001, with the parameter's name in
/// `data`: `?limit=x` as `[{"path":"/limit","problem":"invalid value"}]`.
///
/// ```
#[cfg_attr(feature = "axum", doc = "use ocpi_status::axum::{OcpiJson, OcpiQuery};")]
#[cfg_attr(not(feature = "axum"), doc = "use ocpi_status::actix_web::{OcpiJson, OcpiQuery};")]
/// use ocpi_status::Timestamp;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Page {
///     date_from: Option<Timestamp>,
///     limit: Option<u32>,
/// }
///
/// async fn locations(OcpiQuery(page): OcpiQuery<Page>) -> OcpiJson<Vec<String>> {
///     # let _ = page.date_from;
///     OcpiJson(Vec::with_capacity(page.limit.unwrap_or(50).min(50) as usize))
/// }
/// ```
///
/// Chapter "Transport and format", paginated request, OCPI 2.0 and later.
#[derive(Clone, Copy, Debug, Default)]
pub struct OcpiQuery<T>(pub T);

/// Writes what a tuple struct with one public field has by convention.
macro_rules! wrapper {
    ($Type:ident [$Inner:ty]) => {
        impl<T> $Type<T> {
            /// Returns the value.
            pub fn into_inner(self) -> $Inner {
                self.0
            }
        }

        impl<T> From<$Inner> for $Type<T> {
            fn from(value: $Inner) -> Self {
                Self(value)
            }
        }

        impl<T> core::ops::Deref for $Type<T> {
            type Target = $Inner;

            fn deref(&self) -> &$Inner {
                &self.0
            }
        }

        impl<T> core::ops::DerefMut for $Type<T> {
            fn deref_mut(&mut self) -> &mut $Inner {
                &mut self.0
            }
        }
    };
}
#[cfg(feature = "actix-web")]
pub(crate) use wrapper;

wrapper! { OcpiJson [T] }
wrapper! { OcpiQuery [T] }
