//! Invitations that replace a lost way to sign in need a second member of the team.

use super::*;
use crate::on_both_databases;

on_both_databases! {
    async fn whoever_issued_an_invitation_does_not_approve_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::Reception).await;
        let paula = colleague(&portal, "Paula", Role::Clinician).await;
        let anna = patient(&portal, "Anna").await;
        enrol(&portal, &invite(&portal, anna, None).await).await;
        let lost = invite(&portal, anna, Some(&petra)).await;

        let open = async |member: &Colleague| {
            let open = invites::list_open(&member.context).await.expect("the care team may");
            open.iter().map(|open| (open.id, open.replaces, open.approved, open.may_approve)).collect::<Vec<_>>()
        };
        assert_eq!(open(&petra).await, [(lost.id, true, false, false)], "links of the team are not listed");
        assert_eq!(open(&paula).await, [(lost.id, true, false, true)]);
        assert_eq!(invites::approve(&petra.context, lost.id).await, Err(AppError::NotFound));
        assert_eq!(invites::approve(&paula.context, lost.id).await, Ok(()));
        assert_eq!(invites::approve(&paula.context, lost.id).await, Err(AppError::NotFound), "once");
        assert_eq!(open(&paula).await, [(lost.id, true, true, true)]);
    }

    async fn what_the_command_line_issued_nobody_approves(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::Reception).await;
        let anna = patient(&portal, "Anna").await;
        enrol(&portal, &invite(&portal, anna, None).await).await;
        let lost = invite(&portal, anna, None).await;
        let open = invites::list_open(&petra.context).await.expect("the care team may");
        assert!(!open[0].may_approve);
        assert_eq!(invites::approve(&petra.context, lost.id).await, Err(AppError::NotFound));
    }
}
