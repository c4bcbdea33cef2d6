//! Reading serde's types: accepted values, refused values, and the messages.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Debug};

use ocpi_status::http::StatusCode as HttpStatus;
use ocpi_status::{PeerError, RequestError, read_request, read_response};
use serde::de::{self, DeserializeOwned, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// Returns the message of the error.
#[track_caller]
fn refused<'a, T: Deserialize<'a> + Debug>(body: &'a str) -> String {
    let error: RequestError = read_request::<T>(body.as_bytes()).expect_err(body);
    error.to_string()
}

#[track_caller]
fn read<'a, T: Deserialize<'a>>(body: &'a str) -> T {
    read_request(body.as_bytes()).unwrap_or_else(|error| panic!("{error}: {body}"))
}

/// Asserts that a response refuses the same `data`, in the same words.
#[track_caller]
fn refused_in_responses<T: DeserializeOwned + Debug>(data: &str) {
    let body = format!(r#"{{"data":{data},"status_code":1000}}"#);
    let error = read_response::<T>(HttpStatus::OK, body.as_bytes()).expect_err(data);
    let PeerError::Data { path, problem, .. } = error else { panic!("{error:?}") };
    let at = if path.is_empty() { String::new() } else { format!(" at {path}") };
    assert_eq!(format!("{problem}{at}"), refused::<T>(data));
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Evse {
    uid: String,
    level: Option<i8>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    Available,
    Charging(Evse),
    Reserved { until: u32 },
    Pair(u8, bool),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Location {
    id: String,
    evses: Vec<Evse>,
    status: Option<Status>,
}

#[test]
fn refuses_arrays_in_place_of_structs_at_any_depth() {
    for (body, message) in [
        (r#"["LOC1",[],null]"#, "expected an object, found an array"),
        ("[]", "expected an object, found an array"),
        (r#"[{"id":"LOC1","evses":[]}]"#, "expected an object, found an array"),
        (r#"{"id":"LOC1","evses":[["1",2]]}"#, "expected an object, found an array at /evses/0"),
        (r#"{"id":"LOC1","evses":[{},[]]}"#, "expected an object, found an array at /evses/1"),
        (
            r#"{"id":"LOC1","evses":[],"status":{"RESERVED":[5]}}"#,
            "expected an object, found an array at /status/RESERVED",
        ),
        (
            r#"{"id":"LOC1","evses":[],"status":{"CHARGING":["1"]}}"#,
            "expected an object, found an array at /status/CHARGING",
        ),
    ] {
        assert_eq!(refused::<Location>(body), message, "{body}");
        refused_in_responses::<Location>(body);
    }
    // serde_json accepts them.
    assert!(serde_json::from_str::<Location>(r#"["LOC1",[],null]"#).is_ok());
    assert_eq!(refused::<Evse>("[]"), "expected an object, found an array");
    assert!(serde_json::from_str::<Evse>("[]").is_ok());
}

#[test]
fn refuses_variants_of_another_shape() {
    for (json, expected) in [
        (r#""AVAILABLE""#, Status::Available),
        (r#"{"CHARGING":{"uid":"1"}}"#, Status::Charging(Evse { uid: "1".into(), level: None })),
        (r#"{"RESERVED":{"until":5}}"#, Status::Reserved { until: 5 }),
        (r#" { "PAIR" : [ 5 , true ] } "#, Status::Pair(5, true)),
    ] {
        assert_eq!(read::<Status>(json), expected);
    }
    let names = "expected one of `AVAILABLE`, `CHARGING`, `RESERVED`, `PAIR`";
    for (json, message) in [
        (r#"{"AVAILABLE":null}"#, "expected a string, found an object"),
        (r#"{"AVAILABLE":{}}"#, "expected a string, found an object"),
        (r#""CHARGING""#, "expected an object, found a string"),
        (r#""RESERVED""#, "expected an object, found a string"),
        (r#""PAIR""#, "expected an object, found a string"),
        (r#"{"PAIR":[5]}"#, "expected 2 elements, found 1 at /PAIR"),
        (r#"{"PAIR":{"0":5}}"#, "expected an array, found an object at /PAIR"),
        (r#""hunter2""#, names),
        (r#"{"hunter2":1}"#, names),
        (r#""""#, names),
        ("5", "expected a string, found a number"),
        ("null", "expected a string, found null"),
        ("[]", "expected a string, found an array"),
        ("{}", "expected a string, found an object"),
        (r#"{"CHARGING":{},"RESERVED":{}}"#, "invalid value"),
    ] {
        assert_eq!(refused::<Status>(json), message, "{json}");
        refused_in_responses::<Vec<Status>>(&format!("[{json}]"));
    }
    // A variant is also a string as a key of a map.
    assert_eq!(read::<HashMap<Unit, u8>>(r#"{"Only":1}"#), HashMap::from([(Unit::Only, 1)]));
    assert_eq!(refused::<HashMap<Unit, u8>>(r#"{"x":1}"#), "expected one of `Only` at /x");
}

#[derive(Debug, PartialEq, Eq, Hash, Deserialize)]
enum Unit {
    Only,
}

#[test]
fn names_types_as_json_does() {
    const VALUES: [(&str, &str); 6] = [
        ("null", "null"),
        ("true", "a boolean"),
        ("5", "a number"),
        (r#""text""#, "a string"),
        ("[]", "an array"),
        ("{}", "an object"),
    ];

    fn check<T: DeserializeOwned + Debug>(expected: &str) {
        for (json, found) in VALUES {
            if found != expected {
                assert_eq!(refused::<T>(json), format!("expected {expected}, found {found}"));
                refused_in_responses::<Vec<T>>(&format!("[{json}]"));
            }
        }
    }

    #[derive(Debug, Deserialize)]
    struct UnitStruct;

    #[derive(Debug, Deserialize)]
    struct Newtype(#[expect(dead_code, reason = "only its type matters")] u8);

    #[derive(Debug, Deserialize)]
    struct Pair(
        #[expect(dead_code, reason = "only its type matters")] u8,
        #[expect(dead_code, reason = "only its type matters")] u8,
    );

    check::<()>("null");
    check::<UnitStruct>("null");
    check::<bool>("a boolean");
    check::<u8>("a number");
    check::<i64>("a number");
    check::<i128>("a number");
    check::<u128>("a number");
    check::<f32>("a number");
    check::<f64>("a number");
    check::<Newtype>("a number");
    check::<String>("a string");
    check::<char>("a string");
    check::<Cow<'_, str>>("a string");
    check::<Vec<u8>>("an array");
    for (json, found) in VALUES.into_iter().filter(|(json, _)| *json != "[]") {
        let message = format!("expected an array, found {found}");
        assert_eq!(refused::<(u8, u8)>(json), message);
        assert_eq!(refused::<[u8; 2]>(json), message);
        assert_eq!(refused::<Pair>(json), message);
    }
    check::<HashMap<String, u8>>("an object");
    check::<BTreeMap<u8, u8>>("an object");
}

#[test]
fn names_both_lengths_when_an_array_has_another_length() {
    #[derive(Debug, Deserialize)]
    struct Triple(
        #[expect(dead_code, reason = "only its length matters")] u8,
        #[expect(dead_code, reason = "only its length matters")] u8,
        #[expect(dead_code, reason = "only its length matters")] u8,
    );

    assert_eq!(refused::<(u8, u8, u8)>("[1,2]"), "expected 3 elements, found 2");
    assert_eq!(refused::<(u8, u8, u8)>("[]"), "expected 3 elements, found 0");
    assert_eq!(refused::<[u8; 3]>("[1,2]"), "expected 3 elements, found 2");
    assert_eq!(refused::<Triple>("[1,2]"), "expected 3 elements, found 2");
    assert_eq!(refused::<(u8, u8)>(r#"[1,2,"x",{"y":[]}]"#), "expected 2 elements, found 4");
    assert_eq!(refused::<[bool; 1]>("[true,true]"), "expected 1 element, found 2");
    assert_eq!(
        refused::<Vec<(u8, (u8, u8))>>("[[1,[2,3]],[1,[2]]]"),
        "expected 2 elements, found 1 at /1/1"
    );
    assert_eq!(refused::<(u8, u8)>("[1,2,}"), "the body is not JSON: line 1, column 6");
}

#[test]
fn reads_numbers_of_every_type_in_range() {
    macro_rules! integers {
        ($($int:ty)*) => {$(
            for value in [<$int>::MIN, <$int>::MIN + 1, 0, 1, 7, <$int>::MAX - 1, <$int>::MAX] {
                assert_eq!(read::<$int>(&value.to_string()), value);
            }
            for json in [format!("{}0", <$int>::MAX), format!("-{}0", <$int>::MAX)] {
                refused::<$int>(&json);
            }
            assert_eq!(refused::<$int>("1.5"), "expected an integer");
            assert_eq!(refused::<$int>("1.0"), "expected an integer");
            assert_eq!(refused::<$int>("1e2"), "expected an integer");
        )*};
    }
    integers! { u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 }
    assert_eq!(refused::<u8>("256"), "invalid value");
    assert_eq!(refused::<u8>("-1"), "invalid value");

    for json in ["0", "-0", "-0.0", "1.5", "-1e-7", "0.1", "5e-324", "1.7976931348623157e308"] {
        let expected: f64 = json.parse().expect("a number");
        assert_eq!(read::<f64>(json).to_bits(), expected.to_bits(), "{json}");
        let expected: f32 = json.parse().expect("a number");
        if expected.is_finite() {
            assert_eq!(read::<f32>(json).to_bits(), expected.to_bits(), "{json}");
        }
    }
    assert_eq!(refused::<f64>("1e309"), "invalid value");
    assert_eq!(refused::<f32>("1e39"), "invalid value");
    assert_eq!(refused::<Vec<f64>>("[1,-1e999]"), "invalid value at /1");
}

/// A number keeps its text only with the feature `arbitrary_precision`.
#[test]
fn reads_the_values_that_serde_json_reads() {
    for json in [
        "null",
        "[1,-1,18446744073709551615,-9223372036854775808]",
        "[18446744073709551616,-9223372036854775809,0.1,1.5e300,-0,-0.0,1E5,1.0,1e400]",
        r#"{"b":1,"a":{"c":[{}]},"b":"\u00e4\ud83d\ude00\/\"\\\b\f\n\r\t"}"#,
        r#"{"$serde_json::private::Number":"5"}"#,
        r#"{"$serde_json::private::RawValue":"5"}"#,
    ] {
        match serde_json::from_str::<Value>(json) {
            Ok(expected) => {
                let value = read::<Value>(json);
                assert_eq!(value, expected);
                assert_eq!(value.to_string(), expected.to_string());
            }
            Err(_) => assert!(refused::<Value>(json).starts_with("invalid value")),
        }
    }
    let number = read::<serde_json::Number>("1.10");
    assert_eq!(number.to_string(), serde_json::from_str::<Value>("1.10").unwrap().to_string());
}

#[test]
fn keeps_the_text_of_raw_values() {
    #[derive(Debug, Deserialize)]
    struct Raw<'a> {
        #[serde(borrow)]
        data: &'a RawValue,
        boxed: Option<Box<RawValue>>,
    }

    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for json in ["null", r#"{ "a" : [1e999, "\ud800"] }"#, "-0.10", r#""""#, &deep] {
        let body = format!("{{\"data\": {json} ,\"boxed\":\n{json}\t}}");
        let raw = read::<Raw<'_>>(&body);
        assert_eq!(raw.data.get(), json);
        assert_eq!(raw.boxed.map_or("null".to_owned(), |it| it.get().to_owned()), json);
        assert_eq!(read::<&RawValue>(&format!(" {json} ")).get(), json);
    }
}

#[test]
fn borrows_strings_without_escapes() {
    #[derive(Debug, Deserialize)]
    struct Borrowed<'a> {
        #[serde(borrow)]
        id: Cow<'a, str>,
    }

    let id = |body| read::<Borrowed<'_>>(body).id;
    assert!(matches!(id(r#"{"id":"A/1"}"#), Cow::Borrowed("A/1")));
    assert!(matches!(id(r#"{"id":"A\/1"}"#), Cow::Owned(id) if id == "A/1"));
    assert_eq!(read::<&str>(r#""A/1""#), "A/1");
    assert_eq!(refused::<&str>(r#""A\/1""#), "invalid value");
    assert_eq!(read::<char>(r#""\u00e4""#), 'ä');
    assert_eq!(refused::<char>(r#""ab""#), "invalid value");

    assert_eq!(refused::<String>(r#""\ud800""#), "invalid value");
    assert_eq!(refused::<String>(r#""\udc00\ud800""#), "invalid value");
    assert_eq!(read::<String>(r#""\ud83d\ude00\u0041""#), "😀A");
    for (escape, char) in [("b", '\u{8}'), ("f", '\u{c}'), ("n", '\n'), ("r", '\r'), ("t", '\t')] {
        assert_eq!(read::<char>(&format!("\"\\{escape}\"")), char);
    }
}

/// Accepts bytes in every form that a visitor can get.
#[derive(Debug, PartialEq)]
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BytesVisitor;

        impl<'de> Visitor<'de> for BytesVisitor {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Bytes, A::Error> {
                let mut bytes = Vec::new();
                while let Some(byte) = list.next_element()? {
                    bytes.push(byte);
                }
                Ok(Bytes(bytes))
            }
        }

        deserializer.deserialize_byte_buf(BytesVisitor)
    }
}

#[test]
fn reads_bytes_from_a_string_or_an_array() {
    for json in [r#""aä""#, r#""\ud800\u0000\/""#, r#""\ud83d\ude00""#, "[1,255]", r#""""#] {
        let expected: Bytes = serde_json::from_str(json).expect("bytes");
        assert_eq!(read::<Bytes>(json), expected, "{json}");
    }
    assert_eq!(refused::<Bytes>("5"), "expected a string, found a number");
    assert_eq!(refused::<Bytes>("[1,256]"), "invalid value at /1");
}

#[test]
fn reads_keys_of_maps_by_their_type() {
    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    struct Newtype(i16);

    assert_eq!(read::<BTreeMap<u8, u8>>(r#"{"5":1,"255":2}"#).len(), 2);
    assert_eq!(read::<BTreeMap<i128, u8>>(r#"{"-5":1}"#), BTreeMap::from([(-5, 1)]));
    assert_eq!(read::<BTreeMap<bool, u8>>(r#"{"true":1}"#), BTreeMap::from([(true, 1)]));
    assert_eq!(read::<BTreeMap<char, u8>>(r#"{"\u00e4":1}"#), BTreeMap::from([('ä', 1)]));
    assert_eq!(read::<BTreeMap<Newtype, u8>>(r#"{"7":1}"#), BTreeMap::from([(Newtype(7), 1)]));
    assert_eq!(
        read::<BTreeMap<Option<String>, u8>>(r#"{"a":1}"#),
        BTreeMap::from([(Some("a".to_owned()), 1)])
    );
    // serde_json 1.0.154 panics at this name.
    assert_eq!(refused::<BTreeMap<bool, u8>>(r#"{"é":1}"#), "invalid value at /é");
    for name in ["256", "x", "", " 5", "5 ", "5x", "1.5", r"\u0035x"] {
        let body = format!(r#"{{"{name}":1}}"#);
        let message = refused::<BTreeMap<u8, u8>>(&body);
        assert!(message.starts_with("invalid value at /"), "{message}: {body}");
    }
    assert_eq!(
        refused::<BTreeMap<u8, u8>>(r#"{"1":[]}"#),
        "expected a number, found an array at /1"
    );
}

#[test]
fn returns_400_when_a_name_has_no_quotes() {
    for body in ["{5:1}", "{true:1}", "{null:1}", "{[]:1}"] {
        for message in [
            refused::<BTreeMap<u8, u8>>(body),
            refused::<BTreeMap<bool, u8>>(body),
            refused::<HashMap<Option<String>, u8>>(body),
            refused::<Evse>(body),
        ] {
            assert_eq!(message, "the body is not JSON: line 1, column 2", "{body}");
        }
    }
}

#[test]
fn names_the_field_when_it_is_missing_unknown_or_invalid() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    #[expect(dead_code, reason = "only their names matter")]
    struct Fields {
        country_code: String,
        #[serde(default, deserialize_with = "halved")]
        limit: u8,
    }

    fn halved<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
        match u8::deserialize(deserializer)? {
            even if even.is_multiple_of(2) => Ok(even / 2),
            odd => Err(de::Error::custom(format_args!("{odd} is odd"))),
        }
    }

    for (body, message) in [
        ("{}", "missing field `country-code`"),
        (r#"{"limit":1}"#, "invalid value at /limit"),
        (r#"{"limit":"1"}"#, "expected a number, found a string at /limit"),
        (r#"{"hunter2":1}"#, "unknown field at /hunter2"),
        (r#"{"country-code":"","country\u002dcode":""}"#, "duplicate field `country-code`"),
        (r#"{"country-code":null}"#, "expected a string, found null at /country-code"),
    ] {
        assert_eq!(refused::<Fields>(body), message, "{body}");
    }
    let error = read_request::<Fields>(br#"{"limit":17}"#).expect_err("odd");
    assert!(!format!("{error} {error:?}").contains("17"));
    let cause = ocpi_status::Reply::from(error);
    assert_eq!(cause.cause(), Some("invalid value at /limit"));
    let error = read_request::<Fields>(br#"{"limit":17}"#).expect_err("odd");
    let source = std::error::Error::source(&error).expect("the text of the type");
    assert_eq!(source.to_string(), "17 is odd");
    read::<Fields>(r#"{"limit":4,"country-code":""}"#);
}

/// Serde reads these types from a buffer, which accepts arrays for structs.
#[test]
fn accepts_arrays_for_structs_inside_buffered_types() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Flattened {
        id: u8,
        #[serde(flatten)]
        rest: BTreeMap<String, Evse>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Number(u8),
        Evse(Evse),
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "type")]
    enum Internal {
        Evse(Evse),
        Holder { evse: Evse },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "type", content = "value")]
    enum Adjacent {
        Evse(Evse),
    }

    let evse = || Evse { uid: "1".into(), level: Some(2) };
    // Outside of the buffer, arrays are refused.
    assert_eq!(refused::<Flattened>("[5]"), "expected an object, found an array");
    assert_eq!(refused::<Adjacent>(r#"["Evse",{}]"#), "expected an object, found an array");
    assert_eq!(
        refused::<Adjacent>(r#"{"type":"Evse","value":["1",2]}"#),
        "expected an object, found an array at /value"
    );
    assert_eq!(
        read::<Adjacent>(r#"{"type":"Evse","value":{"uid":"1","level":2}}"#),
        Adjacent::Evse(evse())
    );
    // Inside, arrays are accepted, as documented.
    let flattened = read::<Flattened>(r#"{"id":5,"evse":["1",2]}"#);
    assert_eq!(flattened.rest["evse"], evse());
    assert_eq!(read::<Untagged>(r#"["1",2]"#), Untagged::Evse(evse()));
    assert_eq!(
        read::<Internal>(r#"{"type":"Holder","evse":["1",2]}"#),
        Internal::Holder { evse: evse() }
    );
    assert_eq!(read::<Adjacent>(r#"{"value":["1",2],"type":"Evse"}"#), Adjacent::Evse(evse()));
    // Valid values are read.
    let body = r#"{"uid":"1","level":2,"type":"Evse"}"#;
    assert_eq!(read::<Internal>(body), Internal::Evse(evse()));
    assert_eq!(read::<Untagged>("5"), Untagged::Number(5));
    assert_eq!(refused::<Untagged>("true"), "invalid value");
    assert_eq!(refused::<Internal>("{}"), "missing field `type`");
    assert_eq!(
        refused::<Internal>(r#"{"type":"hunter2"}"#),
        "expected one of `Evse`, `Holder` at /type"
    );
}

#[test]
fn reads_floats_inside_buffered_types() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Number {
        Integer(u64),
        Float(f64),
    }

    assert_eq!(read::<Number>("5"), Number::Integer(5));
    assert_eq!(read::<Number>("1.5"), Number::Float(1.5));
    assert_eq!(read::<Number>("1.0"), Number::Float(1.0));
    assert_eq!(read::<Number>("-7.25"), Number::Float(-7.25));
}

#[test]
fn limits_the_depth_of_types_but_not_of_ignored_values() {
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    read::<Value>(&nested(127));
    assert!(refused::<Value>(&nested(128)).starts_with("invalid value at /0/0"));
    read::<IgnoredAny>(&nested(1_000_000));
    read::<Evse>(&format!(r#"{{"x":{}}}"#, nested(1_000_000)));
}

#[test]
fn shortens_the_list_of_expected_variants() {
    macro_rules! long {
        ($($name:ident)*) => {
            #[derive(Debug, Deserialize)]
            enum Long { $($name),* }
        };
    }
    long! {
        ChademoConnectorOfTheFirstGeneration ChaojiConnectorOfTheFirstGeneration
        DomesticConnectorOfTypeA DomesticConnectorOfTypeB DomesticConnectorOfTypeC
        DomesticConnectorOfTypeD DomesticConnectorOfTypeE DomesticConnectorOfTypeF
        DomesticConnectorOfTypeG DomesticConnectorOfTypeH DomesticConnectorOfTypeI
    }
    let message = refused::<Long>(r#""x""#);
    assert!(message.starts_with("expected one of `ChademoConnectorOfTheFirstGeneration`, `"));
    assert!(message.ends_with(", …") && message.chars().count() <= 200, "{message}");
}

/// Returns the line for the log.
#[track_caller]
fn logged<'a, T: Deserialize<'a> + Debug>(body: &'a str) -> String {
    let error: RequestError = read_request::<T>(body.as_bytes()).expect_err(body);
    ocpi_status::Reply::from(error).cause().expect("a cause").to_owned()
}

#[test]
fn logs_why_a_value_is_refused_where_the_words_do_not_say() {
    let nested = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for (line, expected) in [
        (logged::<&str>(r#""a\/b""#), "a string with an escape cannot be borrowed"),
        (logged::<u8>("256"), "a number out of range"),
        (logged::<std::num::NonZeroU8>("0"), "a number out of range"),
        (logged::<String>(r#""\ud800""#), "half of a surrogate pair"),
        (logged::<Value>(&nested), "nested too deeply"),
    ] {
        assert!(line.contains(expected), "{line}");
    }
    assert!(!logged::<char>(r#""ab""#).contains("number"), "a string");
}

#[test]
fn names_what_was_found_when_a_type_accepts_nothing() {
    #[derive(Debug)]
    struct Nothing;

    impl<'de> Deserialize<'de> for Nothing {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct NothingVisitor;

            impl Visitor<'_> for NothingVisitor {
                type Value = Nothing;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("nothing")
                }
            }

            deserializer.deserialize_any(NothingVisitor)
        }
    }

    for (body, found) in [
        ("null", "null"),
        ("true", "a boolean"),
        ("1", "a number"),
        ("\"a\"", "a string"),
        ("[]", "an array"),
        ("{}", "an object"),
    ] {
        assert_eq!(
            logged::<Nothing>(body).split(": line").next(),
            Some(&*format!("unexpected type, found {found}"))
        );
    }
}

#[test]
fn shows_the_words_when_a_type_catches_the_error() {
    thread_local! {
        static CAUGHT: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
    }

    #[derive(Debug)]
    struct Catching;

    impl<'de> Deserialize<'de> for Catching {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let error = u8::deserialize(deserializer).expect_err("no number");
            CAUGHT.set(error.to_string());
            Err(error)
        }
    }

    refused::<Catching>("\"secret\"");
    assert_eq!(CAUGHT.take(), "expected a number, found a string");
}

#[test]
fn returns_400_when_a_comma_is_missing_or_too_many() {
    fn status<'a, T: Deserialize<'a> + Debug>(body: &'a str) -> u16 {
        let error = read_request::<T>(body.as_bytes()).expect_err(body);
        ocpi_status::Reply::from(error).http_status().as_u16()
    }

    for body in ["[,1]", "[1 2]", "[1,,2]", "[1,]"] {
        assert_eq!(status::<Vec<u8>>(body), 400, "{body}");
    }
    for body in [r#"{,"a":1}"#, r#"{"a":1 "b":2}"#, r#"{"a":1,,"b":2}"#, r#"{"a":1,}"#] {
        assert_eq!(status::<BTreeMap<String, u8>>(body), 400, "{body}");
    }
}

#[test]
fn reads_more_siblings_than_levels() {
    let list = format!("[{}[1]]", "[1],".repeat(300));
    assert_eq!(read::<Vec<Vec<u8>>>(&list).len(), 301);
    let list = format!("[{}{{\"a\":1}}]", "{\"a\":1},".repeat(300));
    assert_eq!(read::<Vec<BTreeMap<String, u8>>>(&list).len(), 301);
}

/// Nobody should, but a visitor can.
#[test]
fn reads_nothing_more_when_a_visitor_ignores_that_the_text_is_not_json() {
    struct Ignores;

    impl<'de> Deserialize<'de> for Ignores {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_seq(Self)
        }
    }

    impl<'de> Visitor<'de> for Ignores {
        type Value = Self;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self, A::Error> {
            let _ = elements.next_element::<IgnoredAny>();
            while elements.next_element::<IgnoredAny>().is_ok_and(|element| element.is_some()) {}
            Ok(self)
        }
    }

    assert!(read_request::<Ignores>(b"[[1],2]").is_ok());
    for body in ["[[,1]", "[[1,]", "[{1]", "[{\"a\" 1]", "[[1,]]", "[nul,1]"] {
        assert!(read_request::<Ignores>(body.as_bytes()).is_err(), "{body}");
    }
}
