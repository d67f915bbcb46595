//! Many writers at once: no business transaction fails, numbers are dense, chains are sound.

use super::*;
use crate::{audit::page, backend::testing::TempDir, on_both_databases};
use futures::future::join_all;

const WRITES: usize = 200;

/// Writes all at once; none may fail.
async fn at_once(portal: &TestPortal, all: Vec<Prepared>) {
    let writes = all.into_iter().map(|prepared| {
        let state = portal.state.clone();
        tokio::spawn(async move { write(&state, prepared).await })
    });
    for outcome in join_all(writes).await {
        outcome.expect("no panic").expect("writes");
    }
}

on_both_databases! {
    async fn parallel_writes_to_one_chain_all_succeed_and_number_densely(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let owner = Owner::Subject(subject(SUBJECT));
        let mut all = Vec::new();
        for _ in 0..WRITES {
            all.push(prepared(&portal, owner).await);
        }
        at_once(&portal, all).await;
        let newest = page(&portal.state, owner, None, 1).await.expect("reads");
        assert_eq!(newest.lines[0].seq, WRITES as i64);
        let folder = TempDir::new("audit");
        let report = super::tampering::verify_in(&portal, folder.path()).await;
        assert!(report.is_sound(), "{report}");
        assert_eq!((report.chains, report.entries), (1, WRITES as u64));
    }

    async fn parallel_writes_to_crossing_pairs_of_chains_never_wait_for_each_other(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (one, other) = (Owner::Person(person(PERSON)), Owner::System);
        let mut all = Vec::new();
        for number in 0..WRITES {
            let (first, second) = if number % 2 == 0 { (one, other) } else { (other, one) };
            all.push(prepared(&portal, first).await.and(prepared(&portal, second).await));
        }
        at_once(&portal, all).await;
        let folder = TempDir::new("audit");
        let report = super::tampering::verify_in(&portal, folder.path()).await;
        assert!(report.is_sound(), "{report}");
        assert_eq!((report.chains, report.entries), (2, 2 * WRITES as u64));
    }
}
