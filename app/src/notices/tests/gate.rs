//! What the gate answers, and that nothing gets past it.

use super::{
    super::gate::{Basis, decisions},
    *,
};
use crate::on_both_databases;

on_both_databases! {
    async fn without_a_decision_of_the_person_nothing_leaves_but_what_care_tells_inside_the_portal(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = reachable(&portal).await;
        for (purpose, channel, expected) in [
            ("practice-news", Channel::Email, Some(Refusal::NotGiven)),
            ("practice-news", Channel::Portal, Some(Refusal::NotGiven)),
            ("new-message", Channel::Email, Some(Refusal::NotGiven)),
            ("new-message", Channel::Portal, None),
            ("security", Channel::Email, None),
            ("security", Channel::Portal, None),
            ("practice-news", Channel::Sms, Some(Refusal::NoTransport)),
            ("no-such-purpose", Channel::Email, Some(Refusal::UnknownPurpose)),
        ] {
            assert_eq!(refused(&portal, who, &cell(purpose, channel)).await, expected, "{purpose} {channel:?}");
        }
    }

    async fn a_consent_holds_from_its_confirmation_to_its_end(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        let now = portal.state.clock.now();
        decide(&portal, who, &news, &[What::Requested { until: Timestamp(now.0 + HOUR) }]).await;
        assert_eq!(refused(&portal, who, &news).await, Some(Refusal::NotConfirmed));
        let end = Timestamp(now.0 + 30 * DAY);
        decide(&portal, who, &news, &[What::Confirmed { expires_at: Some(end) }]).await;
        assert_eq!(verdict(&portal, who, &news).await, Verdict::Allow(Basis::Consent { since: now }));
        portal.clock.advance(30 * DAY - 1);
        assert_eq!(refused(&portal, who, &news).await, None);
        portal.clock.advance(1);
        assert_eq!(refused(&portal, who, &news).await, Some(Refusal::Expired), "nobody has noted it");
    }

    async fn what_was_taken_back_or_is_only_on_paper_is_no_consent(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        decide(&portal, who, &news, &[What::Recorded { signed_on: "2026-11-20".into() }]).await;
        assert_eq!(refused(&portal, who, &news).await, Some(Refusal::OnlyOnPaper));
        consent(&portal, who, &news, None).await;
        decide(&portal, who, &news, &[What::Withdrawn]).await;
        assert_eq!(refused(&portal, who, &news).await, Some(Refusal::Withdrawn));
    }

    async fn one_purpose_or_channel_or_person_says_nothing_about_another(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, other) = (reachable(&portal).await, reachable(&portal).await);
        let news = cell("practice-news", Channel::Email);
        consent(&portal, who, &news, None).await;
        assert_eq!(refused(&portal, who, &news).await, None);
        assert_eq!(refused(&portal, other, &news).await, Some(Refusal::NotGiven));
        for (purpose, channel) in [("practice-news", Channel::Portal), ("satisfaction-survey", Channel::Email)] {
            assert_eq!(refused(&portal, who, &cell(purpose, channel)).await, Some(Refusal::NotGiven));
        }
    }

    async fn an_address_that_is_not_verified_receives_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (somebody(&portal).await, cell("practice-news", Channel::Email));
        consent(&portal, who, &news, None).await;
        assert_eq!(refused(&portal, who, &news).await, Some(Refusal::NoContactPoint));
        arranged::email(&portal, who.person, ADDRESS, false).await;
        assert_eq!(refused(&portal, who, &news).await, Some(Refusal::NoContactPoint));
        assert_eq!(refused(&portal, who, &cell("security", Channel::Email)).await, Some(Refusal::NoContactPoint));
    }

    async fn every_answer_is_kept_with_its_reason(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        assert_eq!(queue(&portal, who, &news, 1).await.expect("asks"), Outcome::Refused(Refusal::NotGiven));
        consent(&portal, who, &news, None).await;
        portal.clock.advance(HOUR);
        assert!(matches!(queue(&portal, who, &news, 1).await.expect("asks"), Outcome::Queued(_)));
        work(&portal).await;
        let answers: Vec<Verdict> =
            decisions(&portal.state, who.subject).await.expect("reads").into_iter().map(|d| d.verdict).collect();
        assert_eq!(answers.len(), 3, "when it was refused, when it was queued, and when it was sent");
        assert_eq!(answers[0], Verdict::Refuse(Refusal::NotGiven));
        assert!(matches!(answers[2], Verdict::Allow(Basis::Consent { .. })));
    }

    async fn a_dispatch_without_a_decision_is_refused_by_the_database(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let insert = |decision: &'static str| {
            let db = portal.state.db.clone();
            async move {
                db.write(move |tx| Box::pin(async move {
                    let id = crate::ids::DispatchId::from_random([7; 16]);
                    let decision = crate::ids::DecisionId::parse(decision);
                    let bytes: &[u8] = &[1];
                    crate::sql!(tx, execute:
                        "INSERT INTO outbox (id, decision_id, channel, cell_hash, about_hash, state, due_at, content_enc)
                         VALUES ($1, $2, 'email', $3, $3, 'queued', 0, $3)", id, decision, bytes)
                })).await
            }
        };
        assert!(insert("").await.is_err(), "none at all");
        assert!(insert("00000000-0000-4000-8000-000000000000").await.is_err(), "none that there is");
    }

    async fn decisions_are_never_changed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        queue(&portal, who, &news, 1).await.expect("asks");
        for statement in [
            "UPDATE send_decisions SET owner_hash = owner_hash",
            "DELETE FROM send_decisions",
            "INSERT INTO send_decisions (id, owner_hash, decision_enc) SELECT id, owner_hash, decision_enc FROM send_decisions",
        ] {
            let run = portal.state.db.write(move |tx| Box::pin(async move { crate::sql!(tx, execute: statement) }));
            assert!(run.await.is_err(), "{statement}");
        }
    }
}
