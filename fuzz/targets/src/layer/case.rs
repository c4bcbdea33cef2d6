//! A request, the response of the handler, and what leaves the layer.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use ocpi_status::axum::OcpiLayer;
use ocpi_status::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use ocpi_status::{AnsweredError, ErrorCode, OcpiResponse, Reply, SuccessCode, Version};
use serde_json::Value;
use tower_layer::Layer as _;
use tower_service::Service;

use crate::reply::Failure;

pub(super) const MESSAGE: &str = "Done \u{e9}";

pub(super) struct Case<'a> {
    flags: &'a [u8],
    pub(super) method: Method,
    pub(super) http_status: StatusCode,
    chunk: usize,
    pub(super) request: HeaderMap,
    pub(super) headers: HeaderMap,
    pub(super) body: &'a [u8],
    /// What this crate rendered.
    pub(super) own: Option<Own>,
}

pub(super) struct Own {
    pub(super) reply: Reply,
    pub(super) data: Option<Value>,
    pub(super) message: String,
}

/// What left the layer.
pub(super) struct Sent {
    pub(super) response: Response,
    pub(super) body: Vec<u8>,
    pub(super) is_broken: bool,
}

impl<'a> Case<'a> {
    pub(super) fn read(data: &'a [u8]) -> Option<Self> {
        let (line, rest) = split(data, b"\n");
        let (request, rest) = split(rest, b"\n\n");
        let (headers, body) = split(rest, b"\n\n");
        let words: Vec<_> = line.split(|byte| *byte == b' ').collect();
        let [flags, method, http_status, chunk] = words[..] else { return None };
        let chunk = str::from_utf8(chunk).ok()?.parse().ok()?;
        let mut case = Self {
            flags,
            method: Method::from_bytes(method).ok()?,
            http_status: StatusCode::from_bytes(http_status).ok()?,
            chunk: usize::max(chunk, 1),
            request: read_headers(request),
            headers: read_headers(headers),
            body,
            own: None,
        };
        if case.has(b'o') {
            case.own = Some(Own::read(case.http_status, body)?);
            // The type and the size of a rendered body are right.
            let content = case.headers.keys().filter(|name| name.as_str().starts_with("content-"));
            for name in content.cloned().collect::<Vec<_>>() {
                case.headers.remove(name);
            }
        } else if case.has(b'l') {
            case.headers.insert("content-length", HeaderValue::from(body.len()));
        }
        Some(case)
    }

    pub(super) fn has(&self, flag: u8) -> bool {
        self.flags.contains(&flag)
    }

    /// What arrives of the body.
    pub(super) fn arrives(&self) -> &'a [u8] {
        let last = self.body.chunks(self.chunk).last().map_or(0, <[u8]>::len);
        let missing = if self.has(b'x') { last } else { 0 };
        &self.body[..self.body.len() - missing]
    }

    pub(super) fn send(&self) -> Sent {
        let mut layer = OcpiLayer::new();
        if self.has(b'v') {
            layer = layer.for_version(Version::V2_1_1);
        }
        if self.has(b'd') {
            layer = layer.without_error_data();
        }
        if self.has(b'm') {
            layer = layer.with_success_message(MESSAGE);
        }
        if self.has(b'e') {
            layer = layer.require_envelope();
        }
        let path =
            if self.has(b'c') { "/ocpi/2.2.1/credentials" } else { "/ocpi/2.2.1/tokens/NL/TNM/1" };
        let mut request = Request::new(());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = path.parse().expect("a path");
        *request.headers_mut() = self.request.clone();

        let mut service = layer.layer(Handler(Some(self.respond())));
        let mut context = Context::from_waker(Waker::noop());
        assert!(service.poll_ready(&mut context).is_ready());
        let mut responding = service.call(request);
        // Each chunk is pending once.
        let mut polls = 0..self.body.len() + 2;
        let mut response = loop {
            polls.next().expect("an end of waiting");
            if let Poll::Ready(Ok(response)) = responding.as_mut().poll(&mut context) {
                break response;
            }
        };
        let (mut body, mut is_broken) = (Vec::new(), false);
        let mut polls = 0..2 * self.body.len() + 1024;
        loop {
            polls.next().expect("an end of the body");
            match Pin::new(response.body_mut()).poll_frame(&mut context) {
                Poll::Pending => {}
                Poll::Ready(Some(Ok(frame))) => body.extend(frame.into_data().expect("data")),
                Poll::Ready(Some(Err(_))) => {
                    is_broken = true;
                    break;
                }
                Poll::Ready(None) => break,
            }
        }
        Sent { response, body, is_broken }
    }

    fn respond(&self) -> Response {
        let mut response = match &self.own {
            Some(own) => own.reply.clone().into_response(),
            None => Response::new(Body::new(Script::new(self))),
        };
        if self.own.is_none() {
            *response.status_mut() = self.http_status;
        }
        for name in self.headers.keys() {
            for value in self.headers.get_all(name) {
                response.headers_mut().append(name, value.clone());
            }
        }
        response
    }
}

