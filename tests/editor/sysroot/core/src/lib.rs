//! The part of `core` that the documents of the table need, so that the language server resolves
//! the same names whether or not the sources of the standard library are installed.
#![feature(no_core, lang_items, rustc_attrs, decl_macro)]
#![no_core]

pub mod marker {
    #[lang = "pointee_sized"]
    pub trait PointeeSized {}
    #[lang = "meta_sized"]
    pub trait MetaSized: PointeeSized {}
    #[lang = "sized"]
    pub trait Sized: MetaSized {}
    #[lang = "copy"]
    pub trait Copy: Clone {}
    #[lang = "unsize"]
    pub trait Unsize<T: PointeeSized>: PointeeSized {}
    use crate::clone::Clone;
}

pub mod ops {
    use crate::marker::{PointeeSized, Unsize};

    #[lang = "coerce_unsized"]
    pub trait CoerceUnsized<T> {}
    impl<'a, 'b: 'a, T: PointeeSized + Unsize<U>, U: PointeeSized> CoerceUnsized<&'a U> for &'b T {}
}

pub mod clone {
    #[lang = "clone"]
    pub trait Clone: crate::marker::Sized {
        fn clone(&self) -> Self;
    }
}

pub mod option {
    pub enum Option<T> {
        #[lang = "None"]
        None,
        #[lang = "Some"]
        Some(T),
    }
}

pub mod result {
    pub enum Result<T, E> {
        #[lang = "Ok"]
        Ok(T),
        #[lang = "Err"]
        Err(E),
    }
}

pub mod convert {
    pub trait From<T> {
        fn from(value: T) -> Self;
    }
}

pub mod primitive {
    pub use bool;
    pub use str;
}

pub mod fmt {
    use crate::marker::PointeeSized;

    pub struct Error;
    pub type Result = crate::result::Result<(), Error>;
    pub struct Formatter<'a>(&'a ());

    impl<'a> Formatter<'a> {
        pub fn write_str(&mut self, _text: &str) -> Result {
            loop {}
        }
        pub fn write_fmt(&mut self, _arguments: Arguments<'_>) -> Result {
            loop {}
        }
    }

    #[lang = "format_arguments"]
    pub struct Arguments<'a>(&'a ());

    pub trait Debug: PointeeSized {
        fn fmt(&self, f: &mut Formatter<'_>) -> Result;
    }
    pub trait Display: PointeeSized {
        fn fmt(&self, f: &mut Formatter<'_>) -> Result;
    }

    pub mod rt {
        #[lang = "format_argument"]
        pub struct Argument<'a>(&'a ());

        impl<'a> Argument<'a> {
            pub fn new_display<T>(_value: &'a T) -> Self {
                loop {}
            }
            pub fn new_debug<T>(_value: &'a T) -> Self {
                loop {}
            }
        }
    }

    impl<'a> Arguments<'a> {
        pub unsafe fn new<const N: usize, const M: usize>(
            _template: &'a [u8; N],
            _arguments: &'a [rt::Argument<'a>; M],
        ) -> Self {
            loop {}
        }
        pub fn from_str(_text: &'static str) -> Self {
            loop {}
        }
    }

    #[rustc_builtin_macro]
    pub macro Debug($item:item) {}
}

pub mod error {
    pub trait Error: crate::fmt::Debug + crate::fmt::Display {}
}

pub mod macros {
    #[rustc_builtin_macro]
    pub macro derive($item:item) {}

    /// Causes compilation to fail with the given error message.
    #[rustc_builtin_macro]
    #[macro_export]
    macro_rules! compile_error {
        ($message:expr) => {{}};
    }

    #[rustc_builtin_macro]
    #[macro_export]
    macro_rules! format_args {
        ($format:expr) => {{}};
        ($format:expr, $($arguments:tt)*) => {{}};
    }
}

pub mod prelude {
    pub mod v1 {
        pub use crate::clone::Clone;
        pub use crate::convert::From;
        pub use crate::macros::derive;
        pub use crate::marker::{Copy, Sized};
        pub use crate::option::Option::{self, None, Some};
        pub use crate::result::Result::{self, Err, Ok};
    }
    pub mod rust_2021 {
        pub use super::v1::*;
    }
    pub mod rust_2024 {
        pub use super::v1::*;
    }
}
