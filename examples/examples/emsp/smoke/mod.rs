//! `--smoke`: starts the eMSP and a CPO that registers, runs every case, and shuts both down.

mod cases;
mod cpo;

use std::error::Error;
use std::process::ExitCode;

use examples::log::Log;
use examples::{server, smoke};

use crate::store::Store;
use crate::{DEMO, Emsp, routes};

/// A fault of the database with a secret in its text, a damaged object, and a second invitation.
const FAULTS: &str = "
    CREATE TRIGGER fault BEFORE INSERT ON object WHEN NEW.id = 'FAULT' BEGIN
        SELECT RAISE(ABORT, 'the disk of hunter2 is full');
    END;
    INSERT INTO object VALUES (1, '2.2.1', 'sessions', 'NL', 'CPO', 'DAMAGED', '{}');
    INSERT INTO peer (token) VALUES ('invitation-2');
";

pub(crate) async fn run() -> Result<ExitCode, Box<dyn Error>> {
    let log = Log::to_memory();
    let store = Store::in_memory()?;
    store.execute(DEMO)?;
    store.execute(FAULTS)?;
    let (cpo, cpo_address) = server::listen(0).await?;
    let cpo = tokio::spawn(axum::serve(cpo, cpo::routes(cpo_address)).into_future());
    let (listener, address) = server::listen(0).await?;
    let app = routes::app(Emsp::new(address, store));
    let cases = cases::cases(address, cpo_address);
    let result =
        server::serve_while(listener, app, move || smoke::run(address, &log, &cases)).await;
    cpo.abort();
    Ok(result?)
}
