//! One event per error answer.

use crate::web::answered::AnsweredError;

/// An error answer that leaves.
#[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "the event alone reads it"))]
pub(crate) struct ErrorAnswer<'a> {
    pub(crate) source: &'a AnsweredError,
    pub(crate) http_status: u16,
    pub(crate) request_id: &'a [u8],
    pub(crate) correlation_id: &'a [u8],
}

#[cfg(not(feature = "tracing"))]
impl ErrorAnswer<'_> {
    #[expect(clippy::unused_self, reason = "without the feature there is nothing to do")]
    pub(crate) fn trace(&self) {}
}

#[cfg(feature = "tracing")]
impl ErrorAnswer<'_> {
    /// Emits the event: 3xxx and 4000 are this side's fault, other 4xxx a third party's, and 2xxx
    /// the peer's.
    pub(crate) fn trace(&self) {
        use tracing::Level;

        use crate::code::{Class, StatusCode};

        macro_rules! event {
            ($level:expr) => {
                tracing::event!(
                    target: "ocpi_status",
                    $level,
                    ocpi.status_code = self.source.status_code().as_u16(),
                    http.response.status_code = self.http_status,
                    ocpi.error.label = self.source.label(),
                    error = self.source.cause(),
                    ocpi.request_id = printable(self.request_id),
                    ocpi.correlation_id = printable(self.correlation_id),
                    "error answer"
                )
            };
        }

        let code = self.source.status_code();
        match code.class() {
            Some(Class::HubError) if code != StatusCode::HUB_ERROR => event!(Level::WARN),
            Some(Class::ServerError | Class::HubError) => event!(Level::ERROR),
            Some(Class::Success | Class::ClientError) | None => event!(Level::DEBUG),
        }
    }
}

/// An id is whatever the peer sent, of the length that the server takes as a header.
#[cfg(feature = "tracing")]
fn printable(id: &[u8]) -> String {
    crate::text::preview(&String::from_utf8_lossy(id))
}
