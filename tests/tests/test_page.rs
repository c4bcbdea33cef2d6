//! Pages of a list: the parameters of a request, and the link to the next page.

use ocpi_status::http::{HeaderMap, HeaderValue};
use ocpi_status::{OcpiResponse, Paging, Reply, Timestamp, next_page};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;

const URL: &str = "https://example.com/ocpi/2.2.1/tokens";

fn page(offset: usize, limit: impl Into<Option<usize>>) -> Paging {
    Paging { offset, limit: limit.into(), ..Paging::default() }
}

fn reply(paging: &Paging, total: usize, max_limit: usize, url: &str) -> Reply {
    Reply::from(OcpiResponse::success([1]).with_page(paging, total, max_limit, url))
}

fn link(paging: &Paging, total: usize, max_limit: usize, url: &str) -> Option<String> {
    let reply = reply(paging, total, max_limit, url);
    assert_eq!((reply.status_code().as_u16(), reply.cause()), (1000, None), "{url}");
    next_page(reply.headers()).map(str::to_owned)
}

#[test]
fn links_to_the_next_page_when_there_are_more_objects() {
    for (paging, total, next) in [
        (page(0, None), 0, None),
        (page(0, None), 50, None),
        (page(0, None), 51, Some("offset=50&limit=50")),
        (page(0, 10), 51, Some("offset=10&limit=10")),
        (page(40, 10), 51, Some("offset=50&limit=10")),
        (page(41, 10), 51, None),
        (page(0, 1000), 51, Some("offset=50&limit=50")),
        (page(0, 0), 51, Some("offset=1&limit=1")),
        (page(60, 10), 51, None),
        (page(usize::MAX, usize::MAX), usize::MAX, None),
    ] {
        let reply = reply(&paging, total, 50, URL);
        assert_eq!(reply.headers()["X-Total-Count"], HeaderValue::from(total));
        assert_eq!(reply.headers()["X-Limit"], "50");
        let link = next.map(|next| format!("<{URL}?{next}>; rel=\"next\""));
        let sent = reply.headers().get("Link").map(|link| link.to_str().expect("ASCII"));
        assert_eq!(sent, link.as_deref(), "{paging:?} of {total}");
    }
}

#[test]
fn ends_when_every_page_is_followed() {
    for (total, limit, max_limit) in [(7, 0, 3), (7, 3, 3), (7, 9, 3), (7, 3, 0), (1, 1, 1)] {
        let mut paging = page(0, limit);
        let mut objects = 0;
        for _ in 0..10 {
            objects += (total - paging.offset).min(paging.limit(max_limit));
            let Some(next) = link(&paging, total, max_limit, URL) else { break };
            let query = next.split_once('?').expect("a query").1;
            let (offset, limit) = query.split_once('&').expect("two parameters");
            let number = |text: &str| text.split_once('=').expect("a value").1.parse().ok();
            paging = page(number(offset).expect("a number"), number(limit));
        }
        assert_eq!(objects, total, "{limit} of at most {max_limit}");
    }
}

#[test]
fn keeps_all_query_parameters_in_the_link() {
    let date = |text: &str| text.parse::<Timestamp>().ok();
    let dated = Paging {
        date_from: date("2015-06-29T22:39:09.120+02:00"),
        date_to: date("2016-01-01"),
        ..page(0, 5)
    };
    assert_eq!(dated.date_to, None);
    let dated = Paging { date_to: date("2016-01-01T00:00:00"), ..dated };
    let parameters = "date_from=2015-06-29T20:39:09.120Z&date_to=2016-01-01T00:00:00Z";
    for (paging, query, next) in [
        (&dated, "", format!("{parameters}&offset=5&limit=5")),
        (&dated, "?", format!("{parameters}&offset=5&limit=5")),
        (
            &dated,
            "?a=1&b=%C3%A4+c&a=2",
            format!("a=1&b=%C3%A4+c&a=2&{parameters}&offset=5&limit=5"),
        ),
        (&dated, "?limit=9&date_from=x&a&offset=3", format!("a&{parameters}&offset=5&limit=5")),
        (&dated, "?date_to=x&a", format!("a&{parameters}&offset=5&limit=5")),
        (&page(0, 5), "?date_to=x", "date_to=x&offset=5&limit=5".to_owned()),
        (&page(0, 5), "?date_from=x&limits=1", "date_from=x&limits=1&offset=5&limit=5".to_owned()),
        (
            &page(0, 5),
            "?a=ä b\"<>\n%%41&c='(1,2);",
            "a=%C3%A4%20b%22%3C%3E%0A%25%41&c='(1,2);&offset=5&limit=5".to_owned(),
        ),
        (&page(0, 5), "?a=1#offset=7", "a=1&offset=5&limit=5".to_owned()),
    ] {
        let next = format!("{URL}?{next}");
        assert_eq!(link(paging, 50, 50, &format!("{URL}{query}")), Some(next), "{query}");
    }
}

