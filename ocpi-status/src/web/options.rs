//! What a layer or a middleware is told to do.

use super::trace::EventLevel;
use crate::write::changes::Changes;

/// The levels of the events that were set, by [`Class`](crate::code::Class).
pub(crate) type Levels = [Option<EventLevel>; 4];

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) changes: Changes<'static>,
    pub(crate) is_envelope_required: bool,
    pub(crate) exempts: Option<fn(&str) -> bool>,
    pub(crate) levels: Levels,
}

impl Options {
    /// The default, as a constant.
    pub(crate) const NONE: Self = Self {
        changes: Changes { version: None, without_error_data: false, success_message: None },
        is_envelope_required: false,
        exempts: None,
        levels: [None; 4],
    };

    pub(crate) fn exempts(&self, path: &str) -> bool {
        self.exempts.is_some_and(|exempts| exempts(path))
    }
}

/// Writes the constructor and the options of the layer and of the middleware.
macro_rules! builder {
    ($Type:ident) => {
        impl $Type {
            /// Starts with the defaults, for peers of any version.
            #[must_use]
            pub const fn new() -> Self {
                Self { options: $crate::web::options::Options::NONE }
            }

            /// Adapts the responses of this crate to peers that speak `version`.
            ///
            /// The code of an error becomes [`ErrorCode::for_version`](crate::ErrorCode::for_version);
            /// a success code that the version does not define becomes 1000. Before 2.2, the message
            /// is reduced to ASCII. If two are nested, the inner version counts.
            #[must_use]
            pub const fn for_version(mut self, version: $crate::version::Version) -> Self {
                self.options.changes.version = Some(version);
                self
            }

            /// Leaves `data` out of the errors of this crate.
            ///
            /// The standard allows it, and some clients lose the code of an error that has it:
            /// ocpi-kit 0.4.0, `CitrineOS`, ocpi-211-sdk and ocpplab-ocpi-211-sdk.
            #[must_use]
            pub const fn without_error_data(mut self) -> Self {
                self.options.changes.without_error_data = true;
                self
            }

            /// Sets the `status_message` of the successes of this crate that have none.
            ///
            /// Some clients require it: latam-evra-ocpi 0.5.0.
            #[must_use]
            pub const fn with_success_message(mut self, message: &'static str) -> Self {
                self.options.changes.success_message = Some(message);
                self
            }

            /// Answers HTTP 500 with code 3000 in place of a 2xx response that is not an envelope.
            ///
            /// The cause is in the log. Without this option such a response passes, with one event at
            /// the level warn. HTTP 204, HTTP 205, redirects and upgrades have no envelope and pass.
            /// A response that this crate did not render is an envelope only if it can be read: JSON
            /// of a known size, at most 64 KiB, not compressed.
            #[must_use]
            pub const fn require_envelope(mut self) -> Self {
                self.options.is_envelope_required = true;
                self
            }

            /// Passes on every request whose path satisfies `exempts`: the path as it is seen here.
            ///
            /// Such a request gets no ids, no envelope and no event. It is meant for `/health` and
            /// `/metrics`.
            #[must_use]
            pub const fn exempt(mut self, exempts: fn(&str) -> bool) -> Self {
                self.options.exempts = Some(exempts);
                self
            }

            /// Sets the level of the events for a class of codes.
            ///
            /// That of [`Class::Success`](crate::Class::Success) is the level for a 2xx response
            /// that is not an envelope. The feature `tracing` emits the events.
            #[must_use]
            pub const fn with_level(
                mut self,
                class: $crate::code::Class,
                level: $crate::web::trace::EventLevel,
            ) -> Self {
                self.options.levels[class as usize] = Some(level);
                self
            }
        }
    };
}
pub(crate) use builder;
