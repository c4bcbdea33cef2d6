enum AuthorizeError {
    /// No eMSP has issued the token.
    UnknownToken { uid: String },
    ExpiredToken(Date),
    #[deprecated = "use ExpiredToken"]
    Database,
}
#[automatically_derived]
impl ::ocpi_status::__private::OcpiError for AuthorizeError {
    fn status_code(&self) -> ::ocpi_status::__private::ErrorCode {
        match *self {
            AuthorizeError::UnknownToken { .. } | AuthorizeError::ExpiredToken { .. } => {
                ::ocpi_status::__private::code(2004)
            }
            AuthorizeError::Database { .. } => ::ocpi_status::__private::code(3000),
        }
    }
    fn http_status(&self) -> ::ocpi_status::__private::http::StatusCode {
        match *self {
            AuthorizeError::UnknownToken { .. } => {
                ::ocpi_status::__private::http_status(404)
            }
            _ => ::ocpi_status::__private::http::StatusCode::OK,
        }
    }
    fn __ocpi_origin(&self) -> ::ocpi_status::__private::Origin<'_> {
        ::ocpi_status::__private::Origin::Display
    }
    fn label(&self) -> &'static ::core::primitive::str {
        match *self {
            AuthorizeError::UnknownToken { .. } => "AuthorizeError::UnknownToken",
            AuthorizeError::ExpiredToken { .. } => "AuthorizeError::ExpiredToken",
            AuthorizeError::Database { .. } => "AuthorizeError::Database",
        }
    }
    fn catalog() -> ::ocpi_status::__private::Catalog {
        static __OCPI_ROWS: &::core::primitive::str = "|UnknownToken|2004|404||No eMSP has issued the token.|ExpiredToken|2004||||Database|3000|||";
        ::ocpi_status::__private::catalog("AuthorizeError", &__OCPI_ROWS, &[], &[])
    }
}
::ocpi_status::__private::web! {
    [] [AuthorizeError] []
}
