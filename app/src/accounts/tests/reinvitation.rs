//! A second invitation for somebody who has ways to sign in: it replaces a lost one, and not by itself.

use super::{authenticator::Authenticator, *};
use crate::{
    accounts::{
        service::{
            enrolment as enrolling, invitations, security,
            step_up::{Deed, grant},
        },
        store::{people, recovery_codes},
    },
    backend::policy::Role,
    ids::InvitationId,
    time::Timestamp,
};
use cast::{BORN, redeem};

/// Somebody enrolled with a passkey and codes, and a browser on which they have redeemed a second invitation.
async fn reinvited(portal: &TestPortal) -> (PersonId, Vec<String>, Browser, invitations::Issued, Browser) {
    let (id, _) = cast::with_passkey(portal).await;
    let codes = cast::give_codes(portal, id).await;
    let (issued, desk) = cast::invited(portal, id).await;
    let mut browser = Browser::new(&portal.state);
    assert_eq!(redeem(&mut browser, &issued.code, BORN).await, Some("/enrol/recovery-code"));
    (id, codes, browser, issued, desk)
}

async fn show(browser: &mut Browser, code: &str) -> Result<&'static str, AppError> {
    browser.does(async |context| enrolling::show_recovery_code(context, code).await).await
}

async fn hold(portal: &TestPortal, id: PersonId) -> Option<Timestamp> {
    let found = portal.state.db.read(move |tx| Box::pin(async move { people::find(tx, id).await })).await;
    found.expect("reads").expect("somebody").content_hold_until
}

async fn codes_left(portal: &TestPortal, id: PersonId) -> i64 {
    let count =
        portal.state.db.read(move |tx| Box::pin(async move { recovery_codes::count_unused(tx, id).await }));
    count.await.expect("reads")
}

