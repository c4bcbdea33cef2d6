//! The deserializer of every body: it reads JSON as `serde_json` does, but refuses arrays where an
//! object is due, and its errors hold the place and no value.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer, StringDeserializer};
use serde::de::{Deserialize, Deserializer, Visitor};

use super::access::{Elements, Members, ObjectVariant};
use super::lenient;
use super::misfit::{Json, Kind, Misfit, Problem};
use super::scan::{Lines, Number, Raw, Scanner};

/// Reads a text as a `T`, which may borrow from it.
pub(crate) fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Misfit> {
    let mut reader = Strict::new(text);
    let value = T::deserialize(&mut reader).map_err(|misfit| misfit.at(reader.scan.at))?;
    match reader.scan.end() {
        Some(()) => Ok(value),
        None => Err(reader.malformed()),
    }
}

/// A reader of one value after the other.
pub(crate) struct Strict<'de> {
    pub(super) scan: Scanner<'de>,
    depth: u8,
    /// The lines of the problems that were kept.
    lines: Lines,
}

/// As deep as `serde_json` goes: the types that are read recurse.
const MAX_DEPTH: u8 = 127;

/// The names by which the types of `serde_json` ask for the text itself.
pub(super) const RAW_VALUE: &str = "$serde_json::private::RawValue";
const NUMBER: &str = "$serde_json::private::Number";

/// Whether another crate has switched on `arbitrary_precision`: numbers then keep their text.
static KEEPS_NUMBERS: LazyLock<bool> = LazyLock::new(|| {
    serde_json::from_str::<serde_json::Number>("1.00").is_ok_and(|it| it.to_string() == "1.00")
});

