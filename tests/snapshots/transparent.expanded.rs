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
        ::ocpi_status::__private::status_code(self)
    }
    fn __ocpi_origin(&self) -> ::ocpi_status::__private::Origin<'_> {
        ::ocpi_status::__private::origin(
            &[(4002, 504, false, "Error::Timeout")],
            false,
            match *self {
                Error::Storage { 0: ref __ocpi_0, .. } => {
                    return ::ocpi_status::__private::Origin::Inner(&*__ocpi_0);
                }
                Error::Disk { 0: ref __ocpi_0, .. } => {
                    return ::ocpi_status::__private::Origin::Inner(&*__ocpi_0);
                }
                Error::Shared { inner: ref __ocpi_0, .. } => {
                    return ::ocpi_status::__private::Origin::Inner(&*__ocpi_0);
                }
                Error::InParentheses { 0: ref __ocpi_0, .. } => {
                    return ::ocpi_status::__private::Origin::Inner(&*__ocpi_0);
                }
                Error::Timeout { .. } => 0,
            },
        )
    }
    fn catalog() -> ::ocpi_status::__private::Catalog {
        static __OCPI_ROWS: &::core::primitive::str = "|*|*|*|Timeout|4002|504||";
        ::ocpi_status::__private::catalog(
            "Error",
            &__OCPI_ROWS,
            &[],
            &[
                ::ocpi_status::__private::catalog_of!(
                    Error::Storage { 0 : ref __ocpi_0, .. } => __ocpi_0
                ),
                ::ocpi_status::__private::catalog_of!(
                    Error::Shared { inner : ref __ocpi_0, .. } => __ocpi_0
                ),
                ::ocpi_status::__private::catalog_of!(
                    Error::InParentheses { 0 : ref __ocpi_0, .. } => __ocpi_0
                ),
            ],
        )
    }
}
::ocpi_status::__private::web! {
    [] [Error] []
}
