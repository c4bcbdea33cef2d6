//! Routes a request to its receiver, or to all receivers.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, Uri};
use axum::routing::any;
use ocpi_status::axum::{self as ocpi, OcpiLayer};
use ocpi_status::{MessageIds, OcpiResponse, Reply, Version, read_ack};
use tokio::task::JoinSet;
use tracing::Instrument;

use crate::Hub;
use crate::error::HubError;
use crate::forward::Forwarded;
use crate::party::{Party, PartyId, Routing};

/// The longest body that is passed on: 256 KiB.
pub(crate) const MAX_BODY: usize = 256 * 1024;

/// The functional modules. Requests of the others are for the hub itself.
const MODULES: [&str; 7] =
    ["locations", "sessions", "cdrs", "tariffs", "tokens", "commands", "chargingprofiles"];

pub(crate) fn app(hub: Hub) -> Router {
    Router::new()
        .route("/ocpi/2.2.1/{*path}", any(route))
        .fallback(ocpi::not_found)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(OcpiLayer::new().for_version(Version::V2_2_1).require_envelope())
        .with_state(hub)
}

async fn route(
    Routing { from, to }: Routing,
    ids: MessageIds,
    State(hub): State<Hub>,
    (method, uri, headers): (Method, Uri, HeaderMap),
    body: Bytes,
) -> Result<Reply, HubError> {
    let (module, path) = below_version(&uri).ok_or(HubError::NotFound)?;
    let content_type = headers.get(CONTENT_TYPE).cloned();
    let forwarded = Forwarded { from, ids, method, path, content_type, body };
    if to.is_hub() {
        return hub.broadcast(module, to, forwarded).await.map(Reply::from);
    }
    let receiver = hub.registry.party(&to).ok_or(HubError::UnknownReceiver(to))?;
    let response = hub.send(receiver, forwarded).await?;
    hub.relay(receiver, &response)
}

impl Hub {
    /// Pushes to every receiver of the module. The hub itself responds to the sender: chapter
    /// "Transport and format", broadcast push, OCPI 2.2 and later.
    async fn broadcast(
        &self,
        module: &str,
        to: PartyId,
        forwarded: Forwarded,
    ) -> Result<OcpiResponse<()>, HubError> {
        if forwarded.method.is_safe() {
            return Err(HubError::GetFromAll);
        }
        let receivers = self.registry.receivers(module, &forwarded.from);
        if receivers.is_empty() {
            return Err(HubError::UnknownReceiver(to));
        }
        // A task goes on when the sender closes the connection.
        let pushes = tokio::spawn(self.clone().push(receivers, forwarded).in_current_span());
        if let Err(error) = pushes.await {
            tracing::error!(cause = %chain(&error), "the pushes did not end");
        }
        Ok(OcpiResponse::empty())
    }

    /// Pushes to all receivers at the same time. A push that fails is not repeated: when the
    /// receiver is back, it fetches what it has missed.
    async fn push(self, receivers: Vec<Party>, forwarded: Forwarded) {
        let mut pushes = JoinSet::new();
        for receiver in receivers {
            let (hub, forwarded) = (self.clone(), forwarded.clone());
            let push = async move {
                let response = hub.send(&receiver, forwarded).await?;
                read_ack(response.http_status, &response.body)
                    .map_err(|error| HubError::unusable(receiver.id, error))
            };
            pushes.spawn(push.in_current_span());
        }
        while let Some(push) = pushes.join_next().await {
            match push {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => tracing::warn!(cause = %chain(&error), "a push failed"),
                Err(error) => tracing::error!(cause = %chain(&error), "a push did not end"),
            }
        }
    }
}

/// Returns the module, and path and query below the version. Dot segments are refused, because with
/// the hub's token they would lead to other parts of the receiver's server.
fn below_version(uri: &Uri) -> Option<(&str, String)> {
    let path = uri.path().strip_prefix("/ocpi/2.2.1")?;
    let module = path.strip_prefix('/')?.split('/').next()?;
    let is_dots = |segment: &str| {
        matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
    };
    if !MODULES.contains(&module) || path.split('/').any(is_dots) {
        return None;
    }
    Some((module, uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))))
}

/// Returns an error and its sources as one line.
fn chain(error: &dyn std::error::Error) -> String {
    let sources = std::iter::successors(Some(error), |error| error.source());
    sources.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;

    use super::below_version;

    #[test]
    fn refuses_paths_that_leave_their_module() {
        let uri = Uri::from_static("/ocpi/2.2.1/locations/LOC1?a=%2e%2e/..");
        let path = "/locations/LOC1?a=%2e%2e/..".to_owned();
        assert_eq!(below_version(&uri), Some(("locations", path)));
        for uri in [
            "/ocpi/2.2.1/credentials",
            "/ocpi/2.2.1/",
            "/ocpi/2.2.12/locations",
            "/ocpi/2.2.1//locations",
            "/ocpi/2.2.1/locations/../credentials",
            "/ocpi/2.2.1/locations/%2E%2e/credentials",
            "/ocpi/2.2.1/locations/.%2e/credentials",
            "/ocpi/2.2.1/locations/.",
        ] {
            assert_eq!(below_version(&Uri::from_static(uri)), None, "{uri}");
        }
    }
}
