//! What goes out: the envelope of a success or an error, rendered as JSON.

pub(crate) mod reply;
pub(crate) mod response;
