//! Many tries at one account at once, and who has to wait for them: nobody else.

use super::{
    throttling::{buckets, counted},
    *,
};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// Tries at once.
const FLOOD: u8 = 60;
/// How many of one counter may be there, the one whose turn it is among them.
const PRESENT: u8 = 32;
/// Longer than anything takes that does not wait for what never ends.
const PATIENCE: Duration = Duration::from_secs(120);

on_both_databases! {
    /// Tries at one account wait in memory; in the database each would hold one of its few connections.
    async fn a_flood_at_one_account_waits_in_memory_and_leaves_the_database_to_others(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let (who, other) = (cast::with_passphrase(&portal).await, cast::with_passphrase(&portal).await);
        let counter = buckets(&portal, &who, &Browser::new(&portal.state)).unknown;
        // Whoever has the turn keeps it for as long as the test wants to look.
        let turn = portal.state.tries().wait(&counter).await.expect("the first");
        let mut flood = Vec::new();
        for number in 0..FLOOD {
            let (context, form) = (Browser::number(&portal.state, number).ask().await, wrong(&portal, &who));
            flood.push(tokio::spawn(async move { service::sign_in::with_passphrase(&context, &form).await }));
        }
        let answered = || flood.iter().filter(|task| task.is_finished()).count();
        let turned_away = usize::from(FLOOD - (PRESENT - 1));
        let all_are_there = async {
            while answered() < turned_away {
                sleep(Duration::from_millis(1)).await;
            }
        };
        timeout(PATIENCE, all_are_there).await.expect("those for whom there is no room are answered at once");
        let form = right(&portal, &other);
        let signed_in = timeout(PATIENCE, sign_in(&mut Browser::number(&portal.state, 99), &form)).await;
        assert!(signed_in.expect("nobody else has to wait for that account"));
        assert_eq!(answered(), turned_away, "the others wait");
        assert_eq!(counted(&portal, counter.clone()).await, 0, "and have not come to the database");
        drop(turn);
        for answer in join_all(flood).await {
            assert!(matches!(answer.expect("ends"), Ok(Outcome::Refused)), "one answer for all of them");
        }
        let count = counted(&portal, counter).await;
        assert!((1..=20).contains(&count), "{count} were evaluated");
    }
}
