//! The error traits of the web frameworks that are switched on.
//!
//! rustc names these macros when they conflict with an impl written by hand, so the names say what to
//! write: `#[ocpi(web = false)]`.

#[cfg(all(feature = "actix-web", not(feature = "axum")))]
pub use crate::__ocpi_actix_web_unless_web_false as web;
#[cfg(all(feature = "axum", not(feature = "actix-web")))]
pub use crate::__ocpi_axum_unless_web_false as web;
#[cfg(any(
    all(feature = "axum", feature = "actix-web"),
    not(any(feature = "axum", feature = "actix-web"))
))]
pub use crate::__ocpi_unless_web_false as web;

#[cfg(not(any(feature = "axum", feature = "actix-web")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __ocpi_unless_web_false {
    ($($type:tt)*) => {};
}

#[cfg(all(feature = "axum", feature = "actix-web"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __ocpi_unless_web_false {
    ($($type:tt)*) => {
        $crate::__ocpi_axum_unless_web_false! { $($type)* }
        $crate::__ocpi_actix_web_unless_web_false! { $($type)* }
    };
}

/// What the expansion needs of axum.
#[cfg(feature = "axum")]
pub mod axum {
    pub use axum_core::response::{IntoResponse, Response};

    pub use crate::axum::error_response;
}

/// What the expansion needs of actix-web.
#[cfg(feature = "actix-web")]
pub mod actix_web {
    pub use actix_web::body::BoxBody;
    pub use actix_web::http::StatusCode;
    pub use actix_web::{HttpResponse, ResponseError};

    pub use crate::actix_web::{error_response, status_code};
}
