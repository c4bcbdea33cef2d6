//! What the integrations have in common: the errors of the HTTP layer, and what an answer must be
//! before it leaves.

pub(crate) mod answered;
pub(crate) mod ids;
pub(crate) mod json;
pub(crate) mod panic;
pub(crate) mod query;
pub(crate) mod trace;

use core::future::{Ready, ready};

use self::panic::HttpError;
use crate::write::reply::Reply;

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
