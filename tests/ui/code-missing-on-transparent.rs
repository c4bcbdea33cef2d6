use ocpi_status::OcpiError;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("disk {0} is full")]
#[ocpi(code = 3000, http = 503)]
struct StorageError(String);

#[derive(Debug, thiserror::Error, OcpiError)]
enum Error {
    #[error(transparent)]
    Storage(#[from] StorageError),
}

fn main() {}
