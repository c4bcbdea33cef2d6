//! Responses that a hub passes on.

use http::HeaderMap;
use http::header::{HeaderName, LOCATION};

use crate::code::ErrorCode;
use crate::read::peer_error::PeerError;
use crate::read::received::{Body, read_ack};
use crate::read::rejection::{RELAYED, relayed_http_status};
use crate::write::reply::Reply;

/// The headers that are for the sender. A `Link` points at the receiver, so the hub writes its own.
const HEADERS: [HeaderName; 3] =
    [HeaderName::from_static("x-total-count"), HeaderName::from_static("x-limit"), LOCATION];

/// Passes a receiver's response on to the sender, as a hub does: a success as well as a rejection.
///
/// The body stays as it is, but for a byte order mark and for what is not UTF-8. Of the HTTP status
/// 200, 201 and 404 go on, as far as they go with the code, and every other becomes 200; of the headers
/// `X-Total-Count`, `X-Limit` and `Location`. A `Link` is not passed on, because it points at the
/// receiver: set your own with [`Reply::with_header`].
///
/// ```
/// use ocpi_status::{http, relay_response};
/// use http::{HeaderMap, StatusCode};
///
/// let mut headers = HeaderMap::new();
/// headers.insert("x-total-count", "2".parse()?);
/// headers.insert("server", "nginx".parse()?);
/// let body = br#"{"data":[{"id":"LOC1"}],"status_code":1000,"timestamp":"2015-06-30T21:59:59Z"}"#;
/// let reply = relay_response(StatusCode::OK, &headers, body)?;
/// assert_eq!(reply.body(), body);
/// assert_eq!(reply.headers().len(), 1);
///
/// // A receiver that does not know the hub's token: that is between the two of them.
/// let body = br#"{"status_code":2000,"timestamp":"2015-06-30T21:59:59Z"}"#;
/// assert!(relay_response(StatusCode::UNAUTHORIZED, &headers, body).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The [label](Reply::label) of a rejection that is passed on is `relayed`, and its
/// [cause](Reply::cause) says what the receiver sent.
///
/// # Errors
///
/// Returns the [`PeerError`] of a response that is not for the sender: one without an envelope, a
/// success with an HTTP error, and everything with HTTP 401 or 403, which are about the hub's own
/// token. Answer for the hub, with 4000 for example;
/// [`PeerRejection::relay`](crate::PeerRejection::relay) does so for a rejection.
///
/// Chapter "Transport and format", message routing, OCPI 2.2 and later.
pub fn relay_response(
    http_status: http::StatusCode,
    headers: &HeaderMap,
    body: impl AsRef<[u8]>,
) -> Result<Reply, PeerError> {
    let body = body.as_ref();
    let (http_status, status_code, cause) = match read_ack(http_status, body) {
        Ok(received) => {
            let is_created = http_status == http::StatusCode::CREATED;
            let kept = if is_created { http_status } else { http::StatusCode::OK };
            (kept, received.status_code.into(), None)
        }
        Err(PeerError::Rejected(rejection)) if !rejection.is_about_own_token() => {
            let Ok(code) = ErrorCode::try_from(rejection.status_code()) else {
                // Not a code of OCPI, so not a response that can go on.
                return Ok(Reply::from(rejection.relay()));
            };
            let kept = relayed_http_status(http_status, code);
            (kept, code.into(), Some(rejection.to_string()))
        }
        Err(error) => return Err(error),
    };
    let mut kept = HeaderMap::new();
    for name in HEADERS {
        for value in headers.get_all(&name) {
            kept.append(&name, value.clone());
        }
    }
    let label = cause.is_some().then_some(RELAYED);
    let body = Body::of(body).text.into_owned().into_bytes();
    Ok(Reply {
        http_status,
        status_code,
        headers: (!kept.is_empty()).then(|| Box::new(kept)),
        body,
        marks: None,
        cause,
        label,
    })
}
