//! What a new version does to consents to older ones.

use super::*;
use crate::{
    consents::{
        model::Standing,
        service::{self as consents, Renewed},
        tests::{consent, decisions, erika, standing, view, work_off},
    },
    sql,
    time::Timestamp,
};

/// 1 February 2027, midnight in Berlin; the clock starts on 24 November 2026.
const END: Timestamp = Timestamp(1_801_436_400_000);
const FIRST_OF_FEBRUARY: [&str; 3] = ["1", "2", "2027"];

async fn days(portal: &TestPortal, number: i64) {
    for _ in 0..number {
        portal.clock.advance(DAY);
        work_off(portal).await;
    }
}

async fn dispatches(portal: &TestPortal) -> i64 {
    let read = portal
        .state
        .db
        .read(|tx| Box::pin(async move { sql!(tx, one as (i64,): "SELECT COUNT(*) FROM outbox") }));
    read.await.expect("reads").0
}

async fn ends_at(context: &RequestContext) -> Option<Timestamp> {
    match standing(context, &news_by_mail()).await {
        Standing::Active { expires_at, .. } => expires_at,
        other => panic!("{other:?}"),
    }
}

on_both_databases! {
    async fn consents_that_stay_keep_the_text_they_were_given_to(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (paul, erika) = (colleague(&portal, "Paul", Role::PrivacyOfficer).await, erika(&portal).await);
        consent(&portal, &erika, &news_by_mail()).await;
        let before = view(&erika, &news_by_mail()).await;
        publish(&paul, None).await;
        let after = view(&erika, &news_by_mail()).await;
        assert_eq!((after.text.clone(), after.standing), (before.text, before.standing));
        assert_eq!(after.text.map(|text| text.version), Some(1));
    }

    async fn consents_that_end_are_reminded_of_twice_and_then_expire(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (paul, erika) = (colleague(&portal, "Paul", Role::PrivacyOfficer).await, erika(&portal).await);
        consent(&portal, &erika, &news_by_mail()).await;
        publish(&paul, Some(FIRST_OF_FEBRUARY)).await;
        assert_eq!(ends_at(&erika).await, Some(END));
        work_off(&portal).await;
        let before = dispatches(&portal).await;
        portal.mailbox.take();
        // 2 January is thirty days before, 25 January a week; the clock shows nine in the morning.
        days(&portal, 38).await;
        assert_eq!(portal.mailbox.take().len(), 0);
        days(&portal, 1).await;
        let first = portal.mailbox.take();
        assert_eq!(first.len(), 1);
        assert!(first[0].text.contains("1. Februar 2027"), "{}", first[0].text);
        days(&portal, 22).await;
        assert_eq!(portal.mailbox.take().len(), 0);
        days(&portal, 1).await;
        assert_eq!(portal.mailbox.take().len(), 1);
        days(&portal, 7).await;
        assert_eq!(standing(&erika, &news_by_mail()).await, Standing::Expired { at: END });
        assert_eq!(decisions(&erika).await, ["requested", "confirmed", "expired"]);
        // What was planned for its own end, two years from now, is called off.
        days(&portal, 3).await;
        portal.clock.advance(800 * DAY);
        work_off(&portal).await;
        assert_eq!((dispatches(&portal).await - before, portal.mailbox.take().len()), (2, 0));
    }

    async fn who_renews_or_agrees_to_the_new_text_keeps_the_consent(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
        let (old, new) = (erika(&portal).await, erika(&portal).await);
        consent(&portal, &old, &news_by_mail()).await;
        publish(&paul, Some(FIRST_OF_FEBRUARY)).await;
        consent(&portal, &new, &news_by_mail()).await;
        work_off(&portal).await;
        portal.mailbox.take();
        days(&portal, 40).await;
        assert_eq!(portal.mailbox.take().len(), 1, "only who has agreed to the old text is reminded");
        assert!(view(&old, &news_by_mail()).await.can_renew(old.now()));
        let unseen = consents::renew(&old, &news_by_mail(), 1).await;
        assert_eq!(unseen, Ok(Renewed::OtherText), "nobody agrees to a text they have not seen");
        assert_eq!(consents::renew(&old, &news_by_mail(), 2).await, Ok(Renewed::Now));
        days(&portal, 60).await;
        assert_eq!(portal.mailbox.take().len(), 0, "nothing to be reminded of any more");
        for patient in [&old, &new] {
            assert!(matches!(standing(patient, &news_by_mail()).await, Standing::Active { .. }));
            assert_eq!(view(patient, &news_by_mail()).await.text.map(|text| text.version), Some(2));
        }
    }

    async fn a_second_version_may_end_them_earlier_and_a_later_day_changes_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (paul, erika) = (colleague(&portal, "Paul", Role::PrivacyOfficer).await, erika(&portal).await);
        consent(&portal, &erika, &news_by_mail()).await;
        publish(&paul, Some(["1", "3", "2027"])).await;
        publish(&paul, Some(FIRST_OF_FEBRUARY)).await;
        publish(&paul, Some(["1", "4", "2027"])).await;
        assert_eq!(ends_at(&erika).await, Some(END));
        work_off(&portal).await;
        let before = dispatches(&portal).await;
        days(&portal, 150).await;
        assert_eq!(standing(&erika, &news_by_mail()).await, Standing::Expired { at: END });
        assert_eq!(dispatches(&portal).await - before, 2);
        assert_eq!(decisions(&erika).await, ["requested", "confirmed", "expired"]);
    }
}

/// More than a job goes through at once: the next one goes on where it has stopped.
#[tokio::test]
async fn nobody_is_left_out_where_there_are_many() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
    let inside = cell("practice-news", Channel::Portal);
    let mut patients = Vec::new();
    for _ in 0..103 {
        let erika = erika(&portal).await;
        crate::consents::tests::consent_inside(&portal, &erika, &inside).await;
        patients.push(erika);
    }
    publish(&paul, Some(FIRST_OF_FEBRUARY)).await;
    work_off(&portal).await;
    let before = dispatches(&portal).await;
    days(&portal, 39).await;
    assert_eq!(dispatches(&portal).await - before, 103);
    days(&portal, 31).await;
    assert_eq!(dispatches(&portal).await - before, 206);
    for patient in &patients {
        assert_eq!(decisions(patient).await.last(), Some(&"expired"));
    }
}
