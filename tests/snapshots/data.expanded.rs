struct Invalid<'a, T: Problem + 'a = Path, const N: usize = 1>
where
    T: Copy,
{
    problems: &'a [T; N],
}
#[automatically_derived]
impl<'a, T: Problem + 'a, const N: usize> ::ocpi_status::__private::OcpiError
for Invalid<'a, T, N>
where
    T: Copy,
    Self: ::core::error::Error,
    &'a [T; N]: ::ocpi_status::__private::serde_traits::Serialize,
{
    fn status_code(&self) -> ::ocpi_status::__private::ErrorCode {
        ::ocpi_status::__private::status_code(self)
    }
    fn __ocpi_origin(&self) -> ::ocpi_status::__private::Origin<'_> {
        ::ocpi_status::__private::origin(&[(2001, 200, false, "Invalid")], false, 0)
    }
    fn data(&self) -> ::core::option::Option<::ocpi_status::__private::Data<'_>> {
        ::core::option::Option::Some(::ocpi_status::__private::Data::new(&self.problems))
    }
    fn catalog() -> ::ocpi_status::__private::Catalog {
        static __OCPI_ROWS: &::core::primitive::str = "||2001|||";
        ::ocpi_status::__private::catalog("Invalid", &__OCPI_ROWS, &[], &[])
    }
}
::ocpi_status::__private::web! {
    [< 'a, T : Problem + 'a, const N : usize >] [Invalid < 'a, T, N >] [where T : Copy,
    Self : ::core::error::Error, & 'a[T; N] :
    ::ocpi_status::__private::serde_traits::Serialize, Self : ::core::marker::Sized]
}
