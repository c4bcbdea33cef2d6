//! A request and its response, on the way through a layer or a middleware.

use super::answered::{AnsweredError, Rendered};
use super::body::{self, End};
use super::ids::{Corrected, Returned};
use super::message::{Headers, Name, Response, describes_body, describes_bytes};
use super::options::Options;
use super::panic;
use super::settle::{self, Content, Head, Method, Plan};
use super::trace::{self, Leaving, Span};
use crate::code::StatusCode;

/// The parts of a request that its response needs.
#[derive(Debug)]
pub(crate) struct Exchange<V> {
    options: Options,
    method: Method,
    returned: Returned<V>,
    request: trace::Request,
}

/// Marks a response without an envelope whose event has been emitted.
#[derive(Clone)]
struct Reported;

impl<V: Clone> Exchange<V> {
    /// Reads a request, and returns the ids that it lacks. `outer` is what a layer further out has
    /// [told](Self::tell) this one.
    pub(crate) fn new<H: Headers<Value = V>>(
        options: Options,
        method: &str,
        path: &str,
        outer: Option<&trace::Request>,
        headers: &H,
    ) -> (Self, [Option<Corrected<V>>; 2]) {
        let request =
            outer.map_or_else(|| trace::Request::new(method, path), trace::Request::nested);
        let (returned, corrected) = Returned::of(headers, path);
        let exchange = Self { options, method: Method::of(method), returned, request };
        for corrected in corrected.iter().flatten() {
            exchange.leaving::<H>(0).corrected(corrected);
        }
        (exchange, corrected)
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

    /// Turns the response into an envelope, if it has to be one.
    pub(crate) async fn settle<R>(&self, response: &mut R)
    where
        R: Response<Headers: Headers<Value = V>>,
    {
        let planned = response.extension(|own: Option<&Rendered>| {
            let head = self.head(response, own)?;
            Some((settle::plan(&self.options, &head, own), head.size))
        });
        let Some((mut plan, size)) = planned else { return };
        if let Plan::Inspect { waits } = plan {
            let read = body::read(response, size, waits).await;
            let judged = response.extension(|own: Option<&Rendered>| {
                let head = self.head(response, None)?;
                Some(settle::judge(&self.options, &head, own, &read))
            });
            let Some(judged) = judged else { return };
            plan = judged;
            if !matches!(plan, Plan::Replace(..)) {
                restore(response, read);
            }
        }
        match plan {
            Plan::Keep(Some(answered)) => answered.store(response),
            Plan::Keep(None) | Plan::Inspect { .. } => {}
            Plan::KeepWithoutEnvelope => self.report(response),
            Plan::Replace(http_status, answered) => {
                replace(response, http_status, &answered.rendered);
                answered.store(response);
            }
        }
        if self.options.changes.version.is_some() {
            // A layer further out does not adapt it to another version.
            response
                .extension_mut(|own: Option<&mut Rendered>| own.map(|own| own.has_version = true));
        }
    }

    /// Emits the event of the response, and writes its ids.
    pub(crate) fn finish<R>(self, response: &mut R)
    where
        R: Response<Headers: Headers<Value = V>>,
    {
        self.trace(response);
        self.returned.write(response.headers_mut());
    }

    /// Returns `None` for a status outside of HTTP.
    fn head<R: Response>(&self, response: &R, own: Option<&Rendered>) -> Option<Head> {
        let headers = response.headers();
        let header_size = || {
            let size = str::from_utf8(headers.value(Name::ContentLength)?).ok()?;
            size.parse().ok()
        };
        let size = response.body_size().or_else(header_size);
        let encoding = headers.value(Name::ContentEncoding);
        let is_own = own.is_some_and(|own| size == Some(own.len()));
        // A body that was rendered here is JSON, whatever its headers say.
        let content = if is_own && encoding.is_none() {
            Content::Json
        } else {
            Content::of(headers.value(Name::ContentType), encoding)
        };
        let http_status = http::StatusCode::from_u16(response.http_status()).ok()?;
        Some(Head { http_status, method: self.method, content, size })
    }

    /// Emits the event of a success without an envelope, unless a layer further in has.
    fn report<R>(&self, response: &mut R)
    where
        R: Response<Headers: Headers<Value = V>>,
    {
        if trace::is_on() && response.extension(|reported: Option<&Reported>| reported.is_none()) {
            response.extend(Reported);
            self.leaving::<R::Headers>(response.http_status()).missing_envelope();
        }
    }

    fn trace<R>(&self, response: &mut R)
    where
        R: Response<Headers: Headers<Value = V>>,
    {
        if trace::is_on() {
            let leaving = self.leaving::<R::Headers>(response.http_status());
            let sent = response.extension(|code: Option<&StatusCode>| code.copied());
            response.extension_mut(|error: Option<&mut AnsweredError>| {
                if let Some(error) = error
                    && error.trace_once()
                {
                    leaving.error(error, sent);
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
            levels: self.options.levels,
        }
    }
}

fn replace<R: Response>(response: &mut R, http_status: http::StatusCode, rendered: &Rendered) {
    response.set_http_status(http_status);
    let headers = response.headers_mut();
    // A success has a handler's own headers, which are right for what is written anew.
    let is_success = rendered.status_code.is_success();
    let goes = if is_success { describes_bytes } else { describes_body };
    headers.remove_if(goes);
    headers.set(Name::ContentType, <R::Headers as Headers>::ascii("application/json"));
    // The body that goes may panic.
    let _ = panic::catch(|| response.set_body(rendered.body()));
}

/// Puts the bytes that were read back into the body.
fn restore<R: Response>(response: &mut R, read: body::Read) {
    let body::Read { bytes, end } = read;
    if bytes.is_empty() {
        return;
    }
    if end != End::Complete {
        response.put_back(bytes);
        return;
    }
    let has_len = |len: &[u8]| len == bytes.len().to_string().as_bytes();
    if response.headers().value(Name::ContentLength).is_some_and(|len| !has_len(len)) {
        response.headers_mut().remove_if(|name| name == "content-length");
    }
    let _ = panic::catch(|| response.set_body(bytes));
}
