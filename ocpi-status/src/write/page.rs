//! Pages of a list.

use core::fmt::{self, Write as _};

use http::header::LINK;
use http::{HeaderMap, Uri};
use serde_core::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, Unexpected};

use super::response::OcpiResponse;
use crate::code;
use crate::timestamp::Timestamp;

/// The parameters of a request for a list: which objects, from which on, and how many.
///
/// It is read by `OcpiQuery`, also as a `#[serde(flatten)]` field beside filters of your own, and
/// [`OcpiResponse::with_page`] writes it into the link to the next page.
///
/// ```
/// use ocpi_status::{OcpiResponse, Paging, Reply};
///
/// let tokens = ["a", "b", "c", "d", "e"];
/// let paging = Paging { offset: 2, limit: Some(2), ..Paging::default() };
/// let page: Vec<_> = tokens.iter().skip(paging.offset).take(paging.limit(50)).collect();
///
/// let url = "https://example.com/ocpi/2.2.1/tokens";
/// let reply = Reply::from(OcpiResponse::success(page).with_page(&paging, tokens.len(), 50, url));
/// assert_eq!(reply.headers()["X-Total-Count"], "5");
/// assert_eq!(reply.headers()["Link"], format!("<{url}?offset=4&limit=2>; rel=\"next\""));
/// ```
///
/// Chapter "Transport and format", paginated request, OCPI 2.0-d2 and later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Paging {
    /// Only objects that were updated at this time or later.
    pub date_from: Option<Timestamp>,
    /// Only objects that were updated before this time.
    pub date_to: Option<Timestamp>,
    /// How many objects are before the page.
    pub offset: usize,
    /// How many objects the client wants at most; see [`limit`](Self::limit).
    pub limit: Option<usize>,
}

impl Paging {
    /// Returns how many objects the page has at most: what the client wants, but at least 1 and at
    /// most `max`, and `max` if the client does not say.
    #[must_use]
    pub fn limit(&self, max: usize) -> usize {
        // A page of none would link to itself.
        self.limit.unwrap_or(max).min(max).max(1)
    }

    /// Returns the URL of the next page, if there is one.
    fn next(&self, total: usize, max_limit: usize, url: &Uri) -> Option<String> {
        let limit = self.limit(max_limit);
        let offset = self.offset.checked_add(limit).filter(|next| *next < total)?;
        let mut parameters: Vec<_> = url
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|parameter| !parameter.is_empty() && !self.has(parameter))
            .map(str::to_owned)
            .collect();
        for (name, date) in [("date_from", self.date_from), ("date_to", self.date_to)] {
            parameters.extend(date.map(|date| format!("{name}={date}")));
        }
        parameters.push(format!("offset={offset}&limit={limit}"));
        let (scheme, authority) = (url.scheme_str()?, url.authority()?);
        Some(format!("{scheme}://{authority}{}?{}", url.path(), parameters.join("&")))
    }

    /// Tells whether a parameter of the URL is one that the next page has from here.
    fn has(&self, parameter: &str) -> bool {
        match &*decoded(parameter.split('=').next().unwrap_or_default()) {
            b"offset" | b"limit" => true,
            b"date_from" => self.date_from.is_some(),
            b"date_to" => self.date_to.is_some(),
            _ => false,
        }
    }
}

/// Decodes the name of a parameter: a client may percent-encode any character of it.
fn decoded(name: &str) -> Vec<u8> {
    let mut parts = name.split('%');
    let mut decoded = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        // `absolute` leaves no `%` without two digits.
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        decoded.extend(u8::from_str_radix(digits, 16));
        decoded.extend_from_slice(rest.as_bytes());
    }
    decoded
}

impl<T> OcpiResponse<T> {
    /// Sets the headers of a page: `X-Total-Count`, `X-Limit` and, if there are more objects, a
    /// `Link` to the next page.
    ///
    /// `total` is the number of objects that the request selects, on all pages, `max_limit` what
    /// was given to [`Paging::limit`]. `url` is the absolute URL of the list as the client knows
    /// it. Parameters in it, such as filters, are carried on, those of [`Paging`] replaced; a
    /// fragment is dropped, and what a URL cannot hold is percent-encoded.
    ///
    /// With a `url` that is not absolute the response becomes a server error (3000), as with any
    /// header that cannot be sent, whether there is a next page or not.
    ///
    /// Chapter "Transport and format", paginated response, OCPI 2.0-d2 and later.
    pub fn with_page(self, paging: &Paging, total: usize, max_limit: usize, url: &str) -> Self {
        let mut page =
            self.with_header("X-Total-Count", total).with_header("X-Limit", max_limit.max(1));
        let Some(url) = absolute(url) else {
            page.headers.refuse(&LINK, &"the URL of the page is not absolute");
            return page;
        };
        match paging.next(total, max_limit, &url) {
            Some(next) => page.append_header(LINK, format!("<{next}>; rel=\"next\"")),
            None => page,
        }
    }
}

