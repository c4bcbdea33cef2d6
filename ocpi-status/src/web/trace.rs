//! Spans and events of the target `ocpi_status`.
//!
//! Without the feature `tracing`, the macro below evaluates the fields of an event, which [`is_on`]
//! never asks for.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, StatusCode as HttpStatus};
#[cfg(feature = "tracing")]
pub(crate) use tracing::Span;
#[cfg(feature = "tracing")]
use tracing::{Level, level_filters::LevelFilter};

use super::answered::AnsweredError;
use super::exchange::Exchange;
use super::ids::Returned;
use super::options::Levels;
use crate::code::{Class, StatusCode};
use crate::read::rejection::RELAYED;
use crate::text;

/// The level of the events for a class of codes, set by `with_level` of the layer and the
/// middleware.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventLevel {
    /// No events.
    Off,
    /// `tracing::Level::ERROR`.
    Error,
    /// `tracing::Level::WARN`.
    Warn,
    /// `tracing::Level::INFO`.
    Info,
    /// `tracing::Level::DEBUG`.
    Debug,
    /// `tracing::Level::TRACE`.
    Trace,
}

#[cfg(feature = "tracing")]
macro_rules! event {
    ($level:expr, $($fields:tt)*) => {
        match $level {
            EventLevel::Off => {}
            EventLevel::Error => tracing::event!(target: "ocpi_status", Level::ERROR, $($fields)*),
            EventLevel::Warn => tracing::event!(target: "ocpi_status", Level::WARN, $($fields)*),
            EventLevel::Info => tracing::event!(target: "ocpi_status", Level::INFO, $($fields)*),
            EventLevel::Debug => tracing::event!(target: "ocpi_status", Level::DEBUG, $($fields)*),
            EventLevel::Trace => tracing::event!(target: "ocpi_status", Level::TRACE, $($fields)*),
        }
    };
}

#[cfg(not(feature = "tracing"))]
macro_rules! event {
    ($level:expr, $($($field:ident).+ = $value:expr,)* $message:literal) => {
        let _ = ($level, $($value,)*);
    };
}

#[cfg(not(feature = "tracing"))]
#[derive(Debug)]
pub(crate) struct Span;

#[cfg(not(feature = "tracing"))]
impl Span {
    #[expect(clippy::unused_self, reason = "there is nothing to enter")]
    pub(crate) const fn enter(&self) -> Self {
        Self
    }
}

#[cfg(feature = "tracing")]
pub(crate) fn is_on() -> bool {
    LevelFilter::current() != LevelFilter::OFF
}

#[cfg(not(feature = "tracing"))]
pub(crate) const fn is_on() -> bool {
    false
}

/// Makes the span around the handler, unless a layer further out has.
#[cfg(feature = "tracing")]
pub(crate) fn span(ids: &Returned, is_nested: bool) -> Span {
    if is_nested {
        return Span::none();
    }
    tracing::info_span!(
        target: "ocpi_status",
        "ocpi_request",
        ocpi.request_id = id(&ids.request_id),
        ocpi.correlation_id = id(&ids.correlation_id),
    )
}

#[cfg(not(feature = "tracing"))]
pub(crate) const fn span(_: &Returned, _: bool) -> Span {
    Span
}

/// The request that an event is about, without its query.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    method: Arc<str>,
    path: Arc<str>,
}

impl Request {
    pub(crate) fn new(method: &str, path: &str) -> Option<Self> {
        let preview = |text| text::preview(text).into();
        is_on().then(|| Self { method: preview(method), path: preview(path) })
    }
}

/// Emits the event of an error. The peer gets the code `sent`.
pub(crate) fn error(
    exchange: &Exchange,
    http_status: HttpStatus,
    error: &AnsweredError,
    sent: Option<StatusCode>,
) {
    let code = error.status_code();
    event!(
        level(exchange.options.levels, error),
        ocpi.status_code = code.as_u16(),
        ocpi.sent_status_code = sent.filter(|sent| *sent != code).map(StatusCode::as_u16),
        http.response.status_code = http_status.as_u16(),
        http.request.method = exchange.request.as_ref().map(|request| &*request.method),
        url.path = exchange.request.as_ref().map(|request| &*request.path),
        ocpi.error.label = error.label(),
        error = error.cause(),
        ocpi.request_id = id(&exchange.returned.request_id),
        ocpi.correlation_id = id(&exchange.returned.correlation_id),
        "error response"
    );
}

pub(crate) fn missing_envelope(exchange: &Exchange, http_status: HttpStatus) {
    event!(
        exchange.options.levels[Class::Success as usize].unwrap_or(EventLevel::Warn),
        http.response.status_code = http_status.as_u16(),
        http.request.method = exchange.request.as_ref().map(|request| &*request.method),
        url.path = exchange.request.as_ref().map(|request| &*request.path),
        ocpi.request_id = id(&exchange.returned.request_id),
        ocpi.correlation_id = id(&exchange.returned.correlation_id),
        "success without an OCPI envelope"
    );
}

/// Emits an event for each id of a request that was replaced.
pub(crate) fn replaced(exchange: &Exchange, headers: &HeaderMap) {
    for (name, replaced) in exchange.returned.replaced(headers) {
        event!(
            EventLevel::Debug,
            http.request.header.name = name,
            http.request.header.value = &*replaced,
            ocpi.request_id = id(&exchange.returned.request_id),
            ocpi.correlation_id = id(&exchange.returned.correlation_id),
            "message id replaced, because it is not 1 to 255 characters of visible ASCII"
        );
    }
}

/// An id is visible ASCII.
fn id(id: &HeaderValue) -> &str {
    id.to_str().unwrap_or_default()
}

/// 3xxx and 4000 are this side's fault, other 4xxx and what was relayed a third party's, and 2xxx
/// the peer's.
fn level(levels: Levels, error: &AnsweredError) -> EventLevel {
    let code = error.status_code();
    let class = code.class().unwrap_or(Class::ServerError);
    levels[class as usize].unwrap_or(match class {
        _ if error.label() == Some(RELAYED) => EventLevel::Warn,
        Class::HubError if code != StatusCode::HUB_ERROR => EventLevel::Warn,
        Class::ServerError | Class::HubError => EventLevel::Error,
        Class::Success | Class::ClientError => EventLevel::Debug,
    })
}
