//! Taking back.

use super::*;
use crate::{
    audit::{self, Act, Owner, Reading},
    backend::testing::Engine,
    consents::{
        export::ConsentExport,
        service::{Ended, SwitchedOff},
    },
    error::AppError,
    notices::outbox::{self, Message, Outcome, Planned},
    on_both_databases, sql,
    time::Timestamp,
};

/// Queues a message for a cell that is due in an hour.
async fn plan(context: &RequestContext, cell: &Cell, number: u8) -> Outcome {
    let message = Message {
        subject: subject(context).await,
        cell: cell.clone(),
        template: Template::ConsentEnding { on: context.now() },
        lang: Lang::De,
        about: vec![vec![number]],
        not_before: Timestamp(context.now().0 + HOUR),
    };
    let prepared = outbox::prepare(&context.state, message).await.expect("prepares");
    let write =
        context.state.db.write(move |tx| Box::pin(async move { outbox::enqueue(tx, &prepared).await }));
    write.await.expect("enqueues")
}

async fn planned(context: &RequestContext, cell: &Cell) -> Vec<Planned> {
    outbox::planned(&context.state, subject(context).await, cell).await.expect("reads")
}

/// What the patient's log says was done with their consents, the newest first.
async fn acts(portal: &TestPortal, context: &RequestContext) -> Vec<Act> {
    let owner = Owner::Subject(subject(context).await);
    let lines = audit::page(&portal.state, owner, None, 50).await.expect("reads").lines;
    let act = |reading: Reading| match reading {
        Reading::Entry(entry) => entry.action,
        other => panic!("{other:?}"),
    };
    lines.into_iter().map(|line| act(line.reading)).collect()
}

/// How many jobs of exports wait.
async fn exports(portal: &TestPortal) -> i64 {
    use crate::backend::queue::Job as _;
    let read = portal.state.db.read(|tx| {
        Box::pin(async move {
            sql!(tx, one as (i64,): "SELECT COUNT(*) FROM jobs WHERE kind = $1", ConsentExport::KIND)
        })
    });
    read.await.expect("reads").0
}

