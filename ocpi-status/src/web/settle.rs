//! Decides what leaves: the response as it is, an envelope in its place, or whichever of the two its
//! body asks for.

use http::StatusCode as HttpStatus;

use super::answered::{Answered, Rendered};
use super::body::{End, MAX_SIZE, Read};
use super::http_error::HttpError;
use super::options::Options;
use super::trace;
use crate::code::{Class, ErrorCode};
use crate::read::peer_error::PeerError;
use crate::read::received::read_raw;
use crate::text;
use crate::write::render;
use crate::write::reply::Reply;
use crate::write::response::OcpiResponse;

/// A response without its body.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) http_status: HttpStatus,
    pub(crate) method: Method,
    pub(crate) content: Content,
    /// Of the body in bytes, if it is known.
    pub(crate) size: Option<u64>,
}

/// The method of the request, as far as it decides on the body of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// The response may have no body.
    Head,
    /// The response is a tunnel.
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

/// The type of the body, from its headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// The type of an envelope.
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

#[derive(Debug)]
pub(crate) enum Plan {
    /// It goes on as it is, with the code that was read from it.
    Keep(Option<Answered>),
    /// It goes on as it is, although it should be an envelope.
    KeepWithoutEnvelope,
    Replace(HttpStatus, Answered),
    /// The body decides.
    Inspect {
        /// Whether the body is waited for.
        waits: bool,
    },
}

/// Decides before the body is read. `own` is what this crate rendered, if it did.
pub(crate) fn plan(options: &Options, head: &Head, own: Option<&Rendered>) -> Plan {
    let status = head.http_status.as_u16();
    // Upgrades, redirects and what has no body.
    if matches!(status, 0..=199 | 204 | 205 | 300..=399) || head.method == Method::Connect {
        return Plan::Keep(None);
    }
    let is_due = status >= 400 || options.is_envelope_required;
    let is_gone = head.method == Method::Head && head.size == Some(0);
    if let Some(own) = own {
        if is_gone || head.content == Content::Encoded {
            // The body cannot be looked at: it was left out, or compressed.
            return match head.change(options, own) {
                Some(plan) => plan,
                None if is_gone || !is_due => Plan::Keep(None),
                None => {
                    let again = Answered { rendered: own.clone(), error: None };
                    Plan::Replace(head.http_status, again)
                }
            };
        }
        if head.size == Some(own.len()) && !own.is_gone() {
            return head.change(options, own).unwrap_or(Plan::Keep(None));
        }
    }
    if is_gone {
        let is_missing = is_due && head.content == Content::Other;
        return if is_missing { without_envelope(head, "") } else { Plan::Keep(None) };
    }
    if is_due {
        return Plan::Inspect { waits: head.is_readable() };
    }
    // Nothing is read of a success for which there may be no event.
    match head.content {
        _ if own.is_some() || trace::is_on() && head.is_readable() => {
            Plan::Inspect { waits: false }
        }
        Content::Other => Plan::KeepWithoutEnvelope,
        Content::Json | Content::JsonLike | Content::Encoded => Plan::Keep(None),
    }
}

/// Decides after the body was read; never to inspect it again.
pub(crate) fn judge(options: &Options, head: &Head, own: Option<&Rendered>, read: &Read) -> Plan {
    let Read { bytes, end } = read;
    if let Some(own) = own.filter(|own| own.is(bytes)) {
        return head.change(options, own).unwrap_or(Plan::Keep(None));
    }
    let is_due = !head.http_status.is_success() || options.is_envelope_required;
    let is_whole = *end == End::Complete && head.is_readable();
    let envelope = if is_whole { Envelope::read(head, bytes) } else { Envelope::None };
    match envelope {
        Envelope::Fit(code) => {
            Plan::Keep(code.map(|code| Answered::relayed(code.into(), bytes.clone())))
        }
        Envelope::Unfit(mut reply) if is_due => {
            Plan::Replace(head.http_status, Answered::take(&mut reply))
        }
        _ if is_due || *end == End::Broken => {
            without_envelope(head, &String::from_utf8_lossy(bytes))
        }
        // There may be one that is too long to be looked at.
        Envelope::None if !is_whole && head.content != Content::Other => Plan::Keep(None),
        Envelope::None | Envelope::Unfit(_) => Plan::KeepWithoutEnvelope,
    }
}

impl Head {
    /// Whether the body may be waited for.
    fn is_readable(&self) -> bool {
        matches!(self.content, Content::Json | Content::JsonLike)
            && self.size.is_some_and(|size| size <= MAX_SIZE)
    }

    /// Replaces what this crate rendered, if the options change it.
    fn change(&self, options: &Options, own: &Rendered) -> Option<Plan> {
        let rendered = own.change(options.changes)?;
        let asked = self.http_status;
        let http_status = match ErrorCode::try_from(rendered.status_code) {
            // A hub's 404, for example, does not go with the 3000 that a peer of an older version gets.
            Ok(code) if asked.is_client_error() && code.class() != Class::ClientError => {
                render::http_status(code, asked)
            }
            _ => asked,
        };
        Some(Plan::Replace(http_status, Answered { rendered, error: None }))
    }
}

/// Replaces a body by an envelope of the HTTP status; the text of the body is for the log.
fn without_envelope(head: &Head, body: &str) -> Plan {
    let (http_status, label, cause) = if head.http_status.is_success() {
        // The body may hold a secret, such as the token of the credentials module.
        let status = head.http_status.as_u16();
        let cause =
            format!("HTTP {status} without an envelope; return `OcpiJson` or `OcpiResponse`");
        (HttpStatus::INTERNAL_SERVER_ERROR, "unsent", cause)
    } else {
        (head.http_status, "http", text::preview(body))
    };
    let error = HttpError::new(http_status, label, cause);
    Plan::Replace(http_status, Answered::take(&mut error.into()))
}

/// The body of a response that this crate did not render.
enum Envelope {
    /// An envelope that may be sent as it is, with the code of an error.
    Fit(Option<ErrorCode>),
    /// An envelope that can be read, but not sent, rendered again.
    Unfit(Reply),
    None,
}

impl Envelope {
    fn read(head: &Head, body: &[u8]) -> Self {
        let is_fit = head.content == Content::Json;
        match read_raw(head.http_status, body) {
            Ok(received) if is_fit && received.quirks.is_empty() => Self::Fit(None),
            Ok(received) => {
                let message = received.status_message.unwrap_or_default();
                let response = OcpiResponse::success(received.data).with_message(message);
                Self::Unfit(response.with_code(received.status_code).into())
            }
            Err(PeerError::Rejected(rejection)) => {
                match ErrorCode::try_from(rejection.status_code()) {
                    Ok(code) if is_fit && rejection.quirks().is_empty() => Self::Fit(Some(code)),
                    Ok(_) => Self::Unfit(rejection.repeat().into()),
                    // A code of another protocol.
                    Err(_) => Self::None,
                }
            }
            Err(_) => Self::None,
        }
    }
}

#[cfg(test)]
mod tests;
