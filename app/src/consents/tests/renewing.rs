//! What time does to a consent, and giving it again before its end.

use super::*;
use crate::{
    backend::{
        queue::{self, Claimed, Job as _},
        testing::Engine,
    },
    consents::service::{ConsentReminder, Renewed},
    error::AppError,
    on_both_databases, sql,
    time::Timestamp,
};

/// 24 November 2028, 09:00 in Berlin: two years after the start of the clock.
const END: Timestamp = Timestamp(1_858_665_600_000);

/// How many messages were ever queued.
async fn dispatches(portal: &TestPortal) -> i64 {
    let read = portal
        .state
        .db
        .read(|tx| Box::pin(async move { sql!(tx, one as (i64,): "SELECT COUNT(*) FROM outbox") }));
    read.await.expect("reads").0
}

/// A day after the other, with all work done on each.
async fn days(portal: &TestPortal, number: i64) {
    for _ in 0..number {
        portal.clock.advance(DAY);
        work_off(portal).await;
    }
}

/// A consent by e-mail that is two years from its end, with nothing left to do.
async fn given(portal: &TestPortal) -> (RequestContext, Cell) {
    let (erika, news) = (erika(portal).await, cell("practice-news", Channel::Email));
    consent(portal, &erika, &news).await;
    work_off(portal).await;
    portal.mailbox.take();
    (erika, news)
}

async fn reminders(portal: &TestPortal) -> Vec<Claimed> {
    let claimed = queue::claim_due(&portal.state, 50).await.expect("claims");
    claimed.into_iter().filter(|job| job.kind == ConsentReminder::KIND).collect()
}

