use ocpi_status::OcpiError;

macro_rules! error {
    ($code:expr) => {
        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("no")]
        #[ocpi(code = $code)]
        pub struct Error;
    };
}

error!(2000 + 1);

fn main() {}
