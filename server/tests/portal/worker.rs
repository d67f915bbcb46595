//! Jobs: run by the portal or by a worker beside it, and survived by what they do.

use crate::support::{PATIENCE, Running, Setup};
use app::{
    backend::{
        queue::{self, Job},
        state::AppState,
    },
    on_both_databases,
};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// Work nobody knows how to do; that it was given up shows that somebody has run it.
#[derive(Serialize, Deserialize)]
struct Riddle(u8);

impl Job for Riddle {
    const KIND: &'static str = "riddle";
}

async fn add(state: &AppState, number: u8) {
    let prepared =
        queue::prepare(state, &Riddle(number), &[&[number]], None, state.clock.now()).expect("seals");
    let added = state.db.write(move |tx| Box::pin(async move { queue::enqueue(tx, &prepared).await }));
    assert!(added.await.expect("adds"));
}

async fn given_up(state: &AppState) -> usize {
    let dead = queue::dead(state, 100).await.expect("lists");
    assert!(dead.iter().all(|job| job.kind == Riddle::KIND && job.failure == "kind"));
    dead.len()
}

/// Waits until so many jobs were run.
async fn were_run(state: &AppState, number: usize) {
    let began = Instant::now();
    while given_up(state).await < number {
        assert!(began.elapsed() < PATIENCE, "nobody runs jobs");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// An installation whose portal runs no jobs itself.
async fn idle(engine: app::backend::testing::Engine) -> (Setup, Running) {
    let setup = Setup::new(engine).await.with("OBHUT_WORKER", "off");
    let portal = setup.start(&["serve"]);
    (setup, portal)
}

on_both_databases! {
    async fn the_portal_runs_jobs_itself(engine: Engine) {
        let setup = Setup::new(engine).await;
        let portal = setup.start(&["serve"]);
        let state = setup.state().await;
        for number in 0..40 {
            add(&state, number).await;
        }
        were_run(&state, 40).await;
        state.db.close().await;
        portal.stop();
    }

    async fn a_worker_beside_the_portal_runs_jobs_and_stops_in_order(engine: Engine) {
        let (setup, portal) = idle(engine).await;
        let state = setup.state().await;
        add(&state, 1).await;
        // Longer than anybody who runs jobs would wait.
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(given_up(&state).await, 0, "this portal runs none");
        let mut worker = Running::new(setup.spawn(&["worker"]), 0);
        were_run(&state, 1).await;
        add(&state, 2).await;
        were_run(&state, 2).await;
        state.db.close().await;
        worker.terminate();
        let (code, took) = worker.wait();
        assert_eq!(code, Some(0));
        assert!(took < Duration::from_secs(10), "{took:?}");
        portal.stop();
    }

    async fn what_somebody_had_taken_who_is_gone_is_done_once_the_lease_is_over(engine: Engine) {
        let (setup, portal) = idle(engine).await;
        let state = setup.state().await;
        add(&state, 1).await;
        assert_eq!(queue::claim_due(&state, 10).await.expect("claims").len(), 1);
        let worker = Running::new(setup.spawn(&["worker"]), 0);
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(given_up(&state).await, 0, "the lease holds");
        setup.arrange("UPDATE jobs SET lease_until = 0").await;
        were_run(&state, 1).await;
        state.db.close().await;
        worker.stop();
        portal.stop();
    }
}

#[test]
fn a_worker_makes_no_installation() {
    let setup = Setup::sqlite();
    assert!(setup.refusal(&["worker"]).contains("there is no installation here yet"));
    assert!(!setup.data_dir().exists());
}
