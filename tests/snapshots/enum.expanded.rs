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
        ::ocpi_status::__private::status_code(self)
    }
    fn __ocpi_origin(&self) -> ::ocpi_status::__private::Origin<'_> {
        ::ocpi_status::__private::origin(
            &[
                (2004, 404, false, "AuthorizeError::UnknownToken"),
                (2004, 200, false, "AuthorizeError::ExpiredToken"),
                (3000, 200, false, "AuthorizeError::Database"),
            ],
            false,
            match *self {
                AuthorizeError::UnknownToken { .. } => 0,
                AuthorizeError::ExpiredToken { .. } => 1,
                AuthorizeError::Database { .. } => 2,
            },
        )
    }
    fn catalog() -> ::ocpi_status::__private::Catalog {
        static __OCPI_ROWS: &::core::primitive::str = "|UnknownToken|2004|404||No eMSP has issued the token.|ExpiredToken|2004||||Database|3000|||";
        ::ocpi_status::__private::catalog("AuthorizeError", &__OCPI_ROWS, &[], &[])
    }
}
::ocpi_status::__private::web! {
    [] [AuthorizeError] []
}
