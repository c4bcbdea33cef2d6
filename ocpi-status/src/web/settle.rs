//! Decides what leaves: the response as it is, an envelope in its place, or whichever of the two its
//! body asks for.

use core::fmt;
use std::collections::BTreeMap;

use bytes::Bytes;
use http::StatusCode as HttpStatus;
use serde_json::value::RawValue;

use super::answered::{Answered, AnsweredError, RELAYED, Rendered};
use super::body::{End, MAX_SIZE, Read};
use super::http_error::HttpError;
use super::options::Options;
use super::trace;
use crate::code::{Class, ErrorCode};
use crate::error::{Data, OcpiError};
use crate::read::peer_error::PeerError;
use crate::read::received::read_ack;
use crate::read::rejection::PeerRejection;
use crate::text;
use crate::write::render;
use crate::write::reply::Reply;
use crate::write::response::OcpiResponse;

/// What is known of a response before its body is read.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) http_status: HttpStatus,
    pub(crate) method: Method,
    pub(crate) content: Content,
    /// Of the body in bytes, if it is known.
    pub(crate) size: Option<u64>,
}

/// What the method of the request says of the body of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// It may be gone.
    Head,
    /// It is a tunnel.
    Connect,
    Other,
}

impl Method {
    pub(crate) fn of(method: &str) -> Self {
        match method {
            "HEAD" => Self::Head,
            "CONNECT" => Self::Connect,
            _ => Self::Other,
        }
    }
}

/// What the headers say of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// What an envelope is sent as.
    Json,
    /// JSON, but with another subtype or another charset.
    JsonLike,
    /// Compressed.
    Encoded,
    Other,
}

impl Content {
    pub(crate) fn of(content_type: Option<&[u8]>, content_encoding: Option<&[u8]>) -> Self {
        if content_encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case(b"identity")) {
            return Self::Encoded;
        }
        let mut parts = content_type.unwrap_or_default().split(|&byte| byte == b';');
        let essence = parts.next().unwrap_or_default().trim_ascii().to_ascii_lowercase();
        let is_utf8 = |parameter: &[u8]| {
            let parameter = parameter.trim_ascii().to_ascii_lowercase();
            let charset = parameter.strip_prefix(b"charset=");
            charset.is_none_or(|charset| {
                matches!(charset, b"utf-8" | b"utf8" | b"us-ascii" | b"\"utf-8\"")
            })
        };
        match essence.strip_prefix(b"application/") {
            Some(b"json") if parts.all(is_utf8) => Self::Json,
            Some(b"json") => Self::JsonLike,
            Some(subtype) if subtype.ends_with(b"+json") => Self::JsonLike,
            _ => Self::Other,
        }
    }
}

/// What becomes of a response.
#[derive(Debug)]
pub(crate) enum Plan {
    Keep,
    /// It goes on as it is, although it should be an envelope.
    KeepWithoutEnvelope,
    Replace(Instead),
    /// What is read of the body decides.
    Inspect {
        /// Whether the body is waited for.
        waits: bool,
    },
}

/// What becomes of a response whose body was read.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It goes on as it is, with what is now known of it.
    Keep(Option<Answered>),
    /// It goes on as it is, although it should be an envelope.
    KeepWithoutEnvelope,
    Replace(Instead),
}

/// An envelope in the place of a body.
#[derive(Debug)]
pub(crate) enum Instead {
    /// What this crate had rendered, or a change of it.
    Own(HttpStatus, Rendered),
    Other(HttpStatus, Answered),
}

impl Instead {
    pub(crate) fn body(&self) -> Bytes {
        match self {
            Self::Own(_, rendered) => rendered.body(),
            Self::Other(_, answered) => answered.rendered().body(),
        }
    }
}

/// Decides before the body is read. `own` is what this crate rendered, if it did.
pub(crate) fn plan(options: &Options, head: &Head, own: Option<&Rendered>) -> Plan {
    let status = head.http_status.as_u16();
    // Upgrades, redirects and what has no body.
    if matches!(status, 0..=199 | 204 | 205 | 300..=399) || head.method == Method::Connect {
        return Plan::Keep;
    }
    let is_error = status >= 400;
    let is_gone = head.method == Method::Head && head.size == Some(0);
    if let Some(own) = own {
        if is_gone || head.content == Content::Encoded {
            return plan_without_body(options, head, own, is_gone);
        }
        if head.size == Some(own.len()) && !own.is_gone() {
            return own.change(options.changes).map_or(Plan::Keep, |changed| {
                Plan::Replace(Instead::Own(changed.http_status(head.http_status), changed))
            });
        }
    }
    if is_gone {
        return match head.content {
            Content::Other if is_error || options.is_envelope_required => {
                Plan::Replace(without_envelope(head, ""))
            }
            _ => Plan::Keep,
        };
    }
    if is_error || options.is_envelope_required {
        return Plan::Inspect { waits: head.is_readable() };
    }
    // Nothing is read of a success for which there may be no event.
    match head.content {
        _ if own.is_some() => Plan::Inspect { waits: false },
        Content::Other => Plan::KeepWithoutEnvelope,
        Content::Json | Content::JsonLike if trace::is_on() && head.is_readable() => {
            Plan::Inspect { waits: false }
        }
        Content::Json | Content::JsonLike | Content::Encoded => Plan::Keep,
    }
}

/// Decides on a body that cannot be looked at: it was left out, or compressed.
fn plan_without_body(options: &Options, head: &Head, own: &Rendered, is_gone: bool) -> Plan {
    match own.change(options.changes) {
        Some(changed) => {
            Plan::Replace(Instead::Own(changed.http_status(head.http_status), changed))
        }
        None if is_gone => Plan::Keep,
        None if head.http_status.is_success() && !options.is_envelope_required => Plan::Keep,
        None => Plan::Replace(Instead::Own(head.http_status, own.clone())),
    }
}

