//! The catalog of the error in a `transparent` field.

use core::marker::PhantomData;
use core::ops::Deref;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::error::OcpiError;

/// The catalog of the type of a field, which a pattern of the error and what it borrows tell. A type
/// that does not implement `OcpiError` has the empty one: `__ocpi_origin` reports that mistake, once.
///
/// `Arc<E>` has no catalog by itself, because its `E` may be unsized; so it is taken off, as `&` and
/// `Box` are. What implements the trait and what is a pointer is decided by the names of methods: an
/// inherent method of [`Peel`] is found before one of [`Kept`], to which it derefs.
#[doc(hidden)]
#[macro_export]
macro_rules! __ocpi_catalog_of {
    ($error:pat => $field:expr) => {
        // No error is there to be borrowed; a closure that borrows from one costs the compiler more.
        $crate::__private::field(match ::core::option::Option::None::<&Self> {
            ::core::option::Option::Some(&$error) => ::core::option::Option::Some($field),
            _ => ::core::option::Option::None,
        })
        .__ocpi_peel().__ocpi_peel().__ocpi_peel().__ocpi_catalog()
    };
}

/// A type.
#[derive(Debug)]
pub struct Peel<T>(Kept<T>);

/// A type about which nothing is known.
#[derive(Debug)]
pub struct Kept<T>(PhantomData<fn() -> T>);

impl<T> Peel<T> {
    const fn new() -> Self {
        Self(Kept(PhantomData))
    }
}

/// The type of a field.
#[must_use]
pub const fn field<T>(_: Option<&T>) -> Peel<T> {
    Peel::new()
}

impl<T> Deref for Peel<T> {
    type Target = Kept<T>;

    fn deref(&self) -> &Kept<T> {
        &self.0
    }
}

impl<T> Kept<T> {
    /// The type itself, which is not a pointer.
    #[must_use]
    pub const fn __ocpi_peel(&self) -> Peel<T> {
        Peel::new()
    }

    /// No catalog, because the type does not implement `OcpiError`.
    #[must_use]
    pub fn __ocpi_catalog(&self) -> fn() -> Catalog {
        Catalog::default
    }
}

impl<E: OcpiError> Peel<E> {
    /// The catalog of the error.
    #[must_use]
    pub fn __ocpi_catalog(&self) -> fn() -> Catalog {
        E::catalog
    }
}

impl<P: Pointer> Peel<P> {
    /// The type behind the pointer.
    #[must_use]
    pub const fn __ocpi_peel(&self) -> Peel<P::Target> {
        Peel::new()
    }
}

/// The pointers that are peeled. With one inherent method for all of them, a field whose type is
/// unknown is not ambiguous as well.
pub trait Pointer {
    /// What it points to.
    type Target;
}

impl<E> Pointer for &E {
    type Target = E;
}

impl<E> Pointer for Box<E> {
    type Target = E;
}

impl<E> Pointer for Arc<E> {
    type Target = E;
}
