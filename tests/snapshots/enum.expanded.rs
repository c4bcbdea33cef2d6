#[automatically_derived]
impl ::ocpi_status::OcpiError for AuthorizeError {
    fn status_code(&self) -> ::ocpi_status::ErrorCode {
        const __OCPI_CODES: [::ocpi_status::ErrorCode; 2usize] = ::ocpi_status::__private::codes(
            [2004, 3000],
            ::ocpi_status::Version::V2_3_0,
        );
        match *self {
            AuthorizeError::UnknownToken { .. } | AuthorizeError::ExpiredToken { .. } => {
                __OCPI_CODES[0]
            }
            AuthorizeError::Database { .. } => __OCPI_CODES[1],
        }
    }
    fn http_status(&self) -> ::ocpi_status::http::StatusCode {
        const __OCPI_STATUSES: [::ocpi_status::http::StatusCode; 1usize] = ::ocpi_status::__private::http_statuses([
            (404, 2004),
        ]);
        match *self {
            AuthorizeError::UnknownToken { .. } => __OCPI_STATUSES[0],
            _ => ::ocpi_status::http::StatusCode::OK,
        }
    }
    fn __ocpi_message_is_display(&self) -> ::core::primitive::bool {
        true
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
            ::ocpi_status::__private::Row::Own(
                "UnknownToken",
                2004,
                404,
                "",
                "No eMSP has issued the token.",
            ),
            ::ocpi_status::__private::Row::Own("ExpiredToken", 2004, 200, "", ""),
            ::ocpi_status::__private::Row::Own("Database", 3000, 200, "", ""),
        ];
        ::ocpi_status::__private::catalog::<Self>("AuthorizeError", __OCPI_ROWS)
    }
}
::ocpi_status::__private::web! {
    [] [AuthorizeError] []
}
