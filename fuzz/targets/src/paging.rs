//! `Paging` and `next_page` lead a client through all pages of a list.
//!
//! An input is a line with a query, a line `<total> <max limit>`, a line of `Link` headers that
//! carriage returns separate, and the URL of the list. Invalid numbers become 7 and 3.

use std::fmt::Write as _;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum_core::extract::FromRequestParts;
use ocpi_status::axum::OcpiQuery;
use ocpi_status::http::{HeaderMap, HeaderValue, Request, Uri};
use ocpi_status::{OcpiResponse, Paging, Reply, Timestamp, next_page};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

const NAMES: [&str; 4] = ["date_from", "date_to", "offset", "limit"];

/// Reads a query, writes the links of its pages, and reads other links.
///
/// # Panics
///
/// If the result is not the expected one.
pub fn run(data: &[u8]) {
    let mut lines = data.splitn(4, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let (query, numbers, headers) = (line(), line(), line());
    let url = String::from_utf8_lossy(line());
    let numbers = String::from_utf8_lossy(numbers);
    let mut numbers = numbers.split(' ').map(str::parse);
    let total = numbers.next().and_then(Result::ok).unwrap_or(7);
    let max_limit = numbers.next().and_then(Result::ok).unwrap_or(3);

    let paging = check_query(query).unwrap_or_default();
    check_page(&paging, total, max_limit, &url);
    check_all_pages(&paging, total.min(20), max_limit, &url);
    check_links(headers);
}

/// Reads a query with the extractor, by itself and flattened.
fn check_query(query: &[u8]) -> Option<Paging> {
    #[derive(Deserialize)]
    struct Filter {
        #[serde(flatten)]
        paging: Paging,
    }

    let uri = Uri::try_from([b"/?", query].concat()).ok()?;
    let expected = expect_paging(uri.query().unwrap_or_default());
    let paging = extract::<Paging>(&uri);
    let flat = extract::<Filter>(&uri).map(|filter| filter.paging);
    assert_eq!(paging.as_ref().ok(), flat.as_ref().ok(), "{uri}");
    match (paging, expected) {
        (Ok(paging), Ok(expected)) => {
            assert_eq!(paging, expected, "{uri}");
            Some(paging)
        }
        (Err(reply), Err(misfit)) => {
            assert_eq!((reply.http_status().as_u16(), reply.status_code().as_u16()), (200, 2001));
            let body: Value = serde_json::from_slice(reply.body()).expect("JSON");
            if let Some(name) = misfit {
                assert_eq!(body["data"][0]["path"], format!("/{name}"), "{uri}");
            }
            None
        }
        (paging, expected) => panic!("{uri}: {paging:?} {expected:?}"),
    }
}

fn extract<T: DeserializeOwned>(uri: &Uri) -> Result<T, Reply> {
    let mut parts = Request::get(uri).body(()).expect("a request").into_parts().0;
    let read = pin!(OcpiQuery::<T>::from_request_parts(&mut parts, &()));
    match read.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result.map(OcpiQuery::into_inner).map_err(Reply::from),
        Poll::Pending => panic!("nothing to wait for"),
    }
}

/// Reads a query, or returns the name of the parameter that is unreadable; none if it is there
/// twice.
fn expect_paging(query: &str) -> Result<Paging, Option<&'static str>> {
    let mut paging = Paging::default();
    let mut seen = Vec::new();
    for (name, value) in parameters(query) {
        let Some(name) = NAMES.into_iter().find(|known| *known == name) else { continue };
        if seen.contains(&name) {
            return Err(None);
        }
        seen.push(name);
        match name {
            "date_from" => paging.date_from = Some(value.parse().map_err(|_| Some(name))?),
            "date_to" => paging.date_to = Some(value.parse().map_err(|_| Some(name))?),
            "offset" => paging.offset = number(&value).ok_or(Some(name))?,
            _ => paging.limit = Some(number(&value).ok_or(Some(name))?),
        }
    }
    Ok(paging)
}

/// A number is digits, and no larger than 64 bits.
fn number(text: &str) -> Option<usize> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// The parameters of a query, decoded as those of HTML forms.
fn parameters(query: &str) -> Vec<(String, String)> {
    let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
    let pair = |parameter: &str| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        (decode(name), decode(value))
    };
    parameters.map(pair).collect()
}

