//! What the integrations have in common: the errors of the HTTP layer, and what a response must be
//! before it leaves. The frameworks' own modules do the input and output.

pub(crate) mod answered;
pub(crate) mod body;
pub(crate) mod exchange;
pub(crate) mod extract;
pub(crate) mod http_error;
pub(crate) mod ids;
pub(crate) mod json;
pub(crate) mod options;
pub(crate) mod panic;
pub(crate) mod query;
pub(crate) mod settle;
pub(crate) mod trace;