/// Reads an absolute URL, in which what does not belong into one is percent-encoded.
fn absolute(url: &str) -> Option<Uri> {
    let bytes = url.as_bytes();
    let mut encoded = String::with_capacity(url.len());
    for (index, &byte) in bytes.iter().enumerate() {
        let is_escape = || {
            let digits = bytes.get(index + 1..index + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        let is_allowed = match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => false,
            b'%' => is_escape(),
            _ => byte.is_ascii_graphic(),
        };
        if is_allowed {
            encoded.push(char::from(byte));
        } else {
            // A `String` takes everything.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    let url: Uri = encoded.parse().ok()?;
    let is_absolute = matches!(url.scheme_str(), Some("http" | "https"))
        && url.host().is_some_and(|host| !host.is_empty());
    is_absolute.then_some(url)
}

/// Returns the URL of the next page of a list, from the headers of a response.
///
/// It reads every form of the header: several `Link` headers, several links in one, `rel` in any
/// place, with or without quotes, among other relations, in upper or lower case. A relative URL is
/// returned as it is.
///
/// ```
/// use ocpi_status::{http, next_page};
///
/// let mut headers = http::HeaderMap::new();
/// assert_eq!(next_page(&headers), None);
/// let link = r#"<https://example.com/tokens?offset=50>; rel="next""#;
/// headers.insert("Link", link.parse()?);
/// assert_eq!(next_page(&headers), Some("https://example.com/tokens?offset=50"));
/// # Ok::<(), http::header::InvalidHeaderValue>(())
/// ```
///
/// Chapter "Transport and format", paginated response, OCPI 2.0-d2 and later; RFC 8288.
#[must_use]
pub fn next_page(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(LINK)
        .iter()
        .filter_map(|links| str::from_utf8(links.as_bytes()).ok())
        .find_map(next_of)
}

/// Returns the target of the first link that is `rel="next"`.
fn next_of(links: &str) -> Option<&str> {
    let mut rest = links;
    loop {
        // Whatever stands before a link, such as an empty element of the list, is passed over.
        let (target, parameters) = rest.split_once('<')?.1.split_once('>')?;
        let (is_next, after) = is_next(parameters);
        if is_next && !target.trim().is_empty() {
            return Some(target.trim());
        }
        rest = after;
    }
}

/// Tells whether the parameters of a link, up to a comma, have `next` in `rel`; returns what
/// follows the comma.
fn is_next(parameters: &str) -> (bool, &str) {
    let mut rest = parameters;
    let mut is_next = None;
    loop {
        let end = rest.find([';', ',', '"']).unwrap_or(rest.len());
        let (mut parameter, mut after) = rest.split_at(end);
        let mut value = parameter.split_once('=').map_or("", |(_, value)| value.trim());
        if let Some(quoted) = after.strip_prefix('"') {
            (value, after) = split_quoted(quoted);
        }
        parameter = parameter.split('=').next().unwrap_or_default().trim();
        // Of several `rel` the first counts.
        if parameter.eq_ignore_ascii_case("rel") && is_next.is_none() {
            let mut relations = value.split_ascii_whitespace();
            is_next = Some(relations.any(|relation| relation.eq_ignore_ascii_case("next")));
        }
        let end = after.find([';', ',']).unwrap_or(after.len());
        match after.split_at(end).1.strip_prefix(';') {
            Some(more) => rest = more,
            None => return (is_next == Some(true), &after[end..]),
        }
    }
}

/// Splits a quoted string, whose first quote is gone, from the last quote and what follows it.
fn split_quoted(text: &str) -> (&str, &str) {
    let mut is_escaped = false;
    let end = text.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    text.split_at(end.unwrap_or(text.len()))
}

impl<'de> Deserialize<'de> for Paging {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct(
            "Paging",
            &["date_from", "date_to", "offset", "limit"],
            PagingVisitor,
        )
    }
}

struct PagingVisitor;

impl<'de> de::Visitor<'de> for PagingVisitor {
    type Value = Paging;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the parameters of a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Paging, A::Error> {
        let (mut date_from, mut date_to, mut offset, mut limit) = (None, None, None, None);
        while let Some(name) = map.next_key::<String>()? {
            match &*name {
                "date_from" => read(&mut map, "date_from", &mut date_from)?,
                "date_to" => read(&mut map, "date_to", &mut date_to)?,
                "offset" => read(&mut map, "offset", &mut offset)?,
                "limit" => read(&mut map, "limit", &mut limit)?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let number = |number: Option<Number>| number.map(|Number(number)| number);
        Ok(Paging { date_from, date_to, offset: number(offset).unwrap_or(0), limit: number(limit) })
    }
}

fn read<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    name: &'static str,
    value: &mut Option<T>,
) -> Result<(), A::Error> {
    if value.is_some() {
        return Err(de::Error::duplicate_field(name));
    }
    *value = map.next_value()?;
    Ok(())
}

/// A number, or digits: a field that is flattened gets the text of the parameter.
struct Number(usize);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of objects")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Number, E> {
                // Beyond the end of any list.
                Ok(Number(usize::try_from(number).unwrap_or(usize::MAX)))
            }

            fn visit_str<E: de::Error>(self, digits: &str) -> Result<Number, E> {
                match code::digits(digits) {
                    Some(number) => self.visit_u64(number),
                    None => Err(E::invalid_type(Unexpected::Other("text"), &self)),
                }
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}
