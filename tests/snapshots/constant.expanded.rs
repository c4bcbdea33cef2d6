pub(crate) struct UnknownTariff(String);
const __OCPI_CODE_0_OF_UnknownTariff: crate::ocpi::__private::ErrorCode = codes::TARIFF_UNKNOWN;
const _: () = crate::ocpi::__private::check_code(
    __OCPI_CODE_0_OF_UnknownTariff,
    crate::ocpi::__private::Version::V2_3_0,
);
const _: () = crate::ocpi::__private::check_http(404, __OCPI_CODE_0_OF_UnknownTariff);
#[automatically_derived]
impl crate::ocpi::__private::OcpiError for UnknownTariff {
    fn status_code(&self) -> crate::ocpi::__private::ErrorCode {
        __OCPI_CODE_0_OF_UnknownTariff
    }
    fn http_status(&self) -> crate::ocpi::__private::http::StatusCode {
        crate::ocpi::__private::http_status(404)
    }
    fn __ocpi_origin(&self) -> crate::ocpi::__private::Origin<'_> {
        crate::ocpi::__private::Origin::Display
    }
    fn label(&self) -> &'static ::core::primitive::str {
        "UnknownTariff"
    }
    fn catalog() -> crate::ocpi::__private::Catalog {
        static __OCPI_ROWS: &::core::primitive::str = "|||404||";
        crate::ocpi::__private::catalog(
            "UnknownTariff",
            &__OCPI_ROWS,
            &[__OCPI_CODE_0_OF_UnknownTariff],
            &[],
        )
    }
}
