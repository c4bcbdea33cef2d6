//! What the integrations have in common: the errors of the HTTP layer, and what an answer must be
//! before it leaves.

mod http_error;
mod id;
mod json;
mod query;
mod source;

use core::future::{Ready, ready};

pub(crate) use self::http_error::{HttpError, catch_panic};
pub(crate) use self::id::{Ids, new_id};
pub use self::json::JsonRejection;
pub(crate) use self::json::{accept_content_type, read_json, read_optional_json};
pub(crate) use self::query::read_query;
pub use self::source::ErrorSource;
pub(crate) use self::source::{Answer, BODY_HEADERS, Known, MAX_BODY, judge};
use crate::Reply;

/// Answers HTTP 404 with an envelope (2000), for a route that does not exist.
///
/// Chapter "Transport and format", OCPI 2.2 and later: an HTTP error carries the envelope too.
pub fn not_found() -> Ready<Reply> {
    ready(HttpError::new(http::StatusCode::NOT_FOUND).into())
}

/// Answers HTTP 405 with an envelope (2000), for a method that the route does not have.
///
/// Chapter "Transport and format", OCPI 2.2 and later: an HTTP error carries the envelope too.
pub fn method_not_allowed() -> Ready<Reply> {
    ready(HttpError::new(http::StatusCode::METHOD_NOT_ALLOWED).into())
}
