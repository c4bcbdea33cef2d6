//! Rendering: responses to JSON, and to replies for a web framework.

#[cfg(any(feature = "axum", feature = "actix-web"))]
pub(crate) mod changes;
mod end;
mod headers;
pub(crate) mod page;
pub(crate) mod render;
pub(crate) mod reply;
pub(crate) mod response;
