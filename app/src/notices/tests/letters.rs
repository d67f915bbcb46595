//! Letters: put together, printed, posted, and called off on the way.

use super::*;
use crate::{
    audit::{self, Act, Owner, Reading},
    backend::{
        context::RequestContext,
        pdf::testing::{Opened, open},
        policy::Role,
        settings::Practice,
    },
    error::AppError,
    ids::BatchId,
    notices::letters::service,
    on_both_databases,
    staff::arranged::colleague,
};

const AT_HOME: &str = "Musterweg 1, 01067 Dresden";

/// Somebody who gets news by letter.
async fn by_post(portal: &TestPortal) -> (Somebody, Cell) {
    let (who, news) = (somebody(portal).await, cell("practice-news", Channel::Letter));
    arranged::post(portal, who.person, AT_HOME, true).await;
    consent(portal, who, &news, None).await;
    (who, news)
}

async fn printed(petra: &RequestContext, batch: BatchId) -> Opened {
    open(&service::print(petra, batch).await.expect("prints"))
}

async fn called_off(portal: &TestPortal, who: Somebody, cell: &Cell) -> u64 {
    let (keys, cell, now) = (portal.state.keys.clone(), cell.clone(), portal.state.clock.now());
    let write = portal
        .state
        .db
        .write(move |tx| Box::pin(async move { outbox::call_off(tx, &keys, who.subject, &cell, now).await }));
    write.await.expect("calls off")
}

/// How often it stands in somebody's own log that a letter to them was printed.
async fn printings(portal: &TestPortal, who: Somebody) -> usize {
    let page = audit::page(&portal.state, Owner::Person(who.person), None, 50).await.expect("reads");
    let is_printing =
        |reading: &Reading| matches!(reading, Reading::Entry(entry) if entry.action == Act::LetterPrinted);
    page.lines.iter().filter(|line| is_printing(&line.reading)).count()
}

