enum LocationError {
    Empty,
    Unreachable { host: String, millis: u64 },
    Formats(u8),
    Other,
}
#[automatically_derived]
impl ::ocpi_status::__private::OcpiError for LocationError {
    fn status_code(&self) -> ::ocpi_status::__private::ErrorCode {
        ::ocpi_status::__private::status_code(self)
    }
    fn __ocpi_origin(&self) -> ::ocpi_status::__private::Origin<'_> {
        ::ocpi_status::__private::origin(
            &[
                (2001, 200, true, "LocationError::Empty"),
                (3001, 200, true, "LocationError::Unreachable"),
                (2001, 200, true, "LocationError::Formats"),
                (2001, 200, false, "LocationError::Other"),
            ],
            false,
            match *self {
                LocationError::Empty { .. } => 0,
                LocationError::Unreachable { .. } => 1,
                LocationError::Formats { .. } => 2,
                LocationError::Other { .. } => 3,
            },
        )
    }
    fn fmt_message(
        &self,
        __ocpi_f: &mut ::core::fmt::Formatter<'_>,
    ) -> ::core::fmt::Result {
        match *self {
            LocationError::Empty { .. } => {
                ::core::fmt::Formatter::write_str(__ocpi_f, "the body is empty")
            }
            LocationError::Unreachable {
                host: ref __ocpi_0,
                millis: ref __ocpi_1,
                ..
            } => {
                ::core::fmt::Formatter::write_fmt(
                    __ocpi_f,
                    ::core::format_args!(
                        "{0} did not answer within {1:>6} ms: {2} ({0:?})", & * __ocpi_0,
                        & * __ocpi_1, self
                    ),
                )
            }
            LocationError::Formats { 0: ref __ocpi_0, .. } => {
                ::core::fmt::Formatter::write_fmt(
                    __ocpi_f,
                    ::core::format_args!(
                        "{0:é^+#08.3?} {0:>2x} {0:X} {0:o} {0:b} {0:e} {0:E} {{{0:x?}}} {0:{<3} {0:}>3} <{0}>",
                        & * __ocpi_0
                    ),
                )
            }
            _ => ::ocpi_status::__private::fmt_message(self, __ocpi_f),
        }
    }
    fn catalog() -> ::ocpi_status::__private::Catalog {
        static __OCPI_ROWS: &::core::primitive::str = "|Empty|2001||the body is empty||Unreachable|3001||{host} did not answer within {millis:>6} ms: {self} ({host:?})||Formats|2001||{0:é^+#08.3?} {0:>2x} {0:X} {0:o} {0:b} {0:e} {0:E} {{{0:x?}}} {0:{<3} {0:}>3} <{0}>||Other|2001|||";
        ::ocpi_status::__private::catalog("LocationError", &__OCPI_ROWS, &[], &[])
    }
}
::ocpi_status::__private::web! {
    [] [LocationError] []
}
