#![doc = include_str!("docs/crate.md")]
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
#[cfg(any(doc, doctest))]
pub mod guide;
mod private;
mod read;
mod relay;
mod schema;
mod text;
mod timestamp;
mod version;
#[cfg(any(feature = "axum", feature = "actix-web"))]
mod web;
mod write;

#[doc(hidden)]
pub mod __private {
    pub use crate::private::*;
}

pub use crate::catalog::{Catalog, CatalogEntry};
pub use crate::code::{Class, ErrorCode, InvalidStatusCode, StatusCode, SuccessCode};
pub use crate::error::{Data, OcpiError};
// rustc prints these paths.
#[doc(hidden)]
pub use crate::private::{OwnError, serde_traits};
pub use crate::read::lenient::{ItemProblem, Lenient, Single};
pub use crate::read::peer_error::PeerError;
pub use crate::read::received::{Quirk, Received, read_ack, read_response};
pub use crate::read::rejection::{DataError, PeerRejection, Relayed};
pub use crate::read::request::{RequestError, read_optional_request, read_request};
pub use crate::relay::relay_response;
#[cfg(feature = "utoipa")]
#[cfg_attr(docsrs, doc(cfg(feature = "utoipa")))]
pub use crate::schema::utoipa::OcpiResponses;
pub use crate::timestamp::{ParseTimestampError, Timestamp};
pub use crate::version::{ParseVersionError, Version};
#[cfg(any(feature = "axum", feature = "actix-web"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "axum", feature = "actix-web"))))]
pub use crate::web::{answered::AnsweredError, ids::MessageIds, trace::EventLevel};
pub use crate::write::page::{Paging, next_page};
pub use crate::write::reply::Reply;
pub use crate::write::response::{ErrorResponse, OcpiResponse};
pub use http;
#[cfg(feature = "derive")]
#[cfg_attr(docsrs, doc(cfg(feature = "derive")))]
pub use ocpi_status_derive::OcpiError;
