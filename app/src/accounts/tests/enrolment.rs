//! Setting up a way to sign in, from the letter to the first session.

use super::{
    authenticator::{Authenticator, tampered},
    *,
};
use crate::{
    accounts::{
        service::enrolment,
        store::{passkeys as keys, passphrases, recovery_codes},
        totp,
    },
    backend::sessions::{Kind, Path},
    error::{FieldCode, FieldError},
};
use cast::{BORN, redeem};

/// A browser on which an invited patient has begun.
pub async fn begun(portal: &TestPortal, patient: PersonId) -> (Browser, String) {
    let (issued, _) = cast::invited(portal, patient).await;
    let mut browser = Browser::new(&portal.state);
    assert!(redeem(&mut browser, &issued.code, BORN).await.is_some());
    (browser, issued.code)
}

/// Chooses path T up to the recovery codes; gives the secret of the app.
pub async fn choose_path_t(portal: &TestPortal, browser: &mut Browser) -> String {
    browser
        .does(async |context| enrolment::choose_passphrase(context, PASSPHRASE).await)
        .await
        .expect("chosen");
    let secret = secret(browser).await.expect("a secret");
    let code = totp::present_code(&secret, portal.state.clock.now()).expect("a code");
    browser.does(async |context| enrolment::confirm_totp(context, &code).await).await.expect("confirmed");
    secret
}

async fn secret(browser: &Browser) -> Option<String> {
    let enrolling = enrolment::current(&browser.ask().await).await.expect("reads")?;
    enrolment::totp_secret(&enrolling.draft).map(str::to_owned)
}

/// Chooses path P up to the recovery codes.
pub async fn choose_path_p(browser: &mut Browser, authenticator: &mut Authenticator) -> Result<(), AppError> {
    let begun = browser.does(async |context| enrolment::begin_passkey(context).await).await?;
    let answer = authenticator.register(&begun);
    let name = "Telefon".to_owned();
    browser
        .does(async |context| enrolment::finish_passkey(context, &begun.ceremony, answer, name).await)
        .await
}

/// The recovery codes as they are shown.
pub async fn shown_codes(browser: &Browser) -> Option<Vec<String>> {
    enrolment::current(&browser.ask().await).await.expect("reads")?.draft.codes
}

/// The end; tells whether it was one.
pub async fn finish(browser: &mut Browser) -> bool {
    let outcome = browser.does(async |context| enrolment::finish(context, &kept()).await).await;
    entered(browser, outcome)
}

async fn sign_in_name(browser: &Browser, id: PersonId) -> String {
    enrolment::sign_in_name(&browser.ask().await, id).await.expect("reads")
}

/// How many passkeys, passphrases and recovery codes are in force.
async fn factors(portal: &TestPortal, id: PersonId) -> (usize, usize, i64) {
    let count = portal.state.db.read(move |tx| {
        Box::pin(async move {
            let passkeys = keys::list(tx, id).await?.len();
            let passphrases = usize::from(passphrases::find(tx, id).await?.is_some());
            Ok((passkeys, passphrases, recovery_codes::count_unused(tx, id).await?))
        })
    });
    count.await.expect("reads")
}

