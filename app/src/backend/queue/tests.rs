//! Jobs on both databases, with a clock to turn.

use super::*;
use crate::{
    backend::{failure::Failure, state::AppState, testing::TestPortal},
    on_both_databases,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Wave(u32);

impl Job for Wave {
    const KIND: &'static str = "wave";
}

#[derive(Debug, Serialize, Deserialize)]
struct Nod;

impl Job for Nod {
    const KIND: &'static str = "nod";
}

const MINUTE: i64 = 60_000;

fn later(state: &AppState, milliseconds: i64) -> Timestamp {
    Timestamp(state.clock.now().0 + milliseconds)
}

async fn add(state: &AppState, number: u32, group: Option<Vec<u8>>, run_at: Timestamp) -> bool {
    let prepared = prepare(state, &Wave(number), &[&number.to_be_bytes()], group, run_at).expect("seals");
    state.db.write(move |tx| Box::pin(async move { enqueue(tx, &prepared).await })).await.expect("adds")
}

async fn claim(state: &AppState) -> Vec<Claimed> {
    claim_due(state, 10).await.expect("claims")
}

async fn done(state: &AppState, job: Claimed) -> Result<(), Failure> {
    let receipt = job.receipt();
    state.db.write(move |tx| Box::pin(async move { finish(tx, &receipt).await })).await
}

fn numbers(state: &AppState, jobs: &[Claimed]) -> Vec<u32> {
    jobs.iter().map(|job| job.job::<Wave>(state).expect("opens").0).collect()
}

on_both_databases! {
    async fn the_same_work_waits_once_and_is_done_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        assert!(add(state, 1, None, state.clock.now()).await);
        assert!(!add(state, 1, None, later(state, MINUTE)).await);
        let mut jobs = claim(state).await;
        assert_eq!(numbers(state, &jobs), [1]);
        assert!(jobs[0].job::<Nod>(state).is_err(), "another kind does not open");
        assert!(claim(state).await.is_empty(), "somebody works on it");
        done(state, jobs.remove(0)).await.expect("finishes");
        portal.clock.advance(600 * MINUTE);
        assert!(claim(state).await.is_empty());
        assert!(add(state, 1, None, state.clock.now()).await, "it may be wanted again");
    }

    async fn nothing_is_done_before_its_time(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        add(state, 2, None, later(state, 2 * MINUTE)).await;
        add(state, 1, None, later(state, MINUTE)).await;
        assert!(claim(state).await.is_empty());
        portal.clock.advance(2 * MINUTE);
        assert_eq!(numbers(state, &claim(state).await), [1, 2], "the longest waiting first");
    }

    async fn work_of_somebody_who_is_gone_is_taken_over_and_cannot_be_finished_twice(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        add(state, 1, None, state.clock.now()).await;
        let gone = claim(state).await.remove(0);
        portal.clock.advance(3 * MINUTE);
        let heir = claim(state).await.remove(0);
        assert_eq!((gone.attempt, heir.attempt), (1, 2));
        assert!(done(state, gone).await.is_err(), "its lease was over");
        done(state, heir).await.expect("finishes");
    }

    async fn what_fails_is_tried_again_ever_later_and_given_up_in_the_end(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        add(state, 1, None, state.clock.now()).await;
        let mut pauses = Vec::new();
        for attempt in 1..=ATTEMPTS {
            let mut waited = 0;
            let job = loop {
                if let Some(job) = claim(state).await.pop() {
                    break job;
                }
                portal.clock.advance(30_000);
                waited += 30_000;
            };
            pauses.push(waited);
            assert_eq!(job.attempt, attempt);
            has_failed(state, &job, &JobError::Retry("server")).await.expect("is noted");
        }
        assert_eq!(pauses[..5], [0, 30_000, 60_000, 120_000, 240_000]);
        assert!(pauses.is_sorted());
        portal.clock.advance(1_000 * MINUTE);
        assert!(claim(state).await.is_empty());
        let dead = dead(state, 10).await.expect("lists").remove(0);
        assert_eq!((dead.kind.as_str(), dead.attempts, dead.failure.as_str()), ("wave", ATTEMPTS, "server"));
        let now = state.clock.now();
        assert!(state.db.write(move |tx| Box::pin(revive(tx, dead.id, now))).await.expect("revives"));
        assert_eq!(claim(state).await.remove(0).attempt, 1);
    }

    async fn what_can_never_work_is_given_up_at_once_and_putting_off_is_no_try(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        add(state, 1, None, state.clock.now()).await;
        let job = claim(state).await.remove(0);
        has_failed(state, &job, &JobError::NotBefore(later(state, MINUTE))).await.expect("is noted");
        assert!(claim(state).await.is_empty());
        portal.clock.advance(MINUTE);
        let job = claim(state).await.remove(0);
        assert_eq!(job.attempt, 1);
        has_failed(state, &job, &JobError::Fail("address")).await.expect("is noted");
        assert_eq!(dead(state, 10).await.expect("lists").len(), 1);
    }

    async fn a_group_is_called_off_together(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        let (one, other) = (b"one".to_vec(), b"other".to_vec());
        for number in 1..=3 {
            let of = if number == 3 { &other } else { &one };
            add(state, number, Some(of.clone()), later(state, i64::from(number))).await;
        }
        let found = waiting::<Wave>(state, one.clone()).await.expect("lists");
        assert_eq!(found.into_iter().map(|(_, wave)| wave.0).collect::<Vec<_>>(), [1, 2]);
        assert!(waiting::<Nod>(state, one.clone()).await.expect("lists").is_empty());
        let gone = state.db.write(move |tx| Box::pin(async move { call_off(tx, &one).await }));
        assert_eq!(gone.await.expect("calls off"), 2);
        portal.clock.advance(MINUTE);
        assert_eq!(numbers(state, &claim(state).await), [3]);
    }

    async fn two_who_look_at_once_do_not_take_the_same(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        for number in 0..20 {
            add(state, number, None, state.clock.now()).await;
        }
        let looks = futures::future::join_all((0..8).map(|_| claim_due(state, 20))).await;
        let mut all: Vec<u32> =
            looks.into_iter().flat_map(|jobs| numbers(state, &jobs.expect("claims"))).collect();
        all.sort_unstable();
        assert_eq!(all, (0..20).collect::<Vec<_>>());
    }
}
