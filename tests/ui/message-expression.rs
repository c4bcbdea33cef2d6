use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    #[ocpi(code = 2001, message = "{name.len()}")]
    A { name: String },
    #[ocpi(code = 2001, message = "{self.name}")]
    B { name: String },
}

fn main() {}