fn decode(text: &str) -> String {
    let mut decoded = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        decoded.push(match (byte, tail) {
            (b'+', _) => b' ',
            (b'%', [high, low, tail @ ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                rest = tail;
                let digits = [*high, *low];
                let digits = str::from_utf8(&digits).expect("ASCII");
                u8::from_str_radix(digits, 16).expect("two digits")
            }
            _ => *byte,
        });
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The parts of an absolute URL of HTTP, without its fragment.
#[derive(Debug)]
struct Url {
    scheme: String,
    authority: String,
    path: String,
    query: String,
}

impl Url {
    fn split(url: &str) -> Option<Self> {
        let url = url.split('#').next()?;
        let (scheme, rest) = url.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let path = if path.is_empty() { "/" } else { path };
        let [authority, path, query] = [authority, path, query].map(encode);
        let is_http = scheme == "http" || scheme == "https";
        is_http.then_some(Self { scheme, authority, path, query })
    }

    /// Returns the name or the address between user and port.
    fn host(&self) -> &str {
        let host = self.authority.rsplit('@').next().unwrap_or_default();
        let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
        host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(host, _)| host)
    }

    /// Whether it is a name, and possibly a port, that every parser of URLs accepts.
    fn is_simple(&self) -> bool {
        let is_name =
            |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic());
        match self.authority.split_once(':') {
            Some((name, port)) => is_name(name) && matches!(port.parse(), Ok(1..=9999_u16)),
            None => is_name(&self.authority),
        }
    }
}

/// Percent-encodes what stands in no URL.
fn encode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut encoded = String::new();
    for (index, byte) in bytes.iter().enumerate() {
        let is_escape = || match bytes[index + 1..] {
            [high, low, ..] => high.is_ascii_hexdigit() && low.is_ascii_hexdigit(),
            _ => false,
        };
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}%".contains(byte)
            || *byte == b'%' && is_escape()
        {
            encoded.push(char::from(*byte));
        } else {
            // A `String` takes everything.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn reply(paging: &Paging, total: usize, max_limit: usize, url: &str) -> Reply {
    OcpiResponse::success([1]).with_page(paging, total, max_limit, url).into()
}

/// Writes the headers of one page.
fn check_page(paging: &Paging, total: usize, max_limit: usize, url: &str) {
    let reply = reply(paging, total, max_limit, url);
    let list = Url::split(url);
    if reply.status_code() == 3000 {
        assert!(!list.is_some_and(|list| list.is_simple()), "{url}");
        assert_eq!(reply.cause(), Some("header link: the URL of the page is not absolute"));
        assert_eq!(next_page(reply.headers()), None);
        return;
    }
    assert_eq!((reply.status_code().as_u16(), reply.cause()), (1000, None));
    let list = list.expect("an absolute URL");
    assert!(!list.host().is_empty(), "{url}");
    assert_eq!(reply.headers()["X-Total-Count"], *total.to_string());
    assert_eq!(reply.headers()["X-Limit"], *max_limit.max(1).to_string());

    let limit = paging.limit.map_or(max_limit, |limit| limit.min(max_limit)).max(1);
    assert_eq!(paging.limit(max_limit), limit);
    let offset = paging.offset.checked_add(limit).filter(|offset| *offset < total);
    let next = next_page(reply.headers());
    assert_eq!(next.is_some(), offset.is_some());
    let (Some(next), Some(offset)) = (next, offset) else {
        assert!(!reply.headers().contains_key("Link"));
        return;
    };
    check_next(next, &list, &Paging { offset, limit: Some(limit), ..paging.clone() });
    check_among_others(next, url);
}

