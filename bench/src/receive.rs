//! Reading requests and responses.

use std::hint::black_box;

use ocpi_kit::transport::OcpiResponse as KitResponse;
use ocpi_status::{
    Lenient, OcpiResponse, PeerError, Reply, RequestError, http, read_request, read_response,
};
use serde::Deserialize;

use crate::data::{Token, tokens};
use crate::measure::Side;
use crate::{NamedRow, Row};

pub(crate) const ROWS: [NamedRow; 9] = [
    ("read_response of a page of 1,000 tokens", response),
    ("read_response of 1,000 tokens as Lenient", lenient),
    ("read_request of a list of 1,000 tokens", request),
    ("read_response of an error whose data does not fit", response_that_does_not_fit),
    ("read_request of a bad body, 2 MB of letters", || bad_value("a")),
    ("read_request of a bad body, 2 MB of U+007F", || bad_value("\u{7f}")),
    ("read_request of a bad body, 2 MB of U+202E", || bad_value("\u{202e}")),
    ("read_request of a bad body, 2 MB of escapes", || bad_value("\\n")),
    ("read_request of a bad body, a name of 2 MB", bad_name),
];

fn read(body: &[u8]) -> Result<Vec<Token>, PeerError> {
    read_response(http::StatusCode::OK, body).map(|received| received.data)
}

fn read_list(list: &[u8]) -> Vec<Token> {
    serde_json::from_str(str::from_utf8(list).unwrap()).unwrap()
}

fn read_kit(body: &[u8]) -> serde_json::Result<KitResponse<Vec<Token>>> {
    serde_json::from_slice(body)
}

fn response() -> Row {
    let tokens = tokens();
    let body = Reply::from(OcpiResponse::success(&tokens)).into_body();
    let list = serde_json::to_vec(&tokens).unwrap();
    assert_eq!(read(&body).unwrap(), tokens);
    assert_eq!(read_list(&list), tokens);
    assert_eq!(read_kit(&body).unwrap().data.unwrap(), tokens);

    let same = body.clone();
    Row {
        sides: vec![
            Side::new("ours", move || read(black_box(&body))),
            Side::new("serde_json, the list alone", move || read_list(black_box(&list))).goal(1.05),
            Side::new("ocpi-kit", move || read_kit(black_box(&same))).goal(1.0),
        ],
        instructions: 4,
    }
}

fn request() -> Row {
    let tokens = tokens();
    let list = serde_json::to_vec(&tokens).unwrap();
    let axum = |list: &[u8]| axum::Json::<Vec<Token>>::from_bytes(list).unwrap().0;
    assert_eq!(read_request::<Vec<Token>>(&list).unwrap(), tokens);
    assert_eq!(axum(&list), tokens);

    let [same, again] = [list.clone(), list.clone()];
    Row {
        sides: vec![
            Side::new("ours", move || read_request::<Vec<Token>>(black_box(&list))),
            Side::new("serde_json", move || read_list(black_box(&same))).goal(1.05),
            Side::new("axum's Json", move || axum(black_box(&again))).goal(0.7),
        ],
        instructions: 4,
    }
}

fn lenient() -> Row {
    let tokens = tokens();
    let list = serde_json::to_string(&tokens).unwrap();
    let good = format!(r#"{{"data":{list},"status_code":1000}}"#).into_bytes();
    let one_in_ten = |list: &str| {
        let mut count = 0;
        list.split_inclusive("\"whitelist\":")
            .map(|part| {
                count += 1;
                if count % 10 == 1 {
                    part.replace("\"ALLOWED\"", "\"UNHEARD_OF\"")
                } else {
                    part.to_owned()
                }
            })
            .collect::<String>()
    };
    let bad = format!(r#"{{"data":{},"status_code":1000}}"#, one_in_ten(&list)).into_bytes();
    let read =
        |body: &[u8]| read_response::<Lenient<Token>>(http::StatusCode::OK, body).unwrap().data;
    assert_eq!(read(&good).items, tokens);
    let problems = read(&bad).problems.len();
    assert!((50..=100).contains(&problems), "{problems}");

    Row {
        sides: vec![
            Side::new("ours", move || read(black_box(&good))),
            Side::new("serde_json, the list alone", move || read_list(black_box(list.as_bytes())))
                .goal(1.5),
            Side::new("ours, one in ten bad", move || read(black_box(&bad))),
        ],
        instructions: 4,
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Narrow {
    #[expect(dead_code, reason = "it is never read")]
    id: u8,
}

#[derive(Debug, Deserialize)]
struct Wide {
    #[expect(dead_code, reason = "only its being read matters")]
    id: String,
}

const LONG: usize = 2_000_000;

/// A string where a number is expected, compared with the same body where a string is expected.
fn bad_value(text: &str) -> Row {
    let body = format!(r#"{{"id":"{}"}}"#, text.repeat(LONG / text.len()));
    bad(body, |body| read_request::<Wide>(body))
}

/// An unknown field, compared with the same body where a map is expected.
fn bad_name() -> Row {
    let body = format!(r#"{{"{}":1}}"#, "a".repeat(LONG));
    bad(body, |body| read_request::<std::collections::HashMap<String, u8>>(body))
}

fn bad<T: 'static>(body: String, good: fn(&[u8]) -> Result<T, RequestError>) -> Row {
    let body = body.into_bytes();
    let read = |body: &[u8]| Reply::from(read_request::<Narrow>(body).unwrap_err());
    assert!(good(&body).is_ok());
    assert_eq!(read(&body).status_code(), 2001);
    let same = body.clone();
    Row {
        sides: vec![
            Side::new("ours", move || read(black_box(&body))),
            Side::new("ours, where it fits", move || good(black_box(&same))).goal(3.0),
        ],
        instructions: 4,
    }
}

/// A response with 2001, whose `data` differs from that of a success in its last value.
fn response_that_does_not_fit() -> Row {
    let list = serde_json::to_string(&tokens()[..1]).unwrap();
    let error = |list: &str| {
        format!(
            r#"{{"data":{list},"status_code":2001,"status_message":"wrong token","timestamp":"2015-06-30T21:59:59Z"}}"#
        )
        .into_bytes()
    };
    let fitting = error(&list);
    let misfit = error(&list.replace("\"2018-12-10T17:16:15Z\"", "20181210171615000.00000"));
    for body in [&fitting, &misfit] {
        let result = read(body);
        assert!(matches!(result, Err(PeerError::Rejected(it)) if it.status_code() == 2001));
    }
    assert!(read_kit(&fitting).is_ok_and(|response| !response.is_success()));
    // ocpi-kit loses the code.
    assert!(read_kit(&misfit).is_err());

    let success = String::from_utf8(fitting.clone()).unwrap().replace("2001", "1000");
    assert!(read_kit(success.as_bytes()).is_ok_and(|response| response.is_success()));
    let [same, again] = [success.into_bytes(), misfit.clone()];
    Row {
        sides: vec![
            Side::new("ours", move || read(black_box(&misfit))),
            Side::new("ours, data that fits", move || read(black_box(&fitting))).goal(2.0),
            Side::new("ocpi-kit, a success", move || read_kit(black_box(&same))).goal(1.0),
            Side::new("ocpi-kit, which loses the code", move || read_kit(black_box(&again))),
        ],
        instructions: 1000,
    }
}
