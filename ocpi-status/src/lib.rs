#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "actix-web")]
#[cfg_attr(docsrs, doc(cfg(feature = "actix-web")))]
pub mod actix_web;
#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub mod axum;
mod catalog;
mod code;
mod error;
mod pointer;
mod received;
mod reply;
mod request;
mod response;
#[cfg(feature = "schemars")]
mod schemars;
mod text;
mod timestamp;
#[cfg(any(feature = "axum", feature = "actix-web"))]
mod trace;
#[cfg(feature = "utoipa")]
mod utoipa;
mod version;
#[cfg(any(feature = "axum", feature = "actix-web"))]
mod web;

#[doc(hidden)]
pub mod __private;

#[cfg(doc)]
#[doc = include_str!("testing.md")]
pub mod _testing {}

pub use http;

pub use crate::catalog::{Catalog, CatalogEntry};
pub use crate::code::{Class, ErrorCode, InvalidStatusCode, StatusCode, SuccessCode};
pub use crate::error::{Data, OcpiError};
pub use crate::received::{
    PeerError, PeerRejection, Quirk, Received, Relayed, read_ack, read_response,
};
pub use crate::reply::Reply;
pub use crate::request::{RequestError, read_optional_request, read_request};
pub use crate::response::{ErrorResponse, Response};
pub use crate::timestamp::{ParseTimestampError, Timestamp};
#[cfg(feature = "utoipa")]
#[cfg_attr(docsrs, doc(cfg(feature = "utoipa")))]
pub use crate::utoipa::OcpiResponses;
pub use crate::version::{ParseVersionError, Version};
#[cfg(any(feature = "axum", feature = "actix-web"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "axum", feature = "actix-web"))))]
pub use crate::web::ErrorSource;
#[cfg(feature = "derive")]
#[cfg_attr(docsrs, doc(cfg(feature = "derive")))]
pub use ocpi_status_derive::OcpiError;
