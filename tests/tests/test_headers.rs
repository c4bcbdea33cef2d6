//! Fields that are sent as headers, and the response of an inner error beside other fields.

use std::fmt::{self, Display, Formatter};
use std::time::Duration;

use ocpi_status::http::{HeaderMap, header};
use ocpi_status::{OcpiError, Reply};
use tests::{answer, data};

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("display")]
#[ocpi(code = 3000)]
enum Error {
    #[ocpi(http = 503)]
    Busy(#[ocpi(header = "Retry-After")] u32),
    #[ocpi(http = 503)]
    MaybeBusy {
        #[ocpi(header = "retry-after")]
        after: Option<u32>,
        #[ocpi(header = "X-Reason", data)]
        reason: &'static str,
    },
    #[ocpi(code = 2000, http = 405)]
    MethodNotAllowed(#[ocpi(header = "Allow")] Box<str>),
    #[ocpi(transparent)]
    Inner(Unauthorized),
    Plain,
    Delayed(#[ocpi(header = "Retry-After")] Delay),
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("unauthorized")]
#[ocpi(code = 2000, http = 401)]
struct Unauthorized(#[ocpi(header = "WWW-Authenticate")] &'static str);

#[derive(Debug)]
struct Delay(Duration);

impl Display for Delay {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_zero() {
            return Err(fmt::Error);
        }
        write!(f, "{}", self.0.as_secs())
    }
}

fn headers(error: &dyn OcpiError) -> Vec<(String, String)> {
    let mut headers = HeaderMap::new();
    error.headers(&mut headers);
    let text = |value: &header::HeaderValue| value.to_str().expect("ASCII").to_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn sends_a_field_as_its_header() {
    assert_eq!(headers(&Error::Busy(30)), [pair("retry-after", "30")]);
    let busy = Error::MaybeBusy { after: Some(5), reason: "maintenance" };
    assert_eq!(headers(&busy), [pair("retry-after", "5"), pair("x-reason", "maintenance")]);
    assert_eq!(data(&busy), Some("maintenance".into()));
    let not_allowed = Error::MethodNotAllowed("GET, PUT".into());
    assert_eq!(headers(&not_allowed), [pair("allow", "GET, PUT")]);
    assert_eq!(headers(&Error::Delayed(Delay(Duration::from_secs(7)))), [pair("retry-after", "7")]);
    assert_eq!(headers(&Error::Plain), []);
}

#[test]
fn omits_the_header_when_the_field_is_none() {
    let busy = Error::MaybeBusy { after: None, reason: "maintenance" };
    assert_eq!(headers(&busy), [pair("x-reason", "maintenance")]);
}

#[test]
fn sends_the_headers_of_the_inner_error() {
    let error = Error::Inner(Unauthorized("Token realm=\"ocpi\""));
    assert_eq!(headers(&error), [pair("www-authenticate", "Token realm=\"ocpi\"")]);
    let reply = Reply::from(error);
    assert_eq!(reply.headers()[header::WWW_AUTHENTICATE], "Token realm=\"ocpi\"");
}

#[test]
fn moves_a_value_to_the_cause_when_http_does_not_allow_it() {
    let busy = Error::MaybeBusy { after: None, reason: "line\nfeed" };
    let reply = Reply::from(busy);
    assert!(reply.headers().is_empty(), "{:?}", reply.headers());
    let cause = reply.cause().expect("a cause");
    assert!(cause.contains("header x-reason was left out"), "{cause}");

    let reply = Reply::from(Error::Delayed(Delay(Duration::ZERO)));
    assert!(reply.headers().is_empty());
    assert!(reply.cause().expect("a cause").contains("header retry-after was left out"));
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("value of a parameter")]
#[ocpi(code = 3000)]
struct Generic<T: fmt::Debug + Display, U: fmt::Debug>(
    #[ocpi(header = "Retry-After")] Option<T>,
    U,
);

#[test]
fn sends_a_generic_field_as_a_header() {
    assert_eq!(headers(&Generic(Some(1), ())), [pair("retry-after", "1")]);
    assert_eq!(headers(&Generic(None::<u8>, ())), []);
}

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("attempt {number} of {host}: {inner}")]
struct Attempt<E: std::error::Error> {
    number: u8,
    #[ocpi(transparent)]
    inner: E,
    host: &'static str,
}

#[derive(Debug, thiserror::Error, OcpiError)]
enum Outer {
    #[error("attempt {0}")]
    Tuple(u8, #[ocpi(transparent)] Box<Error>),
}

#[test]
fn responds_for_the_marked_field_when_others_are_context() {
    let inner = || Error::MaybeBusy { after: Some(5), reason: "maintenance" };
    let error = Attempt { number: 2, inner: inner(), host: "example.com" };
    assert_eq!(answer(&error), answer(&inner()));
    assert_eq!((data(&error), headers(&error)), (data(&inner()), headers(&inner())));
    assert_eq!(error.label(), "Error::MaybeBusy");
    let reply = Reply::from(error);
    let cause = reply.cause().expect("a cause");
    assert!(cause.starts_with("attempt 2 of example.com"), "{cause}");

    let error = Outer::Tuple(3, Box::new(inner()));
    assert_eq!((answer(&error), headers(&error)), (answer(&inner()), headers(&inner())));
    assert_eq!(Outer::catalog().iter().count(), Error::catalog().iter().count());
}