on_both_databases! {
    async fn an_invitation_alone_replaces_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, codes, mut browser, _, _) = reinvited(&portal).await;
        let chosen = browser.does(async |context| enrolling::choose_passphrase(context, PASSPHRASE).await).await;
        assert_eq!(chosen, Err(crate::accounts::webauthn::refused()));
        let begun = enrolment::choose_path_p(&mut browser, &mut Authenticator::new()).await;
        assert_eq!(begun, Err(crate::accounts::webauthn::refused()));
        let finished = browser.does(async |context| enrolling::finish(context, &kept()).await.map(|_| ())).await;
        assert_eq!(finished, Err(crate::accounts::webauthn::refused()));
        for wrong in ["", "x", "0-0000-0000-0000-0000", &format!("1{}", &codes[0][1..])] {
            assert!(is_refused(&show(&mut browser, wrong).await), "{wrong}");
        }
        assert_eq!(show(&mut browser, &codes[0]).await, Ok("/enrol/way"));
    }

    async fn wrong_recovery_codes_use_the_invitation_up(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, codes, mut browser, issued, _) = reinvited(&portal).await;
        for _ in 0..5 {
            assert!(show(&mut browser, "0-0000-0000-0000-0000").await.is_err());
        }
        let used_up = happened(&portal, id).await;
        assert_eq!(used_up.iter().filter(|event| **event == Happened::InvitationUsedUp).count(), 1);
        assert!(show(&mut browser, &codes[0]).await.is_err());
        assert_eq!(redeem(&mut browser, &issued.code, BORN).await, None);
    }

    async fn a_recovery_code_lets_it_replace_and_everything_else_ends(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, codes, mut browser, _, _) = reinvited(&portal).await;
        let lost = cast::patient_session(&portal, id).await;
        assert_eq!(show(&mut browser, &codes[4]).await, Ok("/enrol/way"));
        assert_eq!(codes_left(&portal, id).await, 10, "nothing is used before the end");
        let mut new = Authenticator::new();
        enrolment::choose_path_p(&mut browser, &mut new).await.expect("registers");
        assert!(lost.is_signed_in().await);
        assert!(enrolment::finish(&mut browser).await);

        assert!(!lost.is_signed_in().await);
        assert!(browser.is_signed_in().await);
        assert_eq!(hold(&portal, id).await, Some(Timestamp(portal.state.clock.now().0 + DAY)));
        assert!(happened(&portal, id).await.contains(&Happened::Recovered));
        assert_eq!(codes_left(&portal, id).await, 10, "there are ten new ones");
        assert!(passkeys::sign_in(&mut Browser::number(&portal.state, 2), &mut new).await);
        let (issued, _) = cast::invited(&portal, id).await;
        assert!(redeem(&mut browser, &issued.code, BORN).await.is_some());
        assert!(is_refused(&show(&mut browser, &codes[5]).await), "the old ones are void");
    }

    async fn a_second_member_of_staff_lets_it_replace_and_the_issuer_does_not(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, _, mut browser, issued, mut desk) = reinvited(&portal).await;
        let approve = async |browser: &mut Browser| {
            browser.does(async |context| invitations::approve(context, issued.id).await).await
        };
        assert_eq!(approve(&mut desk).await, Err(AppError::NotFound), "the issuer");
        let patient = cast::patient(&portal).await;
        for mut other in [
            cast::patient_session(&portal, patient).await,
            cast::patient_session(&portal, id).await,
            cast::member_session(&portal, cast::member(&portal, Role::Administrator).await).await,
        ] {
            assert_eq!(approve(&mut other).await, Err(AppError::NotFound));
        }
        assert_eq!(approve(&mut Browser::new(&portal.state)).await, Err(AppError::SignInRequired));
        assert_eq!(redeem(&mut browser, &issued.code, BORN).await, Some("/enrol/recovery-code"));

        let mut second = cast::member_session(&portal, cast::member(&portal, Role::TeamLead).await).await;
        assert_eq!(approve(&mut second).await, Err(AppError::StepUpRequired));
        let grant = async |browser: &mut Browser, id| {
            browser.does(async |context| grant(context, Deed::ApproveInvitation(id)).await).await.expect("grants");
        };
        grant(&mut second, InvitationId::from_random([9; 16])).await;
        assert_eq!(approve(&mut second).await, Err(AppError::StepUpRequired), "a proof for another invitation");
        grant(&mut second, issued.id).await;
        portal.clock.advance(5 * MINUTE);
        assert_eq!(approve(&mut second).await, Err(AppError::StepUpRequired), "five minutes are over");
        grant(&mut second, issued.id).await;
        assert_eq!(approve(&mut second).await, Ok(()));
        assert_eq!(approve(&mut second).await, Err(AppError::NotFound), "once");
        let by = Happened::InvitationApproved { by: Some("Erika Müller".to_owned()) };
        let told = happened(&portal, id).await;
        assert_eq!(told.iter().filter(|event| **event == by).count(), 1, "{told:?}");
        assert_eq!(redeem(&mut browser, &issued.code, BORN).await, Some("/enrol/way"));
        enrolment::choose_path_p(&mut browser, &mut Authenticator::new()).await.expect("registers");
        assert!(enrolment::finish(&mut browser).await);
        assert!(hold(&portal, id).await.is_some());
    }

    async fn what_the_command_line_issued_nobody_approves(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, _) = cast::with_passkey(&portal).await;
        let issuer = invitations::Issuer::COMMAND_LINE;
        let issued = invitations::issue(&portal.state, id, issuer, DAY, None).await.expect("issues");
        let desk = cast::member_session(&portal, cast::member(&portal, Role::TeamLead).await).await;
        let context = desk.ask().await;
        assert_eq!(invitations::approve(&context, issued.id).await, Err(AppError::NotFound));
        let open = invitations::list(&context).await.expect("lists").open;
        assert!(open.iter().all(|open| !open.may_approve), "and the list does not offer it");
    }

    async fn codes_renewed_in_the_meantime_stop_who_has_shown_an_old_one(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let codes = cast::give_codes(&portal, id).await;
        let (issued, _) = cast::invited(&portal, id).await;
        let mut thief = Browser::number(&portal.state, 2);
        assert!(redeem(&mut thief, &issued.code, BORN).await.is_some());
        assert_eq!(show(&mut thief, &codes[0]).await, Ok("/enrol/way"));
        enrolment::choose_path_p(&mut thief, &mut Authenticator::new()).await.expect("registers");

        // The owner notices that the paper is gone, and makes new codes.
        let mut owner = cast::patient_session(&portal, id).await;
        step_up::with_passkey(&mut owner, &mut authenticator, Deed::RenewCodes).await.expect("proves");
        owner.does(async |context| security::renew_codes(context).await).await.expect("renews");
        let finished = thief.does(async |context| enrolling::finish(context, &kept()).await).await;
        assert!(!matches!(finished, Ok(Outcome::SignedIn { .. })));
        assert!(owner.is_signed_in().await);
    }

    async fn a_first_enrolment_holds_nothing_back(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (mut browser, _) = enrolment::begun(&portal, patient).await;
        enrolment::choose_path_p(&mut browser, &mut Authenticator::new()).await.expect("registers");
        assert!(enrolment::finish(&mut browser).await);
        assert_eq!(hold(&portal, patient).await, None);
    }
}