#[test]
fn replaces_a_parameter_whose_name_is_percent_encoded() {
    let url = "https://cpo.example/tokens?of%66set=0&%6Cimit=2&%64ate_from=x&of%ffset=1&%=2&a%2";
    let paging = Paging { date_from: "2015-06-30T21:59:59Z".parse().ok(), ..page(0, 2) };
    let carried = "of%ffset=1&%25=2&a%252&date_from=2015-06-30T21:59:59Z&offset=2&limit=2";
    let expected = format!("https://cpo.example/tokens?{carried}");
    assert_eq!(link(&paging, 5, 50, url), Some(expected));
}

#[test]
fn keeps_scheme_host_port_and_path() {
    for (url, next) in [
        ("http://localhost:8080", "http://localhost:8080/"),
        ("HTTPS://example.com/a/", "https://example.com/a/"),
        ("https://[::1]:8443/a b/ä", "https://[::1]:8443/a%20b/%C3%A4"),
        ("https://user@example.com/%7Ea", "https://user@example.com/%7Ea"),
    ] {
        let next = format!("{next}?offset=1&limit=1");
        assert_eq!(link(&page(0, 1), 2, 1, url), Some(next));
    }
}

#[test]
fn responds_3000_when_the_url_is_not_absolute() {
    for url in [
        "",
        "/ocpi/tokens",
        "tokens?a=1",
        "//example.com/",
        "example.com/a",
        "ftp://a/b",
        "https:///a",
        "https://",
    ] {
        for total in [0, 100] {
            let reply = reply(&page(0, 5), total, 50, url);
            assert_eq!(
                (reply.http_status().as_u16(), reply.status_code().as_u16()),
                (200, 3000),
                "{url}"
            );
            assert_eq!(reply.cause(), Some("header link: the URL of the page is not absolute"));
            assert_eq!(next_page(reply.headers()), None);
        }
    }
}

fn next_of(links: &[&str]) -> Option<String> {
    let mut headers = HeaderMap::new();
    for link in links {
        headers.append("Link", HeaderValue::from_str(link).expect("a header"));
    }
    next_page(&headers).map(str::to_owned)
}

