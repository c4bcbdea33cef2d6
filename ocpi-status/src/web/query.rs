//! The query of a request.

use std::borrow::Cow;

use serde_core::de::value::{CowStrDeserializer, MapDeserializer};
use serde_core::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde_core::forward_to_deserialize_any;

use crate::read::misfit::{Kind, Misfit};
use crate::read::request::RequestError;

/// Reads the query of a URL, in the form of HTML forms.
///
/// Its errors are those of JSON: 2001 with the name of the parameter as the path.
pub(crate) fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, RequestError> {
    let parameters = form_urlencoded::parse(query.as_bytes()).map(|(name, value)| {
        (Parameter { text: name.clone(), name: name.clone() }, Parameter { text: value, name })
    });
    T::deserialize(MapDeserializer::new(parameters))
        .map_err(|misfit| RequestError::not_expected(misfit.into_problem("")))
}

/// The name or the value of a parameter: text that is parsed as any type asks for.
struct Parameter<'a> {
    text: Cow<'a, str>,
    name: Cow<'a, str>,
}

impl<'de> IntoDeserializer<'de, Misfit> for Parameter<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Parameter<'de> {
    fn read<T>(
        self,
        read: impl FnOnce(CowStrDeserializer<'de, Misfit>) -> Result<T, Misfit>,
    ) -> Result<T, Misfit> {
        let Self { text, name } = self;
        read(text.into_deserializer()).map_err(|misfit| misfit.within(Some(&name)))
    }
}

macro_rules! parse {
    ($($deserialize:ident $visit:ident;)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            let value = self.text.parse().map_err(|_| Misfit::of(Kind::Invalid("")));
            let read = value.and_then(|value| visitor.$visit(value));
            read.map_err(|misfit| misfit.within(Some(&self.name)))
        }
    )*};
}

impl<'de> Deserializer<'de> for Parameter<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.read(|text| text.deserialize_any(visitor))
    }

    parse! {
        deserialize_bool visit_bool;
        deserialize_i8 visit_i8;
        deserialize_i16 visit_i16;
        deserialize_i32 visit_i32;
        deserialize_i64 visit_i64;
        deserialize_i128 visit_i128;
        deserialize_u8 visit_u8;
        deserialize_u16 visit_u16;
        deserialize_u32 visit_u32;
        deserialize_u64 visit_u64;
        deserialize_u128 visit_u128;
        deserialize_f32 visit_f32;
        deserialize_f64 visit_f64;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.read(|text| text.deserialize_enum(name, variants, visitor))
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::read_query;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Order {
        Newest,
        Oldest,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Newtype(u8);

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Page {
        limit: Option<u8>,
        is_full: Option<bool>,
        name: Option<String>,
        order: Option<Order>,
        newtype: Option<Newtype>,
        #[serde(default)]
        offset: i64,
    }

    #[test]
    fn reads_parameters_by_their_types() {
        let query = "limit=5&is_full=true&name=a%20b%2B+c&order=oldest&newtype=7&offset=-3";
        assert_eq!(
            read_query::<Page>(query).expect("a page"),
            Page {
                limit: Some(5),
                is_full: Some(true),
                name: Some("a b+ c".to_owned()),
                order: Some(Order::Oldest),
                newtype: Some(Newtype(7)),
                offset: -3,
            }
        );
        let pairs = read_query::<Vec<(String, u8)>>("a=1&b=2").expect("pairs");
        assert_eq!(pairs, [("a".to_owned(), 1), ("b".to_owned(), 2)]);
    }

    #[test]
    fn says_what_is_wrong_with_which_parameter() {
        for (query, problem) in [
            ("limit=x", "invalid value at /limit"),
            ("limit=256", "invalid value at /limit"),
            ("limit=", "invalid value at /limit"),
            ("is_full=1", "invalid value at /is_full"),
            ("order=hunter2", "expected one of `newest`, `oldest` at /order"),
            ("newtype=x", "invalid value at /newtype"),
            ("hunter/2=1", "unknown field at /hunter~12"),
            ("limit=1&limit=2", "duplicate field `limit`"),
        ] {
            let error = read_query::<Page>(query).expect_err(query);
            assert_eq!(error.to_string(), problem, "{query}");
        }
        let error = read_query::<std::collections::HashMap<String, Newtype>>("a=x");
        assert_eq!(error.expect_err("no number").to_string(), "invalid value at /a");
    }
}
