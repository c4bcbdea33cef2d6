#[automatically_derived]
impl crate::ocpi::OcpiError for UnknownTariff {
    fn status_code(&self) -> crate::ocpi::ErrorCode {
        const _: () = crate::ocpi::__private::check_http(404, __OCPI_0);
        const __OCPI_0: crate::ocpi::ErrorCode = {
            let __ocpi_code: crate::ocpi::ErrorCode = codes::TARIFF_UNKNOWN;
            crate::ocpi::__private::constant(__ocpi_code, crate::ocpi::Version::V2_3_0)
        };
        match *self {
            UnknownTariff { .. } => __OCPI_0,
        }
    }
    fn http_status(&self) -> crate::ocpi::http::StatusCode {
        const __OCPI_0: crate::ocpi::http::StatusCode = crate::ocpi::__private::http(
            404,
        );
        match *self {
            UnknownTariff { .. } => __OCPI_0,
        }
    }
    fn label(&self) -> &'static ::core::primitive::str {
        match *self {
            UnknownTariff { .. } => "UnknownTariff",
        }
    }
    fn catalog() -> crate::ocpi::Catalog {
        const __OCPI_ROWS: &[crate::ocpi::__private::Row] = &[
            crate::ocpi::__private::row(
                ::core::option::Option::None,
                {
                    let __ocpi_code: crate::ocpi::ErrorCode = codes::TARIFF_UNKNOWN;
                    __ocpi_code
                },
                crate::ocpi::__private::http(404),
                ::core::option::Option::None,
                "",
            ),
        ];
        crate::ocpi::__private::catalog::<Self>("UnknownTariff", __OCPI_ROWS)
    }
}
