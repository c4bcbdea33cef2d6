enum Error {
    Storage(StorageError),
    Disk(StorageError),
    Shared { inner: Arc<dyn OcpiError + Send + Sync> },
    InParentheses((Arc<StorageError>)),
    Timeout,
}
#[automatically_derived]
impl ::ocpi_status::__private::OcpiError for Error {
    fn status_code(&self) -> ::ocpi_status::__private::ErrorCode {
        match *self {
            Error::Timeout { .. } => ::ocpi_status::__private::code(4002),
            _ => {
                ::ocpi_status::__private::Origin::status_code(
                    ::ocpi_status::__private::OcpiError::__ocpi_origin(self),
                )
            }
        }
    }
    fn http_status(&self) -> ::ocpi_status::__private::http::StatusCode {
        match *self {
            Error::Timeout { .. } => ::ocpi_status::__private::http_status(504),
            _ => {
                ::ocpi_status::__private::Origin::http_status(
                    ::ocpi_status::__private::OcpiError::__ocpi_origin(self),
                )
            }
        }
    }
    fn __ocpi_origin(&self) -> ::ocpi_status::__private::Origin<'_> {
        match *self {
            Error::Storage { 0: ref __ocpi_0, .. } => {
                ::ocpi_status::__private::Origin::Inner(&*__ocpi_0)
            }
            Error::Disk { 0: ref __ocpi_0, .. } => {
                ::ocpi_status::__private::Origin::Inner(&*__ocpi_0)
            }
            Error::Shared { inner: ref __ocpi_0, .. } => {
                ::ocpi_status::__private::Origin::Inner(&*__ocpi_0)
            }
            Error::InParentheses { 0: ref __ocpi_0, .. } => {
                ::ocpi_status::__private::Origin::Inner(&*__ocpi_0)
            }
            _ => ::ocpi_status::__private::Origin::Display,
        }
    }
    fn label(&self) -> &'static ::core::primitive::str {
        match *self {
            Error::Timeout { .. } => "Error::Timeout",
            _ => {
                ::ocpi_status::__private::Origin::label(
                    ::ocpi_status::__private::OcpiError::__ocpi_origin(self),
                    "Error",
                )
            }
        }
    }
    fn catalog() -> ::ocpi_status::__private::Catalog {
        static __OCPI_ROWS: &::core::primitive::str = "|*|*|*|Timeout|4002|504||";
        ::ocpi_status::__private::catalog(
            "Error",
            &__OCPI_ROWS,
            &[],
            &[
                ::ocpi_status::__private::catalog_of!(
                    match ::core::option::Option::None:: < & Self > {
                    ::core::option::Option::Some(& Error::Storage { 0 : ref __ocpi_0, ..
                    }) => ::core::option::Option::Some(__ocpi_0), _ =>
                    ::core::option::Option::None, }
                ),
                ::ocpi_status::__private::catalog_of!(
                    match ::core::option::Option::None:: < & Self > {
                    ::core::option::Option::Some(& Error::Shared { inner : ref __ocpi_0,
                    .. }) => ::core::option::Option::Some(__ocpi_0), _ =>
                    ::core::option::Option::None, }
                ),
                ::ocpi_status::__private::catalog_of!(
                    match ::core::option::Option::None:: < & Self > {
                    ::core::option::Option::Some(& Error::InParentheses { 0 : ref
                    __ocpi_0, .. }) => ::core::option::Option::Some(__ocpi_0), _ =>
                    ::core::option::Option::None, }
                ),
            ],
        )
    }
}
::ocpi_status::__private::web! {
    [] [Error] []
}