on_both_databases! {
    async fn what_waits_becomes_one_file_and_counts_as_sent_once_it_was_posted(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ((who, news), petra) = (by_post(&portal).await, colleague(&portal, "Petra", Role::Reception).await);
        assert_eq!(service::gather(&petra).await.expect("answers"), None, "nothing waits");
        for number in 1..=2 {
            queue(&portal, who, &news, number).await.expect("queues");
        }
        work(&portal).await;
        assert_eq!(states(&portal).await, ["queued", "queued"], "no machine carries it");
        assert_eq!(service::overview(&petra).await.expect("reads").waiting, 2);
        let batch = service::gather(&petra).await.expect("answers").expect("a batch");
        assert_eq!(service::gather(&petra).await.expect("answers"), None, "a letter is in one batch only");
        assert_eq!(printings(&portal, who).await, 0);
        // As often as it takes, each time with an entry for each letter.
        for times in 1..=2 {
            let file = printed(&petra, batch).await;
            assert_eq!(file.pages, 2);
            let text = file.lines.join("\n");
            for part in ["Erika Müller\nMusterweg 1\n01067 Dresden", "Praxis am Park", "Bitte sehen Sie nach", "Nr. 2", "Keine solchen Briefe mehr?"] {
                assert!(text.contains(part), "{part} in {text}");
            }
            for word in ["1980", "practice-news", "Neuigkeiten"] {
                assert!(!text.contains(word), "{word} in {text}");
            }
            assert_eq!(printings(&portal, who).await, 2 * times);
        }
        let shown = service::overview(&petra).await.expect("reads");
        assert_eq!((shown.waiting, shown.batches.len(), shown.batches[0].letters), (0, 1, 2));
        assert!(shown.batches[0].is_printed && shown.batches[0].called_off.is_empty());
        service::post(&petra, batch).await.expect("notes");
        assert_eq!(states(&portal).await, ["sent", "sent"]);
        assert_eq!(service::post(&petra, batch).await, Err(AppError::NotFound), "somebody was faster");
        assert_eq!(service::print(&petra, batch).await, Err(AppError::NotFound));
        assert!(service::overview(&petra).await.expect("reads").batches.is_empty());
    }

    async fn of_those_who_press_the_button_at_once_each_letter_is_in_one_batch(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ((who, news), petra) = (by_post(&portal).await, colleague(&portal, "Petra", Role::TeamLead).await);
        for number in 1..=6 {
            queue(&portal, who, &news, number).await.expect("queues");
        }
        let pressed = (0..4).map(|_| {
            let petra = petra.clone();
            tokio::spawn(async move { service::gather(&petra).await })
        });
        let done = futures::future::join_all(pressed.collect::<Vec<_>>()).await;
        let batches: Vec<BatchId> = done.into_iter().filter_map(|done| done.expect("ends").expect("answers")).collect();
        assert!(!batches.is_empty());
        let shown = service::overview(&petra).await.expect("reads");
        assert_eq!(shown.batches.len(), batches.len(), "no batch is empty");
        assert_eq!(shown.batches.iter().map(|batch| batch.letters).sum::<usize>(), 6);
        assert_eq!(shown.waiting, 0);
    }

    async fn what_is_taken_back_before_it_was_posted_is_not_sent_and_the_batch_says_so(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ((who, news), petra) = (by_post(&portal).await, colleague(&portal, "Petra", Role::Reception).await);
        let (other, _) = by_post(&portal).await;
        queue(&portal, who, &news, 1).await.expect("queues");
        portal.clock.advance(1_000);
        queue(&portal, other, &news, 1).await.expect("queues");
        let batch = service::gather(&petra).await.expect("answers").expect("a batch");
        assert_eq!(printed(&petra, batch).await.pages, 2);
        assert_eq!(called_off(&portal, who, &news).await, 1);
        assert_eq!(service::overview(&petra).await.expect("reads").batches[0].called_off, [1]);
        let text = printed(&petra, batch).await.lines.join("\n");
        assert!(text.contains("Nicht zu verschicken: Nr. 1.") && text.contains("nicht verschicken"), "{text}");
        assert!(text.contains("Nr. 2") && !text.contains("\nNr. 1"), "{text}");
        service::post(&petra, batch).await.expect("notes");
        assert_eq!(states(&portal).await, ["cancelled", "sent"]);
        assert_eq!((printings(&portal, who).await, printings(&portal, other).await), (1, 2));
    }

    async fn the_gate_is_asked_again_whenever_it_is_printed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ((who, news), petra) = (by_post(&portal).await, colleague(&portal, "Petra", Role::Reception).await);
        queue(&portal, who, &news, 1).await.expect("queues");
        let batch = service::gather(&petra).await.expect("answers").expect("a batch");
        // Behind the back of whoever would have called it off.
        decide(&portal, who, &news, &[What::Withdrawn]).await;
        let text = printed(&petra, batch).await.lines.join("\n");
        assert!(text.contains("Zu verschicken: 0.") && !text.contains("Müller"), "{text}");
        assert_eq!(states(&portal).await, ["refused"]);
        assert_eq!(printings(&portal, who).await, 0, "nobody has seen the address");
    }

    async fn what_was_never_printed_waits_again(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ((who, news), petra) = (by_post(&portal).await, colleague(&portal, "Petra", Role::Reception).await);
        queue(&portal, who, &news, 1).await.expect("queues");
        let batch = service::gather(&petra).await.expect("answers").expect("a batch");
        service::post(&petra, batch).await.expect("notes");
        assert_eq!(states(&portal).await, ["queued"]);
        assert_eq!(service::overview(&petra).await.expect("reads").waiting, 1);
    }

    async fn whoever_is_discreet_gets_an_envelope_without_the_name_of_the_practice(engine: Engine) {
        let practice = Practice {
            name: Some("Hautarztpraxis am Park".to_owned()),
            street: Some("Parkallee 5".to_owned()),
            phone: Some("030 123456".to_owned()),
            ..Practice::default()
        };
        let portal = TestPortal::with(engine, crate::backend::instance::Kind::Real, practice).await;
        let ((who, news), petra) = (by_post(&portal).await, colleague(&portal, "Petra", Role::Reception).await);
        queue(&portal, who, &news, 1).await.expect("queues");
        let batch = service::gather(&petra).await.expect("answers").expect("a batch");
        let text = printed(&petra, batch).await.lines.join("\n");
        assert!(text.contains("Hautarztpraxis am Park · Parkallee 5") && text.contains("030 123456"), "{text}");
        arranged::discreet(&portal, who.person).await;
        let text = printed(&petra, batch).await.lines.join("\n");
        assert!(text.contains("Portal · Parkallee 5"), "{text}");
        assert!(!text.contains("Haut") && !text.contains("030"), "{text}");
    }

    async fn letters_are_the_work_of_two_roles(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for role in Role::ALL {
            let ctx = colleague(&portal, "Petra", role).await;
            let may = matches!(role, Role::Reception | Role::TeamLead);
            assert_eq!(service::overview(&ctx).await.is_ok(), may, "{role:?}");
            assert_eq!(service::gather(&ctx).await.is_ok(), may, "{role:?}");
            let nobodys = BatchId::from_random([7; 16]);
            assert_eq!(service::print(&ctx, nobodys).await, Err(AppError::NotFound));
            assert_eq!(service::post(&ctx, nobodys).await, Err(AppError::NotFound));
        }
    }
}