impl<'de> Strict<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { scan: Scanner::new(text), depth: 0, lines: Lines::default() }
    }

    #[cold]
    pub(super) fn malformed(&self) -> Misfit {
        Misfit::new(Kind::Malformed, self.scan.at)
    }

    /// Describes the misfit of a value that is left out.
    #[cold]
    pub(super) fn problem(&mut self, misfit: Misfit) -> Problem {
        misfit.into_problem_with(self.scan.text(), &mut self.lines)
    }

    #[cold]
    pub(super) fn misfit(&self, kind: Kind) -> Misfit {
        Misfit::new(kind, self.scan.at)
    }

    /// The error of a value whose type is not the expected one.
    #[cold]
    pub(super) fn wrong_type(&mut self, expected: Json) -> Misfit {
        let found = match self.scan.peek() {
            Some(b'n') => Json::Null,
            Some(b't' | b'f') => Json::Boolean,
            Some(b'-' | b'0'..=b'9') => Json::Number,
            Some(b'"') => Json::String,
            Some(b'[') => Json::Array,
            Some(b'{') => Json::Object,
            _ => return self.malformed(),
        };
        self.misfit(Kind::Type { expected: Some(expected), found: Some(found) })
    }

    /// Returns to the start of a value that could not be read.
    pub(super) fn back_to(&mut self, Mark { at, depth }: Mark) {
        self.scan.at = at;
        self.depth = depth;
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.scan.at, depth: self.depth }
    }

    /// Enters the array or object that begins here.
    pub(super) fn enter(&mut self) -> Result<(), Misfit> {
        if self.depth == MAX_DEPTH {
            return Err(self.misfit(Kind::TooDeep));
        }
        self.depth += 1;
        self.scan.at += 1;
        Ok(())
    }

    /// Leaves an array or object. The reader must be at its end.
    pub(super) fn leave(&mut self, is_empty: bool, close: u8) -> Result<(), Misfit> {
        if self.next(is_empty, close)? {
            return Err(self.misfit(Kind::Surplus));
        }
        self.depth -= 1;
        self.scan.at += 1;
        Ok(())
    }

    #[inline]
    fn array<V: Visitor<'de>>(
        &mut self,
        len: Option<usize>,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        if self.scan.peek() != Some(b'[') {
            return Err(self.wrong_type(Json::Array));
        }
        self.enter()?;
        let mut elements = Elements { reader: self, index: 0 };
        let value = visitor.visit_seq(&mut elements).map_err(|it| it.expecting_len(len))?;
        let index = elements.index;
        if len == Some(index) {
            self.leave_tuple(index)?;
        } else {
            self.leave(index == 0, b']')?;
        }
        Ok(value)
    }

    /// Leaves an array after `len` elements, and counts those that are too many.
    pub(super) fn leave_tuple(&mut self, len: usize) -> Result<(), Misfit> {
        let mut found = len;
        while self.next(found == 0, b']')? {
            self.skip()?;
            found += 1;
        }
        if found > len {
            return Err(self.misfit(Kind::Length { expected: Some(len), found }));
        }
        self.leave(found == 0, b']')
    }

    #[inline]
    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Misfit> {
        if self.scan.peek() != Some(b'{') {
            return Err(self.wrong_type(Json::Object));
        }
        self.enter()?;
        let mut members = Members { reader: self, is_first: true, name_at: 0 };
        let value = visitor.visit_map(&mut members)?;
        let is_empty = members.is_first;
        self.leave(is_empty, b'}')?;
        Ok(value)
    }

    /// Moves to the next element or member; `false` if `close` is next.
    #[inline]
    pub(super) fn next(&mut self, is_first: bool, close: u8) -> Result<bool, Misfit> {
        self.scan.next(is_first, close).ok_or_else(|| self.malformed())
    }

    pub(super) fn skip(&mut self) -> Result<&'de str, Misfit> {
        self.scan.skip().ok_or_else(|| self.malformed())
    }

    #[inline]
    pub(super) fn string(&mut self) -> Result<Raw<'de>, Misfit> {
        self.scan.string().ok_or_else(|| self.malformed())
    }

    #[inline]
    pub(super) fn visit_string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Misfit> {
        match self.string()?.decode() {
            Some(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Some(Cow::Owned(text)) => visitor.visit_string(text),
            None => Err(self.misfit(Kind::Surrogate)),
        }
    }

    /// Reads a variant that is a string, and so has no fields.
    pub(super) fn visit_unit_variant<V: Visitor<'de>>(
        &mut self,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.string()?.decode() {
            Some(Cow::Borrowed(name)) => visitor.visit_enum(BorrowedStrDeserializer::new(name)),
            Some(Cow::Owned(name)) => visitor.visit_enum(StringDeserializer::new(name)),
            None => Err(self.misfit(Kind::Surrogate)),
        }
        .map_err(|it| it.expecting(Json::Object))
    }

    pub(super) fn visit_bytes<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Misfit> {
        match self.string()?.bytes() {
            Cow::Borrowed(bytes) => visitor.visit_borrowed_bytes(bytes),
            Cow::Owned(bytes) => visitor.visit_byte_buf(bytes),
        }
    }

    #[inline]
    fn number<V: Visitor<'de>>(
        &mut self,
        visitor: V,
        other: impl FnOnce(&'de str, V) -> Result<V::Value, Misfit>,
    ) -> Result<V::Value, Misfit> {
        if !matches!(self.scan.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.wrong_type(Json::Number));
        }
        match self.scan.number() {
            Some(Number::Unsigned(number)) => visitor.visit_u64(number),
            Some(Number::Negative(number)) => visitor.visit_i64(number),
            Some(Number::Other(text)) => other(text, visitor),
            None => Err(self.malformed()),
        }
        .map_err(|it| it.expecting(Json::Number))
    }
}

/// Where a value begins.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) at: usize,
    depth: u8,
}

fn visit_float<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, Misfit> {
    match text.parse::<f64>() {
        Ok(float) if float.is_finite() => visitor.visit_f64(float),
        _ => Err(Misfit::of(Kind::OutOfRange)),
    }
}