on_both_databases! {
    async fn a_withdrawal_calls_off_what_was_planned_in_its_transaction(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let [news, recall] = ["practice-news", "prevention-recall"].map(|key| cell(key, Channel::Email));
        for cell in [&news, &recall] {
            consent(&portal, &erika, cell).await;
        }
        for number in 1..=2 {
            assert!(matches!(plan(&erika, &news, number).await, Outcome::Queued(_)));
        }
        plan(&erika, &recall, 3).await;
        // The two reminders of its end are among what waits.
        assert_eq!(view(&erika, &news).await.planned, 4);
        // It is asked once, because something would be lost.
        assert_eq!(service::switch_off(&erika, &news).await.expect("answers"), SwitchedOff::Asks);
        let what_if = service::what_if(&erika, &news).await.expect("answers");
        assert_eq!(what_if.planned.len(), 4);
        let soon = |planned: &Planned| planned.due_at == Timestamp(erika.now().0 + HOUR);
        assert!(what_if.planned[..2].iter().all(soon), "the next comes first");
        work_off(&portal).await;
        assert_eq!(exports(&portal).await, 0);
        assert_eq!(service::withdraw(&erika, &news).await.expect("answers"), Ended::Now);
        assert_eq!(exports(&portal).await, 1);
        assert_eq!((planned(&erika, &news).await.len(), planned(&erika, &recall).await.len()), (0, 1));
        portal.clock.advance(2 * HOUR);
        work_off(&portal).await;
        assert_eq!(portal.mailbox.take().len(), 1, "that of the other purpose");
        assert_eq!(service::withdraw(&erika, &news).await.expect("answers"), Ended::Before);
        assert!(matches!(standing(&erika, &news).await, Standing::Withdrawn { .. }));
        assert!(matches!(standing(&erika, &recall).await, Standing::Active { .. }));
    }

    async fn where_nothing_is_planned_a_no_is_one_step(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let reminders = cell("appointment-reminders", Channel::Email);
        service::arranged::switch_on(&erika, &reminders).await.expect("answers");
        let off = service::switch_off(&erika, &reminders).await.expect("answers");
        assert_eq!(off, SwitchedOff::Off(Ended::Now));
        // As easily again.
        assert_eq!(service::arranged::switch_on(&erika, &reminders).await.expect("answers"), Asked::On);
    }

    async fn a_request_can_be_taken_back_before_its_code_has_left(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        service::arranged::switch_on(&erika, &news).await.expect("answers");
        assert_eq!(service::withdraw(&erika, &news).await.expect("answers"), Ended::Now);
        work_off(&portal).await;
        assert_eq!(portal.mailbox.mails().len(), 0);
        assert_eq!(service::confirmation(&erika, &news).await.expect("answers"), None);
    }

    async fn everything_is_taken_back_at_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (erika, other) = (erika(&portal).await, erika(&portal).await);
        let news = cell("practice-news", Channel::Email);
        for who in [&erika, &other] {
            consent(&portal, who, &news).await;
            service::arranged::switch_on(who, &cell("new-message", Channel::Email)).await.expect("answers");
            service::arranged::switch_on(who, &cell("testimonial", Channel::Portal)).await.expect("answers");
            plan(who, &news, 1).await;
        }
        work_off(&portal).await;
        let what_if = service::what_if_all(&erika).await.expect("answers");
        assert_eq!((what_if.ends.len(), what_if.planned.len()), (3, 3), "a message and two reminders");
        assert_eq!(service::withdraw_all(&erika).await.expect("answers"), Ended::Now);
        let shown = table(&erika).await;
        assert!(!shown.can_end);
        assert!(shown.rows.iter().flat_map(|row| &row.cells).all(|view| view.planned == 0));
        assert_eq!(decisions(&erika).await.iter().filter(|name| **name == "withdrawn").count(), 3);
        assert_eq!(service::withdraw_all(&erika).await.expect("answers"), Ended::Before);
        // Of somebody else nothing.
        assert_eq!(service::what_if_all(&other).await.expect("answers"), what_if);
    }

    async fn a_link_takes_back_without_signing_in_and_says_so_in_history_and_log(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        consent(&portal, &erika, &news).await;
        let subject = subject(&erika).await;
        for _ in 0..2 {
            let ended = service::withdraw_without_session(&portal.state, subject, news.clone(), Method::OneClick);
            ended.await.expect("ends");
        }
        let history = history(&portal.state, subject).await.expect("reads");
        let last = history.events.last().expect("an event");
        assert_eq!((&last.what, last.method, &last.by), (&What::Withdrawn, Method::OneClick, &By::Patient));
        // An export in between stands there as well.
        let acts: Vec<Act> =
            acts(&portal, &erika).await.into_iter().filter(|act| *act != Act::ConsentsExported).collect();
        assert_eq!(acts, [Act::ConsentEndedByLink, Act::ConsentGiven, Act::ConsentRequested]);
        let unknown = cell("security", Channel::Email);
        let refused = service::withdraw_without_session(&portal.state, subject, unknown, Method::OneClick).await;
        assert_eq!(refused.expect_err("no cell"), AppError::NotFound);
    }

    async fn a_withdrawal_while_mails_are_being_sent_ends_them_or_comes_after(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        for round in 0..5_u8 {
            consent(&portal, &erika, &news).await;
            for number in 0..2 {
                plan(&erika, &news, round * 2 + number).await;
            }
            portal.clock.advance(2 * HOUR);
            let (sent, ended) =
                futures::join!(work::run_due(&portal.state), service::withdraw(&erika, &news));
            sent.expect("works");
            ended.expect("answers");
            portal.clock.advance(DAY);
            let before = portal.mailbox.take().len();
            assert!(before <= 2);
            work_off(&portal).await;
            assert_eq!(portal.mailbox.take().len(), 0, "nothing leaves after a withdrawal");
            assert_eq!(planned(&erika, &news).await.len(), 0);
            portal.clock.advance(31 * DAY);
        }
    }
}

#[tokio::test]
async fn taking_back_what_is_no_cell_is_like_anything_missing() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    for purpose in ["unknown", "security"] {
        let cell = cell(purpose, Channel::Email);
        assert_eq!(service::withdraw(&erika, &cell).await.expect_err(purpose), AppError::NotFound);
        assert_eq!(service::what_if(&erika, &cell).await.expect_err(purpose), AppError::NotFound);
        assert_eq!(
            service::arranged::confirm(&erika, &cell, "12345678").await.expect_err(purpose),
            AppError::NotFound
        );
        assert_eq!(service::confirmation(&erika, &cell).await.expect_err(purpose), AppError::NotFound);
        assert_eq!(service::about(&erika, &cell).await.expect("answers"), None);
    }
}
