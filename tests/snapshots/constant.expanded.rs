#[automatically_derived]
impl crate::ocpi::OcpiError for UnknownTariff {
    fn status_code(&self) -> crate::ocpi::ErrorCode {
        const __OCPI_0: crate::ocpi::ErrorCode = {
            let __ocpi_code: crate::ocpi::ErrorCode = codes::TARIFF_UNKNOWN;
            crate::ocpi::__private::constant(__ocpi_code, crate::ocpi::Version::V2_3_0)
        };
        const _: () = crate::ocpi::__private::check_http(404, __OCPI_0);
        match *self {
            UnknownTariff { .. } => __OCPI_0,
        }
    }
    fn http_status(&self) -> crate::ocpi::http::StatusCode {
        match *self {
            UnknownTariff { .. } => crate::ocpi::__private::http(404),
        }
    }
    fn __ocpi_origin(&self) -> crate::ocpi::__private::Origin<'_> {
        crate::ocpi::__private::Origin::Display
    }
    fn label(&self) -> &'static ::core::primitive::str {
        match *self {
            UnknownTariff { .. } => "UnknownTariff",
        }
    }
    fn catalog() -> crate::ocpi::Catalog {
        const __OCPI_ROWS: &[crate::ocpi::__private::Row] = &[
            crate::ocpi::__private::Row::Own(
                "",
                {
                    let __ocpi_code: crate::ocpi::ErrorCode = codes::TARIFF_UNKNOWN;
                    crate::ocpi::ErrorCode::as_u16(__ocpi_code)
                },
                404,
                "",
                "",
            ),
        ];
        crate::ocpi::__private::catalog::<Self>("UnknownTariff", __OCPI_ROWS)
    }
}
