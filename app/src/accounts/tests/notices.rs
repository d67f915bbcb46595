//! What somebody is told of sign-ins that were not theirs, or that ended others.

use super::*;
use service::security;

/// How often something happened.
async fn count(portal: &TestPortal, person: PersonId, wanted: &Happened) -> usize {
    happened(portal, person).await.iter().filter(|event| *event == wanted).count()
}

on_both_databases! {
    async fn the_sixth_sign_in_ends_the_oldest_session_and_says_so(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let crowded_out = Happened::SessionCrowdedOut { browser: "Firefox, Linux".to_owned() };
        let mut browsers = Vec::new();
        for number in 0..6 {
            portal.clock.advance(MINUTE);
            let mut browser = Browser::number(&portal.state, number);
            assert!(sign_in(&mut browser, &right(&portal, &who)).await);
            browsers.push(browser);
            assert_eq!(count(&portal, who.id, &crowded_out).await, usize::from(number == 5), "{number}");
        }
        assert!(!browsers[0].is_signed_in().await);
        assert!(browsers[1].is_signed_in().await);
        // Signing in again on one of them crowds nobody out.
        portal.clock.advance(MINUTE);
        let mut again = browsers[5].clone();
        assert!(sign_in(&mut again, &right(&portal, &who)).await);
        assert_eq!(count(&portal, who.id, &crowded_out).await, 1);
        assert!(browsers[1].is_signed_in().await);
        let shown = security::overview(&again.ask().await).await.expect("reads");
        assert!(shown.events.iter().any(|event| event.happened == crowded_out));
        // Nor does one in the place of a session that was over anyway.
        portal.clock.advance(HOUR);
        assert!(sign_in(&mut Browser::number(&portal.state, 9), &right(&portal, &who)).await);
        assert_eq!(count(&portal, who.id, &crowded_out).await, 1);
    }

    async fn tries_in_vain_are_told_at_the_next_sign_in_and_only_there(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut known = Browser::number(&portal.state, 200);
        assert!(sign_in(&mut known, &right(&portal, &who)).await);
        assert!(!happened(&portal, who.id).await.iter().any(|it| matches!(it, Happened::TriesBefore { .. })));
        portal.clock.advance(MINUTE);
        for number in 0..2 {
            assert!(!sign_in(&mut Browser::number(&portal.state, number), &wrong(&portal, &who)).await);
        }
        assert!(!sign_in(&mut known, &wrong_code(&portal, &who)).await);
        assert!(sign_in(&mut known, &right(&portal, &who)).await);
        assert_eq!(count(&portal, who.id, &Happened::TriesBefore { count: 3 }).await, 1, "strangers' and one's own");
        portal.clock.advance(MINUTE);
        assert!(sign_in(&mut known, &right(&portal, &who)).await);
        let told = happened(&portal, who.id).await;
        assert_eq!(told.iter().filter(|it| matches!(it, Happened::TriesBefore { .. })).count(), 1, "told once");
        // On a browser we do not know, one's own slips are among those of strangers.
        portal.clock.advance(MINUTE);
        let mut new = Browser::number(&portal.state, 77);
        assert!(!sign_in(&mut new, &wrong(&portal, &who)).await);
        assert!(sign_in(&mut new, &right(&portal, &who)).await);
        assert_eq!(count(&portal, who.id, &Happened::TriesBefore { count: 1 }).await, 1);
    }
}
