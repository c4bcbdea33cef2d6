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
        crate::ocpi::__private::status_code(self)
    }
    fn __ocpi_origin(&self) -> crate::ocpi::__private::Origin<'_> {
        crate::ocpi::__private::origin(
            &[
                (
                    const {
                        crate::ocpi::__private::ErrorCode::as_u16(
                            __OCPI_CODE_0_OF_UnknownTariff,
                        )
                    },
                    404,
                    false,
                    "UnknownTariff",
                ),
            ],
            false,
            0,
        )
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
