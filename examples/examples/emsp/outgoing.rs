//! Requests to other parties.

use axum::body::Bytes;
use axum::http::header::AUTHORIZATION;
use axum::http::{self, Request};
use examples::authorization::authorization;
use examples::client::ClientError;

use ocpi_status::{MessageIds, PeerError, read_response};
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::Emsp;

/// The error of a request to another party. It is not an `OcpiError`, because the fault of that
/// party is not the fault of the one that is waiting: the caller chooses the code.
#[derive(Debug, Error)]
pub(crate) enum FetchError {
    #[error("not a URL or not a token")]
    Request(#[from] http::Error),

    #[error(transparent)]
    Client(#[from] ClientError),

    #[error(transparent)]
    Response(#[from] PeerError),
}

impl Emsp {
    /// Sends a GET and returns the `data`. The request has a new request id and the correlation id
    /// of `ids`.
    // The other party has chosen the URL: in production, accept only `https`, and no address of
    // your own network.
    pub(crate) async fn fetch<T: DeserializeOwned>(
        &self,
        url: &str,
        token: &str,
        ids: &MessageIds,
    ) -> Result<T, FetchError> {
        let token = authorization(token).map_err(http::Error::from)?;
        let mut request = Request::get(url).header(AUTHORIZATION, token).body(Bytes::new())?;
        ids.forward().write_to(request.headers_mut());
        let response = self.client.send(request).await?;
        let received = read_response(response.http_status, &response.body)?;
        for quirk in &received.quirks {
            tracing::debug!(%quirk, "the party's response has a quirk");
        }
        Ok(received.data)
    }
}
