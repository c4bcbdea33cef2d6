//! Handlers, extractors and a middleware for actix-web 4.
//!
//! ```
//! use actix_web::{App, web};
//! use ocpi_status::actix_web::{self as ocpi, OcpiJson, OcpiMiddleware};
//! use ocpi_status::{OcpiError, OcpiResponse};
//!
//! #[derive(Debug, thiserror::Error, OcpiError)]
//! enum TokenError {
//!     #[error("token {0} is not known")]
//!     #[ocpi(code = 2004, http = 404)]
//!     Unknown(String),
//! }
//!
//! async fn token(uid: web::Path<String>) -> Result<OcpiJson<&'static str>, TokenError> {
//!     match uid.into_inner() {
//!         uid if uid == "012345678" => Ok(OcpiJson("ALLOWED")),
//!         uid => Err(TokenError::Unknown(uid)),
//!     }
//! }
//!
//! async fn put_token(OcpiJson(_token): OcpiJson<serde_json::Value>) -> OcpiResponse<()> {
//!     OcpiResponse::empty().created()
//! }
//!
//! let app = App::new()
//!     .service(
//!         web::resource("/ocpi/2.2.1/tokens/{uid}")
//!             .get(token)
//!             .put(put_token),
//!     )
//!     .default_service(web::to(ocpi::not_found))
//!     .wrap(OcpiMiddleware::new());
//! ```
//!
//! A type that derives [`OcpiError`] implements [`ResponseError`](::actix_web::ResponseError); so do
//! [`RequestError`], [`Relayed`] and [`OcpiJsonRejection`]. [`OcpiResponse`] and [`Reply`] are
//! responders. For a type-erased error, use [`Reply::from_error`].

mod extract;
mod middleware;
mod response;

use ::actix_web::body::BoxBody;
use ::actix_web::error::InternalError;
use ::actix_web::http::StatusCode;
use ::actix_web::{HttpRequest, HttpResponse, Responder};
use serde_core::Serialize;

pub use self::extract::OcpiOptionalJson;
pub use self::middleware::{OcpiMiddleware, OcpiService};
use crate::error::OcpiError;
use crate::read::rejection::Relayed;
use crate::read::request::RequestError;
use crate::web::answered;
pub use crate::web::extract::{OcpiJson, OcpiQuery};
use crate::web::http_error::HttpError;
pub use crate::web::http_error::{forbidden, method_not_allowed, not_found, unauthorized};
pub use crate::web::ids::MessageIds;
pub use crate::web::json::OcpiJsonRejection;
use crate::write::render;
use crate::write::reply::Reply;
use crate::write::response::OcpiResponse;

/// Implements `ResponseError` for a type that derives `OcpiError`.
#[doc(hidden)]
#[macro_export]
macro_rules! __ocpi_actix_web_unless_web_false {
    ([$($generics:tt)*] [$($Type:tt)*] [$($bounds:tt)*]) => {
        impl $($generics)* $crate::__private::actix_web::ResponseError for $($Type)* $($bounds)* {
            fn status_code(&self) -> $crate::__private::actix_web::StatusCode {
                $crate::__private::actix_web::status_code(self)
            }

            fn error_response(
                &self,
            ) -> $crate::__private::actix_web::HttpResponse<
                $crate::__private::actix_web::BoxBody,
            > {
                $crate::__private::actix_web::error_response(self)
            }
        }
    };
}

#[doc(hidden)]
pub fn error_response(error: &dyn OcpiError) -> HttpResponse<BoxBody> {
    respond(Reply::from_error(error))
}

#[doc(hidden)]
pub fn status_code(error: &dyn OcpiError) -> StatusCode {
    response::status(render::http_status(error.status_code(), error.http_status()))
}

crate::__ocpi_actix_web_unless_web_false! { [] [RequestError] [] }
crate::__ocpi_actix_web_unless_web_false! { [] [OcpiJsonRejection] [] }
crate::__ocpi_actix_web_unless_web_false! { [] [Relayed] [] }
crate::__ocpi_actix_web_unless_web_false! { [] [HttpError] [] }

/// Has the [`StatusCode`](crate::StatusCode) in its extensions, and for an error the
/// [`AnsweredError`](crate::AnsweredError).
impl Responder for Reply {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        respond(self)
    }
}

/// Lets a handler return `Result<_, Reply>`.
impl From<Reply> for ::actix_web::Error {
    fn from(reply: Reply) -> Self {
        let text = reply.cause().unwrap_or(reply.text()).to_owned();
        InternalError::from_response(text, respond(reply)).into()
    }
}

impl<T: Serialize> Responder for OcpiResponse<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        respond(self.into())
    }
}

impl<T: Serialize> Responder for OcpiJson<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        respond(OcpiResponse::success(self.0).into())
    }
}

fn respond(reply: Reply) -> HttpResponse<BoxBody> {
    response::put(HttpResponse::with_body(StatusCode::OK, ()), answered::response(reply))
}
