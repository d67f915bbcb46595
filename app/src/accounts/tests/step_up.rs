//! A fresh proof: for one deed, in one session, for five minutes, once.

use super::{authenticator::Authenticator, *};
use crate::{
    accounts::service::{security, step_up},
    backend::policy::Role,
};
use step_up::Deed;

/// Proves oneself again with a passkey.
pub async fn with_passkey(
    browser: &mut Browser,
    authenticator: &mut Authenticator,
    deed: Deed,
) -> Result<(), AppError> {
    let begun = browser.does(async |context| step_up::begin_with_passkey(context).await).await?;
    let answer = authenticator.answer(&begun);
    browser
        .does(async |context| step_up::finish_with_passkey(context, deed, &begun.ceremony, answer).await)
        .await
}

/// Proves oneself again with passphrase and code.
async fn with_passphrase(browser: &mut Browser, deed: Deed, form: &SignInForm) -> bool {
    browser
        .does(async |context| step_up::with_passphrase(context, deed, &form.passphrase, &form.code).await)
        .await
        .expect("answers")
}

async fn take(browser: &mut Browser, deed: Deed) -> Result<(), AppError> {
    browser.does(async |context| step_up::take(context, deed).await).await
}

async fn is_granted(browser: &Browser, deed: Deed) -> bool {
    step_up::is_granted(&browser.ask().await, deed).await.expect("reads")
}

