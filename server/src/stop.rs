//! How a process is asked to end.

use crate::startup::Refusal;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// SIGTERM or SIGINT.
pub struct StopSignal {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignal {
    /// Listens from now on.
    pub fn new() -> Result<Self, Refusal> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for the next one.
    pub async fn received(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
