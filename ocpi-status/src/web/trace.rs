//! Spans and events of the target `ocpi_status`.

use crate::code::Class;
#[cfg(not(feature = "tracing"))]
pub(crate) use off::*;
#[cfg(feature = "tracing")]
pub(crate) use on::*;

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

/// The levels that were set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Levels([Option<EventLevel>; 4]);

impl Levels {
    pub(crate) const NONE: Self = Self([None; 4]);

    pub(crate) const fn with(mut self, class: Class, level: EventLevel) -> Self {
        self.0[class as usize] = Some(level);
        self
    }
}

/// The fields of the event of a response.
#[derive(Debug)]
#[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "for the events alone"))]
pub(crate) struct Leaving<'a> {
    pub(crate) http_status: u16,
    pub(crate) request: &'a Request,
    pub(crate) request_id: &'a [u8],
    pub(crate) correlation_id: &'a [u8],
    pub(crate) levels: Levels,
}

#[cfg(feature = "tracing")]
mod on {
    use std::sync::Arc;

    use tracing::Level;

    use super::{EventLevel, Leaving, Levels};
    use crate::code::{Class, StatusCode};
    use crate::read::rejection::RELAYED;
    use crate::text;
    use crate::web::answered::AnsweredError;
    use crate::web::ids::Corrected;

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

    /// The method and the path of a request, without the query.
    #[derive(Clone, Debug)]
    pub(crate) struct Request {
        text: Option<Arc<[Box<str>; 2]>>,
        /// Whether a layer further out has made it, and the span.
        is_nested: bool,
    }

    impl Request {
        pub(crate) fn new(method: &str, path: &str) -> Self {
            let text =
                is_on().then(|| [method, path].map(|text| text::preview(text).into()).into());
            Self { text, is_nested: false }
        }

        pub(crate) fn nested(&self) -> Self {
            Self { text: self.text.clone(), is_nested: true }
        }

        fn method(&self) -> Option<&str> {
            self.text.as_ref().map(|text| &*text[0])
        }

        fn path(&self) -> Option<&str> {
            self.text.as_ref().map(|text| &*text[1])
        }
    }

    /// The span around the handler.
    #[derive(Debug)]
    pub(crate) struct Span(tracing::Span);

    impl Span {
        pub(crate) fn new(request: &Request, request_id: &[u8], correlation_id: &[u8]) -> Self {
            if request.is_nested {
                return Self(tracing::Span::none());
            }
            Self(tracing::info_span!(
                target: "ocpi_status",
                "ocpi_request",
                ocpi.request_id = id(request_id),
                ocpi.correlation_id = id(correlation_id),
            ))
        }

        pub(crate) fn enter(&self) -> impl Drop + use<'_> {
            self.0.enter()
        }
    }

    /// An id is visible ASCII.
    fn id(id: &[u8]) -> &str {
        str::from_utf8(id).unwrap_or_default()
    }

    impl Levels {
        /// 3xxx and 4000 are this side's fault, other 4xxx and what was relayed a third party's, and
        /// 2xxx the peer's.
        fn of(self, error: &AnsweredError) -> EventLevel {
            let code = error.status_code();
            let class = code.class().unwrap_or(Class::ServerError);
            self.0[class as usize].unwrap_or(match class {
                _ if error.label() == Some(RELAYED) => EventLevel::Warn,
                Class::HubError if code != StatusCode::HUB_ERROR => EventLevel::Warn,
                Class::ServerError | Class::HubError => EventLevel::Error,
                Class::Success | Class::ClientError => EventLevel::Debug,
            })
        }

        fn missing_envelope(self) -> EventLevel {
            self.0[Class::Success as usize].unwrap_or(EventLevel::Warn)
        }
    }

    impl Leaving<'_> {
        /// The peer gets the code `sent`.
        pub(crate) fn error(&self, error: &AnsweredError, sent: Option<StatusCode>) {
            let code = error.status_code();
            event!(
                self.levels.of(error),
                ocpi.status_code = code.as_u16(),
                ocpi.sent_status_code = sent.filter(|sent| *sent != code).map(StatusCode::as_u16),
                http.response.status_code = self.http_status,
                http.request.method = self.request.method(),
                url.path = self.request.path(),
                ocpi.error.label = error.label(),
                error = error.cause(),
                ocpi.request_id = id(self.request_id),
                ocpi.correlation_id = id(self.correlation_id),
                "error response"
            );
        }

        pub(crate) fn missing_envelope(&self) {
            event!(
                self.levels.missing_envelope(),
                http.response.status_code = self.http_status,
                http.request.method = self.request.method(),
                url.path = self.request.path(),
                ocpi.request_id = id(self.request_id),
                ocpi.correlation_id = id(self.correlation_id),
                "success without an OCPI envelope"
            );
        }

        pub(crate) fn corrected<V>(&self, corrected: &Corrected<V>) {
            if let Some(replaced) = &corrected.replaced {
                event!(
                    EventLevel::Debug,
                    http.request.header.name = corrected.header(),
                    http.request.header.value = &**replaced,
                    ocpi.request_id = id(self.request_id),
                    ocpi.correlation_id = id(self.correlation_id),
                    "message id replaced, because it is not 1 to 255 characters of visible ASCII"
                );
            }
        }
    }

    pub(crate) fn is_on() -> bool {
        tracing::level_filters::LevelFilter::current() != tracing::level_filters::LevelFilter::OFF
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use super::Leaving;
    use crate::code::StatusCode;
    use crate::web::answered::AnsweredError;
    use crate::web::ids::Corrected;

    #[derive(Clone, Debug)]
    pub(crate) struct Request;

    impl Request {
        pub(crate) const fn new(_: &str, _: &str) -> Self {
            Self
        }

        #[expect(clippy::unused_self, reason = "there is nothing to remember")]
        pub(crate) const fn nested(&self) -> Self {
            Self
        }
    }

    #[derive(Debug)]
    pub(crate) struct Span;

    impl Span {
        pub(crate) const fn new(_: &Request, _: &[u8], _: &[u8]) -> Self {
            Self
        }

        #[expect(clippy::unused_self, reason = "there is nothing to enter")]
        pub(crate) const fn enter(&self) -> Self {
            Self
        }
    }

    #[expect(clippy::unused_self, reason = "without the feature there is nothing to do")]
    impl Leaving<'_> {
        pub(crate) const fn error(&self, _: &AnsweredError, _: Option<StatusCode>) {}
        pub(crate) const fn missing_envelope(&self) {}
        pub(crate) const fn corrected<V>(&self, _: &Corrected<V>) {}
    }

    pub(crate) const fn is_on() -> bool {
        false
    }
}
