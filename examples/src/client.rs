//! An HTTP client for requests to peers, with a timeout and a limit on the body.

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

/// A client with a pool of connections. A clone shares the pool.
#[derive(Clone, Debug)]
pub struct Client {
    http: HttpClient<HttpConnector, Full<Bytes>>,
    timeout: Duration,
}

impl Client {
    /// Makes a client that waits `timeout` for a whole response.
    #[must_use]
    pub fn new(timeout: Duration) -> Self {
        let mut connector = HttpConnector::new();
        // So that an address that drops packets is a connection problem, not a timeout.
        connector.set_connect_timeout(Some(timeout / 2));
        connector.set_nodelay(true);
        Self { http: HttpClient::builder(TokioExecutor::new()).build(connector), timeout }
    }

    /// Sends a request and reads the response, whatever its HTTP status. Redirects are not
    /// followed, because the credentials token would go with them.
    ///
    /// # Errors
    ///
    /// [`ClientError`] if there is no complete response.
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

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use axum::Router;
    use axum::body::Bytes;
    use axum::http::StatusCode;
    use axum::response::Redirect;
    use axum::routing::get;
    use ocpi_status::http::Request;

    use super::{Client, ClientError, MAX_BODY, PeerResponse};
    use crate::server;

    async fn send(path: &str) -> Result<PeerResponse, ClientError> {
        let body = |length: usize| get(async move || vec![b' '; length]);
        let app = Router::new()
            .route("/longest", body(MAX_BODY))
            .route("/longer", body(MAX_BODY + 1))
            .route("/error", get(async || StatusCode::BAD_GATEWAY))
            .route("/redirect", get(async || Redirect::temporary("/longest")))
            .route("/pending", get(std::future::pending::<()>));
        let (listener, address) = server::listen(0).await.expect("a port");
        let server = tokio::spawn(axum::serve(listener, app).into_future());
        let request = Request::get(format!("http://{address}{path}")).body(Bytes::new());
        let client = Client::new(Duration::from_secs(2));
        let response = client.send(request.expect("a URL")).await;
        server.abort();
        response
    }

    #[tokio::test]
    async fn returns_responses_of_any_http_status() {
        for (path, http_status) in [("/error", 502), ("/nothing", 404), ("/redirect", 307)] {
            let response = send(path).await.expect("a response");
            assert_eq!(response.http_status, http_status, "{path}");
        }
    }

    #[tokio::test]
    async fn refuses_body_over_limit() {
        assert_eq!(send("/longest").await.expect("a response").body.len(), MAX_BODY);
        assert!(matches!(send("/longer").await, Err(ClientError::Body(_))));
    }

    #[tokio::test]
    async fn waits_no_longer_than_timeout() {
        let begin = Instant::now();
        assert!(matches!(send("/pending").await, Err(ClientError::Timeout(_))));
        assert!(begin.elapsed() >= Duration::from_secs(2));
    }

    #[tokio::test]
    async fn distinguishes_connection_problem_from_timeout() {
        let (listener, address) = server::listen(0).await.expect("a port");
        drop(listener);
        let request = Request::get(format!("http://{address}")).body(Bytes::new());
        let response = Client::new(Duration::from_secs(2)).send(request.expect("a URL")).await;
        assert!(matches!(response, Err(ClientError::Connect(_))), "{response:?}");
    }
}
