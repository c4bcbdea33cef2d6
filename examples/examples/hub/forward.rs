//! Sends a request to a receiver, and passes the response on.

use axum::body::Bytes;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, LINK, LOCATION};
use axum::http::uri::PathAndQuery;
use axum::http::{self, HeaderMap, HeaderValue, Method, Request, Uri};
use examples::authorization::authorization;
use examples::client::PeerResponse;
use ocpi_status::{MessageIds, Reply, next_page, relay_response};

use crate::Hub;
use crate::error::HubError;
use crate::party::{Party, PartyId};

const FROM: [HeaderName; 2] = [
    HeaderName::from_static("ocpi-from-country-code"),
    HeaderName::from_static("ocpi-from-party-id"),
];
const TO: [HeaderName; 2] =
    [HeaderName::from_static("ocpi-to-country-code"), HeaderName::from_static("ocpi-to-party-id")];

/// A request that is passed on.
#[derive(Clone, Debug)]
pub(crate) struct Forwarded {
    pub(crate) from: PartyId,
    pub(crate) ids: MessageIds,
    pub(crate) method: Method,
    /// Path and query, below the URL of the version.
    pub(crate) path: String,
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) body: Bytes,
}

impl Hub {
    /// Sends a request with the hub's token and a new request id.
    pub(crate) async fn send(
        &self,
        receiver: &Party,
        forwarded: Forwarded,
    ) -> Result<PeerResponse, HubError> {
        let request = request(receiver, forwarded)
            .map_err(|source| HubError::Request { receiver: receiver.id.clone(), source })?;
        let response = self.client.send(request).await;
        response.map_err(|error| HubError::no_response(receiver.id.clone(), error))
    }

    /// Passes the response of a receiver on.
    pub(crate) fn relay(
        &self,
        receiver: &Party,
        PeerResponse { http_status, headers, body }: &PeerResponse,
    ) -> Result<Reply, HubError> {
        let mut reply = relay_response(*http_status, headers, body)
            .map_err(|error| HubError::unusable(receiver.id.clone(), error))?;
        if let Some(next) = next_page(headers) {
            let next = self.own_url(receiver, next)?;
            reply = reply.with_header(LINK, format!("<{next}>; rel=\"next\""));
        }
        if let Some(location) = headers.get(LOCATION) {
            let location = location.to_str().unwrap_or_default();
            reply = reply.with_header(LOCATION, self.own_url(receiver, location)?);
        }
        Ok(reply)
    }

    /// Turns a URL of the receiver into one of the hub. The host is ignored, so that no receiver
    /// can send a sender to another server.
    fn own_url(&self, receiver: &Party, url: &str) -> Result<String, HubError> {
        let other = || HubError::OtherUrl { receiver: receiver.id.clone() };
        let (url, base): (Uri, Uri) =
            (url.parse().map_err(|_| other())?, receiver.url.parse().map_err(|_| other())?);
        let path_and_query = url.path_and_query().map(PathAndQuery::as_str);
        let path = path_and_query.and_then(|path| path.strip_prefix(base.path()));
        let path = path.filter(|path| path.starts_with('/')).ok_or_else(other)?;
        Ok(format!("{}{path}", self.url))
    }
}

fn request(receiver: &Party, forwarded: Forwarded) -> Result<Request<Bytes>, http::Error> {
    let Forwarded { from, ids, method, path, content_type, body } = forwarded;
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, authorization(&receiver.hubs_token)?);
    if let Some(content_type) = content_type {
        headers.insert(CONTENT_TYPE, content_type);
    }
    ids.forward().write_to(&mut headers);
    from.write(&mut headers, FROM)?;
    receiver.id.write(&mut headers, TO)?;
    let mut request =
        Request::builder().method(method).uri(format!("{}{path}", receiver.url)).body(body)?;
    *request.headers_mut() = headers;
    Ok(request)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::party::Registry;
    use crate::{Hub, emsp};

    #[test]
    fn rewrites_urls_of_a_receiver_to_urls_of_the_hub() {
        let receiver = emsp();
        let hub = Hub::new(
            ([127, 0, 0, 1], 80).into(),
            Registry::new(Vec::new()),
            Duration::from_secs(1),
        );
        for url in [
            "http://127.0.0.1:9/ocpi/2.2.1/locations?limit=1",
            "https://cpo.example/ocpi/2.2.1/locations?limit=1",
            "/ocpi/2.2.1/locations?limit=1",
        ] {
            let own = hub.own_url(&receiver, url).expect(url);
            assert_eq!(own, "http://127.0.0.1:80/ocpi/2.2.1/locations?limit=1");
        }
        for url in
            ["", "?limit=1", "locations", "http://a/", "http://a/ocpi/2.2.12/locations", "\u{0}"]
        {
            assert!(hub.own_url(&receiver, url).is_err(), "{url}");
        }
    }
}
