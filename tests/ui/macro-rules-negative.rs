use ocpi_status::OcpiError;

macro_rules! error {
    ($code:expr) => {
        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("no")]
        #[ocpi(code = $code)]
        pub struct Error;
    };
}

error!(-2001);

fn main() {}
