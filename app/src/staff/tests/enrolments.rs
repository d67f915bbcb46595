//! The identity check after an enrolment.

use super::*;
use crate::{
    audit::{self, Act, Reading},
    backend::{instance, settings::Practice},
    on_both_databases,
};

/// How often the log of a person says that their identity was confirmed.
async fn confirmations(portal: &TestPortal, person: PersonId) -> usize {
    let page = audit::page(&portal.state, audit::Owner::Person(person), None, 100).await.expect("reads");
    let entries = page.lines.iter().filter_map(|line| match &line.reading {
        Reading::Entry(entry) => Some(entry.action),
        _ => None,
    });
    entries.filter(|act| *act == Act::IdentityConfirmed).count()
}

async fn waiting(member: &Colleague) -> Vec<(PersonId, bool)> {
    let list = identity_checks::list(&member.context).await.expect("the care team may");
    assert!(!list.more);
    list.people.iter().map(|waiting| (waiting.person, waiting.may_confirm)).collect()
}

on_both_databases! {
    async fn whoever_invited_somebody_does_not_confirm_who_they_are(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::Reception).await;
        let paula = colleague(&portal, "Paula", Role::Clinician).await;
        let anna = patient(&portal, "Anna").await;
        let ben = patient(&portal, "Ben").await;
        let unused = invite(&portal, anna, Some(&paula)).await;
        let used = invite(&portal, anna, Some(&petra)).await;
        assert_ne!(unused.id, used.id);
        assert_eq!(waiting(&petra).await, [], "nobody has enrolled yet");
        assert_eq!(identity_checks::confirm(&paula.context, anna).await, Err(AppError::NotFound));

        enrol(&portal, &used).await;
        portal.clock.advance(1000);
        let other = invite(&portal, ben, None).await;
        enrol(&portal, &other).await;
        assert_eq!(waiting(&petra).await, [(anna, false), (ben, true)], "oldest first");
        assert_eq!(waiting(&paula).await, [(anna, true), (ben, true)], "an invitation nobody used does not count");
        assert_eq!(identity_checks::count(&portal.state).await.expect("counts"), 2);

        assert_eq!(identity_checks::confirm(&petra.context, anna).await, Err(AppError::NotFound));
        assert_eq!(identity_checks::confirm(&paula.context, anna).await, Ok(()));
        let paul = colleague(&portal, "Paul", Role::Clinician).await;
        assert_eq!(identity_checks::confirm(&paul.context, anna).await, Err(AppError::NotFound), "once");
        assert_eq!(identity_checks::confirm(&paula.context, anna).await, Ok(()), "a second press is the same");
        assert_eq!(confirmations(&portal, anna).await, 1, "and is no second entry");
        assert_eq!(waiting(&petra).await, [(ben, true)]);
        let row = portal.state.db.read(move |tx| Box::pin(people::find(tx, anna))).await.expect("reads");
        assert!(row.expect("Anna").identity_confirmed_at.is_some());
        let list = identity_checks::list(&paula.context).await.expect("the care team may");
        let ben = &list.people[0];
        assert_eq!(ben.name.expose(), "Ben Muster");
        assert_eq!(ben.birth_date.expect("a date").to_iso(), "1980-05-04");
    }

    async fn who_works_alone_switches_the_second_pair_of_eyes_off(engine: Engine) {
        let alone = Practice { identity_check: Some(false), ..Practice::default() };
        let portal = TestPortal::with(engine, instance::Kind::Real, alone).await;
        let petra = colleague(&portal, "Petra", Role::Reception).await;
        let anna = patient(&portal, "Anna").await;
        enrol(&portal, &invite(&portal, anna, Some(&petra)).await).await;
        assert_eq!(waiting(&petra).await, [(anna, true)]);
        assert_eq!(identity_checks::confirm(&petra.context, anna).await, Ok(()));
    }

    async fn only_the_care_team_checks_and_only_patients_are_checked(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::Reception).await;
        let anna = patient(&portal, "Anna").await;
        enrol(&portal, &invite(&portal, anna, None).await).await;
        for role in [Role::Reception, Role::Clinician, Role::TeamLead] {
            assert_eq!(waiting(&colleague(&portal, "Karl", role).await).await, [(anna, true)]);
        }
        for name in ["nobody", "patient", "other-patient", "privacy-officer", "administrator"] {
            let context = of_the_cast(&portal, name);
            let refusal = if name == "nobody" { AppError::SignInRequired } else { AppError::NotFound };
            assert_eq!(identity_checks::list(&context).await.err().as_ref(), Some(&refusal), "{name}");
            assert_eq!(identity_checks::confirm(&context, anna).await, Err(refusal), "{name}");
        }
        for nobody in [petra.person, PersonId::from_random([9; 16])] {
            assert_eq!(identity_checks::confirm(&petra.context, nobody).await, Err(AppError::NotFound));
        }
        assert_eq!(waiting(&petra).await, [(anna, true)]);
    }
}
