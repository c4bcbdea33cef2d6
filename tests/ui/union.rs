use ocpi_status::OcpiError;

#[derive(OcpiError)]
#[ocpi(code = 2001)]
pub union Error {
    a: u8,
    b: i8,
}

fn main() {}
