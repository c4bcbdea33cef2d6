//! What the expansion of the derive calls. Not public API: it changes with any release.

mod const_check;
mod header;
pub mod ide;
mod peel;
mod peer;
mod web;

pub use self::const_check::{check_code, check_http, check_leak};
pub use self::header::{Field, Whole, header};
pub use self::peel::{Kept, Peel, Pointer, field};
pub use self::peer::OwnError;
pub use self::web::*;
pub use crate::__ocpi_catalog_of as catalog_of;
pub use crate::__ocpi_optional as optional;
pub use http;

pub use crate::catalog::{Catalog, catalog};
pub use crate::code::ErrorCode;
pub use crate::error::{Data, OcpiError, Origin, data, fmt_message, headers, origin, status_code};
pub use crate::version::Version;

/// The trait of `data`. Also at the root: rustc prints that path where the application does not use
/// serde itself. Not named `serde`, which `use ocpi_status::*` would put before the crate, and not all
/// of `serde_core`, by whose other names rustc would then print `Option` and `Error`.
pub mod serde_traits {
    pub use serde_core::Serialize;
}
