//! Handlers, extractors and a layer for axum 0.8.
//!
//! A type that derives [`OcpiError`] implements [`IntoResponse`]; so do
//! [`OcpiResponse`], [`Reply`], [`RequestError`], [`Relayed`] and [`OcpiJsonRejection`].
//! For a type-erased error, use [`Reply::from_error`].

// The router is in `axum`, on which this crate does not depend: the example is a test elsewhere.
#![cfg_attr(not(doctest), doc = "\n", doc = include_str!("app.md"))]

mod extract;
mod layer;

use axum_core::response::{IntoResponse, Response};
use serde_core::Serialize;

pub use self::layer::{OcpiLayer, OcpiService};
use crate::error::OcpiError;
use crate::read::rejection::Relayed;
use crate::read::request::RequestError;
use crate::web::answered;
pub use crate::web::extract::{OcpiJson, OcpiQuery};
use crate::web::http_error::HttpError;
pub use crate::web::http_error::{forbidden, method_not_allowed, not_found, unauthorized};
pub use crate::web::ids::MessageIds;
pub use crate::web::json::OcpiJsonRejection;
use crate::write::reply::Reply;
use crate::write::response::OcpiResponse;

/// Implements `IntoResponse` for a type that derives `OcpiError`.
#[doc(hidden)]
#[macro_export]
macro_rules! __ocpi_axum_unless_web_false {
    ([$($generics:tt)*] [$($Type:tt)*] [$($bounds:tt)*]) => {
        impl $($generics)* $crate::__private::axum::IntoResponse for $($Type)* $($bounds)* {
            fn into_response(self) -> $crate::__private::axum::Response {
                $crate::__private::axum::error_response(&self)
            }
        }
    };
}

/// Borrows the error, so that it may be of any type.
#[doc(hidden)]
pub fn error_response(error: &dyn OcpiError) -> Response {
    Reply::from_error(error).into_response()
}

crate::__ocpi_axum_unless_web_false! { [] [RequestError] [] }
crate::__ocpi_axum_unless_web_false! { [] [OcpiJsonRejection] [] }
crate::__ocpi_axum_unless_web_false! { [] [Relayed] [] }
crate::__ocpi_axum_unless_web_false! { [] [HttpError] [] }

/// Has the [`StatusCode`](crate::StatusCode) in its extensions, and for an error the
/// [`AnsweredError`](crate::AnsweredError).
impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        answered::response(self)
    }
}

impl<T: Serialize> IntoResponse for OcpiResponse<T> {
    fn into_response(self) -> Response {
        Reply::from(self).into_response()
    }
}

impl<T: Serialize> IntoResponse for OcpiJson<T> {
    fn into_response(self) -> Response {
        OcpiResponse::success(self.0).into_response()
    }
}
