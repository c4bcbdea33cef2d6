//! Access to arrays, objects and variants, for the deserializer in `strict.rs`.

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::misfit::{Json, Kind, Misfit, Segment};
use super::strict::{Mark, RAW_VALUE, Strict};

/// The elements of an array.
pub(super) struct Elements<'a, 'de> {
    pub(super) reader: &'a mut Strict<'de>,
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
            .map_err(|it| it.within(Segment::Index(self.index), self.reader.scan.at))?;
        self.index += 1;
        Ok(Some(value))
    }
}

/// The members of an object.
pub(super) struct Members<'a, 'de> {
    pub(super) reader: &'a mut Strict<'de>,
    pub(super) is_first: bool,
    /// The byte at which the last name begins.
    pub(super) name_at: usize,
}

impl Members<'_, '_> {
    #[cold]
    fn within(&self, misfit: Misfit) -> Misfit {
        misfit.within(Segment::Name(self.name_at), self.reader.scan.at)
    }
}

impl<'de> de::MapAccess<'de> for &mut Members<'_, 'de> {
    type Error = Misfit;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        if !self.reader.next(self.is_first, b'}')? {
            return Ok(None);
        }
        self.is_first = false;
        self.name_at = self.reader.scan.at;
        seed.deserialize(Name(self.reader)).map(Some).map_err(|it| self.within(it))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        self.reader.scan.punctuation(b':').ok_or_else(|| self.reader.malformed())?;
        seed.deserialize(&mut *self.reader).map_err(|it| self.within(it))
    }
}

/// The name of a member: a string that is parsed as the type of the key asks for.
struct Name<'a, 'de>(&'a mut Strict<'de>);

macro_rules! names {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            let at = self.0.scan.at;
            let raw = self.0.string()?;
            let mut reader = Strict::new(raw.text);
            let value = Deserializer::$method(&mut reader, visitor);
            // A name is a number or a boolean as it is, without space around it.
            match value {
                Ok(value) if reader.scan.is_at_end() && raw.text.trim_ascii() == raw.text => {
                    Ok(value)
                }
                _ => Err(Misfit::new(Kind::Value, at)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Name<'_, 'de> {
    type Error = Misfit;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.0.visit_string(visitor).map_err(|it| it.expecting(Json::String))
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
        self.0.visit_unit_variant(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.0.visit_bytes(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.0.visit_bytes(visitor)
    }

    forward_to_deserialize_any! {
        char str string unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A variant that is an object with one member: it has fields.
pub(super) struct ObjectVariant<'a, 'de> {
    /// Where the object begins.
    pub(super) start: Mark,
    /// The byte at which the name of the variant begins.
    pub(super) name_at: usize,
    pub(super) reader: &'a mut Strict<'de>,
}

impl<'de> de::EnumAccess<'de> for ObjectVariant<'_, 'de> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        let name = seed.deserialize(Name(self.reader))?;
        self.reader.scan.punctuation(b':').ok_or_else(|| self.reader.malformed())?;
        Ok((name, self))
    }
}

impl ObjectVariant<'_, '_> {
    #[cold]
    fn within(self, misfit: Misfit) -> Misfit {
        misfit.within(Segment::Name(self.name_at), self.reader.scan.at)
    }
}

impl<'de> de::VariantAccess<'de> for ObjectVariant<'_, 'de> {
    type Error = Misfit;

    /// Unlike `serde_json`, takes no `{"VARIANT":null}`.
    fn unit_variant(self) -> Result<(), Misfit> {
        self.reader.back_to(self.start);
        Err(self.reader.wrong_type(Json::String))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        seed.deserialize(&mut *self.reader).map_err(|it| self.within(it))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.reader.deserialize_tuple(len, visitor).map_err(|it| self.within(it))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.reader.deserialize_map(visitor).map_err(|it| self.within(it))
    }
}
