//! Access to arrays, objects and variants, for the deserializer in `strict.rs`.

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::misfit::{Json, Kind, Misfit};
use super::reader::{Reader, Text};
use super::strict::RAW_VALUE;

/// The elements of an array.
pub(super) struct Elements<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) index: usize,
}

impl<'de> de::SeqAccess<'de> for &mut Elements<'_, 'de> {
    type Error = Misfit;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        if !self.reader.next(self.index == 0, b']')? {
            return Ok(None);
        }
        let value = seed
            .deserialize(&mut *self.reader)
            .map_err(|it| it.at(self.reader.at).within_element(self.index))?;
        self.index += 1;
        Ok(Some(value))
    }
}

/// The members of an object, or the one of a variant with fields.
pub(super) struct Members<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) is_first: bool,
    /// The byte at which the last name begins.
    pub(super) name_at: usize,
}

impl<'de> Members<'_, 'de> {
    #[inline]
    fn next(&mut self) -> Result<bool, Misfit> {
        let is_next = self.reader.next(self.is_first, b'}')?;
        self.is_first &= !is_next;
        self.name_at = self.reader.at;
        Ok(is_next)
    }

    #[inline]
    fn value<T>(
        &mut self,
        read: impl FnOnce(&mut Reader<'de>) -> Result<T, Misfit>,
    ) -> Result<T, Misfit> {
        self.reader.punctuation(b':')?;
        read(self.reader).map_err(|it| self.within(it))
    }

    #[cold]
    fn within(&self, misfit: Misfit) -> Misfit {
        let name = self.reader.name_at(self.name_at);
        misfit.at(self.reader.at).within(name.as_deref())
    }
}

impl<'de> de::MapAccess<'de> for &mut Members<'_, 'de> {
    type Error = Misfit;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        if !self.next()? {
            return Ok(None);
        }
        seed.deserialize(Name(self.reader)).map(Some).map_err(|it| self.within(it))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        self.value(|reader| seed.deserialize(reader))
    }
}

const NOT_A_STRING: Kind = Kind::Type { expected: Some(Json::String), found: Some(Json::Object) };

impl<'de> de::EnumAccess<'de> for Members<'_, 'de> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(
        mut self,
        seed: V,
    ) -> Result<(V::Value, Self), Misfit> {
        if !self.next()? {
            return Err(Misfit::of(NOT_A_STRING));
        }
        Ok((seed.deserialize(Name(self.reader))?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Members<'_, 'de> {
    type Error = Misfit;

    /// Unlike `serde_json`, takes no `{"VARIANT":null}`.
    fn unit_variant(self) -> Result<(), Misfit> {
        Err(Misfit::of(NOT_A_STRING))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        mut self,
        seed: T,
    ) -> Result<T::Value, Misfit> {
        self.value(|reader| seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'de>>(
        mut self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.value(|reader| reader.deserialize_tuple(len, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        mut self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.value(|reader| reader.deserialize_map(visitor))
    }
}

/// The name of a member: a string that is parsed as the type of the key asks for.
struct Name<'a, 'de>(&'a mut Reader<'de>);

macro_rules! names {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            let at = self.0.at;
            // A name is a number or a boolean as it is, without escapes and space around it.
            if let Text::Plain(text) = self.0.string()? && text.trim_ascii() == text {
                let mut reader = Reader::new(text);
                if let (Ok(value), Ok(())) = (reader.$method(visitor), reader.end()) {
                    return Ok(value);
                }
            }
            Err(Misfit::of(Kind::Invalid("")).at(at))
        }
    )*};
}

impl<'de> Deserializer<'de> for Name<'_, 'de> {
    type Error = Misfit;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.0.deserialize_str(visitor)
    }

    names! {
        deserialize_bool
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        if name == RAW_VALUE {
            return self.0.deserialize_newtype_struct(name, visitor);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.0.unit_variant(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.0.bytes(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.0.bytes(visitor)
    }

    forward_to_deserialize_any! {
        char str string unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