impl Own {
    fn read(http_status: StatusCode, body: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(body);
        let mut lines = text.splitn(3, '\n');
        let code = lines.next()?.parse().ok()?;
        let data: Option<Value> = lines.next().and_then(|data| serde_json::from_str(data).ok());
        let data = data.filter(|data| !data.is_null());
        let message = lines.next().unwrap_or_default().to_owned();
        let reply = match (SuccessCode::new(code), ErrorCode::new(code)) {
            (Some(code), _) => {
                let response = match &data {
                    Some(data) => OcpiResponse::success(data),
                    None => OcpiResponse::without_data(),
                };
                Reply::from(response.with_code(code).with_message(message.clone()))
            }
            (None, Some(code)) => {
                let (message, data) = (message.clone(), data.clone());
                Reply::from_error(&Failure { code, status: http_status, message, data })
            }
            (None, None) => return None,
        };
        Some(Self { reply, data, message })
    }
}

/// Splits at the first separator, which goes.
fn split<'a>(bytes: &'a [u8], separator: &[u8]) -> (&'a [u8], &'a [u8]) {
    match bytes.windows(separator.len()).position(|window| window == separator) {
        Some(start) => (&bytes[..start], &bytes[start + separator.len()..]),
        None => (bytes, &[]),
    }
}

fn read_headers(lines: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines.split(|byte| *byte == b'\n') {
        let (name, value) = split(line, b":");
        let name = HeaderName::from_bytes(name);
        let value = HeaderValue::from_bytes(value.trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value)
            && name != "content-length"
        {
            headers.append(name, value);
        }
    }
    headers
}

/// The request as the handler sees it.
#[derive(Clone)]
pub(super) struct Seen(pub(super) HeaderMap);

/// Responds once.
struct Handler(Option<Response>);

impl Service<Request<()>> for Handler {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        let mut response = self.0.take().expect("one request");
        response.extensions_mut().insert(Seen(request.into_parts().0.headers));
        ready(Ok(response))
    }
}

/// A body in chunks.
struct Script {
    steps: VecDeque<Poll<Result<Bytes, io::Error>>>,
    /// How many bytes of the promised size are still to come.
    left: Option<u64>,
}

impl Script {
    fn new(case: &Case<'_>) -> Self {
        let mut steps = VecDeque::new();
        for chunk in case.arrives().chunks(case.chunk) {
            if case.has(b'p') {
                steps.push_back(Poll::Pending);
            }
            steps.push_back(Poll::Ready(Ok(Bytes::copy_from_slice(chunk))));
        }
        if case.has(b'x') {
            steps.push_back(Poll::Ready(Err(io::Error::other("broken off"))));
        }
        Self { steps, left: case.has(b's').then_some(case.body.len() as u64) }
    }
}

impl http_body::Body for Script {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let Some(step) = self.steps.pop_front() else { return Poll::Ready(None) };
        if let Poll::Ready(Ok(data)) = &step {
            self.left = self.left.map(|left| left - data.len() as u64);
        }
        step.map(|data| Some(data.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Returns the details of an error response.
pub(super) fn answered(response: &Response) -> Option<&AnsweredError> {
    response.extensions().get()
}
