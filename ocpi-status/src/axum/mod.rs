//! Handlers, extractors and a layer for axum 0.8.
//!
//! A type that derives [`OcpiError`] implements [`IntoResponse`]; so do
//! [`Response`](crate::OcpiResponse), [`Reply`], [`RequestError`], [`Relayed`] and [`OcpiJsonRejection`].
//! A type-erased error is answered with [`Reply::from_error`].

// The router is in `axum`, on which this crate does not depend: the example is a test elsewhere.
#![cfg_attr(not(doctest), doc = "\n", doc = include_str!("app.md"))]

mod extract;
mod layer;

use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use serde::Serialize;

pub use self::extract::{OcpiJson, OcpiQuery};
pub use self::layer::{OcpiLayer, OcpiService};
use crate::error::OcpiError;
use crate::read::rejection::Relayed;
use crate::read::request::RequestError;
use crate::web::answered::Answer;
pub use crate::web::json::OcpiJsonRejection;
use crate::web::panic::HttpError;
pub use crate::web::{method_not_allowed, not_found};
use crate::write::reply::Reply;

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

/// Answers an error from a borrow, so that it may be of any type.
#[doc(hidden)]
pub fn error_response(error: &dyn OcpiError) -> Response {
    Reply::from_error(error).into_response()
}

crate::__ocpi_axum_unless_web_false! { [] [RequestError] [] }
crate::__ocpi_axum_unless_web_false! { [] [OcpiJsonRejection] [] }
crate::__ocpi_axum_unless_web_false! { [] [Relayed] [] }
crate::__ocpi_axum_unless_web_false! { [] [HttpError] [] }

/// Has the [`StatusCode`](crate::StatusCode) in its extensions, and of an error the
/// [`AnsweredError`](crate::AnsweredError).
impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let Answer { http_status, headers, body, status_code, source } = self.into();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = http_status;
        *response.headers_mut() = headers;
        response.extensions_mut().insert(status_code);
        if let Some(source) = source {
            response.extensions_mut().insert(source);
        }
        response
    }
}

impl<T: Serialize> IntoResponse for crate::write::response::OcpiResponse<T> {
    fn into_response(self) -> Response {
        Reply::from(self).into_response()
    }
}