on_both_databases! {
    async fn path_t_is_set_up_from_the_letter_to_the_first_session(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (mut browser, code) = begun(&portal, patient).await;
        assert_eq!(secret(&browser).await, None, "no secret before a passphrase");
        let secret = choose_path_t(&portal, &mut browser).await;
        let name = sign_in_name(&browser, patient).await;
        let who = PathT { id: patient, name, secret };

        portal.clock.advance(MINUTE);
        assert_eq!(factors(&portal, patient).await, (0, 0, 0), "nothing is in force before the end");
        assert!(!sign_in(&mut Browser::new(&portal.state), &right(&portal, &who)).await);
        let codes = shown_codes(&browser).await.expect("codes");
        assert_eq!(codes.len(), 10);
        assert!((0..).zip(&codes).all(|(slot, code)| code.len() == 17 && code.starts_with(&format!("{slot}"))));

        let before = browser.session;
        assert!(finish(&mut browser).await);
        assert_ne!(browser.session, before, "the session has a new id");
        let holder = browser.ask().await.signed.clone().expect("signed in").holder;
        assert_eq!((holder.person, holder.kind), (patient, Kind::Patient { path: Path::T }));
        assert_eq!(factors(&portal, patient).await, (0, 1, 10));
        assert!(happened(&portal, patient).await.contains(&Happened::Enrolled));
        assert!(sign_in(&mut Browser::number(&portal.state, 2), &right(&portal, &who)).await);
        assert_eq!(redeem(&mut Browser::new(&portal.state), &code, BORN).await, None, "the code is used");
    }

    async fn path_p_is_set_up_from_the_letter_to_the_first_session(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (mut browser, code) = begun(&portal, patient).await;
        let mut authenticator = Authenticator::new();
        choose_path_p(&mut browser, &mut authenticator).await.expect("registers");

        assert_eq!(factors(&portal, patient).await, (0, 0, 0), "nothing is in force before the end");
        assert!(!passkeys::sign_in(&mut Browser::new(&portal.state), &mut authenticator).await);
        assert_eq!(shown_codes(&browser).await.map(|codes| codes.len()), Some(10));

        assert!(finish(&mut browser).await);
        let holder = browser.ask().await.signed.clone().expect("signed in").holder;
        assert_eq!((holder.person, holder.kind), (patient, Kind::Patient { path: Path::P }));
        assert_eq!(factors(&portal, patient).await, (1, 0, 10));
        assert!(passkeys::sign_in(&mut Browser::number(&portal.state, 2), &mut authenticator).await);
        assert_eq!(redeem(&mut Browser::new(&portal.state), &code, BORN).await, None, "the code is used");
    }

    async fn only_a_passphrase_of_the_right_length_that_is_not_common_is_taken(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (mut browser, _) = begun(&portal, cast::patient(&portal).await).await;
        for (passphrase, code) in [
            (String::new(), FieldCode::Missing),
            ("elf Zeichen".to_owned(), FieldCode::TooShort),
            ("x".repeat(129), FieldCode::TooLong),
            ("passwordpassword".to_owned(), FieldCode::TooCommon),
            ("PasswordPassword".to_owned(), FieldCode::TooCommon),
        ] {
            let chosen =
                browser.does(async |context| enrolment::choose_passphrase(context, &passphrase).await).await;
            let expected = FieldError { field: "passphrase".to_owned(), code };
            assert_eq!(chosen, Err(AppError::Invalid { fields: vec![expected] }), "{passphrase}");
            assert_eq!(secret(&browser).await, None);
        }
        let longest = "ä".repeat(128);
        browser.does(async |context| enrolment::choose_passphrase(context, &longest).await).await.expect("taken");
    }

    async fn the_first_code_must_be_the_one_of_the_new_app(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (mut browser, _) = begun(&portal, cast::patient(&portal).await).await;
        let too_early = browser.does(async |context| enrolment::confirm_totp(context, "000000").await).await;
        assert_eq!(too_early, Err(AppError::NotFound));
        browser.does(async |context| enrolment::choose_passphrase(context, PASSPHRASE).await).await.expect("chosen");
        let secret = secret(&browser).await.expect("a secret");
        let now = portal.state.clock.now();
        let good = totp::present_code(&secret, now).expect("a code");
        let old = totp::present_code(&secret, crate::time::Timestamp(now.0 - MINUTE)).expect("a code");
        for wrong in [old.as_str(), "", "12345", "abcdef", "1234567"].into_iter().filter(|wrong| *wrong != good) {
            let confirmed = browser.does(async |context| enrolment::confirm_totp(context, wrong).await).await;
            assert!(is_refused(&confirmed), "{wrong}");
            assert_eq!(shown_codes(&browser).await, None);
            assert!(!finish_is_found(&mut browser).await, "there is nothing to finish");
        }
        browser.does(async |context| enrolment::confirm_totp(context, &good).await).await.expect("confirmed");
        assert!(finish(&mut browser).await);
        assert!(shown_codes(&browser).await.is_none(), "the draft is gone");
    }

    async fn the_first_code_cannot_be_used_again_to_sign_in(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (mut browser, _) = begun(&portal, patient).await;
        let secret = choose_path_t(&portal, &mut browser).await;
        let who = PathT { id: patient, name: sign_in_name(&browser, patient).await, secret };
        assert!(finish(&mut browser).await);
        assert!(!sign_in(&mut Browser::new(&portal.state), &right(&portal, &who)).await);
    }

    async fn whoever_breaks_off_goes_on_with_the_same_code(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (mut browser, code) = begun(&portal, cast::patient(&portal).await).await;
        choose_path_t(&portal, &mut browser).await;
        let codes = shown_codes(&browser).await;
        portal.clock.advance(20 * MINUTE);
        assert_eq!(redeem(&mut browser, &code, BORN).await, Some("/enrol/codes"));
        assert_eq!(shown_codes(&browser).await, codes, "nothing has to be done twice");

        let mut other = Browser::number(&portal.state, 2);
        assert_eq!(redeem(&mut other, &code, BORN).await, Some("/enrol/way"), "another browser begins anew");
        assert_eq!(shown_codes(&other).await, None);
        assert!(!browser.is_signed_in().await, "and the first one has ended");
    }

    async fn of_two_finishes_at_once_one_makes_an_account(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        for _ in 0..3 {
            let patient = cast::patient(&portal).await;
            let (mut browser, _) = begun(&portal, patient).await;
            choose_path_p(&mut browser, &mut Authenticator::new()).await.expect("registers");
            let contexts = [browser.ask().await, browser.ask().await];
            let finished = at_once(contexts.map(|context| async move {
                matches!(enrolment::finish(&context, &kept()).await, Ok(Outcome::SignedIn { .. }))
            }))
            .await;
            assert_eq!(finished.into_iter().filter(|finished| *finished).count(), 1);
            assert_eq!(factors(&portal, patient).await, (1, 0, 10));
            let enrolled = happened(&portal, patient).await.into_iter().filter(|it| *it == Happened::Enrolled);
            assert_eq!(enrolled.count(), 1);
        }
    }

    async fn a_newer_invitation_ends_an_enrolment_that_has_begun(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (mut browser, _) = begun(&portal, patient).await;
        choose_path_p(&mut browser, &mut Authenticator::new()).await.expect("registers");
        let late = browser.ask().await;
        cast::invited(&portal, patient).await;
        assert!(!finish_is_found(&mut browser).await);
        // Also when the request was under way already.
        assert!(!matches!(enrolment::finish(&late, &kept()).await, Ok(Outcome::SignedIn { .. })));
        assert_eq!(factors(&portal, patient).await, (0, 0, 0));
    }

    async fn a_passkey_that_somebody_has_already_leaves_the_invitation_open(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, mut taken) = cast::with_passkey(&portal).await;
        let patient = cast::patient(&portal).await;
        let (mut browser, code) = begun(&portal, patient).await;
        choose_path_p(&mut browser, &mut taken).await.expect("only the table knows");
        assert!(!finish(&mut browser).await);
        assert_eq!(factors(&portal, patient).await, (0, 0, 0));
        assert!(redeem(&mut browser, &code, BORN).await.is_some(), "with another authenticator it goes on");
        let mut another = Authenticator::new();
        choose_path_p(&mut browser, &mut another).await.expect("registers");
        assert!(finish(&mut browser).await);
    }

    async fn a_registration_that_is_not_right_is_refused(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (mut browser, _) = begun(&portal, cast::patient(&portal).await).await;
        let good = Authenticator::new();
        for (what, mut authenticator) in [
            ("origin", Authenticator { origin: "http://localhost:3001", ..good.clone() }),
            ("host", Authenticator { rp_id: "example.org", ..good.clone() }),
            ("no user verification", Authenticator { verifies: false, ..good.clone() }),
            ("another frame", Authenticator { cross_origin: true, ..good.clone() }),
            ("type", Authenticator { client_type: Some("webauthn.get"), ..good.clone() }),
        ] {
            assert!(is_refused(&choose_path_p(&mut browser, &mut authenticator).await), "{what}");
        }
        let begun = browser.does(async |context| enrolment::begin_passkey(context).await).await.expect("begins");
        let answer = tampered(good.clone().register(&begun), "clientDataJSON");
        let name = "Telefon".to_owned();
        let finished = browser
            .does(async |context| enrolment::finish_passkey(context, &begun.ceremony, answer, name).await)
            .await;
        assert!(is_refused(&finished));
        assert_eq!(shown_codes(&browser).await, None);
    }
}

/// Whether there is anything to finish; what is found must be refused.
async fn finish_is_found(browser: &mut Browser) -> bool {
    let outcome = browser.does(async |context| enrolment::finish(context, &kept()).await.map(|_| ())).await;
    // Steps that are missing, or an enrolment that is over.
    !matches!(outcome, Err(AppError::NotFound | AppError::Invalid { .. }))
}
