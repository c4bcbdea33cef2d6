//! JSON Schema and OpenAPI of the envelope.

#[cfg(feature = "schemars")]
mod schemars;
#[cfg(feature = "utoipa")]
pub(crate) mod utoipa;