#[test]
fn reads_every_form_of_a_link() {
    for links in [
        &[r#"<N>; rel="next""#][..],
        &["<N>;rel=next"],
        &["<N> ; REL = NEXT"],
        &[r#"<N>; title="a, <b>; rel=prev"; rel="prev next last""#],
        &[r#"<N>; title="\", <x>; rel=next"; rel=next"#],
        &[r#"<N>; title; hreflang=de; rel="Next"; type="text/html""#],
        &[r#"<P>; rel="prev", <N>; rel="next", <L>; rel="last""#],
        &["<P>; rel=prev", "<N>; rel=next"],
        &[r#", ,<P>;rel="prev",,<N>;rel="next","#],
        &["<P>, <N>; rel=next"],
        &["< N >; rel=next; rel=prev"],
        &["<P>; rel=prev; rel=next, <N>; rel=next"],
        &["garbage", "<N>; rel=next"],
        &["<>; rel=next, <N>; rel=next"],
        &[r#"<N>; rel="next"#],
    ] {
        assert_eq!(next_of(links).as_deref(), Some("N"), "{links:?}");
    }
    let url = "https://example.com/a?b=1,2;c=%22&offset=50";
    assert_eq!(next_of(&[&format!("<{url}>; rel=\"next\"")]).as_deref(), Some(url));
}

#[test]
fn finds_no_next_page_when_no_link_has_rel_next() {
    for links in [
        &[][..],
        &[""],
        &["<P>; rel=prev"],
        &["<P>; rel=nextpage"],
        &[r#"<P>; rel="next-archive""#],
        &["<P>; rev=next"],
        &["<P>"],
        &["<P; rel=next"],
        &["P; rel=next"],
        &["rel=next"],
        &[r#"<P>; title="<N>; rel=next""#],
        &[r#"<P>; title="unterminated, <N>; rel=next"#],
        &["<P>; rel=prev; rel=next"],
        &["< >; rel=next"],
    ] {
        assert_eq!(next_of(links), None, "{links:?}");
    }
    let mut headers = HeaderMap::new();
    headers.append("Link", HeaderValue::from_bytes(b"<\xff>; rel=next").expect("bytes"));
    assert_eq!(next_page(&headers), None);
    headers.append("Link", HeaderValue::from_static("<N>; rel=next"));
    assert_eq!(next_page(&headers), Some("N"));
}

#[test]
fn reads_parameters_beside_others() {
    #[derive(Debug, Deserialize)]
    struct Filter {
        status: Option<String>,
        #[serde(flatten)]
        paging: Paging,
    }

    let (from, to) = ("2015-06-29T20:39:09Z", "2016-01-01T00:00:00Z");
    let object =
        json!({"status": "ok", "offset": 5, "limit": "7", "date_from": from, "date_to": to});
    let filter: Filter = serde_json::from_value(object).expect("a filter");
    assert_eq!(filter.status.as_deref(), Some("ok"));
    let expected = Paging { date_from: from.parse().ok(), date_to: to.parse().ok(), ..page(5, 7) };
    assert_eq!(filter.paging, expected);
}

#[test]
fn says_what_is_expected_when_a_parameter_has_another_type() {
    for (object, expected) in
        [(json!(true), "the parameters of a list"), (json!({"limit": []}), "a number of objects")]
    {
        let error = serde_json::from_value::<Paging>(object).expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}");
    }
}

proptest! {
    #[test]
    fn reads_any_header_without_panic(links in r#"[<>;,"= \\a-zA-Z]{0,40}"#, bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let mut headers = HeaderMap::new();
        headers.append("Link", HeaderValue::from_str(&links).expect("a header"));
        if let Ok(value) = HeaderValue::from_bytes(&bytes) {
            headers.append("Link", value);
        }
        let _ = next_page(&headers);
    }

    #[test]
    fn reads_the_link_that_it_writes(
        offset in 0..1_000_usize,
        limit in prop::option::of(0..1_000_usize),
        total in 0..1_000_usize,
        max_limit in 0..1_000_usize,
        rest in "\\PC{0,20}",
    ) {
        let paging = page(offset, limit);
        let reply = reply(&paging, total, max_limit, &format!("{URL}?a={rest}"));
        prop_assert_eq!(reply.status_code().as_u16(), 1000);
        let next = offset + paging.limit(max_limit);
        prop_assert_eq!(next_page(reply.headers()).is_some(), next < total);
        if let Some(url) = next_page(reply.headers()) {
            let parameters = format!("&offset={next}&limit={}", paging.limit(max_limit));
            prop_assert!(url.starts_with(URL) && url.ends_with(&parameters), "{}", url);
            prop_assert!(url.parse::<ocpi_status::http::Uri>().is_ok());
        }
    }
}

#[cfg(feature = "axum")]
mod query {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use axum::extract::FromRequestParts;
    use ocpi_status::axum::OcpiQuery;
    use ocpi_status::{Paging, Reply, http};
    use serde::Deserialize;
    use serde_json::Value;

    /// A page reads the same on its own and flattened.
    fn read(query: &str) -> Result<Paging, Reply> {
        #[derive(Deserialize)]
        struct Filter {
            #[serde(flatten)]
            paging: Paging,
        }

        let request = http::Request::get(format!("/?{query}")).body(()).expect("a request");
        let mut parts = request.into_parts().0;
        let mut context = Context::from_waker(Waker::noop());
        let flat = {
            let read = pin!(OcpiQuery::<Filter>::from_request_parts(&mut parts, &()));
            let Poll::Ready(flat) = read.poll(&mut context) else { panic!("ready at once") };
            flat.map(|OcpiQuery(Filter { paging })| paging)
        };
        let read = pin!(OcpiQuery::<Paging>::from_request_parts(&mut parts, &()));
        let Poll::Ready(paging) = read.poll(&mut context) else { panic!("ready at once") };
        let paging = paging.map(|OcpiQuery(paging)| paging);
        assert_eq!(flat.is_ok(), paging.is_ok(), "{query}");
        if let (Ok(flat), Ok(paging)) = (&flat, &paging) {
            assert_eq!(flat, paging);
        }
        paging.map_err(Reply::from)
    }

    #[test]
    fn reads_the_parameters_of_a_query() {
        assert_eq!(read("").ok(), Some(Paging::default()));
        let paging = Paging {
            date_from: "2015-06-29T20:39:09.500Z".parse().ok(),
            date_to: "2016-01-01T00:00:00Z".parse().ok(),
            offset: 50,
            limit: Some(0),
        };
        let query = "date_from=2015-06-29T22%3A39%3A09.5%2B02:00&a=1&date_to=2016-01-01T00:00:00&offset=50&limit=0";
        assert_eq!(read(query).ok(), Some(paging));
        let huge = read("limit=18446744073709551615").expect("a number");
        assert_eq!(huge.limit(50), 50);
    }

    #[test]
    fn responds_2001_with_the_name_when_a_parameter_is_unreadable() {
        for (name, values) in [
            ("limit", &["x", "-1", "%2B1", "1.5", "", "18446744073709551616", "%D9%A3"][..]),
            ("offset", &["x", "-1", "0x1"]),
            ("date_from", &["yesterday", "", "2015-06-29"]),
            ("date_to", &["1435610349"]),
        ] {
            for value in values {
                let Err(reply) = read(&format!("a=1&{name}={value}")) else { panic!("{value}") };
                assert_eq!(
                    (reply.http_status().as_u16(), reply.status_code().as_u16()),
                    (200, 2001)
                );
                let body: Value = serde_json::from_slice(reply.body()).expect("JSON");
                assert_eq!(body["data"][0]["path"], format!("/{name}"), "{body}");
            }
        }
        assert!(read("limit=1&limit=2").is_err());
    }
}
