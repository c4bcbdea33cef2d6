use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("no")]
pub enum Error {
    r#Missing,
    #[ocpi(code = 2001, message = "{r#type}")]
    Known { r#type: u8 },
}

fn main() {}
