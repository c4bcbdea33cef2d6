//! The part of `std` that the documents of the table need.
#![no_std]

pub use alloc::{string, vec};
pub use core::{clone, compile_error, convert, error, fmt, format_args, marker, option, primitive, result};

pub mod prelude {
    pub mod v1 {
        pub use alloc::string::String;
        pub use alloc::vec::Vec;
        pub use core::prelude::v1::*;
    }
    pub mod rust_2021 {
        pub use super::v1::*;
    }
    pub mod rust_2024 {
        pub use super::v1::*;
    }
}
