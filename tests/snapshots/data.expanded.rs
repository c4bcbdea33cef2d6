#[automatically_derived]
impl<'a, T: Problem + 'a, const N: usize> ::ocpi_status::OcpiError for Invalid<'a, T, N>
where
    T: Copy,
    Self: ::core::error::Error,
    &'a [T; N]: ::ocpi_status::__private::Serialize,
{
    fn status_code(&self) -> ::ocpi_status::ErrorCode {
        match *self {
            Invalid { .. } => ::ocpi_status::__private::code(2001),
        }
    }
    fn data(&self) -> ::core::option::Option<::ocpi_status::Data<'_>> {
        match *self {
            Invalid { problems: ref __ocpi_0, .. } => {
                <&'a [T; N] as ::ocpi_status::__private::DataField>::data(__ocpi_0)
            }
        }
    }
    fn __ocpi_origin(&self) -> ::ocpi_status::__private::Origin<'_> {
        ::ocpi_status::__private::Origin::Display
    }
    fn label(&self) -> &'static ::core::primitive::str {
        match *self {
            Invalid { .. } => "Invalid",
        }
    }
    fn catalog() -> ::ocpi_status::Catalog {
        const __OCPI_ROWS: &[::ocpi_status::__private::Row] = &[
            ::ocpi_status::__private::Row::Own("", 2001, 200, "", ""),
        ];
        ::ocpi_status::__private::catalog::<Self>("Invalid", __OCPI_ROWS)
    }
}
::ocpi_status::__private::web! {
    [< 'a, T : Problem + 'a, const N : usize >] [Invalid < 'a, T, N >] [where T : Copy,
    Self : ::core::error::Error, & 'a[T; N] : ::ocpi_status::__private::Serialize]
}
