//! The deserializer of every body: it reads JSON as `serde_json` does, but refuses arrays where an
//! object is due, and its errors hold the place and no value.

use core::str::FromStr;
use std::borrow::Cow;
use std::sync::LazyLock;

use serde_core::de::value::{BorrowedStrDeserializer, MapDeserializer, StringDeserializer};
use serde_core::de::{Deserialize, Deserializer, Visitor};

use super::access::{Elements, Members};
use super::lenient::{Attempt, ELEMENT, SINGLE};
use super::misfit::{Json, Kind, Misfit, Result};
use super::reader::{Reader, Text};

/// Reads a text as a `T`, which may borrow from it.
pub(crate) fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader).map_err(|misfit| misfit.at(reader.at))?;
    reader.end()?;
    Ok(value)
}

/// The names by which the types of `serde_json` ask for the text itself.
const RAW_VALUE: &str = "$serde_json::private::RawValue";
const NUMBER: &str = "$serde_json::private::Number";

/// Whether another crate has switched on `arbitrary_precision`: numbers then keep their text.
static KEEPS_NUMBERS: LazyLock<bool> = LazyLock::new(|| {
    serde_json::from_str::<serde_json::Number>("1.00").is_ok_and(|it| it.to_string() == "1.00")
});

const OUT_OF_RANGE: Kind = Kind::Invalid("a number out of range");
const SURROGATE: Kind = Kind::Invalid("half of a surrogate pair");

impl<'de> Reader<'de> {
    /// The error of a value whose type is not the expected one.
    #[cold]
    fn wrong_type(&mut self, expected: Json) -> Misfit {
        match self.json() {
            Ok(found) => self.misfit(Kind::Type { expected: Some(expected), found: Some(found) }),
            Err(malformed) => malformed,
        }
    }

    /// Reads a value of one type.
    #[inline]
    fn only<T>(&mut self, expected: Json, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.json()? != expected {
            return match expected {
                Json::Number | Json::Boolean if self.is_name => self.name(read),
                _ => Err(self.wrong_type(expected)),
            };
        }
        match expected {
            // It may be about a value inside, which serde has buffered.
            Json::Array | Json::Object => read(self),
            _ => read(self).map_err(|it| it.expecting(expected)),
        }
    }

    /// Reads the name of a member as a number or a boolean, without escapes and space around it.
    fn name<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let at = self.at;
        if let Text::Plain(name) = self.string()?
            && name.trim_ascii() == name
        {
            let mut reader = Self::new(name);
            if let (Ok(value), Ok(())) = (read(&mut reader), reader.end()) {
                return Ok(value);
            }
        }
        Err(Misfit::of(Kind::Invalid("")).at(at))
    }

    fn null<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.word("null")?;
        visitor.visit_unit()
    }

    fn boolean<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        visitor.visit_bool(self.bool()?)
    }

    /// Reads a number. `other` gets a fraction, an exponent, `-0`, or an integer of more than 64
    /// bits.
    #[inline]
    fn number_or<V: Visitor<'de>>(
        &mut self,
        visitor: V,
        other: impl FnOnce(&'de str, V) -> Result<V::Value>,
    ) -> Result<V::Value> {
        let text = self.value()?;
        if let Ok(number) = text.parse() {
            return visitor.visit_u64(number);
        }
        match text.parse() {
            Ok(number @ ..0) => visitor.visit_i64(number),
            _ => other(text, visitor),
        }
    }

    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.number_or(visitor, visit_float)
    }

    /// Reads a number that is an integer of more than 64 bits.
    fn integer<V: Visitor<'de>, T: FromStr>(
        &mut self,
        visitor: V,
        visit: fn(V, T) -> Result<V::Value>,
    ) -> Result<V::Value> {
        self.number_or(visitor, |text, visitor| match text.parse() {
            Ok(integer) => visit(visitor, integer),
            Err(_) => visit_float(text, visitor),
        })
    }

    #[inline]
    fn text<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.string()?.decode() {
            Some(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Some(Cow::Owned(text)) => visitor.visit_string(text),
            None => Err(self.misfit(SURROGATE)),
        }
    }

    /// Reads a variant that is a string, and so has no fields.
    fn unit_variant<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.string()?.decode() {
            Some(Cow::Borrowed(name)) => visitor.visit_enum(BorrowedStrDeserializer::new(name)),
            Some(Cow::Owned(name)) => visitor.visit_enum(StringDeserializer::new(name)),
            None => Err(self.misfit(SURROGATE)),
        }
        .map_err(|it| it.expecting(Json::Object))
    }

    fn list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.array(None, visitor)
    }

    #[inline]
    fn array<V: Visitor<'de>>(&mut self, len: Option<usize>, visitor: V) -> Result<V::Value> {
        self.enter()?;
        let mut elements = Elements { reader: self, index: 0 };
        let value = visitor.visit_seq(&mut elements).map_err(|it| it.expecting_len(len))?;
        let index = elements.index;
        self.leave_array(index, len)?;
        Ok(value)
    }

    #[inline]
    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.enter()?;
        let value = visitor.visit_map(&mut Members { reader: self, name_at: 0 })?;
        self.leave_object()?;
        Ok(value)
    }
}

