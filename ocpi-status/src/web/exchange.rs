//! A request and its response, on the way through a layer or a middleware.

use super::answered::{self, AnsweredError};
use super::body::{self, End};
use super::ids::Returned;
use super::message::{self, Headers, Name, Response};
use super::options::Options;
use super::panic;
use super::settle::{self, Content, Head, Instead, Method, Plan, Verdict};
use super::trace::{self, Leaving, Span};

/// What is kept of a request until its response leaves.
#[derive(Debug)]
pub(crate) struct Exchange<V> {
    options: Options,
    method: Method,
    returned: Returned<V>,
    request: trace::Request,
}

/// A response that is no envelope, for which there was an event.
#[derive(Clone)]
struct Reported;

impl<V: Clone> Exchange<V> {
    /// Reads a request, whose ids are good from now on. `outer` is what a layer further out has
    /// [told](Self::tell) this one.
    pub(crate) fn new<H: Headers<Value = V>>(
        options: Options,
        method: &str,
        path: &str,
        outer: Option<trace::Request>,
        headers: &mut H,
    ) -> Self {
        let request =
            outer.map_or_else(|| trace::Request::new(method, path), trace::Request::nested);
        let (returned, replaced) = Returned::take(headers, path);
        let exchange = Self { options, method: Method::of(method), returned, request };
        if !replaced.is_empty() {
            exchange.leaving::<H>(0).replaced(&replaced);
        }
        exchange
    }

    /// Tells the layers further in about the request: a nested router sees a part of the path only.
    pub(crate) fn tell(&self, insert: impl FnOnce(trace::Request)) {
        if trace::is_on() {
            insert(self.request.clone());
        }
    }

    pub(crate) fn span<H: Headers<Value = V>>(&self) -> Span {
        let Returned { request_id, correlation_id, .. } = &self.returned;
        Span::new(&self.request, H::bytes(request_id), H::bytes(correlation_id))
    }

    /// Makes the response the one that leaves.
    pub(crate) async fn finish<R>(self, mut response: R) -> R
    where
        R: Response<Headers: Headers<Value = V>>,
    {
        if let Some(head) = self.head(&response) {
            match settle::plan(&self.options, &head) {
                Plan::Keep => {}
                Plan::Replace(instead) => replace(&mut response, instead),
                Plan::Inspect { waits } => {
                    let read = body::read(&mut response, head.size, waits).await;
                    let verdict = settle::judge(&self.options, &head, &read);
                    if let Verdict::Replace(instead) = verdict {
                        replace(&mut response, instead);
                    } else {
                        restore(&mut response, read);
                        self.keep(&mut response, verdict);
                    }
                }
            }
        }
        if self.options.changes.version.is_some() {
            answered::set_version(&mut response);
        }
        self.trace(&mut response);
        self.returned.write(response.headers_mut());
        response
    }

    /// Returns nothing for a status that is not HTTP.
    fn head<R: Response>(&self, response: &R) -> Option<Head> {
        let headers = response.headers();
        let header_size = || {
            let size = str::from_utf8(headers.value(Name::ContentLength)?).ok()?;
            size.parse().ok()
        };
        Some(Head {
            http_status: http::StatusCode::from_u16(response.http_status()).ok()?,
            method: self.method,
            content: Content::of(
                headers.value(Name::ContentType),
                headers.value(Name::ContentEncoding),
            ),
            size: response.body_size().or_else(header_size),
            rendered: answered::rendered(response),
        })
    }

    fn keep<R>(&self, response: &mut R, verdict: Verdict)
    where
        R: Response<Headers: Headers<Value = V>>,
    {
        match verdict {
            Verdict::Keep(Some(answered)) => answered.store(response),
            Verdict::KeepWithoutEnvelope => {
                if response.extension(|reported: Option<&Reported>| reported.is_none()) {
                    response.extend(Reported);
                    self.leaving::<R::Headers>(response.http_status()).missing_envelope();
                }
            }
            Verdict::Keep(None) | Verdict::Replace(_) => {}
        }
    }

    fn trace<R>(&self, response: &mut R)
    where
        R: Response<Headers: Headers<Value = V>>,
    {
        if trace::is_on() {
            let leaving = self.leaving::<R::Headers>(response.http_status());
            response.extension_mut(|error: Option<&mut AnsweredError>| {
                if let Some(error) = error
                    && error.trace_once()
                {
                    leaving.error(error);
                }
            });
        }
    }

    fn leaving<H: Headers<Value = V>>(&self, http_status: u16) -> Leaving<'_> {
        let Returned { request_id, correlation_id, .. } = &self.returned;
        Leaving {
            http_status,
            request: &self.request,
            request_id: H::bytes(request_id),
            correlation_id: H::bytes(correlation_id),
            levels: &self.options.levels,
        }
    }
}

fn replace<R: Response>(response: &mut R, instead: Instead) {
    let body = instead.body();
    let headers = response.headers_mut();
    headers.remove_if(message::describes_body);
    headers.set(Name::ContentType, <R::Headers as Headers>::ascii("application/json"));
    // The body that goes may panic.
    let _ = panic::catch(|| response.set_body(body));
    match instead {
        Instead::Own(status, rendered) => {
            response.set_http_status(status);
            answered::set_rendered(response, rendered);
        }
        Instead::Other(status, answered) => {
            response.set_http_status(status);
            answered.store(response);
        }
    }
}

/// Gives a response what was read of its body.
fn restore<R: Response>(response: &mut R, read: body::Read) {
    let body::Read { bytes, end } = read;
    if bytes.is_empty() {
        return;
    }
    if end != End::Complete {
        response.put_back(bytes);
        return;
    }
    let len = bytes.len().to_string();
    if response.headers().value(Name::ContentLength).is_some_and(|it| it != len.as_bytes()) {
        response.headers_mut().remove_if(|name| name == "content-length");
    }
    let _ = panic::catch(|| response.set_body(bytes));
}
