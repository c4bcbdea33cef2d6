#[automatically_derived]
impl ::ocpi_status::OcpiError for Error {
    fn status_code(&self) -> ::ocpi_status::ErrorCode {
        match *self {
            Error::Storage { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::status_code(
                    __ocpi_0,
                )
            }
            Error::Disk { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::status_code(
                    __ocpi_0,
                )
            }
            Error::Shared { inner: ref __ocpi_0, .. } => {
                <Arc<
                    dyn OcpiError + Send + Sync,
                > as ::ocpi_status::__private::TransparentField>::status_code(__ocpi_0)
            }
            Error::InParentheses { 0: ref __ocpi_0, .. } => {
                <(Arc<
                    StorageError,
                >) as ::ocpi_status::__private::TransparentField>::status_code(__ocpi_0)
            }
            Error::Timeout { .. } => ::ocpi_status::__private::code(4002),
        }
    }
    fn http_status(&self) -> ::ocpi_status::http::StatusCode {
        match *self {
            Error::Storage { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::http_status(
                    __ocpi_0,
                )
            }
            Error::Disk { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::http_status(
                    __ocpi_0,
                )
            }
            Error::Shared { inner: ref __ocpi_0, .. } => {
                <Arc<
                    dyn OcpiError + Send + Sync,
                > as ::ocpi_status::__private::TransparentField>::http_status(__ocpi_0)
            }
            Error::InParentheses { 0: ref __ocpi_0, .. } => {
                <(Arc<
                    StorageError,
                >) as ::ocpi_status::__private::TransparentField>::http_status(__ocpi_0)
            }
            Error::Timeout { .. } => ::ocpi_status::__private::http(504),
        }
    }
    fn fmt_message(
        &self,
        __ocpi_f: &mut ::core::fmt::Formatter<'_>,
    ) -> ::core::fmt::Result {
        match *self {
            Error::Storage { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::fmt_message(
                    __ocpi_0,
                    __ocpi_f,
                )
            }
            Error::Disk { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::fmt_message(
                    __ocpi_0,
                    __ocpi_f,
                )
            }
            Error::Shared { inner: ref __ocpi_0, .. } => {
                <Arc<
                    dyn OcpiError + Send + Sync,
                > as ::ocpi_status::__private::TransparentField>::fmt_message(
                    __ocpi_0,
                    __ocpi_f,
                )
            }
            Error::InParentheses { 0: ref __ocpi_0, .. } => {
                <(Arc<
                    StorageError,
                >) as ::ocpi_status::__private::TransparentField>::fmt_message(
                    __ocpi_0,
                    __ocpi_f,
                )
            }
            _ => ::ocpi_status::__private::fmt_message(self, __ocpi_f),
        }
    }
    fn data(&self) -> ::core::option::Option<::ocpi_status::Data<'_>> {
        match *self {
            Error::Storage { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::data(
                    __ocpi_0,
                )
            }
            Error::Disk { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::data(
                    __ocpi_0,
                )
            }
            Error::Shared { inner: ref __ocpi_0, .. } => {
                <Arc<
                    dyn OcpiError + Send + Sync,
                > as ::ocpi_status::__private::TransparentField>::data(__ocpi_0)
            }
            Error::InParentheses { 0: ref __ocpi_0, .. } => {
                <(Arc<
                    StorageError,
                >) as ::ocpi_status::__private::TransparentField>::data(__ocpi_0)
            }
            _ => ::core::option::Option::None,
        }
    }
    fn __ocpi_origin(&self) -> ::ocpi_status::__private::Origin<'_> {
        match *self {
            Error::Storage { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::inner(
                    __ocpi_0,
                )
            }
            Error::Disk { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::inner(
                    __ocpi_0,
                )
            }
            Error::Shared { inner: ref __ocpi_0, .. } => {
                <Arc<
                    dyn OcpiError + Send + Sync,
                > as ::ocpi_status::__private::TransparentField>::inner(__ocpi_0)
            }
            Error::InParentheses { 0: ref __ocpi_0, .. } => {
                <(Arc<
                    StorageError,
                >) as ::ocpi_status::__private::TransparentField>::inner(__ocpi_0)
            }
            _ => ::ocpi_status::__private::Origin::Display,
        }
    }
    fn label(&self) -> &'static ::core::primitive::str {
        match *self {
            Error::Storage { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::label(
                    __ocpi_0,
                )
            }
            Error::Disk { 0: ref __ocpi_0, .. } => {
                <StorageError as ::ocpi_status::__private::TransparentField>::label(
                    __ocpi_0,
                )
            }
            Error::Shared { inner: ref __ocpi_0, .. } => {
                <Arc<
                    dyn OcpiError + Send + Sync,
                > as ::ocpi_status::__private::TransparentField>::label(__ocpi_0)
            }
            Error::InParentheses { 0: ref __ocpi_0, .. } => {
                <(Arc<
                    StorageError,
                >) as ::ocpi_status::__private::TransparentField>::label(__ocpi_0)
            }
            Error::Timeout { .. } => "Error::Timeout",
        }
    }
    fn catalog() -> ::ocpi_status::Catalog {
        const __OCPI_ROWS: &[::ocpi_status::__private::Row] = &[
            ::ocpi_status::__private::Row::Inner(
                <StorageError as ::ocpi_status::__private::TransparentField>::catalog,
            ),
            ::ocpi_status::__private::Row::Inner(
                <StorageError as ::ocpi_status::__private::TransparentField>::catalog,
            ),
            ::ocpi_status::__private::Row::Inner(|| {
                ::ocpi_status::__private::shared::<Arc<dyn OcpiError + Send + Sync>>()
                    .__ocpi_catalog()
            }),
            ::ocpi_status::__private::Row::Inner(|| {
                ::ocpi_status::__private::shared::<(Arc<StorageError>)>()
                    .__ocpi_catalog()
            }),
            ::ocpi_status::__private::Row::Own("Timeout", 4002, 504, "", ""),
        ];
        ::ocpi_status::__private::catalog::<Self>("Error", __OCPI_ROWS)
    }
}
::ocpi_status::__private::web! {
    [] [Error] []
}
