//! What a session remembers: nothing of it is lost to another request, and nothing outlives the session.

use super::*;
use crate::{
    accounts::service::{
        invitations::{self, Made, Shown},
        security, session,
        step_up::{self, Deed},
    },
    backend::{
        context::RequestContext,
        policy::Role,
        sessions::{Kind, Path, store as table},
    },
    ids::{InvitationId, SessionId},
};

async fn desk(portal: &TestPortal) -> Browser {
    cast::member_session(portal, cast::member(portal, Role::Reception).await).await
}

async fn shows(desk: &Browser, letter: InvitationId) -> bool {
    let shown = invitations::show_letter(&desk.ask().await, letter).await.expect("one of ours");
    matches!(shown, Shown::Letter(_))
}

/// Makes a letter for somebody who has none that is open.
async fn letter_for(context: &RequestContext, patient: PersonId) -> InvitationId {
    match invitations::make_letter(context, patient, None).await.expect("invites") {
        Made::Letter(id) => id,
        _ => panic!("no letter"),
    }
}

async fn note(browser: &mut Browser, name: &str, value: &str) {
    browser.does(async |context| session::keep(context, name, value).await).await.expect("keeps");
}

async fn noted(browser: &Browser, name: &str) -> Option<String> {
    session::recall(&browser.ask().await, name).await.expect("reads")
}

async fn id_of(browser: &Browser) -> SessionId {
    browser.ask().await.signed.clone().expect("signed in").view.id
}

/// The names of what the row of a session still holds.
async fn left(portal: &TestPortal, id: SessionId) -> Vec<String> {
    let row = portal.state.db.read(move |tx| Box::pin(async move { table::find_by_id(tx, id).await }));
    let row = row.await.expect("reads").expect("the row stays for a while");
    let mut names: Vec<String> = portal.state.sessions().open(&row).expect("opens").into_keys().collect();
    names.sort();
    names
}

on_both_databases! {
    async fn letters_made_at_the_same_moment_are_all_kept(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let desk = desk(&portal).await;
        let mut patients = Vec::new();
        for _ in 0..8 {
            patients.push(cast::patient(&portal).await);
        }
        let made = patients.into_iter().map(|patient| {
            let mut desk = desk.clone();
            async move {
                desk.does(async |context| letter_for(context, patient).await).await
            }
        });
        for letter in at_once(made).await {
            assert!(shows(&desk, letter).await);
        }
    }

    async fn a_letter_put_away_and_another_made_in_between_do_not_undo_each_other(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (anna, ben) = (cast::patient(&portal).await, cast::patient(&portal).await);
        let mut one = desk(&portal).await;
        let mut other = one.clone();
        let first = one.does(async |context| letter_for(context, anna).await).await;
        let (puts_away, makes) = (one.ask().await, other.ask().await);
        invitations::put_letter_away(&puts_away, first).await.expect("may");
        let second = letter_for(&makes, ben).await;
        one.answered(&puts_away).await;
        other.answered(&makes).await;
        assert!(!shows(&one, first).await, "put away");
        assert!(shows(&one, second).await, "and made");
    }

    async fn requests_of_one_session_at_once_keep_what_each_has_written(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let browser = cast::patient_session(&portal, cast::patient(&portal).await).await;
        let notes = (0..20).map(|number| {
            let mut browser = browser.clone();
            async move { note(&mut browser, &format!("note {number}"), "text").await }
        });
        at_once(notes).await;
        for number in 0..20 {
            assert_eq!(noted(&browser, &format!("note {number}")).await.as_deref(), Some("text"), "{number}");
        }
    }

    async fn new_recovery_codes_survive_what_another_tab_does(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = cast::patient_session(&portal, who.id).await;
        browser.does(async |context| step_up::grant(context, Deed::RenewCodes).await).await.expect("grants");
        let mut other = browser.clone();
        let under_way = other.ask().await;
        session::keep(&under_way, "note", "text").await.expect("keeps");
        browser.does(async |context| security::renew_codes(context).await).await.expect("renews");
        other.answered(&under_way).await;
        let codes = security::new_codes(&browser.ask().await).await.expect("reads");
        assert_eq!(codes.map(|codes| codes.len()), Some(10));
        assert_eq!(noted(&browser, "note").await.as_deref(), Some("text"));
    }

    async fn what_is_written_while_the_cookie_changes_is_kept(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let mut browser = cast::patient_session(&portal, cast::patient(&portal).await).await;
        for round in 0..5 {
            let (before, name) = (browser.clone(), format!("note {round}"));
            let contexts = [browser.ask().await, before.ask().await];
            let [renewing, noting] = contexts.map(|context| (browser.clone(), context));
            let (renewed, ()) = tokio::join!(
                async {
                    let (mut browser, context) = renewing;
                    session::renew(&context).await.expect("renews");
                    browser.answered(&context).await;
                    browser
                },
                async {
                    let (mut browser, context) = noting;
                    session::keep(&context, &name, "text").await.expect("keeps");
                    browser.answered(&context).await;
                }
            );
            assert!(!before.is_signed_in().await, "the old cookie is worth nothing");
            browser = renewed;
            assert_eq!(noted(&browser, &name).await.as_deref(), Some("text"));
        }
    }

    async fn however_a_session_ends_nothing_is_left_but_who_held_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let mut ended = Vec::new();
        let mut new = async || {
            let mut browser = cast::patient_session(&portal, patient).await;
            note(&mut browser, "new_codes", "3-AAAA").await;
            let id = id_of(&browser).await;
            assert_eq!(left(&portal, id).await, ["holder", "new_codes"]);
            ended.push(id);
            portal.clock.advance(SECOND);
            browser
        };
        // By oneself, by signing in again, from elsewhere, with all others.
        new().await.does(async |context| session::end(context).await).await.expect("ends");
        cast::begin(&mut new().await, patient, Kind::Patient { path: Path::P }).await;
        let (one, mut other) = (new().await, new().await);
        let id = id_of(&one).await;
        other.does(async |context| security::end_session(context, id).await).await.expect("ends");
        let owner = cast::patient_session(&portal, patient).await;
        security::end_other_sessions(&owner.ask().await).await.expect("ends");
        // Making room, and when their time is over.
        for _ in 0..6 {
            new().await;
        }
        portal.clock.advance(30 * MINUTE + SECOND);
        cast::patient_session(&portal, cast::patient(&portal).await).await;
        for id in ended {
            assert_eq!(left(&portal, id).await, ["holder"]);
        }
    }

    async fn a_session_that_stands_keeps_everything_when_others_end(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut browser = desk(&portal).await;
        note(&mut browser, "note", "text").await;
        portal.clock.advance(14 * MINUTE);
        cast::patient_session(&portal, cast::patient(&portal).await).await;
        assert_eq!(noted(&browser, "note").await.as_deref(), Some("text"));
    }
}
