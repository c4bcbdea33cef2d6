use ocpi_status::Reply;

#[derive(Debug, thiserror::Error)]
#[error("no")]
pub struct Error;

pub fn answer(error: Error) -> Reply {
    Reply::from_error(&error)
}

fn main() {}
