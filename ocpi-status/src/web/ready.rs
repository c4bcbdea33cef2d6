//! Ready responses of the HTTP layer.

use core::future::{Ready, ready};

use http::StatusCode;

use super::http_error::HttpError;
use crate::write::reply::Reply;

macro_rules! ready_responses {
    ($($(#[$docs:meta])* $name:ident = $status:ident;)*) => {$(
        $(#[$docs])*
        pub fn $name() -> Ready<Reply> {
            ready(HttpError::new(StatusCode::$status, "http", String::new()).into())
        }
    )*};
}

ready_responses! {
    /// Answers HTTP 401 with an envelope (2000) and `WWW-Authenticate: Token`, for a credentials
    /// token that is missing or not known.
    ///
    /// Chapter "Transport and format", OCPI 2.1.1 and later.
    unauthorized = UNAUTHORIZED;

    /// Answers HTTP 403 with an envelope (2000), for a party without the permission.
    ///
    /// Chapter "Transport and format", OCPI 2.2 and later: an HTTP error has the envelope as well.
    forbidden = FORBIDDEN;

    /// Answers HTTP 404 with an envelope (2000), for a route that does not exist.
    ///
    /// Chapter "Transport and format", OCPI 2.2 and later: an HTTP error has the envelope as well.
    not_found = NOT_FOUND;

    /// Answers HTTP 405 with an envelope (2000), for a method that the route does not have.
    ///
    /// On actix-web, leave a resource without a default service if you use the middleware: it turns
    /// the framework's own response, which has `Allow`, into an envelope. This one has no `Allow`,
    /// because a default service cannot know the methods; add it by
    /// [`Reply::with_header`](crate::Reply::with_header).
    ///
    /// Chapter "Transport and format", OCPI 2.2 and later: an HTTP error has the envelope as well.
    method_not_allowed = METHOD_NOT_ALLOWED;
}
