//! Jobs: run by the portal or by a worker beside it, and outliving whoever runs them.

use crate::{
    mail_server::{MailServer, Manner, Received},
    support::{PATIENCE, Running, Setup},
};
use app::{
    backend::{
        queue::{self, Job},
        rng::{self, SystemRng},
        state::AppState,
        testing::{Engine, proofs},
    },
    ids::{ContactId, PersonId},
    lang::Lang,
    notices::{codes::OneTimeCode, outbox, template::Template},
    on_both_databases,
    patients::contacts::{ContactKind, arranged},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

/// Work nobody knows how to do; that it was given up shows that somebody has run it.
#[derive(Serialize, Deserialize)]
struct Riddle(u8);

impl Job for Riddle {
    const KIND: &'static str = "riddle";
}

async fn add(state: &AppState, number: u8) {
    let prepared =
        queue::prepare(state, &Riddle(number), &[&[number]], None, state.clock.now()).expect("seals");
    let added = state.db.write(move |tx| Box::pin(async move { queue::enqueue(tx, &prepared).await }));
    assert!(added.await.expect("adds"));
}

async fn given_up(state: &AppState) -> usize {
    let dead = queue::dead(state, 100).await.expect("lists");
    assert!(dead.iter().all(|job| job.kind == Riddle::KIND && job.failure == "kind"));
    dead.len()
}

/// Waits until so many jobs were run.
async fn were_run(state: &AppState, number: usize) {
    let began = Instant::now();
    while given_up(state).await < number {
        assert!(began.elapsed() < PATIENCE, "nobody runs jobs");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// An installation whose portal runs no jobs itself.
async fn idle(engine: Engine, settings: &[(&str, String)]) -> (Setup, Running) {
    let setup = Setup::new(engine).await.with("OBHUT_WORKER", "off");
    let setup = settings.iter().fold(setup, |setup, (name, value)| setup.with(name, value));
    let portal = setup.start(&["serve"]);
    // It listens before there is an installation.
    assert_eq!(portal.get("/").status, 200);
    (setup, portal)
}

const ADDRESS: &str = "kanarienvogel@example.org";

/// Somebody of the practice with an address that has not been proven yet.
async fn somebody(setup: &Setup, state: &AppState) -> (PersonId, ContactId) {
    assert!(setup.run(&["import", "fhir", "--yes", crate::import::REAL]).status.success());
    let [id] = setup.ids("SELECT id FROM people").await.try_into().expect("one person");
    let person = PersonId::parse(&id).expect("an id");
    (person, arranged::email_in(state, person, ADDRESS, false).await)
}

/// Queues a mail with a code, which waits for no time of day.
async fn queue_mail(state: &AppState, (person, contact): (PersonId, ContactId)) {
    let template = Template::ContactCode { code: OneTimeCode::new(&SystemRng).expect("random") };
    let prepared =
        outbox::prepare_contact_code(state, person, (contact, ContactKind::Email), template, Lang::De).await;
    let prepared = prepared.expect("asks the gate");
    let queued = state.db.write(move |tx| Box::pin(async move { outbox::enqueue(tx, &prepared).await }));
    assert!(matches!(queued.await.expect("queues"), outbox::Outcome::Queued(_)));
}

/// What stands in `Message-ID`.
fn message_id(mail: &Received) -> String {
    let line = mail.data.lines().find_map(|line| line.strip_prefix("Message-ID: "));
    line.expect("a Message-ID").to_owned()
}

/// Waits until nothing waits any more.
async fn all_sent(setup: &Setup) {
    let began = Instant::now();
    while !setup.ids("SELECT id FROM outbox WHERE state <> 'sent'").await.is_empty() {
        assert!(began.elapsed() < 2 * PATIENCE, "something stays: {}", setup.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// What a killed worker had taken is free at once, as it would be after two minutes.
async fn end_leases(setup: &Setup) {
    setup.arrange("UPDATE jobs SET lease_until = 0 WHERE lease_until IS NOT NULL").await;
}

on_both_databases! {
    async fn a_mail_whose_worker_is_killed_before_the_server_answers_comes_again_as_the_same(engine: Engine) {
        let server = MailServer::start(Manner { thinks: 60_000, ..Manner::default() }).await;
        let (setup, portal) = idle(engine, &server.settings()).await;
        let state = setup.state().await;
        let who = somebody(&setup, &state).await;
        queue_mail(&state, who).await;
        let worker = Running::new(setup.spawn(&["worker"]), 0);
        let began = Instant::now();
        while server.heard.mails().is_empty() {
            assert!(began.elapsed() < PATIENCE, "nothing arrives");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // Dropping it is SIGKILL.
        drop(worker);
        server.behave(Manner::default());
        end_leases(&setup).await;
        let worker = Running::new(setup.spawn(&["worker"]), 0);
        all_sent(&setup).await;
        let mails = server.heard.mails();
        assert_eq!(mails.len(), 2, "the server had taken the first one");
        assert_eq!(message_id(&mails[0]), message_id(&mails[1]));
        assert!(setup.ids("SELECT id FROM jobs").await.is_empty());
        worker.stop();
        state.db.close().await;
        portal.stop();
        // Who was written to, and what, stands in no line.
        assert!(!setup.log().contains("kanarienvogel") && !setup.log().contains("example.org"));
    }

    async fn workers_that_are_killed_at_random_lose_no_mail_and_repeat_none_under_another_name(engine: Engine) {
        const MAILS_A_CYCLE: u32 = 4;
        let server = MailServer::start(Manner { thinks: 10, ..Manner::default() }).await;
        let (setup, portal) = idle(engine, &server.settings()).await;
        let state = setup.state().await;
        let who = somebody(&setup, &state).await;
        for _ in 0..proofs::killed_workers() {
            for _ in 0..MAILS_A_CYCLE {
                queue_mail(&state, who).await;
            }
            let worker = Running::new(setup.spawn(&["worker"]), 0);
            let [random] = rng::bytes(&SystemRng).expect("random");
            tokio::time::sleep(Duration::from_millis(100 + 2 * u64::from(random))).await;
            drop(worker);
            end_leases(&setup).await;
        }
        // One that only the last worker can have sent.
        queue_mail(&state, who).await;
        let worker = Running::new(setup.spawn(&["worker"]), 0);
        all_sent(&setup).await;
        worker.stop();
        state.db.close().await;
        portal.stop();
        let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for mail in server.heard.mails() {
            let (_, text) = mail.data.split_once("\r\n\r\n").expect("a head and a body");
            codes.entry(message_id(&mail)).or_default().insert(text.to_owned());
        }
        let mails = proofs::killed_workers() * MAILS_A_CYCLE + 1;
        assert_eq!(codes.len(), usize::try_from(mails).expect("fits"));
        assert!(codes.values().all(|texts| texts.len() == 1), "the same name is the same mail");
    }

    async fn the_portal_runs_jobs_itself(engine: Engine) {
        let setup = Setup::new(engine).await;
        let portal = setup.start(&["serve"]);
        assert_eq!(portal.get("/").status, 200);
        let state = setup.state().await;
        for number in 0..40 {
            add(&state, number).await;
        }
        were_run(&state, 40).await;
        state.db.close().await;
        portal.stop();
    }

    async fn a_worker_beside_the_portal_runs_jobs_and_stops_in_order(engine: Engine) {
        let (setup, portal) = idle(engine, &[]).await;
        let state = setup.state().await;
        add(&state, 1).await;
        // Longer than anybody who runs jobs would wait.
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(given_up(&state).await, 0, "this portal runs none");
        let mut worker = Running::new(setup.spawn(&["worker"]), 0);
        were_run(&state, 1).await;
        add(&state, 2).await;
        were_run(&state, 2).await;
        state.db.close().await;
        worker.terminate();
        let (code, took) = worker.wait();
        assert_eq!(code, Some(0));
        assert!(took < Duration::from_secs(10), "{took:?}");
        portal.stop();
    }

    async fn what_somebody_had_taken_who_is_gone_is_done_once_the_lease_is_over(engine: Engine) {
        let (setup, portal) = idle(engine, &[]).await;
        let state = setup.state().await;
        add(&state, 1).await;
        assert_eq!(queue::claim_due(&state, 10).await.expect("claims").len(), 1);
        let worker = Running::new(setup.spawn(&["worker"]), 0);
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(given_up(&state).await, 0, "the lease holds");
        setup.arrange("UPDATE jobs SET lease_until = 0").await;
        were_run(&state, 1).await;
        state.db.close().await;
        worker.stop();
        portal.stop();
    }
}

#[test]
fn a_worker_makes_no_installation() {
    let setup = Setup::sqlite();
    assert!(setup.refusal(&["worker"]).contains("there is no installation here yet"));
    assert!(!setup.data_dir().exists());
}
