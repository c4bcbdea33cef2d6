#[automatically_derived]
impl ::ocpi_status::OcpiError for AuthorizeError {
    fn status_code(&self) -> ::ocpi_status::ErrorCode {
        const _: () = ::ocpi_status::__private::check_http(404, __OCPI_0);
        const __OCPI_0: ::ocpi_status::ErrorCode = ::ocpi_status::__private::code(
            2004,
            ::ocpi_status::Version::V2_3_0,
        );
        const __OCPI_1: ::ocpi_status::ErrorCode = ::ocpi_status::__private::code(
            3000,
            ::ocpi_status::Version::V2_3_0,
        );
        match *self {
            AuthorizeError::UnknownToken { .. } | AuthorizeError::ExpiredToken { .. } => {
                __OCPI_0
            }
            AuthorizeError::Database { .. } => __OCPI_1,
        }
    }
    fn http_status(&self) -> ::ocpi_status::http::StatusCode {
        const __OCPI_0: ::ocpi_status::http::StatusCode = ::ocpi_status::__private::http(
            404,
        );
        match *self {
            AuthorizeError::UnknownToken { .. } => __OCPI_0,
            AuthorizeError::ExpiredToken { .. } | AuthorizeError::Database { .. } => {
                ::ocpi_status::http::StatusCode::OK
            }
        }
    }
    fn label(&self) -> &'static ::core::primitive::str {
        match *self {
            AuthorizeError::UnknownToken { .. } => "AuthorizeError::UnknownToken",
            AuthorizeError::ExpiredToken { .. } => "AuthorizeError::ExpiredToken",
            AuthorizeError::Database { .. } => "AuthorizeError::Database",
        }
    }
    fn catalog() -> ::ocpi_status::Catalog {
        const __OCPI_ROWS: &[::ocpi_status::__private::Row] = &[
            ::ocpi_status::__private::row(
                ::core::option::Option::Some("UnknownToken"),
                ::ocpi_status::__private::code(2004, ::ocpi_status::Version::V2_3_0),
                ::ocpi_status::__private::http(404),
                ::core::option::Option::None,
                "No eMSP has issued the token.",
            ),
            ::ocpi_status::__private::row(
                ::core::option::Option::Some("ExpiredToken"),
                ::ocpi_status::__private::code(2004, ::ocpi_status::Version::V2_3_0),
                ::ocpi_status::http::StatusCode::OK,
                ::core::option::Option::None,
                "",
            ),
            ::ocpi_status::__private::row(
                ::core::option::Option::Some("Database"),
                ::ocpi_status::__private::code(3000, ::ocpi_status::Version::V2_3_0),
                ::ocpi_status::http::StatusCode::OK,
                ::core::option::Option::None,
                "",
            ),
        ];
        ::ocpi_status::__private::catalog::<Self>("AuthorizeError", __OCPI_ROWS)
    }
}
::ocpi_status::__private::web! {
    [] [AuthorizeError] []
}
