//! Lists with bad elements, and lists of one in place of an object.

use std::error::Error;
use std::fmt::Debug;

use ocpi_status::http::StatusCode as HttpStatus;
use ocpi_status::{ItemProblem, Lenient, PeerError, Single, read_request, read_response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tests::{Location, kind};

#[derive(Debug, PartialEq, Deserialize)]
struct Evse {
    uid: String,
    #[serde(default)]
    connectors: Vec<u8>,
}

fn read<T: for<'a> Deserialize<'a>>(data: &str) -> Result<T, PeerError> {
    let body = format!(r#"{{"data":{data},"status_code":1000}}"#);
    read_response(HttpStatus::OK, body.as_bytes()).map(|received| received.data)
}

#[track_caller]
fn list<T: for<'a> Deserialize<'a>>(data: &str) -> Lenient<T> {
    read(data).unwrap_or_else(|error| panic!("{error}"))
}

fn said<T>(list: &Lenient<T>) -> Vec<String> {
    list.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn keeps_good_elements_when_others_are_bad() {
    let data = r#"[
        {"uid":"0"},
        {"uid":1},
        {"uid":"2","connectors":[1,"2"]},
        {},
        null,
        ["5"],
        {"uid":"6","unknown":[{"a":[]}]},
        "7"
    ]"#;
    let page = list::<Evse>(data);
    assert_eq!(page.items.iter().map(|it| &*it.uid).collect::<Vec<_>>(), ["0", "6"]);
    assert_eq!(
        said(&page),
        [
            "element 1: expected a string, found a number at /uid",
            "element 2: expected a number, found a string at /connectors/1",
            "element 3: missing field `uid`",
            "element 4: expected an object, found null",
            "element 5: expected an object, found an array",
            "element 7: expected an object, found a string",
        ]
    );
    let problem = &page.problems[1];
    assert_eq!((problem.index(), problem.path()), (2, "/connectors/1"));
    assert_eq!(problem.problem(), "expected a number, found a string");
    assert_eq!(problem.source().expect("a place").to_string(), "line 4, column 36");
    let missing = page.problems[2].source().expect("words").to_string();
    assert_eq!(missing, "missing field `uid`");
    let strict = serde_json::from_str::<Vec<Value>>(data).expect("a list");
    assert_eq!(strict.len(), page.items.len() + page.problems.len());
}

#[test]
fn reports_no_problems_when_every_element_is_good() {
    for (data, len) in
        [("[]", 0), (" [ ] ", 0), (r#"[{"uid":"1"}]"#, 1), (r#"[{"uid":"1"},{"uid":"2"}]"#, 2)]
    {
        let page = list::<Evse>(data);
        assert_eq!((page.items.len(), page.problems.len()), (len, 0), "{data}");
    }
}

#[test]
fn returns_no_items_when_every_element_is_bad() {
    let page = list::<Evse>("[1,[],{}]");
    assert_eq!((page.items.len(), page.problems.len()), (0, 3));
}

#[test]
fn refuses_data_that_is_not_a_list() {
    for (data, message) in [
        ("{}", "expected an array, found an object"),
        ("5", "expected an array, found a number"),
        (r#""[]""#, "expected an array, found a string"),
    ] {
        match read::<Lenient<Evse>>(data) {
            Err(PeerError::Data { problem, .. }) => assert_eq!(&*problem, message),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(
        kind(&read_response::<Lenient<Evse>>(HttpStatus::OK, br#"{"status_code":1000}"#)),
        "missing_data"
    );
    assert!(read::<Option<Lenient<Evse>>>("null").expect("none").is_none());
}

#[test]
fn refuses_a_malformed_body() {
    for body in ["[1,]", "[{]", r#"[{"uid":1,}]"#, "[1", "[01]", "[nul]", "[1}", "[1]]"] {
        let error = read_request::<Lenient<Evse>>(body.as_bytes()).expect_err(body);
        assert!(error.to_string().starts_with("the body is not JSON"), "{error}");
    }
}

#[test]
fn reads_lenient_lists_in_fields() {
    #[derive(Debug, Deserialize)]
    struct Site {
        id: String,
        evses: Lenient<Evse>,
        tags: Option<Lenient<u8>>,
        #[serde(default)]
        rest: Lenient<Lenient<u8>>,
    }

    let body =
        r#"{"evses":[{"uid":5},{"uid":"1"}],"tags":[1,"x",3],"rest":[[1,null],5,[[]]],"id":"S"}"#;
    let site: Site = read_request(body.as_bytes()).expect("a site");
    assert_eq!((site.id.as_str(), site.evses.items.len()), ("S", 1));
    assert_eq!(said(&site.evses), ["element 0: expected a string, found a number at /uid"]);
    let tags = site.tags.expect("tags");
    assert_eq!((tags.items.as_slice(), tags.problems[0].index()), (&[1, 3][..], 1));
    assert_eq!(site.rest.items.len(), 2);
    assert_eq!(said(&site.rest), ["element 1: expected an array, found a number"]);
    assert_eq!(said(&site.rest.items[0]), ["element 1: expected a number, found null"]);

    // An error outside of the lenient list refuses the request.
    let body = r#"{"evses":[{"uid":5}],"id":7}"#;
    let error = read_request::<Site>(body.as_bytes()).expect_err("no site");
    assert_eq!(error.to_string(), "expected a string, found a number at /id");
}

#[test]
fn reads_borrowed_and_deeply_nested_elements() {
    let body = br#"["a",5,"c"]"#.to_vec();
    let names = read_request::<Lenient<&str>>(&body).expect("a list");
    assert_eq!(names.items, ["a", "c"]);

    // The depth of a bad element does not add to that of the next.
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let data = format!("[{},1]", vec![deep.as_str(); 200].join(","));
    let page = list::<Value>(&data);
    assert_eq!((page.items.len(), page.problems.len()), (1, 200));
}

#[test]
fn reports_elements_that_are_not_utf8() {
    let page = list::<String>(r#"["a","\ud800","c"]"#);
    assert_eq!((page.items.len(), page.problems[0].problem()), (2, "invalid value"));
}

#[test]
fn refuses_a_list_with_too_many_bad_elements() {
    let data = |bad: usize| format!("[{}1]", r#""x","#.repeat(bad));
    assert_eq!(list::<u8>(&data(10_000)).problems.len(), 10_000);
    match read::<Lenient<u8>>(&data(10_001)) {
        Err(PeerError::Data { path, problem, .. }) => {
            assert_eq!((&*path, &*problem), ("/10000", "expected a number, found a string"));
        }
        other => panic!("{:?}", other.map(|list| list.items)),
    }
}

/// Serde's buffers and other deserializers read the types as plain lists.
#[test]
fn reads_as_a_plain_list_in_other_deserializers() {
    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        List(Lenient<u8>),
        One(Single<u8>),
    }

    assert_eq!(serde_json::from_str::<Lenient<u8>>("[1,2]").expect("a list").items, [1, 2]);
    assert!(serde_json::from_str::<Lenient<u8>>("[1,\"2\"]").is_err());
    let error = serde_json::from_str::<Lenient<u8>>("1").expect_err("no list").to_string();
    assert!(error.contains("expected a list"), "{error}");
    assert_eq!(serde_json::from_str::<Single<u8>>("1").expect("a number").0, 1);
    assert!(serde_json::from_str::<Single<u8>>("[1]").is_err());
    assert!(matches!(read("[1,2]"), Ok(Untagged::List(list)) if list.items == [1, 2]));
    assert!(matches!(read("1"), Ok(Untagged::One(Single(1)))));
    assert!(read::<Untagged>(r#"[1,"x"]"#).is_err());
}

#[test]
fn problems_implement_error_with_a_bounded_display() {
    const fn goes_anywhere<T: Error + Send + Sync + Clone + Unpin + 'static>() {}
    goes_anywhere::<ItemProblem>();
    assert!(size_of::<ItemProblem>() <= 80, "{}", size_of::<ItemProblem>());

    let name = "n".repeat(10_000);
    let page =
        list::<std::collections::HashMap<String, u8>>(&format!(r#"[{{"{name}":"hunter2"}}]"#));
    let problem = &page.problems[0];
    assert_eq!(problem.to_string(), "element 0: expected a number, found a string");
    assert!(!format!("{problem:?}").contains("hunter2"));
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Status {
    Available,
}

#[test]
fn reads_an_object_or_a_list_of_one() {
    for data in [r#"{"id":"LOC1"}"#, r#"[{"id":"LOC1"}]"#, r#" [ { "id" : "LOC1" } ] "#] {
        let location = read::<Single<Location>>(data).expect("a location");
        assert_eq!(location.id, "LOC1");
        assert_eq!(location.into_inner().id, "LOC1");
    }
    assert_eq!(read::<Single<u8>>("[5]").expect("a number").0, 5);
    assert_eq!(read::<Single<Status>>(r#"["Available"]"#).expect("a status").0, Status::Available);
    assert_eq!(read::<Single<Option<u8>>>("[5]").expect("a number").0, Some(5));
    assert_eq!(read::<Single<Option<u8>>>("null").expect("none").0, None);
    assert_eq!(read::<Vec<Single<u8>>>("[[1],2]").expect("numbers"), [Single(1), Single(2)]);
    // The type itself is a list.
    assert_eq!(read::<Single<Vec<u8>>>("[5]").expect("a list").0, [5]);
    assert!(read::<Single<Vec<u8>>>("[]").expect("a list").is_empty());
    assert_eq!(read::<Single<Value>>("[5]").expect("a list").0, serde_json::json!([5]));
}

#[test]
fn refuses_a_list_that_has_not_one_element() {
    fn said<T: for<'a> Deserialize<'a> + Debug>(data: &str) -> String {
        match read::<T>(data) {
            Err(PeerError::Data { path, problem, .. }) => format!("{problem} at {path}"),
            other => panic!("{other:?}"),
        }
    }

    for (data, message) in [
        ("[]", "expected 1 element, found 0 at "),
        (r#"[{"id":"1"},{"id":"2"},{}]"#, "expected 1 element, found 3 at "),
        (r#"[{"id":5}]"#, "expected a string, found a number at /0/id"),
        ("[{}]", "missing field `id` at /0"),
        (r#"[[{"id":"1"}]]"#, "expected an object, found an array at /0"),
        (r#"{"id":[]}"#, "expected a string, found an array at /id"),
        ("5", "expected an object, found a number at "),
    ] {
        assert_eq!(said::<Single<Location>>(data), message, "{data}");
    }
    assert_eq!(said::<Single<Vec<u8>>>(r#"["x"]"#), "expected a number, found a string at /0");
    let error = read_request::<Single<Location>>(br#"[{"id":"1"}"#).expect_err("malformed");
    assert!(error.to_string().starts_with("the body is not JSON"), "{error}");
}