fn visit_float<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value> {
    match text.parse::<f64>() {
        Ok(float) if float.is_finite() => visitor.visit_f64(float),
        _ => Err(Misfit::of(OUT_OF_RANGE)),
    }
}

/// Passes on the text of a number, if numbers keep it. A float whose text is the canonical one stays
/// a float, for types that take nothing else.
fn visit_number_text<'de, V: Visitor<'de>>(text: &'de str, visitor: V) -> Result<V::Value> {
    let is_float = || text.parse::<f64>().is_ok_and(|float| format!("{float:?}") == text);
    if *KEEPS_NUMBERS && !is_float() {
        visit_text(NUMBER, text, visitor)
    } else {
        visit_float(text, visitor)
    }
}

/// Passes on the text that a type of `serde_json` asks for.
fn visit_text<'de, V: Visitor<'de>>(
    name: &'static str,
    text: &'de str,
    visitor: V,
) -> Result<V::Value> {
    let text = BorrowedStrDeserializer::new(text);
    visitor.visit_map(MapDeserializer::new(core::iter::once((name, text))))
}

/// Methods that read one type of JSON: `method(arguments) ..: type, function;`.
macro_rules! only {
    ($($($method:ident $(($($argument:tt: $type:ty),*))?)+: $json:ident, $read:expr;)*) => {$($(
        #[inline]
        fn $method<V: Visitor<'de>>(
            self,
            $($($argument: $type,)*)?
            visitor: V,
        ) -> Result<V::Value> {
            self.only(Json::$json, |reader| $read(reader, visitor))
        }
    )+)*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.json()? {
            Json::Null => self.null(visitor),
            Json::Boolean => self.boolean(visitor),
            Json::Number => self.number_or(visitor, visit_number_text),
            Json::String => self.text(visitor),
            Json::Array => self.list(visitor),
            Json::Object => self.object(visitor),
        }
    }

    only! {
        deserialize_unit deserialize_unit_struct(_: &'static str): Null, Reader::null;
        deserialize_bool: Boolean, Reader::boolean;
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f64: Number, Reader::number;
        deserialize_f32: Number, |reader: &mut Reader<'de>, visitor: V| {
            reader.number_or(visitor, |text, visitor| match text.parse::<f32>() {
                Ok(float) if float.is_finite() => visitor.visit_f32(float),
                _ => Err(Misfit::of(OUT_OF_RANGE)),
            })
        };
        deserialize_i128: Number, |reader: &mut Reader<'de>, visitor: V| {
            reader.integer(visitor, V::visit_i128)
        };
        deserialize_u128: Number, |reader: &mut Reader<'de>, visitor: V| {
            reader.integer(visitor, V::visit_u128)
        };
        deserialize_char deserialize_str deserialize_string
        deserialize_identifier: String, Reader::text;
        deserialize_seq: Array, Reader::list;
        deserialize_tuple(len: usize)
        deserialize_tuple_struct(_: &'static str, len: usize):
            Array, |reader: &mut Reader<'de>, visitor: V| reader.array(Some(len), visitor);
        // Unlike `serde_json`, a struct takes no array.
        deserialize_map
        deserialize_struct(_: &'static str, _: &'static [&'static str]): Object, Reader::object;
    }

    /// Bytes are a string, which may hold half of a surrogate pair, or an array.
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.peek() {
            Some(b'[') => self.list(visitor),
            _ => self.only(Json::String, |reader| match reader.string()?.bytes() {
                Cow::Borrowed(bytes) => visitor.visit_borrowed_bytes(bytes),
                Cow::Owned(bytes) => visitor.visit_byte_buf(bytes),
            }),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_bytes(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.peek() {
            Some(b'n') => {
                self.word("null")?;
                visitor.visit_none()
            }
            _ => visitor.visit_some(self),
        }
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        match name {
            RAW_VALUE => visit_text(RAW_VALUE, self.skip()?, visitor),
            ELEMENT | SINGLE => visitor.visit_seq(Attempt { reader: self, name, misfit: None }),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.peek() {
            Some(b'"') => self.unit_variant(visitor),
            Some(b'{') => {
                let start = self.at;
                self.enter()?;
                let members = Members { reader: self, name_at: 0 };
                let value = visitor.visit_enum(members).map_err(|it| it.at(start))?;
                self.leave_object()?;
                Ok(value)
            }
            _ => Err(self.wrong_type(Json::String)),
        }
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }
}
