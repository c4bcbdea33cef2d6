//! Access to arrays, objects and variants, for the deserializer in `strict.rs`.

use serde_core::de::{self, DeserializeSeed, Deserializer, Visitor};

use super::misfit::{Json, Kind, Misfit, Result};
use super::reader::Reader;

/// The elements of an array.
pub(super) struct Elements<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) index: usize,
}

impl<'de> de::SeqAccess<'de> for &mut Elements<'_, 'de> {
    type Error = Misfit;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if !self.reader.next(b']')? {
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
    /// The byte at which the last name begins.
    pub(super) name_at: usize,
}

impl<'de> Members<'_, 'de> {
    #[inline]
    fn name<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.reader.next(b'}')? {
            return Ok(None);
        }
        if self.reader.peek() != Some(b'"') {
            return Err(self.reader.malformed());
        }
        self.name_at = self.reader.at;
        self.reader.is_name = true;
        let name = seed.deserialize(&mut *self.reader);
        self.reader.is_name = false;
        name.map(Some).map_err(|it| it.at(self.reader.at))
    }

    #[inline]
    fn value<T>(&mut self, read: impl FnOnce(&mut Reader<'de>) -> Result<T>) -> Result<T> {
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
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.name(seed).map_err(|it| self.within(it))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.value(|reader| seed.deserialize(reader))
    }
}

const NOT_A_STRING: Kind = Kind::Type { expected: Some(Json::String), found: Some(Json::Object) };

impl<'de> de::EnumAccess<'de> for Members<'_, 'de> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(mut self, seed: V) -> Result<(V::Value, Self)> {
        let name = self.name(seed)?.ok_or_else(|| Misfit::of(NOT_A_STRING))?;
        Ok((name, self))
    }
}

impl<'de> de::VariantAccess<'de> for Members<'_, 'de> {
    type Error = Misfit;

    /// Unlike `serde_json`, takes no `{"VARIANT":null}`.
    fn unit_variant(self) -> Result<()> {
        Err(Misfit::of(NOT_A_STRING))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(mut self, seed: T) -> Result<T::Value> {
        self.value(|reader| seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'de>>(mut self, len: usize, visitor: V) -> Result<V::Value> {
        self.value(|reader| reader.deserialize_tuple(len, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        mut self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.value(|reader| reader.deserialize_map(visitor))
    }
}
