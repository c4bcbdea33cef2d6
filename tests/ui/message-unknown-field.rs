use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, message = "{nam}")]
    A { name: String, id: u8 },
    #[ocpi(code = 2001, message = "{}")]
    B { name: String },
    #[ocpi(code = 2001, message = "{name}")]
    C,
}

fn main() {}
