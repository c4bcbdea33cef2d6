//! A request and its response, on the way through a layer or a middleware.

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Response, StatusCode as HttpStatus};

use super::answered::{AnsweredError, ErrorReported, MissingReported, Rendered};
use super::body::{self, Body, End};
use super::ids::Returned;
use super::options::Options;
use super::panic;
use super::settle::{self, Content, Head, Method, Plan};
use super::trace::{self, Span};

/// The parts of a request that its response needs.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(super) options: Options,
    method: Method,
    pub(crate) returned: Returned,
    /// Whether the ids of the request are missing, bad or repeated; the caller then writes those of
    /// `returned` into its headers.
    pub(crate) replaces_ids: bool,
    /// For the events, and for the layers further in: a nested router sees a part of the path only.
    pub(crate) request: Option<trace::Request>,
    pub(crate) span: Span,
}

impl Exchange {
    /// Reads a request; the caller replaces its ids if [`Self::replaces_ids`] is set. `outer` is the
    /// `request` of a layer further out.
    pub(crate) fn new(
        options: Options,
        method: &str,
        path: &str,
        outer: Option<&trace::Request>,
        headers: &HeaderMap,
    ) -> Self {
        let (returned, replaces_ids) = Returned::of(headers, path);
        let span = trace::span(&returned, outer.is_some());
        let request = outer.cloned().or_else(|| trace::Request::new(method, path));
        let method = Method::of(method);
        let exchange = Self { options, method, returned, replaces_ids, request, span };
        if replaces_ids {
            trace::replaced(&exchange, headers);
        }
        exchange
    }

    /// Turns the response into an envelope, if it has to be one, emits its event, and writes its ids.
    pub(crate) async fn answer<B: Body>(self, response: &mut Response<B>) {
        self.settle(response).await;
        self.report_error(response);
        self.returned.write(response.headers_mut());
    }

    async fn settle<B: Body>(&self, response: &mut Response<B>) {
        let own = response.extensions().get();
        let head = self.head(response, own);
        let mut plan = settle::plan(&self.options, &head, own);
        if let Plan::Inspect { waits } = plan {
            // Few responses come here, so it takes no room in the future of the others.
            let read = Box::pin(body::read(response.body_mut(), head.size, waits)).await;
            let head = self.head(response, None);
            plan = settle::judge(&self.options, &head, response.extensions().get(), &read);
            if !matches!(plan, Plan::Replace(..)) {
                restore(response, read);
            }
        }
        match plan {
            Plan::Keep(Some(answered)) => answered.store(response.extensions_mut()),
            Plan::Keep(None) | Plan::Inspect { .. } => {}
            Plan::KeepWithoutEnvelope => self.report_missing(response),
            Plan::Replace(http_status, answered) => {
                replace(response, http_status, &answered.rendered);
                answered.store(response.extensions_mut());
            }
        }
        if self.options.changes.version.is_some()
            && let Some(own) = response.extensions_mut().get_mut::<Rendered>()
        {
            // A layer further out does not adapt it to another version.
            own.has_version = true;
        }
    }

    fn head<B: Body>(&self, response: &Response<B>, own: Option<&Rendered>) -> Head {
        let header = |name| response.headers().get(name).map(HeaderValue::as_bytes);
        let header_size = || str::from_utf8(header(CONTENT_LENGTH)?).ok()?.parse().ok();
        let size = response.body().size().or_else(header_size);
        let encoding = header(CONTENT_ENCODING);
        let is_own = own.is_some_and(|own| size == Some(own.len()));
        // To read the headers of what was rendered here makes an error 2 % slower, for nothing.
        let content = if is_own && encoding.is_none() {
            Content::Json
        } else {
            Content::of(header(CONTENT_TYPE), encoding)
        };
        Head { http_status: response.status(), method: self.method, content, size }
    }

    fn report_missing<B>(&self, response: &mut Response<B>) {
        if trace::is_on() && response.extensions_mut().insert(MissingReported).is_none() {
            trace::missing_envelope(self, response.status());
        }
    }

    fn report_error<B>(&self, response: &mut Response<B>) {
        let extensions = response.extensions();
        if trace::is_on()
            && extensions.get::<ErrorReported>().is_none()
            && let Some(error) = extensions.get::<AnsweredError>()
        {
            trace::error(self, response.status(), error, extensions.get().copied());
            response.extensions_mut().insert(ErrorReported);
        }
    }
}

fn replace<B: Body>(response: &mut Response<B>, http_status: HttpStatus, rendered: &Rendered) {
    *response.status_mut() = http_status;
    let headers = response.headers_mut();
    // A success has a handler's own headers, which are right for what is written anew.
    let is_error = !rendered.status_code.is_success();
    let goes = |name: &str| describes_bytes(name) || is_error && describes_content(name);
    let names = headers.keys().filter(|name| goes(name.as_str()));
    for name in names.cloned().collect::<Vec<_>>() {
        headers.remove(name);
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    // The body that goes may panic.
    let _ = panic::catch(|| *response.body_mut() = rendered.body().into());
}

fn restore<B: Body>(response: &mut Response<B>, read: body::Read) {
    let body::Read { bytes, end } = read;
    if bytes.is_empty() {
        return;
    }
    if end != End::Complete {
        response.body_mut().put_back(bytes);
        return;
    }
    let has_len = |len: &HeaderValue| *len == *bytes.len().to_string();
    if response.headers().get(CONTENT_LENGTH).is_some_and(|len| !has_len(len)) {
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    let _ = panic::catch(|| *response.body_mut() = bytes.into());
}

/// The headers that go when the same content is written with other bytes.
fn describes_bytes(name: &str) -> bool {
    matches!(
        name,
        "content-digest"
            | "content-encoding"
            | "content-length"
            | "content-md5"
            | "content-range"
            | "content-type"
            | "digest"
            | "etag"
            | "repr-digest"
            | "signature"
            | "signature-input"
            | "trailer"
            | "transfer-encoding"
    )
}

/// Those that go as well when other content takes its place.
fn describes_content(name: &str) -> bool {
    matches!(
        name,
        "accept-ranges"
            | "content-disposition"
            | "content-language"
            | "content-location"
            | "last-modified"
    )
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Response;
    use http::header::CONTENT_LENGTH;

    use super::restore;
    use crate::web::body::tests::Parts;
    use crate::web::body::{End, Read};

    #[test]
    fn removes_a_content_length_that_the_body_does_not_have() {
        for (len, is_kept) in [("4", true), ("5", false), ("3", false), ("", false)] {
            let body = Parts::new([]);
            let mut response = Response::builder().header(CONTENT_LENGTH, len).body(body).unwrap();
            restore(&mut response, Read { bytes: "body".into(), end: End::Complete });
            assert_eq!(response.headers().contains_key(CONTENT_LENGTH), is_kept, "{len}");
            assert_eq!(response.into_body(), Parts::from(Bytes::from("body")));
        }
    }
}
