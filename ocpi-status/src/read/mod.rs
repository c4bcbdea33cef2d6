//! What comes in: the bodies of requests and the responses of peers.

mod envelope;
pub(crate) mod peer_error;
mod pointer;
pub(crate) mod received;
pub(crate) mod rejection;
pub(crate) mod request;
