use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, message = "{}", name)]
    A { name: String },
    #[ocpi(code = 2001, message("{}", name))]
    B { name: String },
}

fn main() {}
