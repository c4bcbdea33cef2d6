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

use ::actix_web::body::BoxBody;
use ::actix_web::error::InternalError;
use ::actix_web::http::StatusCode;
use ::actix_web::http::header::{HeaderName, HeaderValue};
use ::actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;

pub use self::extract::OcpiOptionalJson;
pub use self::middleware::{OcpiMiddleware, OcpiService};
use crate::error::OcpiError;
use crate::read::rejection::Relayed;
use crate::read::request::RequestError;
use crate::web::answered::Answered;
pub use crate::web::extract::{OcpiJson, OcpiQuery};
use crate::web::http_error::HttpError;
pub use crate::web::ids::MessageIds;
pub use crate::web::json::OcpiJsonRejection;
pub use crate::web::ready::{forbidden, method_not_allowed, not_found, unauthorized};
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
    response(Reply::from_error(error))
}

#[doc(hidden)]
pub fn status_code(error: &dyn OcpiError) -> StatusCode {
    status(render::http_status(error.status_code(), error.http_status()))
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
        response(self)
    }
}

/// Lets a handler return `Result<_, Reply>`.
impl From<Reply> for ::actix_web::Error {
    fn from(reply: Reply) -> Self {
        let text = reply.cause().unwrap_or(reply.text()).to_owned();
        InternalError::from_response(text, response(reply)).into()
    }
}

impl<T: Serialize> Responder for OcpiResponse<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        response(self.into())
    }
}

impl<T: Serialize> Responder for OcpiJson<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        response(OcpiResponse::success(self.0).into())
    }
}

fn response(mut reply: Reply) -> HttpResponse<BoxBody> {
    let answered = Answered::take(&mut reply);
    let body = BoxBody::new(answered.rendered.body());
    let (parts, _) = reply.into_http().into_parts();
    let mut response = HttpResponse::with_body(status(parts.status), body);
    for (name, value) in &parts.headers {
        // The types of http 1 and http 0.2 hold the same bytes.
        if let Ok(name) = HeaderName::from_bytes(name.as_ref())
            && let Ok(value) = HeaderValue::from_bytes(value.as_bytes())
        {
            response.headers_mut().append(name, value);
        }
    }
    let mut response = middleware::Response::from(response);
    answered.store(&mut response);
    response.into()
}

/// actix-web is on http 0.2, this crate on http 1.
fn status(status: http::StatusCode) -> StatusCode {
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
