//! The routes of each version, and the layers.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use ocpi_status::OcpiError;
use ocpi_status::axum::{self as ocpi, OcpiLayer};
use thiserror::Error;
use tokio::time::timeout;

use crate::versions::v2_1_1::V2_1_1;
use crate::versions::v2_2_1::V2_2_1;
use crate::versions::{self, Ocpi};
use crate::{Emsp, cdrs, credentials, evses, objects, tokens};

/// The longest body that is read: 256 KiB.
pub(crate) const MAX_BODY: usize = 256 * 1024;

/// How long a handler may take, with its requests to other parties.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A handler took too long. HTTP 408 would blame the peer.
#[derive(Debug, Error, OcpiError)]
#[error("no response within {0:?}")]
#[ocpi(code = 3000, http = 503)]
pub(crate) struct TooSlow(Duration, #[ocpi(header = "Retry-After")] u64);

/// The last layer is the outermost. `OcpiLayer` is outside of every layer that can respond in place
/// of a handler.
pub(crate) fn app(emsp: Emsp) -> Router {
    Router::new()
        .route("/ocpi/versions", get(versions::list))
        .nest("/ocpi/2.1.1", version::<V2_1_1>())
        .nest("/ocpi/2.2.1", version::<V2_2_1>())
        .fallback(ocpi::not_found)
        .method_not_allowed_fallback(ocpi::method_not_allowed)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(TIMEOUT, in_time))
        .layer(OcpiLayer::new().require_envelope())
        .with_state(emsp)
}

/// The routes of a version. The layer adapts the errors: in 2.1.1, 2004 becomes 2000.
fn version<V: Ocpi>() -> Router<Emsp> {
    let location = get(objects::get::<V, V::Location>)
        .put(objects::put::<V, V::Location>)
        .patch(objects::patch::<V, V::Location>);
    let evse = get(evses::get::<V>).put(evses::put::<V>).patch(evses::patch::<V>);
    let session = get(objects::get::<V, V::Session>)
        .put(objects::put::<V, V::Session>)
        .patch(objects::patch::<V, V::Session>);
    let credentials = get(credentials::get::<V>)
        .post(credentials::post::<V>)
        .put(credentials::put::<V>)
        .delete(credentials::delete);

    Router::new()
        .route("/", get(versions::details::<V>))
        .route("/credentials", credentials)
        .route("/tokens", get(tokens::list::<V>))
        .route("/tokens/{uid}/authorize", post(tokens::authorize::<V>))
        .route("/locations/{country_code}/{party_id}/{id}", location)
        .route("/locations/{country_code}/{party_id}/{id}/{evse_uid}", evse)
        .route("/sessions/{country_code}/{party_id}/{id}", session)
        .route("/cdrs", post(cdrs::post::<V>))
        .route("/cdrs/{number}", get(cdrs::get::<V>))
        .layer(OcpiLayer::new().for_version(V::VERSION))
}

pub(crate) async fn in_time(
    State(limit): State<Duration>,
    request: Request,
    next: Next,
) -> Result<Response, TooSlow> {
    timeout(limit, next.run(request)).await.map_err(|_| TooSlow(limit, 30))
}