on_both_databases! {
    async fn in_two_years_there_are_two_reminders_and_then_the_end(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (erika, news) = given(&portal).await;
        let before = dispatches(&portal).await;
        // A reminder a month before, and one a week before.
        days(&portal, 700).await;
        assert_eq!(portal.mailbox.take().len(), 0);
        days(&portal, 2).await;
        let first = portal.mailbox.take();
        assert_eq!(first.len(), 1);
        assert!(first[0].text.contains("24. November 2028"), "{}", first[0].text);
        assert!(first[0].unsubscribe.is_some());
        days(&portal, 21).await;
        assert_eq!(portal.mailbox.take().len(), 0);
        days(&portal, 2).await;
        assert_eq!(portal.mailbox.take().len(), 1);
        assert!(matches!(standing(&erika, &news).await, Standing::Active { expires_at: Some(END), .. }));
        days(&portal, 7).await;
        assert_eq!(dispatches(&portal).await - before, 2);
        assert_eq!(standing(&erika, &news).await, Standing::Expired { at: END });
        assert_eq!(decisions(&erika).await, ["requested", "confirmed", "expired"]);
        days(&portal, 30).await;
        assert_eq!((dispatches(&portal).await - before, portal.mailbox.take().len()), (2, 0));
    }

    async fn a_clock_that_jumps_reminds_twice_or_not_at_all(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (erika, news) = given(&portal).await;
        let before = dispatches(&portal).await;
        // The portal was off until five days before the end: both are told now, and then never again.
        portal.clock.advance(END.0 - 5 * DAY - erika.now().0);
        work_off(&portal).await;
        assert_eq!(dispatches(&portal).await - before, 2);
        // The clock is set back and passes both moments again.
        portal.clock.advance(-60 * DAY);
        days(&portal, 62).await;
        assert_eq!(dispatches(&portal).await - before, 2);
        // Off until long after the end: nobody is reminded of what is over.
        days(&portal, 10).await;
        let again = cell("prevention-recall", Channel::Email);
        consent(&portal, &erika, &again).await;
        work_off(&portal).await;
        let before = dispatches(&portal).await;
        portal.clock.advance(1_000 * DAY);
        work_off(&portal).await;
        assert_eq!(dispatches(&portal).await, before);
        assert!(matches!(standing(&erika, &again).await, Standing::Expired { .. }));
        assert!(matches!(standing(&erika, &news).await, Standing::Expired { at: END }));
        assert_eq!(decisions(&erika).await.last(), Some(&"expired"));
    }

    async fn a_reminder_that_is_worked_on_twice_is_told_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (erika, _) = given(&portal).await;
        let before = dispatches(&portal).await;
        portal.clock.advance(END.0 - 29 * DAY - erika.now().0);
        let jobs = reminders(&portal).await;
        let job = jobs.first().expect("the first reminder");
        service::remind(&portal.state, job).await.expect("reminds");
        // Whoever had it in hand at the same time, or after a crash, changes nothing.
        assert!(service::remind(&portal.state, job).await.is_err());
        let (one, other) =
            futures::join!(service::remind(&portal.state, job), service::remind(&portal.state, job));
        assert!(one.is_err() && other.is_err());
        work_off(&portal).await;
        assert_eq!((dispatches(&portal).await - before, portal.mailbox.take().len()), (1, 1));
    }

    async fn whoever_dies_between_reminding_and_saying_so_reminds_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (erika, _) = given(&portal).await;
        let before = dispatches(&portal).await;
        portal.clock.advance(END.0 - 29 * DAY - erika.now().0);
        // Taken and never finished; its lease runs out.
        assert_eq!(reminders(&portal).await.len(), 1);
        portal.clock.advance(HOUR);
        work_off(&portal).await;
        work_off(&portal).await;
        assert_eq!((dispatches(&portal).await - before, portal.mailbox.take().len()), (1, 1));
    }

    async fn where_the_channel_cannot_be_used_any_more_the_reminder_stands_in_the_portal(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (erika, _) = given(&portal).await;
        portal.arrange("UPDATE contact_points SET verified_at = NULL").await;
        portal.clock.advance(END.0 - 29 * DAY - erika.now().0);
        work_off(&portal).await;
        assert_eq!(portal.mailbox.take().len(), 0);
        let notices = portal::unseen(&erika).await.expect("answers");
        assert!(matches!(notices[..], [portal::Notice { template: Template::ConsentEnding { on: END }, .. }]));
    }

    async fn what_if_names_the_reminders_and_a_withdrawal_calls_them_off(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (erika, news) = given(&portal).await;
        let before = dispatches(&portal).await;
        let what_if = service::what_if(&erika, &news).await.expect("answers");
        let planned: Vec<i64> = what_if.planned.iter().map(|planned| (END.0 - planned.due_at.0) / DAY).collect();
        // A month earlier the clocks are still those of summer, an hour ahead.
        assert_eq!(planned, [30, 7]);
        service::withdraw(&erika, &news).await.expect("answers");
        days(&portal, 740).await;
        assert_eq!((dispatches(&portal).await - before, portal.mailbox.take().len()), (0, 0));
        assert_eq!(decisions(&erika).await, ["requested", "confirmed", "withdrawn"]);
    }

    async fn giving_again_plans_again(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (erika, news) = given(&portal).await;
        let before = dispatches(&portal).await;
        assert_eq!(service::renew(&erika, &news, 1).await.expect("answers"), Renewed::TooEarly);
        portal.clock.advance(END.0 - 20 * DAY - erika.now().0);
        work_off(&portal).await;
        assert_eq!(dispatches(&portal).await - before, 1);
        assert!(view(&erika, &news).await.can_renew(erika.now()));
        assert_eq!(service::renew(&erika, &news, 1).await.expect("answers"), Renewed::Now);
        let now = erika.now();
        let Standing::Active { since, expires_at: Some(end) } = standing(&erika, &news).await else {
            panic!("it holds");
        };
        assert!(since < now && end.0 > END.0 + 700 * DAY, "it has held since it was given first");
        let what_if = service::what_if(&erika, &news).await.expect("answers");
        assert_eq!(what_if.planned.len(), 2);
        assert!(what_if.planned.iter().all(|planned| planned.due_at.0 > end.0 - 31 * DAY));
        days(&portal, 40).await;
        assert_eq!(dispatches(&portal).await - before, 1, "nothing of the old plan is left");
        portal.clock.advance(end.0 - DAY - erika.now().0);
        work_off(&portal).await;
        assert_eq!(dispatches(&portal).await - before, 3);
        days(&portal, 2).await;
        assert_eq!(decisions(&erika).await, ["requested", "confirmed", "renewed", "expired"]);
        assert_eq!(service::renew(&erika, &news, 1).await.expect("answers"), Renewed::Nothing);
    }
}

#[tokio::test]
async fn only_what_is_offered_can_be_given_again() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let (erika, news) = given(&portal).await;
    portal.clock.advance(END.0 - 20 * DAY - erika.now().0);
    let unknown = service::renew(&erika, &cell("security", Channel::Email), 1).await;
    assert_eq!(unknown.expect_err("no cell"), AppError::NotFound);
    portal.arrange("UPDATE purposes SET retired_at = 1 WHERE key = 'practice-news'").await;
    assert_eq!(service::renew(&erika, &news, 1).await.expect_err("retired"), AppError::NotFound);
    assert!(!view(&erika, &news).await.can_renew(erika.now()));
}
