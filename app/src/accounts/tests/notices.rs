//! What somebody is told of sign-ins that were not theirs, or that ended others.

use super::*;
use events::Cursor;
use service::access;
use std::ops::Range;

/// Different events with these numbers, one a second.
async fn happen(portal: &TestPortal, person: PersonId, numbers: Range<usize>) {
    let key = cast::identity_key(portal, person).await;
    for name in numbers {
        portal.clock.advance(SECOND);
        let event = Happened::PasskeyAdded { name: name.to_string() };
        let event = events::prepare(&portal.state, &key, person, &event).expect("seals");
        let written = portal.state.db.write(move |tx| Box::pin(events::record(tx, event)));
        written.await.expect("writes");
    }
}

/// The names in these events.
fn names(page: &events::Page) -> Vec<usize> {
    let name = |event: &events::Event| match &event.happened {
        Happened::PasskeyAdded { name } => name.parse().ok(),
        _ => None,
    };
    page.events.iter().filter_map(name).collect()
}

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
        let shown = events::list(&again.ask().await, Cursor::newest()).await.expect("reads");
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

    async fn what_happened_is_read_newest_first_and_a_page_at_a_time(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, _) = cast::with_passkey(&portal).await;
        happen(&portal, id, 0..120).await;
        let browser = cast::patient_session(&portal, id).await;
        let (mut before, mut read) = (Cursor::newest(), Vec::new());
        loop {
            let page = events::list(&browser.ask().await, before).await.expect("reads");
            assert!(page.events.len() <= 50);
            read.extend(names(&page));
            match page.older {
                Some(older) => before = Cursor::parse(&older.to_string()).expect("a place"),
                None => break,
            }
        }
        assert_eq!(read, (0..120).rev().collect::<Vec<_>>(), "each of them once");
        // What happened at the same moment is neither left out nor told twice.
        portal.arrange("UPDATE security_events SET at = 1").await;
        let first = events::list(&browser.ask().await, Cursor::newest()).await.expect("reads");
        let second = events::list(&browser.ask().await, first.older.expect("more")).await.expect("reads");
        let mut both = [names(&first), names(&second)].concat();
        both.sort_unstable();
        both.dedup();
        assert_eq!(both.len(), 100);
        let other = cast::patient_session(&portal, cast::patient(&portal).await).await;
        assert!(events::list(&other.ask().await, Cursor::newest()).await.expect("reads").events.is_empty());
    }

    async fn only_what_was_shown_is_put_away(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, _) = cast::with_passkey(&portal).await;
        happen(&portal, id, 0..60).await;
        let mut browser = cast::patient_session(&portal, id).await;
        let shown = access::home(&browser.ask().await).await.expect("reads").events;
        assert_eq!(names(&shown), (10..60).rev().collect::<Vec<_>>());
        assert!(shown.older.is_some());
        let ends = shown.ends.expect("some");
        // What happens while somebody reads is not put away unread.
        happen(&portal, id, 60..61).await;
        let form = [("oldest", ends.0.to_string()), ("newest", ends.1.to_string())];
        let token = browser.ask().await.form_token().expect("signed in");
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let form = [form, vec![("form_token", token.as_str())]].concat();
        let answer = pages::ask(&mut browser, "POST", "/home/notices", &form).await;
        assert_eq!(answer.location, "/home");
        let left = access::home(&browser.ask().await).await.expect("reads").events;
        assert_eq!(names(&left), [60, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
        for wrong in ["", "x", "1-x"] {
            let form = [("oldest", wrong), ("newest", wrong), ("form_token", token.as_str())];
            let answer = pages::ask(&mut browser, "POST", "/home/notices", &form).await;
            assert_eq!(answer.status, axum::http::StatusCode::BAD_REQUEST, "{wrong}");
        }
    }

    async fn several_invitations_of_a_day_are_one_notice(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, _) = cast::with_passkey(&portal).await;
        let (_, mut desk) = cast::invited(&portal, id).await;
        cast::invite(&mut desk, id).await;
        let mut browser = cast::patient_session(&portal, id).await;
        let home = pages::ask(&mut browser, "GET", "/home", &[]).await;
        assert_eq!(home.html.matches("hat für Sie eine Einladung ausgestellt").count(), 1, "{}", home.html);
        assert!(home.html.contains("2-mal an diesem Tag, zuletzt Dienstag, 24. November 2026, 09:00 Uhr"));
        let page = pages::ask(&mut browser, "GET", "/me/security", &[]).await;
        assert!(page.html.contains("2-mal an diesem Tag") && !page.html.contains("Ältere zeigen"), "{}", page.html);
        assert_eq!(pages::ask(&mut browser, "GET", "/me/security?older=x", &[]).await.status, 404);
    }
}
