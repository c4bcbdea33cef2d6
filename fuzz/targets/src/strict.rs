//! `read_request` reads the same values as `serde_json`, but refuses arrays in place of structs and
//! objects in place of variants without fields.
//!
//! An input is a body.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Debug};

use ocpi_status::read_request;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// A `T` that `serde_json` reads only from an object.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(Visitor(std::marker::PhantomData))
    }
}

/// A variant without fields that `serde_json` reads only from a string.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Name<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Name<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        T::deserialize(de::value::StringDeserializer::<D::Error>::new(name)).map(Name)
    }
}

/// The types under test, nested in other types.
macro_rules! types {
    ($module:ident $Object:ident $Name:ident) => {
        mod $module {
            use super::*;

            #[derive(Debug, Serialize, Deserialize)]
            #[serde(rename_all = "snake_case")]
            pub(super) enum Kind {
                Ac,
                Dc,
            }

            #[derive(Debug, Serialize, Deserialize)]
            #[serde(rename_all = "snake_case")]
            pub(super) enum Shape {
                New(u8),
                Pair(i64, Option<bool>),
                Boxed($Object<Evse>),
            }

            #[derive(Debug, Serialize, Deserialize)]
            pub(super) struct Evse {
                uid: String,
                #[serde(default)]
                n: f64,
                kind: Option<$Name<Kind>>,
            }

            #[derive(Debug, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub(super) struct Location<'a> {
                #[serde(borrow)]
                id: Cow<'a, str>,
                #[serde(default)]
                evses: Vec<$Object<Evse>>,
                shapes: Option<Vec<Shape>>,
                #[serde(default)]
                names: BTreeMap<i8, $Name<Kind>>,
            }
        }
    };
}

type Plain<T> = T;
types! { ours Plain Plain }
types! { theirs Object Name }

/// Reads a body.
///
/// # Panics
///
/// If the result is not the expected one.
pub fn run(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        assert!(read_request::<IgnoredAny>(data).is_err());
        return;
    };
    same::<(), ()>(text);
    same::<bool, bool>(text);
    same::<i64, i64>(text);
    same::<u128, u128>(text);
    same::<i128, i128>(text);
    same::<f64, f64>(text);
    same::<f32, f32>(text);
    same::<char, char>(text);
    same::<&str, &str>(text);
    same::<String, String>(text);
    same::<Value, Value>(text);
    same::<&RawValue, &RawValue>(text);
    same::<Vec<u64>, Vec<u64>>(text);
    same::<Vec<Option<f32>>, Vec<Option<f32>>>(text);
    same::<(u8, String, Vec<bool>), (u8, String, Vec<bool>)>(text);
    same::<BTreeMap<String, i8>, BTreeMap<String, i8>>(text);
    same::<BTreeMap<u8, Value>, BTreeMap<u8, Value>>(text);
    // serde_json 1.0.154 panics at a key such as "é" of a map with boolean keys.
    let _ = read_request::<BTreeMap<bool, char>>(data);
    same::<ours::Kind, Name<theirs::Kind>>(text);
    same::<Vec<ours::Shape>, Vec<theirs::Shape>>(text);
    same::<ours::Evse, Object<theirs::Evse>>(text);
    same::<ours::Location<'_>, Object<theirs::Location<'_>>>(text);
    same::<Vec<ours::Location<'_>>, Vec<Object<theirs::Location<'_>>>>(text);
}

/// Reads the text with this library and with `serde_json`.
#[track_caller]
fn same<'de, O, R>(text: &'de str)
where
    O: Deserialize<'de> + Serialize + Debug,
    R: Deserialize<'de> + Serialize + Debug,
{
    let ours = read_request::<O>(text.as_bytes());
    let theirs = serde_json::from_str::<R>(text);
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => assert_eq!(json(&ours), json(&theirs)),
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!("{ours:?} {theirs:?}"),
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}
