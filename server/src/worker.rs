//! Who runs jobs, beside the portal or in a process of its own.

use app::{
    backend::{failure::Failure, state::AppState},
    work,
};
use std::time::Duration;
use tokio::{
    sync::oneshot,
    task::{JoinHandle, JoinSet},
};

/// How long it is until the next look, if nobody rings before: other processes add jobs too, and time passes.
const LOOK: Duration = Duration::from_secs(1);
/// How long the job under way has once the process is to end.
const STOP_TIME: Duration = Duration::from_secs(8);

/// Runs the jobs of one installation.
pub struct Worker {
    state: AppState,
    is_failing: bool,
}

/// A worker at work.
pub struct Running {
    /// Dropping it is the sign to end.
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    /// Waits for the job under way, and ends.
    ///
    /// What takes too long is cut off; it is done again once its lease is over.
    pub async fn stop(self) {
        let Self { stop, mut task } = self;
        drop(stop);
        if tokio::time::timeout(STOP_TIME, &mut task).await.is_err() {
            tracing::warn!("a job did not end in time; it is done again in a few minutes");
            task.abort();
        }
    }
}

impl Worker {
    /// Runs jobs from now on.
    pub fn start(state: AppState) -> Running {
        let (stop, stopped) = oneshot::channel();
        let worker = Self { state, is_failing: false };
        Running { stop, task: tokio::spawn(worker.run(stopped)) }
    }

    async fn run(mut self, mut stopped: oneshot::Receiver<()>) {
        loop {
            let has_worked = self.attempt().await;
            let bell = self.state.work();
            tokio::select! {
                biased;
                _ = &mut stopped => return,
                // There may be more where that came from.
                () = std::future::ready(()), if has_worked => {}
                () = bell.notified() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// Runs what is due; tells whether there was anything. Says so once when it fails, and once when it works again.
    async fn attempt(&mut self) -> bool {
        match self.run_due().await {
            Err(error) => {
                if !self.is_failing {
                    tracing::error!(%error, "jobs cannot be run; it is tried again");
                    self.is_failing = true;
                }
                false
            }
            Ok(number) => {
                if self.is_failing {
                    tracing::info!("jobs can be run again");
                    self.is_failing = false;
                }
                number > 0
            }
        }
    }

    /// In a task of its own, so that a panic, which is logged by its hook, ends this try and not the worker; and one that
    /// ends together with this one.
    async fn run_due(&self) -> Result<usize, Failure> {
        let mut tasks = JoinSet::new();
        let state = self.state.clone();
        tasks.spawn(async move { work::run_due(&state).await });
        match tasks.join_next().await {
            Some(Ok(outcome)) => outcome,
            Some(Err(_)) | None => Err(Failure::Unavailable),
        }
    }
}
