//! What somebody changes of their own access, and of nobody else's.

use super::{authenticator::Authenticator, *};
use crate::{
    accounts::{
        model::NameForm,
        service::{security, step_up::Deed},
        totp,
    },
    ids::{PasskeyId, SessionId},
};
use security::Overview;

async fn overview(browser: &Browser) -> Overview {
    security::overview(&browser.ask().await).await.expect("reads")
}

on_both_databases! {
    async fn a_foreign_id_is_answered_like_one_nobody_has(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (mine, mut authenticator) = cast::with_passkey(&portal).await;
        let (theirs, mut foreign) = cast::with_passkey(&portal).await;
        cast::give_passkey(&portal, mine, &mut Authenticator::new()).await;
        let mut browser = cast::patient_session(&portal, mine).await;
        let victim = cast::patient_session(&portal, theirs).await;
        let shown = overview(&victim).await;
        let (session, passkey) = (shown.sessions[0].id, shown.passkeys[0].id);
        step_up::with_passkey(&mut browser, &mut authenticator, Deed::RemovePasskey).await.expect("proves");

        for id in [session, SessionId::from_random([9; 16])] {
            let ended = browser.does(async |context| security::end_session(context, id).await).await;
            assert_eq!(ended, Err(AppError::NotFound));
        }
        let form = NameForm { name: "Mein Schlüssel".to_owned() };
        for id in [passkey, PasskeyId::from_random([9; 16])] {
            let renamed = browser.does(async |context| security::rename_passkey(context, id, &form).await).await;
            assert_eq!(renamed, Err(AppError::NotFound));
            let removed = browser.does(async |context| security::remove_passkey(context, id).await).await;
            assert_eq!(removed, Err(AppError::NotFound));
        }
        assert!(victim.is_signed_in().await);
        assert_eq!(overview(&victim).await.passkeys[0].name, "Telefon");
        assert!(passkeys::sign_in(&mut Browser::new(&portal.state), &mut foreign).await);
        browser.does(async |context| security::end_other_sessions(context).await).await.expect("ends");
        assert!(victim.is_signed_in().await, "nor do others' sessions end with one's own");
    }

    async fn one_session_or_all_others_end_at_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let (id, _) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        let mut others = Vec::new();
        for _ in 0..3 {
            others.push(cast::patient_session(&portal, id).await);
        }
        let first = others[0].ask().await.signed.clone().expect("signed in").view.id;
        browser.does(async |context| security::end_session(context, first).await).await.expect("ends");
        assert!(!others[0].is_signed_in().await);
        assert!(others[1].is_signed_in().await);
        let again = browser.does(async |context| security::end_session(context, first).await).await;
        assert_eq!(again, Err(AppError::NotFound));
        assert_eq!(logged(&portal, id).await, [Act::SessionsEnded]);

        browser.does(async |context| security::end_other_sessions(context).await).await.expect("ends");
        assert!(browser.is_signed_in().await);
        for other in &others {
            assert!(!other.is_signed_in().await);
        }
        browser.does(async |context| security::end_other_sessions(context).await).await.expect("has ended them");
        assert_eq!(logged(&portal, id).await, [Act::SessionsEnded; 2], "nothing ended, nothing said");
        let this = overview(&browser).await.sessions;
        assert!(matches!(&this[..], [only] if only.is_this_one && only.browser == "Firefox, Linux"));
        let id = this[0].id;
        browser.does(async |context| security::end_session(context, id).await).await.expect("ends");
        assert_eq!(browser.session, None, "ending this one is signing out");
    }

    async fn what_the_log_cannot_be_told_is_not_done(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, _) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        let other = cast::patient_session(&portal, id).await;
        portal.arrange("ALTER TABLE audit_heads RENAME TO somewhere_else").await;
        let ended = browser.does(async |context| security::end_other_sessions(context).await).await;
        assert!(ended.is_err());
        portal.arrange("ALTER TABLE somewhere_else RENAME TO audit_heads").await;
        assert!(other.is_signed_in().await);
    }

    async fn a_further_passkey_works_and_ends_other_sessions(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        let other = cast::patient_session(&portal, id).await;
        step_up::with_passkey(&mut browser, &mut authenticator, Deed::AddPasskey).await.expect("proves");
        let begun = browser.does(async |context| security::begin_passkey(context).await).await.expect("begins");
        let excluded = &begun.options["publicKey"]["excludeCredentials"][0]["id"];
        assert_eq!(excluded, &authenticator::text(&authenticator.credential));
        let mut second = Authenticator::new();
        let answer = second.register(&begun);
        let name = "Schlüsselbund".to_owned();
        browser
            .does(async |context| security::finish_passkey(context, &begun.ceremony, answer, name).await)
            .await
            .expect("adds");
        assert!(!other.is_signed_in().await);
        assert!(happened(&portal, id).await.contains(&Happened::PasskeyAdded { name: "Schlüsselbund".to_owned() }));
        assert_eq!(logged(&portal, id).await, [Act::PasskeyAdded]);
        assert!(passkeys::sign_in(&mut Browser::new(&portal.state), &mut second).await);
    }

    async fn a_passkey_of_somebody_else_cannot_be_added(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let (_, foreign) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        step_up::with_passkey(&mut browser, &mut authenticator, Deed::AddPasskey).await.expect("proves");
        let begun = browser.does(async |context| security::begin_passkey(context).await).await.expect("begins");
        let answer = foreign.clone().register(&begun);
        let added = browser
            .does(async |context| security::finish_passkey(context, &begun.ceremony, answer, "x".to_owned()).await)
            .await;
        assert!(is_refused(&added));
        assert_eq!(overview(&browser).await.passkeys.len(), 1);
        assert!(passkeys::sign_in(&mut Browser::new(&portal.state), &mut foreign.clone()).await);
    }

    async fn path_t_is_added_to_a_passkey_and_replaced_later(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        let mut before = None;
        for _ in 0..2 {
            step_up::with_passkey(&mut browser, &mut authenticator, Deed::AddPassphrase).await.expect("proves");
            let common = "passwordpassword";
            let refused = browser.does(async |context| security::choose_passphrase(context, common).await).await;
            assert!(is_refused(&refused), "and the proof is still good");
            browser
                .does(async |context| security::choose_passphrase(context, PASSPHRASE).await)
                .await
                .expect("chosen");
            let adding = security::adding(&browser.ask().await).await.expect("reads").expect("adding");
            let wrong = browser.does(async |context| security::confirm_totp(context, "12345").await).await;
            assert!(is_refused(&wrong));
            let code = totp::present_code(&adding.totp_secret, portal.state.clock.now()).expect("a code");
            browser.does(async |context| security::confirm_totp(context, &code).await).await.expect("adds");
            let again = browser.does(async |context| security::confirm_totp(context, &code).await).await;
            assert_eq!(again, Err(AppError::NotFound));

            portal.clock.advance(MINUTE);
            let name = service::enrolment::sign_in_name(&browser.ask().await, id).await.expect("reads");
            let who = PathT { id, name, secret: adding.totp_secret };
            assert!(sign_in(&mut Browser::number(&portal.state, 2), &right(&portal, &who)).await);
            if let Some(before) = before.replace(who) {
                assert!(!sign_in(&mut Browser::number(&portal.state, 3), &right(&portal, &before)).await);
            }
        }
        assert_eq!(logged(&portal, id).await, [Act::PassphraseAdded; 2]);
    }

    async fn new_recovery_codes_void_the_old_ones_and_are_shown_until_put_away(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut authenticator = Authenticator::new();
        cast::give_passkey(&portal, who.id, &mut authenticator).await;
        let old = cast::give_codes(&portal, who.id).await;
        let mut browser = cast::patient_session(&portal, who.id).await;
        step_up::with_passkey(&mut browser, &mut authenticator, Deed::RenewCodes).await.expect("proves");
        browser.does(async |context| security::renew_codes(context).await).await.expect("renews");
        let new = security::new_codes(&browser.ask().await).await.expect("reads").expect("codes");
        browser.does(async |context| security::put_codes_away(context, &kept()).await).await.expect("puts away");
        assert_eq!(security::new_codes(&browser.ask().await).await, Ok(None));
        assert!(happened(&portal, who.id).await.contains(&Happened::CodesRenewed));
        assert_eq!(logged(&portal, who.id).await, [Act::CodesRenewed]);
        let mut stranger = Browser::number(&portal.state, 2);
        assert!(!recovery::begin(&mut stranger, &recovery::form(&who, PASSPHRASE, &old[0])).await);
        assert!(recovery::begin(&mut stranger, &recovery::form(&who, PASSPHRASE, &new[0])).await);
    }
}
