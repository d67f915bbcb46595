//! Redeeming a code: once, in time, by the right person, and never by who issued it.

use super::*;
use crate::{
    accounts::{
        service::invitations::{self, By, Invited, Issuance, Issuer, LINK_TIME},
        store::invitations as table,
    },
    backend::policy::Role,
    ids::InvitationId,
};
use cast::{BORN, redeem};
use std::time::Duration;

const WRONG: [&str; 3] = ["5", "5", "1980"];

async fn row(portal: &TestPortal, id: InvitationId) -> table::InvitationRow {
    let found = portal.state.db.read(move |tx| Box::pin(async move { table::find(tx, id).await })).await;
    found.expect("reads").expect("an invitation")
}

on_both_databases! {
    async fn the_right_code_and_birth_date_begin_an_enrolment(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (issued, _) = cast::invited(&portal, patient).await;
        let mut browser = Browser::new(&portal.state);
        let typed = format!(" {} ", issued.code.to_lowercase());
        assert_eq!(redeem(&mut browser, &typed, BORN).await, Some("/enrol/way"));
        let context = browser.ask().await;
        let enrolling = service::enrolment::current(&context).await.expect("reads").expect("enrolling");
        assert_eq!(enrolling.person, patient);
        assert_eq!(context.actor, crate::backend::context::Actor::Nobody, "nobody until the end");
        assert!(matches!(happened(&portal, patient).await[..], [Happened::Invited { by: Some(_), .. }]));
    }

    async fn whatever_is_wrong_with_a_code_it_is_refused_alike(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (older, mut desk) = cast::invited(&portal, patient).await;
        let newer = cast::invite(&mut desk, patient).await;
        let member = cast::member(&portal, Role::Clinician).await;
        let issuer = Issuer::COMMAND_LINE;
        let link = invitations::issue(&portal.state, member.person, issuer, LINK_TIME, None).await.expect("issues");
        let unknown = "0".repeat(24);
        for (what, code, born) in [
            ("unknown", unknown.as_str(), BORN),
            ("malformed", "not a code", BORN),
            ("empty", "", BORN),
            ("withdrawn by a newer one", &older.code, BORN),
            ("of a member of staff", &link.code, BORN),
            ("wrong birth date", &newer.code, WRONG),
            ("no birth date", &newer.code, ["", "", ""]),
            ("impossible birth date", &newer.code, ["31", "2", "1980"]),
        ] {
            let mut browser = Browser::new(&portal.state);
            assert_eq!(redeem(&mut browser, code, born).await, None, "{what}");
            assert_eq!(browser.session, None, "{what}: no cookie");
        }
        assert!(redeem(&mut Browser::new(&portal.state), &newer.code, BORN).await.is_some());
    }

    async fn a_letter_is_good_for_fourteen_days(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (issued, _) = cast::invited(&portal, cast::patient(&portal).await).await;
        portal.clock.advance(14 * DAY - 1);
        let mut browser = Browser::new(&portal.state);
        assert!(redeem(&mut browser, &issued.code, BORN).await.is_some());
        portal.clock.advance(1);
        assert_eq!(redeem(&mut Browser::new(&portal.state), &issued.code, BORN).await, None);
        let context = browser.ask().await;
        assert!(service::enrolment::current(&context).await.expect("reads").is_none(), "nor is what was begun");
    }

    async fn a_date_no_calendar_has_costs_no_try(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (issued, _) = cast::invited(&portal, cast::patient(&portal).await).await;
        for born in [["", "", ""], ["31", "2", "1980"], ["1", "1", "2999"], ["</textarea>", "🙂", "x"]] {
            for _ in 0..3 {
                assert_eq!(redeem(&mut Browser::new(&portal.state), &issued.code, born).await, None);
            }
        }
        assert!(redeem(&mut Browser::new(&portal.state), &issued.code, BORN).await.is_some());
    }

    async fn five_wrong_birth_dates_void_a_code_for_everybody(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (issued, _) = cast::invited(&portal, cast::patient(&portal).await).await;
        let mut begun = Browser::new(&portal.state);
        for _ in 0..4 {
            assert_eq!(redeem(&mut Browser::new(&portal.state), &issued.code, WRONG).await, None);
        }
        assert!(redeem(&mut begun, &issued.code, BORN).await.is_some(), "the fifth try is the right one");
        for _ in 0..5 {
            assert_eq!(redeem(&mut Browser::new(&portal.state), &issued.code, WRONG).await, None);
        }
        assert_eq!(redeem(&mut Browser::new(&portal.state), &issued.code, BORN).await, None);
        let context = begun.ask().await;
        let going_on = service::enrolment::current(&context).await.expect("reads");
        assert!(going_on.is_some(), "whoever knew the date is not thrown out by those who guess");
    }

    async fn the_fifth_wrong_date_is_told_to_the_patient_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (issued, _) = cast::invited(&portal, patient).await;
        let used_up = async || {
            let events = happened(&portal, patient).await;
            events.into_iter().filter(|event| *event == Happened::InvitationUsedUp).count()
        };
        for _ in 0..4 {
            assert_eq!(redeem(&mut Browser::new(&portal.state), &issued.code, WRONG).await, None);
        }
        assert_eq!(used_up().await, 0);
        portal.clock.advance(MINUTE);
        for _ in 0..3 {
            assert_eq!(redeem(&mut Browser::new(&portal.state), &issued.code, WRONG).await, None);
        }
        assert_eq!(used_up().await, 1);
        let row = row(&portal, issued.id).await;
        assert_eq!(row.tries_ended_at, Some(portal.state.clock.now()));
        assert!(!row.is_open(portal.state.clock.now()));
    }

    async fn a_right_last_try_uses_nothing_up(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (issued, _) = cast::invited(&portal, patient).await;
        for _ in 0..4 {
            assert_eq!(redeem(&mut Browser::new(&portal.state), &issued.code, WRONG).await, None);
        }
        assert!(redeem(&mut Browser::new(&portal.state), &issued.code, BORN).await.is_some());
        assert_eq!(row(&portal, issued.id).await.tries_ended_at, None);
        assert!(!happened(&portal, patient).await.contains(&Happened::InvitationUsedUp));
    }

    async fn the_last_try_taken_at_the_same_moment_is_taken_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (issued, _) = cast::invited(&portal, cast::patient(&portal).await).await;
        for _ in 0..4 {
            assert_eq!(redeem(&mut Browser::new(&portal.state), &issued.code, WRONG).await, None);
        }
        // Somebody has taken the last try and not committed yet; we still see it, and come too late all the same.
        let (db, id, now) = (portal.state.db.clone(), issued.id, portal.state.clock.now());
        let (tell, taken) = tokio::sync::oneshot::channel();
        let other = tokio::spawn(async move {
            db.write(move |tx| {
                Box::pin(async move {
                    let taken = table::take_try(tx, id, now).await?;
                    tell.send(()).expect("somebody listens");
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    Ok(taken)
                })
            })
            .await
        });
        taken.await.expect("it is taken");
        assert_eq!(redeem(&mut Browser::new(&portal.state), &issued.code, BORN).await, None);
        assert_eq!(other.await.expect("ends").expect("writes"), Some(0));
        assert_eq!(row(&portal, issued.id).await.tries_left, 0);
    }

    async fn thirty_guesses_at_once_use_five_tries_up(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let (issued, _) = cast::invited(&portal, cast::patient(&portal).await).await;
        let guesses = (0..30).map(|_| {
            let (mut browser, code) = (Browser::new(&portal.state), issued.code.clone());
            async move { redeem(&mut browser, &code, WRONG).await.is_some() }
        });
        assert!(!at_once(guesses).await.into_iter().any(|begun| begun));
        assert_eq!(row(&portal, issued.id).await.tries_left, 0);
        assert_eq!(redeem(&mut Browser::new(&portal.state), &issued.code, BORN).await, None);
    }

    async fn who_issued_an_invitation_cannot_redeem_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (issued, desk) = cast::invited(&portal, cast::patient(&portal).await).await;
        let signed_in_elsewhere = Browser { device: None, ..desk.clone() };
        let same_browser_signed_out = Browser { session: None, ..desk.clone() };
        for mut browser in [desk, signed_in_elsewhere, same_browser_signed_out] {
            assert_eq!(redeem(&mut browser, &issued.code, BORN).await, None);
        }
        assert_eq!(row(&portal, issued.id).await.tries_left, 5, "and costs the patient no try");
        assert!(redeem(&mut Browser::new(&portal.state), &issued.code, BORN).await.is_some());
    }

    async fn of_invitations_issued_at_once_one_is_open(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let patient = cast::patient(&portal).await;
        let (first, desk) = cast::invited(&portal, patient).await;
        let context = desk.ask().await;
        // Each of them has seen the first one, and may make no other void.
        let invited = at_once((0..20).map(|_| {
            let context = context.clone();
            async move { invitations::invite(&context, patient, Some(first.id)).await.expect("may") }
        }))
        .await;
        let (mut issued, mut open) = (Vec::new(), Vec::new());
        for invited in invited {
            match invited {
                Invited::Issued(one) => issued.push(one.id),
                Invited::Open(one) => open.push(one.id),
                Invited::TooMany { .. } => panic!("that is not many"),
            }
        }
        let [only] = issued[..] else { panic!("one is issued: {issued:?}") };
        assert_eq!(open, [only; 19], "the others hear of that one");
        assert!(row(&portal, first.id).await.voided_at.is_some());
        assert!(row(&portal, only).await.voided_at.is_none());
    }

    async fn the_page_of_a_person_knows_their_open_invitation(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (enrolled, _) = cast::with_passkey(&portal).await;
        for (patient, approved) in [(cast::patient(&portal).await, None), (enrolled, Some(false))] {
            let desk = cast::member_session(&portal, cast::member(&portal, Role::Reception).await).await;
            assert_eq!(invitations::open_of(&desk.ask().await, patient).await, Ok(None));
            let (issued, desk) = cast::invited(&portal, patient).await;
            let open = invitations::open_of(&desk.ask().await, patient).await.expect("may").expect("one");
            assert_eq!((open.id, open.until, open.approved), (issued.id, issued.expires_at, approved));
            let Issuance { by: By::Member(name), at } = open.issuance else { panic!("by a member") };
            assert_eq!((name.expose().as_str(), at), ("Erika Müller", portal.state.clock.now()));
            for _ in 0..5 {
                redeem(&mut Browser::new(&portal.state), &issued.code, WRONG).await;
            }
            assert_eq!(invitations::open_of(&desk.ask().await, patient).await, Ok(None), "used up");
        }
        let admin = cast::member_session(&portal, cast::member(&portal, Role::Administrator).await).await;
        assert_eq!(invitations::open_of(&admin.ask().await, enrolled).await, Err(AppError::NotFound));
    }

    async fn only_the_care_team_invites_and_only_patients(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        for (role, expected) in [(Role::Reception, true), (Role::PrivacyOfficer, false), (Role::Administrator, false)] {
            let mut desk = cast::member_session(&portal, cast::member(&portal, role).await).await;
            let invited = desk.does(async |context| invitations::invite(context, patient, None).await.is_ok()).await;
            assert_eq!(invited, expected, "{role:?}");
        }
        let (_, desk) = cast::invited(&portal, patient).await;
        let member = cast::member(&portal, Role::Clinician).await;
        let nobody = PersonId::from_random([7; 16]);
        for person in [member.person, nobody] {
            let invited = invitations::invite(&desk.ask().await, person, None).await;
            assert!(matches!(invited, Err(AppError::NotFound)));
        }
        let patient_browser = cast::patient_session(&portal, patient).await;
        let invited = invitations::invite(&patient_browser.ask().await, patient, None).await;
        assert!(matches!(invited, Err(AppError::NotFound)));
    }
}
