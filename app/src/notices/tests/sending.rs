//! How a message leaves: once, when it may, and not after it was called off.

use super::{super::gate, *};
use crate::{
    backend::{
        mail::MailError,
        queue::{self as jobs},
        settings::{Localized, Practice},
    },
    notices::{codes::OneTimeCode, outbox::prepare_contact_code},
    on_both_databases,
    patients::contacts::ContactKind,
};

async fn call_off(portal: &TestPortal, who: Somebody, cell: &Cell) -> u64 {
    let (keys, cell, now) = (portal.state.keys.clone(), cell.clone(), portal.state.clock.now());
    let write = portal
        .state
        .db
        .write(move |tx| Box::pin(async move { outbox::call_off(tx, &keys, who.subject, &cell, now).await }));
    write.await.expect("calls off")
}

on_both_databases! {
    async fn a_message_leaves_once_and_names_nobody(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        consent(&portal, who, &news, None).await;
        assert!(matches!(queue(&portal, who, &news, 1).await.expect("queues"), Outcome::Queued(_)));
        assert!(portal.mailbox.mails().is_empty(), "not before the transaction is durable");
        work(&portal).await;
        let mail = portal.mailbox.take().pop().expect("one mail");
        assert_eq!((mail.to.expose().as_str(), mail.from_name.as_str()), (ADDRESS, "Praxis am Park"));
        assert!(mail.unsubscribe.is_some(), "it is outreach");
        let whole = format!("{} {} {}", mail.subject, mail.text, mail.html);
        for word in ["Müller", "Erika", "Praxisneuigkeiten", "practice-news", "1980"] {
            assert!(!whole.contains(word), "{word} in {whole}");
        }
        work(&portal).await;
        assert!(portal.mailbox.mails().is_empty());
        assert_eq!(states(&portal).await, ["sent"]);
        assert_eq!(queue(&portal, who, &news, 1).await.expect("asks"), Outcome::SaidBefore);
        work(&portal).await;
        assert!(portal.mailbox.mails().is_empty(), "the same is said once");
    }

    async fn what_was_called_off_does_not_leave(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        consent(&portal, who, &news, None).await;
        for number in 1..=2 {
            queue(&portal, who, &news, number).await.expect("queues");
        }
        let planned = outbox::planned(&portal.state, who.subject, &news).await.expect("lists");
        assert_eq!(planned.len(), 2);
        assert_eq!(call_off(&portal, who, &cell("satisfaction-survey", Channel::Email)).await, 0);
        assert_eq!(call_off(&portal, who, &news).await, 2);
        work(&portal).await;
        assert!(portal.mailbox.mails().is_empty());
        assert_eq!(states(&portal).await, ["cancelled", "cancelled"]);
    }

    async fn the_gate_is_asked_again_at_the_moment_of_sending(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        consent(&portal, who, &news, None).await;
        queue(&portal, who, &news, 1).await.expect("queues");
        // Behind the back of whoever would have called it off.
        decide(&portal, who, &news, &[What::Withdrawn]).await;
        work(&portal).await;
        assert!(portal.mailbox.mails().is_empty());
        assert_eq!(states(&portal).await, ["refused"]);
    }

    async fn nothing_is_queued_on_a_history_that_has_moved_on(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        consent(&portal, who, &news, None).await;
        let message = Message {
            subject: who.subject,
            cell: news.clone(),
            template: Template::ConsentEnding { on: Timestamp(0) },
            lang: Lang::De,
            about: vec![b"x".to_vec()],
            not_before: portal.state.clock.now(),
        };
        let prepared = outbox::prepare(&portal.state, message).await.expect("asks");
        decide(&portal, who, &news, &[What::Withdrawn]).await;
        let write = portal.state.db.write(move |tx| Box::pin(async move { outbox::enqueue(tx, &prepared).await }));
        assert!(write.await.is_err());
        assert!(states(&portal).await.is_empty());
    }

    async fn at_night_a_message_waits_for_the_morning_and_a_code_does_not(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        consent(&portal, who, &news, None).await;
        // It is nine in the morning in Berlin; twelve hours later it is nine in the evening.
        portal.clock.advance(12 * HOUR);
        queue(&portal, who, &news, 1).await.expect("queues");
        let code = Template::ConsentCode { code: OneTimeCode::new(&*portal.state.rng).expect("random") };
        let survey = cell("satisfaction-survey", Channel::Email);
        let now = portal.state.clock.now();
        let message = Message { subject: who.subject, cell: survey, template: code, lang: Lang::De,
            about: vec![b"code".to_vec()], not_before: now };
        let prepared = outbox::prepare(&portal.state, message).await.expect("asks");
        let write = portal.state.db.write(move |tx| Box::pin(async move { outbox::enqueue(tx, &prepared).await }));
        write.await.expect("queues");
        work(&portal).await;
        assert_eq!(portal.mailbox.take().len(), 1, "the code");
        portal.clock.advance(11 * HOUR - 1);
        work(&portal).await;
        assert!(portal.mailbox.mails().is_empty());
        portal.clock.advance(1);
        work(&portal).await;
        assert_eq!(portal.mailbox.take().len(), 1);
    }

    async fn there_is_a_most_of_one_purpose_within_thirty_days(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        consent(&portal, who, &news, None).await;
        for number in 1..=4 {
            queue(&portal, who, &news, number).await.expect("queues");
            work(&portal).await;
        }
        assert_eq!(portal.mailbox.take().len(), 4);
        assert_eq!(queue(&portal, who, &news, 5).await.expect("asks"), Outcome::Refused(Refusal::Capped));
        assert_eq!(refused(&portal, who, &cell("security", Channel::Email)).await, None);
        portal.clock.advance(30 * DAY);
        assert!(matches!(queue(&portal, who, &news, 5).await.expect("asks"), Outcome::Queued(_)));
    }

    async fn a_mail_that_is_sent_again_has_the_same_message_id(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        consent(&portal, who, &news, None).await;
        queue(&portal, who, &news, 1).await.expect("queues");
        // The mail leaves, and the process is gone before it can note that: the job's lease runs out.
        let job = jobs::claim_due(&portal.state, 1).await.expect("claims").remove(0);
        let (sealed, id) = portal.state.db.read(|tx| Box::pin(async move {
            crate::sql!(tx, one as (Vec<u8>, crate::ids::DispatchId): "SELECT content_enc, id FROM outbox")
        })).await.expect("reads");
        let content = crate::notices::outbox::Content::open(&portal.state, id, &sealed).expect("opens");
        let contact = crate::patients::contacts::usable(&portal.state, who.person, Channel::Email)
            .await.expect("reads").expect("an address");
        let mail = crate::notices::mail::render(&portal.state, who.person, &content, &contact).await.expect("renders");
        portal.state.mailer.send(&mail).await.expect("leaves");
        drop(job);
        portal.clock.advance(HOUR);
        work(&portal).await;
        let mails = portal.mailbox.take();
        assert_eq!(mails.len(), 2, "at least once");
        assert_eq!(mails[0].message_id, mails[1].message_id, "a receiver can tell that it is the same");
    }

    async fn a_server_that_is_away_is_tried_again_and_one_that_refuses_is_not(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, news) = (reachable(&portal).await, cell("practice-news", Channel::Email));
        consent(&portal, who, &news, None).await;
        portal.mailbox.fail_next(MailError::Later("connection"));
        queue(&portal, who, &news, 1).await.expect("queues");
        work(&portal).await;
        assert!(portal.mailbox.mails().is_empty());
        portal.clock.advance(HOUR);
        work(&portal).await;
        assert_eq!(portal.mailbox.take().len(), 1);
        portal.mailbox.fail_next(MailError::Never("recipient"));
        queue(&portal, who, &news, 2).await.expect("queues");
        work(&portal).await;
        let dead = jobs::dead(&portal.state, 10).await.expect("lists");
        assert_eq!(dead.iter().map(|dead| dead.failure.as_str()).collect::<Vec<_>>(), ["recipient"]);
        let (id, now) = (dead[0].id, portal.state.clock.now());
        portal.state.db.write(move |tx| Box::pin(jobs::revive(tx, id, now))).await.expect("revives");
        work(&portal).await;
        assert_eq!(portal.mailbox.take().len(), 1, "somebody of the team has had it tried again");
    }

    async fn whoever_is_discreet_gets_no_name_of_the_practice(engine: Engine) {
        let practice = Practice {
            name: Some("Hautarztpraxis am Park".to_owned()),
            phone: Some("030 123456".to_owned()),
            hours: Localized::default(),
            ..Practice::default()
        };
        let portal = TestPortal::with(engine, crate::backend::instance::Kind::Real, practice).await;
        let who = reachable(&portal).await;
        let security = gate::security_by(Channel::Email).expect("a cell");
        queue(&portal, who, &security, 1).await.expect("queues");
        work(&portal).await;
        let mail = portal.mailbox.take().remove(0);
        assert!(mail.text.contains("Hautarztpraxis am Park") && mail.text.contains("030 123456"));
        arranged::discreet(&portal, who.person).await;
        queue(&portal, who, &security, 2).await.expect("queues");
        work(&portal).await;
        let mail = portal.mailbox.take().remove(0);
        let whole = format!("{} {} {} {}", mail.from_name, mail.subject, mail.text, mail.html);
        assert!(!whole.contains("Haut") && !whole.contains("030") && mail.is_discreet, "{whole}");
    }

    async fn a_code_goes_to_its_own_contact_point_and_is_forgotten_afterwards(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = reachable(&portal).await;
        let other = arranged::email(&portal, who.person, "neu@beispiel.example", false).await;
        let code = OneTimeCode::new(&*portal.state.rng).expect("random");
        let template = Template::ContactCode { code: code.clone() };
        let prepared = prepare_contact_code(&portal.state, who.person, (other, ContactKind::Email), template, Lang::De).await.expect("asks");
        let write = portal.state.db.write(move |tx| Box::pin(async move { outbox::enqueue(tx, &prepared).await }));
        write.await.expect("queues");
        work(&portal).await;
        let mail = portal.mailbox.take().remove(0);
        assert_eq!(mail.to.expose(), "neu@beispiel.example");
        assert!(mail.text.contains(&code.in_groups()) && mail.unsubscribe.is_none());
        let (sealed, id) = portal.state.db.read(|tx| Box::pin(async move {
            crate::sql!(tx, one as (Vec<u8>, crate::ids::DispatchId): "SELECT content_enc, id FROM outbox")
        })).await.expect("reads");
        let content = crate::notices::outbox::Content::open(&portal.state, id, &sealed).expect("opens");
        assert_ne!(content.template, Template::ContactCode { code });
    }
}
