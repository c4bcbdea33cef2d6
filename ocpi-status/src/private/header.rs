//! The fields that become headers.

use core::fmt;
use core::ops::Deref;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::error::UNSENT;

/// The value of a field, if there is one: an `Option` is opened, anything else is there.
#[doc(hidden)]
#[macro_export]
macro_rules! __ocpi_optional {
    ($field:expr) => {
        $crate::__private::Field::new($field).__ocpi_optional()
    };
}

/// A field that may be an `Option`.
#[derive(Debug)]
pub struct Field<'a, T: ?Sized>(Whole<'a, T>);

/// A field that is not an `Option`.
#[derive(Debug)]
pub struct Whole<'a, T: ?Sized>(&'a T);

impl<'a, T: ?Sized> Field<'a, T> {
    /// Borrows the field.
    pub const fn new(field: &'a T) -> Self {
        Self(Whole(field))
    }
}

impl<'a, T> Field<'a, Option<T>> {
    /// Opens the `Option`.
    #[must_use]
    pub const fn __ocpi_optional(&self) -> Option<&'a T> {
        self.0.0.as_ref()
    }
}

impl<'a, T: ?Sized> Whole<'a, T> {
    /// The field itself.
    #[must_use]
    pub const fn __ocpi_optional(&self) -> Option<&'a T> {
        Some(self.0)
    }
}

impl<'a, T: ?Sized> Deref for Field<'a, T> {
    type Target = Whole<'a, T>;

    fn deref(&self) -> &Whole<'a, T> {
        &self.0
    }
}

/// Sets a header. A value that HTTP does not allow is left out, and the cause says so.
pub fn header(headers: &mut HeaderMap, name: &'static str, value: fmt::Arguments<'_>) {
    let mut text = String::new();
    let is_written = fmt::write(&mut text, value).is_ok();
    match (HeaderName::try_from(name), HeaderValue::try_from(text)) {
        (Ok(name), Ok(value)) if is_written => {
            headers.insert(name, value);
        }
        _ => {
            let reason = format!("header {name} was left out: its value is not allowed in HTTP");
            if let Ok(reason) = HeaderValue::try_from(reason) {
                headers.append(UNSENT, reason);
            }
        }
    }
}
