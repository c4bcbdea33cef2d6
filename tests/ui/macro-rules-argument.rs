use ocpi_status::OcpiError;

macro_rules! error {
    ($name:ident { $($variant:ident = $code:literal, $http:literal, $message:literal;)* }) => {
        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("no")]
        pub enum $name {
            $(#[ocpi(code = $code, http = $http, message = $message)] $variant,)*
        }
    };
}

error! {
    Error {
        A = 404, 404, "a";
        B = 2001, 409, "b";
        C = 2001, 400, "{field}";
    }
}

fn main() {}
