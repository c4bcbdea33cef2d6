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

/// The error of asking another party. It is not an `OcpiError`: that party's fault is not this
/// side's, and each caller says what it means to the one that asked.
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
    /// Asks another party for its `data`, as a part of the conversation in which `ids` stood.
    // A party chooses this URL. In production, accept `https` alone, and no address of your network.
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
