//! `obhut worker`: jobs in a process of their own, beside portals that run none.

use super::Refusal;
use crate::{config::Config, startup, stop::StopSignal, worker::Worker};
use std::time::Duration;

/// How long the database's last writes may take.
const CLOSE_TIME: Duration = Duration::from_secs(2);

/// Runs jobs until the process is asked to end; a second time is not to wait.
pub async fn run(config: &Config) -> Result<(), Refusal> {
    let mut stop = StopSignal::new()?;
    let state = startup::open_existing(config).await?;
    let worker = Worker::start(state.clone());
    tracing::info!("the worker runs jobs");
    stop.received().await;
    tracing::info!("stopping: the job under way has eight seconds to finish");
    let end = async {
        worker.stop().await;
        tokio::time::timeout(CLOSE_TIME, state.db.close()).await.is_ok()
    };
    tokio::select! {
        is_closed = end => if !is_closed {
            tracing::warn!("the database did not close in time; the next start tidies up");
        },
        () = stop.received() => tracing::warn!("stopped at once, as asked a second time"),
    }
    Ok(())
}
