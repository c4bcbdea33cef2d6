enum Mistaken<T> {
    Newer(T),
    Success,
    Nothing,
}
::core::compile_error! {
    "OCPI 2.1.1 does not know 2004, which came with 2.2; write `version = \"2.2\"` or `code = 2000`"
}
::core::compile_error! {
    "1000 is a success code; an error uses 2000 to 4999"
}
::core::compile_error! {
    "variant `Nothing` has no status code; add `#[ocpi(code = ...)]`"
}
#[automatically_derived]
impl<T> ::ocpi_status::__private::OcpiError for Mistaken<T>
where
    Self: ::core::error::Error,
{
    fn status_code(&self) -> ::ocpi_status::__private::ErrorCode {
        ::ocpi_status::__private::ErrorCode::SERVER_ERROR
    }
}
::ocpi_status::__private::web! {
    [< T >] [Mistaken < T >] [where Self : ::core::error::Error, Self :
    ::core::marker::Sized]
}