/// Decides by what was read of the body.
pub(crate) fn judge(
    options: &Options,
    head: &Head,
    own: Option<&Rendered>,
    read: &Read,
) -> Verdict {
    let Read { bytes, end } = read;
    if let Some(own) = own.filter(|own| own.is(bytes)) {
        return match own.change(options.changes) {
            Some(changed) => {
                Verdict::Replace(Instead::Own(changed.http_status(head.http_status), changed))
            }
            None => Verdict::Keep(None),
        };
    }
    let is_error = !head.http_status.is_success();
    let is_whole = *end == End::Complete && head.is_readable();
    let envelope = if is_whole { Envelope::read(head, bytes) } else { Envelope::None };
    match envelope {
        Envelope::Fit(code) => {
            let answered = code.map(|code| AnsweredError::relayed(code.into(), bytes.clone()));
            Verdict::Keep(answered.map(Answered::Error))
        }
        Envelope::Unfit(reply) if is_error || options.is_envelope_required => {
            let mut reply = *reply;
            Verdict::Replace(Instead::Other(head.http_status, Answered::take(&mut reply)))
        }
        _ if is_error || options.is_envelope_required || *end == End::Broken => {
            Verdict::Replace(without_envelope(head, &String::from_utf8_lossy(bytes)))
        }
        // There may be one that is too long to be looked at.
        Envelope::None if !is_whole && head.content != Content::Other => Verdict::Keep(None),
        Envelope::None | Envelope::Unfit(_) => Verdict::KeepWithoutEnvelope,
    }
}

impl Head {
    /// Whether the body may be waited for.
    fn is_readable(&self) -> bool {
        matches!(self.content, Content::Json | Content::JsonLike)
            && self.size.is_some_and(|size| size <= MAX_SIZE)
    }
}

impl Rendered {
    /// Returns the HTTP status that goes with the code: a hub's 404, for example, does not go with
    /// the 3000 that a peer of an older version gets.
    fn http_status(&self, asked: HttpStatus) -> HttpStatus {
        match ErrorCode::try_from(self.status_code) {
            Ok(code) if asked.is_client_error() && code.class() != Class::ClientError => {
                render::http_status(code, asked)
            }
            _ => asked,
        }
    }
}

/// Answers by the HTTP status alone; what stood in the body is for the log.
fn without_envelope(head: &Head, body: &str) -> Instead {
    let status = head.http_status;
    let preview = text::preview(body);
    let (status, error) = if status.is_success() {
        let cause = format!("HTTP {} without an envelope", status.as_u16());
        let cause = if preview.is_empty() { cause } else { format!("{cause}: {preview}") };
        (HttpStatus::INTERNAL_SERVER_ERROR, HttpError::unsent().because(cause))
    } else if preview.is_empty() {
        (status, HttpError::new(status))
    } else {
        (status, HttpError::new(status).because(preview))
    };
    Instead::Other(status, Answered::http(error))
}

/// What the body of a response from elsewhere is.
enum Envelope {
    /// One that may be sent as it is, and its code if it is of an error.
    Fit(Option<ErrorCode>),
    /// One that can be read, but not sent: rendered anew.
    Unfit(Box<Reply>),
    None,
}

impl Envelope {
    fn read(head: &Head, body: &[u8]) -> Self {
        let is_text = str::from_utf8(body).is_ok() && !body.starts_with(b"\xef\xbb\xbf");
        let is_fit = head.content == Content::Json && is_text;
        match read_ack(head.http_status, body) {
            Ok(received) if is_fit && received.quirks.is_empty() => Self::Fit(None),
            Ok(received) => {
                let mut response =
                    OcpiResponse::success(data(body)).with_code(received.status_code);
                if head.http_status == HttpStatus::CREATED {
                    response = response.created();
                }
                if let Some(message) = received.status_message {
                    response = response.with_message(message);
                }
                Self::Unfit(Box::new(response.into()))
            }
            Err(PeerError::Rejected(rejection)) => {
                match ErrorCode::try_from(rejection.status_code()) {
                    Ok(code) if is_fit && rejection.quirks().is_empty() => Self::Fit(Some(code)),
                    Ok(code) => {
                        let data =
                            rejection.data_json().and_then(|data| serde_json::from_str(data).ok());
                        let unfit = Unfit { rejection: &rejection, code, data };
                        Self::Unfit(Box::new(unfit.into()))
                    }
                    // A code of another protocol.
                    Err(_) => Self::None,
                }
            }
            Err(_) => Self::None,
        }
    }
}

/// The error of another party that did not send it as it should.
#[derive(Debug)]
struct Unfit<'a> {
    rejection: &'a PeerRejection,
    code: ErrorCode,
    data: Option<&'a RawValue>,
}

impl fmt::Display for Unfit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.rejection, f)
    }
}

impl core::error::Error for Unfit<'_> {}

impl OcpiError for Unfit<'_> {
    fn status_code(&self) -> ErrorCode {
        self.code
    }

    fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rejection.status_message().unwrap_or_default())
    }

    fn data(&self) -> Option<Data<'_>> {
        self.data.as_ref().map(Data::new)
    }

    fn label(&self) -> &'static str {
        RELAYED
    }
}

/// Returns the `data` of an envelope as it was sent.
fn data(body: &[u8]) -> Option<Box<RawValue>> {
    let body = String::from_utf8_lossy(body);
    let fields = serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(
        body.trim_start_matches('\u{feff}'),
    );
    fields.ok()?.remove("data")
}

#[cfg(test)]
mod tests;
