//! Histories at rest.

use super::*;
use crate::{
    backend::testing::Engine,
    consents::model::{CellState, Ledger},
    on_both_databases, sql,
};

const MONTH: i64 = 30 * 24 * 3_600_000;

on_both_databases! {
    async fn what_was_decided_is_read_in_its_order(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (state, (_, subject)) = (&portal.state, patient(&portal).await);
        let news = cell("practice-news", Channel::Email);
        let until = crate::time::Timestamp(state.clock.now().0 + MONTH);
        assert_eq!(history(state, subject).await.expect("reads").events, []);
        let requested = decided(state, news.clone(), What::Requested { until });
        assert!(decide(state, subject, vec![requested.clone()]).await.expect("writes"));
        let confirmed = decided(state, news.clone(), What::Confirmed { expires_at: Some(until) });
        let withdrawn = decided(state, news.clone(), What::Withdrawn);
        assert!(decide(state, subject, vec![confirmed, withdrawn]).await.expect("writes"));
        let read = history(state, subject).await.expect("reads");
        assert_eq!((read.seq, read.events.len()), (3, 3));
        assert_eq!(read.events[0].what, requested.what);
        let at = state.clock.now();
        assert_eq!(read.ledger().expect("folds").state(&news), CellState::Withdrawn { at });
        assert_eq!(read.ledger().expect("folds"), Ledger::of(&read.events).expect("folds"));
    }

    async fn whoever_comes_second_records_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (state, (_, subject)) = (&portal.state, patient(&portal).await);
        let (before, key) =
            (history(state, subject).await.expect("reads"), evidence_key(state, subject).await.expect("a key"));
        let granted = |channel| vec![decided(state, cell("new-message", channel), What::Granted { expires_at: None })];
        let late = append(state, &before, &key, granted(Channel::Sms)).expect("seals");
        assert!(decide(state, subject, granted(Channel::Email)).await.expect("writes"));
        let recorded = state.db.write(move |tx| Box::pin(async move { record(tx, late).await })).await;
        assert!(!recorded.expect("asks"));
        assert_eq!(history(state, subject).await.expect("reads").seq, 1);
    }

    async fn what_cannot_follow_is_never_sealed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (state, (_, subject)) = (&portal.state, patient(&portal).await);
        let news = cell("practice-news", Channel::Email);
        for what in [What::Withdrawn, What::Expired, What::Confirmed { expires_at: None }] {
            assert!(decide(state, subject, vec![decided(state, news.clone(), what)]).await.is_err());
        }
        assert_eq!(history(state, subject).await.expect("reads").seq, 0);
    }

    async fn a_decision_is_never_changed_removed_or_replaced(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (state, (_, subject)) = (&portal.state, patient(&portal).await);
        let granted = decided(state, cell("new-message", Channel::Email), What::Granted { expires_at: None });
        assert!(decide(state, subject, vec![granted]).await.expect("writes"));
        let before = history(state, subject).await.expect("reads");
        let update = state.db.write(|tx| Box::pin(async move {
            sql!(tx, execute: "UPDATE consent_events SET seq = 2")
        }));
        assert!(update.await.is_err());
        let delete = state.db.write(|tx| Box::pin(async move { sql!(tx, execute: "DELETE FROM consent_events") }));
        assert!(delete.await.is_err());
        let replace = state.db.write(move |tx| Box::pin(async move {
            match engine {
                Engine::Sqlite => sql!(tx, execute: "REPLACE INTO consent_events SELECT * FROM consent_events"),
                Engine::Postgres => sql!(tx, execute:
                    "INSERT INTO consent_events SELECT * FROM consent_events
                     ON CONFLICT (subject_id, seq) DO UPDATE SET event_enc = excluded.event_enc"),
            }
        }));
        assert!(replace.await.is_err());
        let back = state.db.write(|tx| Box::pin(async move { sql!(tx, execute: "UPDATE consent_heads SET seq = 0") }));
        assert!(back.await.is_err());
        assert_eq!(history(state, subject).await.expect("reads"), before);
    }

    async fn what_was_moved_altered_or_taken_out_is_noticed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (state, (_, subject), (_, other)) = (&portal.state, patient(&portal).await, patient(&portal).await);
        for channel in [Channel::Email, Channel::Sms] {
            let granted = decided(state, cell("new-message", channel), What::Granted { expires_at: None });
            assert!(decide(state, subject, vec![granted.clone()]).await.expect("writes"));
            assert!(decide(state, other, vec![granted]).await.expect("writes"));
        }
        portal.unlock().await;
        let swap = state.db.write(|tx| Box::pin(async move {
            sql!(tx, execute: "DELETE FROM consent_events WHERE seq = 1")
        }));
        swap.await.expect("behind our back");
        assert!(matches!(history(state, subject).await, Err(Failure::Inconsistent { .. })));
        let moved = state.db.write(move |tx| Box::pin(async move {
            sql!(tx, execute:
                "UPDATE consent_events SET event_enc =
                     (SELECT event_enc FROM consent_events o WHERE o.subject_id = $2 AND o.seq = 2)
                 WHERE subject_id = $1", subject, other)
        }));
        moved.await.expect("behind our back");
        assert!(matches!(history(state, subject).await, Err(Failure::Sealed)));
    }
}