/// Passes on the text of a number, if numbers keep it. A float whose text is the canonical one stays
/// a float, for types that take nothing else.
fn visit_number_text<'de, V: Visitor<'de>>(text: &'de str, visitor: V) -> Result<V::Value, Misfit> {
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
) -> Result<V::Value, Misfit> {
    let text = BorrowedStrDeserializer::new(text);
    visitor.visit_map(MapDeserializer::new(core::iter::once((name, text))))
}

macro_rules! numbers {
    ($($method:ident: $other:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            self.number(visitor, $other)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Strict<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.scan.peek() {
            Some(b'"') => self.visit_string(visitor),
            Some(b'{') => self.object(visitor),
            Some(b'[') => self.array(None, visitor),
            Some(b'n') => self.deserialize_unit(visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            _ => self.number(visitor, visit_number_text),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let (word, value) = match self.scan.peek() {
            Some(b't') => ("true", true),
            Some(b'f') => ("false", false),
            _ => return Err(self.wrong_type(Json::Boolean)),
        };
        self.scan.word(word).ok_or_else(|| self.malformed())?;
        visitor.visit_bool(value).map_err(|it: Misfit| it.expecting(Json::Boolean))
    }

    numbers! {
        deserialize_i8: visit_float;
        deserialize_i16: visit_float;
        deserialize_i32: visit_float;
        deserialize_i64: visit_float;
        deserialize_u8: visit_float;
        deserialize_u16: visit_float;
        deserialize_u32: visit_float;
        deserialize_u64: visit_float;
        deserialize_f64: visit_float;
        deserialize_f32: |text, visitor| match text.parse::<f32>() {
            Ok(float) if float.is_finite() => visitor.visit_f32(float),
            _ => Err(Misfit::of(Kind::OutOfRange)),
        };
        deserialize_i128: |text, visitor| match text.parse() {
            Ok(integer) => visitor.visit_i128(integer),
            Err(_) => visit_float(text, visitor),
        };
        deserialize_u128: |text, visitor| match text.parse() {
            Ok(integer) => visitor.visit_u128(integer),
            Err(_) => visit_float(text, visitor),
        };
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.scan.peek() {
            Some(b'"') => self.visit_string(visitor).map_err(|it| it.expecting(Json::String)),
            _ => Err(self.wrong_type(Json::String)),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    /// Bytes are a string, which may hold half of a surrogate pair, or an array.
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.scan.peek() {
            Some(b'"') => self.visit_bytes(visitor).map_err(|it| it.expecting(Json::String)),
            Some(b'[') => self.array(None, visitor),
            _ => Err(self.wrong_type(Json::String)),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_bytes(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.scan.peek() {
            Some(b'n') => {
                self.scan.word("null").ok_or_else(|| self.malformed())?;
                visitor.visit_none()
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.scan.peek() {
            Some(b'n') => {
                self.scan.word("null").ok_or_else(|| self.malformed())?;
                visitor.visit_unit().map_err(|it: Misfit| it.expecting(Json::Null))
            }
            _ => Err(self.wrong_type(Json::Null)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_unit(visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match name {
            RAW_VALUE => {
                let text = self.skip()?;
                visit_text(RAW_VALUE, text, visitor)
            }
            lenient::LENIENT => lenient::visit_list(self, visitor),
            lenient::SINGLE => lenient::visit_single(self, visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.array(None, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.array(Some(len), visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_tuple(len, visitor)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.object(visitor)
    }

    /// Unlike `serde_json`, takes no array.
    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.scan.peek() {
            Some(b'"') => self.visit_unit_variant(visitor),
            Some(b'{') => {
                let start = self.mark();
                self.enter()?;
                if self.scan.next(true, b'}') == Some(false) {
                    self.back_to(start);
                    return Err(self.wrong_type(Json::String));
                }
                let value = visitor.visit_enum(ObjectVariant {
                    start,
                    name_at: self.scan.at,
                    reader: self,
                })?;
                self.leave(false, b'}')?;
                Ok(value)
            }
            _ => Err(self.wrong_type(Json::String)),
        }
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.skip()?;
        visitor.visit_unit()
    }
}
