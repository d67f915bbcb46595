//! A lost authenticator of path T: passphrase and one code that was put away.

use super::*;
use crate::accounts::{model::RecoverForm, service::recovery, totp};

/// What is typed at `/recover`.
pub fn form(who: &PathT, passphrase: &str, code: &str) -> RecoverForm {
    RecoverForm {
        sign_in_name: who.name.clone(),
        passphrase: passphrase.to_owned(),
        recovery_code: code.to_owned(),
        form_id: String::new(),
    }
}

/// Whether a recovery has begun.
pub async fn begin(browser: &mut Browser, form: &RecoverForm) -> bool {
    browser.does(async |context| recovery::begin(context, form).await).await.expect("answers")
}

/// Confirms the new app; gives the person with its secret.
async fn finish(portal: &TestPortal, browser: &mut Browser, who: &PathT) -> PathT {
    let (person, draft) = recovery::current(&browser.ask().await).await.expect("reads").expect("recovering");
    assert_eq!(person, who.id);
    let renewed = PathT { secret: draft.totp_secret.clone(), ..who.clone() };
    let code = renewed.code(portal);
    let outcome = browser.does(async |context| recovery::finish(context, &code).await).await;
    assert!(entered(browser, outcome));
    renewed
}

on_both_databases! {
    async fn code_and_passphrase_replace_the_app_and_end_every_other_session(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let codes = cast::give_codes(&portal, who.id).await;
        let mut lost = Browser::number(&portal.state, 2);
        assert!(sign_in(&mut lost, &right(&portal, &who)).await);

        let mut browser = Browser::new(&portal.state);
        assert!(begin(&mut browser, &form(&who, PASSPHRASE, &codes[7].to_lowercase())).await);
        let context = browser.ask().await;
        assert_eq!(context.actor, crate::backend::context::Actor::Nobody, "nobody until the end");
        assert!(lost.is_signed_in().await, "and nothing has ended yet");
        let renewed = finish(&portal, &mut browser, &who).await;

        assert!(browser.is_signed_in().await);
        assert!(!lost.is_signed_in().await);
        assert!(happened(&portal, who.id).await.contains(&Happened::Recovered));
        portal.clock.advance(MINUTE);
        assert!(!sign_in(&mut Browser::number(&portal.state, 3), &right(&portal, &who)).await, "the old app");
        assert!(sign_in(&mut Browser::number(&portal.state, 3), &right(&portal, &renewed)).await, "the new one");
    }

    async fn one_of_the_two_alone_is_refused(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, other) = (cast::with_passphrase(&portal).await, cast::with_passphrase(&portal).await);
        let codes = cast::give_codes(&portal, who.id).await;
        let theirs = cast::give_codes(&portal, other.id).await;
        let moved = format!("4{}", &codes[3][1..]);
        for (number, (what, passphrase, code)) in (0..).zip([
            ("the code alone", "", codes[0].as_str()),
            ("a wrong passphrase", "nicht das richtige Wort", &codes[0]),
            ("the passphrase alone", PASSPHRASE, ""),
            ("somebody else's code", PASSPHRASE, &theirs[0]),
            ("a code under another digit", PASSPHRASE, &moved),
        ]) {
            let mut browser = Browser::number(&portal.state, number);
            assert!(!begin(&mut browser, &form(&who, passphrase, code)).await, "{what}");
            assert!(recovery::current(&browser.ask().await).await.expect("reads").is_none());
        }
        assert!(begin(&mut Browser::number(&portal.state, 9), &form(&who, PASSPHRASE, &codes[0])).await);
    }

    async fn a_code_recovers_once_also_when_tried_at_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let who = cast::with_passphrase(&portal).await;
        let codes = cast::give_codes(&portal, who.id).await;
        let mut contexts = Vec::new();
        for number in 0..10 {
            contexts.push(Browser::number(&portal.state, number).ask().await);
        }
        let typed = form(&who, PASSPHRASE, &codes[0]);
        let begun = at_once(contexts.into_iter().map(|context| {
            let typed = typed.clone();
            async move { recovery::begin(&context, &typed).await.expect("answers") }
        }))
        .await;
        assert_eq!(begun.into_iter().filter(|begun| *begun).count(), 1);
        assert!(!begin(&mut Browser::number(&portal.state, 11), &typed).await);
        assert!(begin(&mut Browser::number(&portal.state, 11), &form(&who, PASSPHRASE, &codes[1])).await);
    }

    async fn the_first_code_of_the_new_app_must_match_and_is_used_by_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let codes = cast::give_codes(&portal, who.id).await;
        let mut browser = Browser::new(&portal.state);
        assert!(begin(&mut browser, &form(&who, PASSPHRASE, &codes[0])).await);
        let (_, draft) = recovery::current(&browser.ask().await).await.expect("reads").expect("recovering");
        let now = portal.state.clock.now();
        let late = totp::present_code(&draft.totp_secret, crate::time::Timestamp(now.0 - MINUTE)).expect("a code");
        for wrong in [who.code(&portal), late, String::new()] {
            let outcome = browser.does(async |context| recovery::finish(context, &wrong).await).await;
            assert!(is_refused(&outcome));
        }
        assert!(sign_in(&mut Browser::number(&portal.state, 2), &right(&portal, &who)).await, "the old app works on");
        let renewed = finish(&portal, &mut browser, &who).await;
        assert!(!sign_in(&mut Browser::number(&portal.state, 3), &right(&portal, &renewed)).await);
        let twice = browser.does(async |context| recovery::finish(context, "000000").await).await;
        assert!(matches!(twice, Err(AppError::NotFound)), "there is no recovery any more");
    }

    async fn known_browsers_are_strangers_after_a_recovery(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let codes = cast::give_codes(&portal, who.id).await;
        let mut lost = Browser::number(&portal.state, 2);
        assert!(sign_in(&mut lost, &right(&portal, &who)).await);
        let mut browser = Browser::new(&portal.state);
        assert!(begin(&mut browser, &form(&who, PASSPHRASE, &codes[0])).await);
        let renewed = finish(&portal, &mut browser, &who).await;
        for number in 10..30 {
            assert!(!sign_in(&mut Browser::number(&portal.state, number), &wrong(&portal, &who)).await);
        }
        portal.clock.advance(MINUTE);
        assert!(!sign_in(&mut lost, &right(&portal, &renewed)).await, "it waits like any other");
        assert!(sign_in(&mut browser, &right(&portal, &renewed)).await, "the one that recovered does not");
    }

    async fn a_recovery_that_is_not_finished_ends_with_its_session(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let codes = cast::give_codes(&portal, who.id).await;
        let mut browser = Browser::new(&portal.state);
        assert!(begin(&mut browser, &form(&who, PASSPHRASE, &codes[0])).await);
        portal.clock.advance(30 * MINUTE + 1);
        assert!(recovery::current(&browser.ask().await).await.expect("reads").is_none());
        assert!(sign_in(&mut Browser::number(&portal.state, 2), &right(&portal, &who)).await, "nothing has changed");
    }
}
