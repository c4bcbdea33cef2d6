//! An HTTP client for peers: with a timeout, and with a bound on what it reads.

use std::time::Duration;

use axum::body::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use ocpi_status::http::{HeaderMap, Request, StatusCode};
use thiserror::Error;
use tokio::time::timeout;

/// The longest body of a response that is read: a page of 1,000 locations has about 2 MB.
const MAX_BODY: usize = 8 * 1024 * 1024;

/// A peer's response as `read_response`, `next_page` and `relay_response` take it.
#[derive(Debug)]
pub struct PeerResponse {
    /// The HTTP status, of any class.
    pub http_status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

/// The error of a request that got no response.
#[derive(Debug, Error)]
pub enum ClientError {
    /// There is no connection to the peer.
    #[error("cannot connect")]
    Connect(#[source] hyper_util::client::legacy::Error),

    /// The response did not arrive in time.
    #[error("no response within {0:?}")]
    Timeout(Duration),

    /// The connection broke before the head of the response was complete.
    #[error("no complete response")]
    Broken(#[source] hyper_util::client::legacy::Error),

    /// The body of the response broke off or is too long.
    #[error("the body of the response cannot be read")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A client with a pool of connections; a clone shares the pool.
#[derive(Clone, Debug)]
pub struct Client {
    http: HttpClient<HttpConnector, Full<Bytes>>,
    timeout: Duration,
}

impl Client {
    /// Makes a client that waits `timeout` for the end of a response.
    #[must_use]
    pub fn new(timeout: Duration) -> Self {
        let mut connector = HttpConnector::new();
        // An address that swallows packets is a connection problem rather than a slow peer.
        connector.set_connect_timeout(Some(timeout / 2));
        connector.set_nodelay(true);
        Self { http: HttpClient::builder(TokioExecutor::new()).build(connector), timeout }
    }

    /// Sends a request and reads the response, whatever its HTTP status. Redirects are not followed:
    /// they would carry the credentials token elsewhere.
    ///
    /// # Errors
    ///
    /// [`ClientError`] where there is no complete response.
    pub async fn send(&self, request: Request<Bytes>) -> Result<PeerResponse, ClientError> {
        let response = async {
            let response = self.http.request(request.map(Full::new)).await;
            let (head, body) = response.map_err(ClientError::from)?.into_parts();
            let body = Limited::new(body, MAX_BODY).collect().await.map_err(ClientError::Body)?;
            Ok(PeerResponse {
                http_status: head.status,
                headers: head.headers,
                body: body.to_bytes(),
            })
        };
        timeout(self.timeout, response).await.unwrap_or(Err(ClientError::Timeout(self.timeout)))
    }
}

impl From<hyper_util::client::legacy::Error> for ClientError {
    fn from(error: hyper_util::client::legacy::Error) -> Self {
        if error.is_connect() { Self::Connect(error) } else { Self::Broken(error) }
    }
}
