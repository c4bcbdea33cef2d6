//! What comes in: the bodies of requests and the responses of peers.

mod access;
mod envelope;
pub(crate) mod lenient;
pub(crate) mod misfit;
pub(crate) mod peer_error;
mod reader;
pub(crate) mod received;
pub(crate) mod rejection;
pub(crate) mod request;
mod strict;
