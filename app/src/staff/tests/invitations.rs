//! Invitations that replace a lost way to sign in need a second member of the team.

use super::*;
use crate::{
    backend::{instance, settings::Practice},
    on_both_databases,
};

on_both_databases! {
    async fn whoever_issued_an_invitation_does_not_approve_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::Reception).await;
        let paula = colleague(&portal, "Paula", Role::Clinician).await;
        let anna = patient(&portal, "Anna").await;
        enrol(&portal, &invite(&portal, anna, None).await).await;
        let lost = invite(&portal, anna, Some(&petra)).await;

        let open = async |member: &Colleague| {
            let open = invites::list(&member.context).await.expect("the care team may").open;
            open.iter().map(|open| (open.id, open.replaces, open.approved, open.may_approve)).collect::<Vec<_>>()
        };
        assert_eq!(open(&petra).await, [(lost.id, true, false, false)], "links of the team are not listed");
        assert_eq!(open(&paula).await, [(lost.id, true, false, true)]);
        assert_eq!(approve(&portal, &petra, lost.id).await, Err(AppError::NotFound));
        assert_eq!(approve(&portal, &paula, lost.id).await, Ok(()));
        assert_eq!(approve(&portal, &paula, lost.id).await, Err(AppError::NotFound), "once");
        assert_eq!(open(&paula).await, [(lost.id, true, true, true)]);
    }

    async fn what_the_command_line_issued_nobody_approves(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::Reception).await;
        let anna = patient(&portal, "Anna").await;
        enrol(&portal, &invite(&portal, anna, None).await).await;
        let lost = invite(&portal, anna, None).await;
        let open = invites::list(&petra.context).await.expect("the care team may").open;
        assert!(!open[0].may_approve);
        assert_eq!(approve(&portal, &petra, lost.id).await, Err(AppError::NotFound));
    }

    async fn a_practice_of_one_person_approves_on_the_server(engine: Engine) {
        use invites::Approval;
        let alone = Practice { identity_check: Some(false), ..Practice::default() };
        for (practice, expected) in [(alone, Approval::Done), (Practice::default(), Approval::NotAlone)] {
            let portal = TestPortal::with(engine, instance::Kind::Real, practice).await;
            let petra = colleague(&portal, "Petra", Role::TeamLead).await;
            let anna = patient(&portal, "Anna").await;
            enrol(&portal, &invite(&portal, anna, None).await).await;
            let lost = invite(&portal, anna, Some(&petra)).await;
            let open = async || invites::list(&petra.context).await.expect("the care team may");
            let overview = open().await;
            assert_eq!((overview.is_alone, overview.open[0].approved), (expected == Approval::Done, false));
            let approve = async |id| invites::approve_on_server(&portal.state, id).await.expect("answers");
            assert_eq!(approve(lost.id).await, expected);
            assert_eq!(open().await.open[0].approved, expected == Approval::Done);
            if expected == Approval::NotAlone {
                continue;
            }
            let owner = crate::audit::Owner::Person(anna);
            let log = crate::audit::page(&portal.state, owner, None, 1).await.expect("reads");
            let crate::audit::Reading::Entry(entry) = &log.lines[0].reading else { panic!("readable") };
            let (who, act) = (crate::audit::Who::CommandLine, crate::audit::Act::InvitationApproved);
            assert_eq!((&entry.actor, entry.action), (&who, act));
            assert_eq!(approve(lost.id).await, Approval::Nothing, "once");
            assert_eq!(approve(InvitationId::from_random([9; 16])).await, Approval::Nothing);
            let by_nobody = invite(&portal, anna, None).await;
            assert_eq!(approve(by_nobody.id).await, Approval::Nothing, "not both by the command line");
            let late = invite(&portal, anna, Some(&petra)).await;
            portal.clock.advance(14 * 24 * 3_600_000);
            assert_eq!(approve(late.id).await, Approval::Nothing, "expired");
        }
    }

    async fn an_invitation_that_ended_stays_on_the_list_with_the_reason(engine: Engine) {
        use invites::{Because, State};
        const DAY: i64 = 24 * 3_600_000;
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::Reception).await;
        let start = portal.state.clock.now();
        let at = |days: i64| Timestamp(start.0 + days * DAY);
        let (anna, ben, clara) =
            (patient(&portal, "Anna").await, patient(&portal, "Ben").await, patient(&portal, "Clara").await);
        let replaced = invite(&portal, anna, Some(&petra)).await;
        let expired = invite(&portal, ben, Some(&petra)).await;
        let used_up = invite(&portal, clara, Some(&petra)).await;
        portal.clock.advance(DAY);
        let newer = invite(&portal, anna, Some(&petra)).await;
        let (id, now) = (used_up.id, portal.state.clock.now());
        let tries = portal.state.db.write(move |tx| Box::pin(async move {
            for _ in 0..5 {
                invitation_table::take_try(tx, id, now).await?;
            }
            Ok(())
        }));
        tries.await.expect("takes them");
        // A newer one makes an older one void that nobody could use any more; what ended it first is what counts.
        let clara_again = invite(&portal, clara, Some(&petra)).await;

        let listed = async || {
            let overview = invites::list(&petra.context).await.expect("the care team may");
            let of = |list: Vec<invites::Listed>| {
                let mut list: Vec<_> = list.into_iter().map(|listed| (listed.id, listed.state)).collect();
                list.sort_by_key(|(id, _)| *id);
                list
            };
            (of(overview.open), of(overview.ended))
        };
        let sorted = |mut list: Vec<(InvitationId, State)>| {
            list.sort_by_key(|(id, _)| *id);
            list
        };
        let void = |days, because| State::Void { since: at(days), because };
        let (open, ended) = listed().await;
        assert_eq!(open, sorted(vec![
            (expired.id, State::Open { until: at(14) }),
            (newer.id, State::Open { until: at(15) }),
            (clara_again.id, State::Open { until: at(15) }),
        ]));
        assert_eq!(ended, sorted(vec![
            (replaced.id, void(1, Because::Replaced)),
            (used_up.id, void(1, Because::WrongTries)),
        ]));

        enrol(&portal, &newer).await;
        portal.clock.advance(13 * DAY);
        let (open, ended) = listed().await;
        assert_eq!(open, [(clara_again.id, State::Open { until: at(15) })]);
        assert_eq!(ended, sorted(vec![
            (replaced.id, void(1, Because::Replaced)),
            (used_up.id, void(1, Because::WrongTries)),
            (newer.id, State::Redeemed { at: at(1) }),
            (expired.id, void(14, Because::Expired)),
        ]));
        portal.clock.advance(17 * DAY);
        assert_eq!(listed().await, (vec![], vec![]), "what nobody asks about any more is left out");
    }
}