/// Checks a link against the list and the page that it leads to.
fn check_next(next: &str, list: &Url, page: &Paging) {
    let uri: Uri = next.parse().expect("a URI");
    assert!(uri.scheme().is_some() && uri.host().is_some(), "{next}");
    assert!(!next.contains('#'), "{next}");
    let link = Url::split(next).expect("an absolute URL");
    assert_eq!(
        (&link.scheme, &link.authority, &link.path),
        (&list.scheme, &list.authority, &list.path)
    );

    let is_replaced = |name: &str| match name {
        "offset" | "limit" => true,
        "date_from" => page.date_from.is_some(),
        "date_to" => page.date_to.is_some(),
        _ => false,
    };
    let (own, carried): (Vec<_>, Vec<_>) =
        parameters(&link.query).into_iter().partition(|(name, _)| is_replaced(name));
    let mut foreign = parameters(&list.query);
    foreign.retain(|(name, _)| !is_replaced(name));
    assert_eq!(carried, foreign, "{next}");
    let count = 2 + usize::from(page.date_from.is_some()) + usize::from(page.date_to.is_some());
    assert_eq!(own.len(), count, "{next}");
    let value = |name: &str| own.iter().find(|(it, _)| it == name).map(|(_, value)| &**value);
    let date = |name: &str| value(name).and_then(|date| date.parse::<Timestamp>().ok());
    assert_eq!(value("offset").and_then(number), Some(page.offset), "{next}");
    assert_eq!(value("limit").and_then(number), page.limit, "{next}");
    assert_eq!((date("date_from"), date("date_to")), (page.date_from, page.date_to), "{next}");
    let is_dated = carried.iter().any(|(name, _)| NAMES.contains(&&**name));
    if !is_dated {
        assert_eq!(extract::<Paging>(&uri).ok().as_ref(), Some(page), "{next}");
    }
}

/// Follows the links from the first page on.
fn check_all_pages(paging: &Paging, total: usize, max_limit: usize, url: &str) {
    let mut paging = Paging { offset: 0, ..paging.clone() };
    let mut url = url.to_owned();
    let mut visits = vec![0; total];
    for _ in 0..=total {
        let end = paging.offset.saturating_add(paging.limit(max_limit)).min(total);
        visits[paging.offset..end].iter_mut().for_each(|visits| *visits += 1);
        let reply = reply(&paging, total, max_limit, &url);
        if reply.status_code() == 3000 {
            return;
        }
        let Some(next) = next_page(reply.headers()) else {
            assert!(visits.iter().all(|visits| *visits == 1), "{visits:?} {url}");
            return;
        };
        let parameters = parameters(next.split_once('?').expect("a query").1);
        let value = |name: &str| {
            let (_, value) = parameters.iter().find(|(it, _)| it == name).expect("a parameter");
            number(value).expect("a number")
        };
        paging.offset = value("offset");
        paging.limit = Some(value("limit"));
        next.clone_into(&mut url);
    }
    panic!("no end of pages: {url}");
}

/// Finds the link among others, with text of the input in between.
fn check_among_others(next: &str, text: &str) {
    let text = text.replace(|c: char| !matches!(c, ' '..='~'), "");
    let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
    let target = text.replace(['<', '>'], "");
    let other = format!("<{target}>; title=\"{quoted}\"; rel=\"prev\"");
    let link = format!("<{next}>; title=\"{quoted}\"; REL = \"last Next\"");
    for links in [
        &[format!("{other}, {link}")][..],
        &[format!("{link},{other}")],
        &[format!(",, {other} ,{link}; rel=prev")],
        &[other, link],
    ] {
        let mut headers = HeaderMap::new();
        for link in links {
            headers.append("Link", HeaderValue::from_str(link).expect("printable"));
        }
        assert_eq!(next_page(&headers), Some(next), "{links:?}");
    }
}

/// Reads links that another server may have sent.
fn check_links(links: &[u8]) {
    let mut headers = HeaderMap::new();
    for link in links.split(|byte| *byte == b'\r') {
        if let Ok(link) = HeaderValue::from_bytes(link) {
            headers.append("Link", link);
        }
    }
    let Some(next) = next_page(&headers) else { return };
    assert!(!next.is_empty() && next.trim() == next && !next.contains('>'), "{next:?}");
    let is_from = |link: &HeaderValue| {
        let Ok(link) = str::from_utf8(link.as_bytes()) else { return false };
        link.match_indices(next).any(|(start, _)| {
            let (before, after) = (&link[..start], &link[start + next.len()..]);
            let after = after.trim_start().strip_prefix('>').unwrap_or_default();
            let after = after.to_ascii_lowercase();
            before.trim_end().ends_with('<') && after.contains("rel") && after.contains("next")
        })
    };
    assert!(headers.get_all("Link").iter().any(is_from), "{next:?} of {headers:?}");
}