on_both_databases! {
    async fn a_grant_is_for_one_deed_and_used_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        let before = browser.clone();
        assert_eq!(take(&mut browser, Deed::RenewCodes).await, Err(AppError::StepUpRequired));
        with_passkey(&mut browser, &mut authenticator, Deed::AddPasskey).await.expect("proves");
        assert!(!before.is_signed_in().await, "the session has a new id");
        assert!(is_granted(&browser, Deed::AddPasskey).await);
        assert!(!is_granted(&browser, Deed::RemovePasskey).await);
        assert_eq!(take(&mut browser, Deed::AddPasskey).await, Ok(()));
        assert_eq!(take(&mut browser, Deed::AddPasskey).await, Err(AppError::StepUpRequired), "it is used up");

        with_passkey(&mut browser, &mut authenticator, Deed::AddPasskey).await.expect("proves");
        assert_eq!(take(&mut browser, Deed::RemovePasskey).await, Err(AppError::StepUpRequired));
    }

    async fn a_grant_lasts_five_minutes(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        for (wait, expected) in [(5 * MINUTE - 1, Ok(())), (5 * MINUTE, Err(AppError::StepUpRequired))] {
            with_passkey(&mut browser, &mut authenticator, Deed::RenewCodes).await.expect("proves");
            portal.clock.advance(wait);
            assert_eq!(is_granted(&browser, Deed::RenewCodes).await, expected.is_ok());
            assert_eq!(take(&mut browser, Deed::RenewCodes).await, expected);
        }
    }

    async fn a_grant_belongs_to_one_session(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        let mut other = cast::patient_session(&portal, id).await;
        with_passkey(&mut browser, &mut authenticator, Deed::RenewCodes).await.expect("proves");
        assert_eq!(take(&mut other, Deed::RenewCodes).await, Err(AppError::StepUpRequired));
        // Whoever signs in on the same browser afterwards does not inherit it.
        let heir = cast::patient(&portal).await;
        let mut inherited = browser.clone();
        cast::begin(&mut inherited, heir, crate::backend::sessions::Kind::Patient {
            path: crate::backend::sessions::Path::P,
        })
        .await;
        assert_eq!(take(&mut inherited, Deed::RenewCodes).await, Err(AppError::StepUpRequired));
    }

    async fn of_deeds_at_once_one_gets_the_grant(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        with_passkey(&mut browser, &mut authenticator, Deed::RenewCodes).await.expect("proves");
        let mut contexts = Vec::new();
        for _ in 0..5 {
            contexts.push(browser.ask().await);
        }
        // Another request of the session was under way since before and writes it back afterwards.
        let slow = browser.ask().await;
        crate::accounts::service::session::keep(&slow, "note", "text").await.expect("keeps");
        let taken = at_once(contexts.into_iter().map(|context| async move {
            step_up::take(&context, Deed::RenewCodes).await.is_ok()
        }))
        .await;
        assert_eq!(taken.into_iter().filter(|taken| *taken).count(), 1);
        browser.answered(&slow).await;
        assert_eq!(take(&mut browser, Deed::RenewCodes).await, Err(AppError::StepUpRequired));
    }

    async fn path_t_proves_with_both_halves_and_counts_as_a_try(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = cast::patient_session(&portal, who.id).await;
        for form in [wrong(&portal, &who), wrong_code(&portal, &who)] {
            assert!(!with_passphrase(&mut browser, Deed::RenewCodes, &form).await);
        }
        assert!(!is_granted(&browser, Deed::RenewCodes).await);
        assert!(with_passphrase(&mut browser, Deed::RenewCodes, &right(&portal, &who)).await);
        assert!(is_granted(&browser, Deed::RenewCodes).await);
        assert!(!with_passphrase(&mut browser, Deed::RenewCodes, &right(&portal, &who)).await, "the code is used");
        portal.clock.advance(MINUTE);
        for _ in 0..3 {
            assert!(!with_passphrase(&mut browser, Deed::RenewCodes, &wrong(&portal, &who)).await);
        }
        assert!(!with_passphrase(&mut browser, Deed::RenewCodes, &right(&portal, &who)).await, "inside a delay");
    }

    async fn a_ceremony_that_fails_leaves_the_proof_good(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let (_, taken) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        with_passkey(&mut browser, &mut authenticator, Deed::AddPasskey).await.expect("proves");
        let mut good = Authenticator::new();
        for (what, mut used) in [
            ("no fingerprint", Authenticator { verifies: false, ..Authenticator::new() }),
            ("somebody else's", taken.clone()),
        ] {
            let begun = browser.does(async |context| security::begin_passkey(context).await).await.expect("begins");
            let answer = used.register(&begun);
            let added = browser
                .does(async |context| security::finish_passkey(context, &begun.ceremony, answer, "x".to_owned()).await)
                .await;
            assert!(is_refused(&added), "{what}");
            assert!(is_granted(&browser, Deed::AddPasskey).await, "{what}");
        }
        for expected in [true, false] {
            let begun = browser.does(async |context| security::begin_passkey(context).await).await;
            assert_eq!(begun.is_ok(), expected, "and then it is used up");
            let Ok(begun) = begun else { break };
            let answer = good.register(&begun);
            browser
                .does(async |context| security::finish_passkey(context, &begun.ceremony, answer, "x".to_owned()).await)
                .await
                .expect("adds");
        }
    }

    async fn somebody_elses_proof_is_worth_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, _) = cast::with_passkey(&portal).await;
        let (_, mut theirs) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        assert!(is_refused(&with_passkey(&mut browser, &mut theirs, Deed::RenewCodes).await));
        assert!(!is_granted(&browser, Deed::RenewCodes).await);
        assert!(browser.is_signed_in().await);
    }

    async fn nobody_proves_anything_without_a_session(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let begun = step_up::begin_with_passkey(&Browser::new(&portal.state).ask().await).await;
        assert!(matches!(begun, Err(AppError::SignInRequired)));
        let (enrolling, _) = enrolment::begun(&portal, cast::patient(&portal).await).await;
        let begun = step_up::begin_with_passkey(&enrolling.ask().await).await;
        assert!(matches!(begun, Err(AppError::SignInRequired)), "nor in the middle of an enrolment");
    }

    async fn every_deed_that_outlasts_a_session_asks_for_a_fresh_proof(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        for _ in 0..2 {
            cast::give_passkey(&portal, who.id, &mut Authenticator::new()).await;
        }
        let browser = cast::patient_session(&portal, who.id).await;
        let context = browser.ask().await;
        let passkey = security::overview(&context).await.expect("reads").passkeys[0].id;
        let refusals = [
            security::begin_passkey(&context).await.map(|_| ()),
            security::finish_passkey(&context, "x", serde_json::Value::Null, "x".to_owned()).await,
            security::remove_passkey(&context, passkey).await,
            security::choose_passphrase(&context, "eine neue gute Passphrase").await,
            security::remove_passphrase(&context).await,
            security::renew_codes(&context).await,
        ];
        for (number, refusal) in refusals.into_iter().enumerate() {
            assert_eq!(refusal, Err(AppError::StepUpRequired), "{number}");
        }
        let member = cast::member(&portal, Role::Administrator).await;
        let desk = cast::member_session(&portal, member).await;
        let context = desk.ask().await;
        assert_eq!(security::choose_passphrase(&context, PASSPHRASE).await, Err(AppError::NotFound));
        assert_eq!(security::renew_codes(&context).await, Err(AppError::NotFound), "staff have path P only");
    }
}

#[test]
fn every_deed_has_a_word_of_its_own() {
    use crate::ids::{ContactId, InvitationId};
    use step_up::ContactChange;
    let [one, other] = [1, 2].map(|byte| Deed::ApproveInvitation(InvitationId::from_random([byte; 16])));
    let [contact, other_contact] = [1, 2].map(|byte| ContactId::from_random([byte; 16]));
    let deeds = [
        Deed::AddPasskey,
        Deed::RemovePasskey,
        Deed::AddPassphrase,
        Deed::RemovePassphrase,
        Deed::RenewCodes,
        Deed::ChangeContact(ContactChange::Add),
        Deed::ChangeContact(ContactChange::Remove(contact)),
        Deed::ChangeContact(ContactChange::Remove(other_contact)),
        Deed::ChangeContact(ContactChange::Prefer(contact)),
        one,
        other,
    ];
    for deed in deeds {
        let meant: Vec<_> =
            deeds.into_iter().filter(|other| Deed::parse(&deed.as_str()) == Some(*other)).collect();
        assert_eq!(meant, [deed]);
    }
    for nonsense in [
        "",
        "approve-invitation-",
        "approve-invitation-x",
        "approve-invitation",
        "remove-contact-",
        "prefer-contact-x",
    ] {
        assert_eq!(Deed::parse(nonsense), None, "{nonsense}");
    }
}
