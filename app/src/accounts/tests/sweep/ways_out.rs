//! Consents, addresses, and what leaves the house: what is made of them in the scene, and what their use gives out.

use super::{super::*, scene::Scene, uses::Lines};
use crate::{
    backend::{context::Actor, queue},
    consents::{
        catalogue, export,
        history::{self, NewEvent},
        model::{By, Cell, Method, PurposeKey, What},
        paper,
    },
    ids::SubjectId,
    lang::Lang,
    notices::{
        gate::decisions,
        jobs::TellSecurity,
        model::Channel,
        outbox::{self, Message},
        portal,
        template::Template,
    },
    patients::{
        contacts::{self, arranged},
        subjects::{known_subject, subject_of},
    },
    work,
};

/// What everybody of the scene has consented to.
fn news(channel: Channel) -> Cell {
    Cell { purpose: PurposeKey::parse("practice-news").expect("a name"), channel }
}

/// Consents, exports, an address, messages that wait and one that was told, decisions of the gate, and work that waits.
pub async fn give(portal: &TestPortal, person: PersonId, number: u8) {
    let state = &portal.state;
    let subject = subject_of(state, person).await.expect("has a pseudonym");
    let contact = arranged::email(portal, person, &format!("mail{number}@example.org"), true).await;
    let text = catalogue::load(state).await.expect("loads");
    let text =
        text.find(&news(Channel::Email).purpose).expect("a purpose").text_ref(Lang::De).expect("a text");
    let history = history::history(state, subject).await.expect("reads");
    let key = history::evidence_key(state, subject).await.expect("a key");
    let now = state.clock.now();
    let event = |channel, what| NewEvent {
        at: now,
        cell: news(channel),
        what,
        text: text.clone(),
        method: Method::Portal,
        by: By::Patient,
    };
    let until = crate::time::Timestamp(now.0 + HOUR);
    let new = [Channel::Email, Channel::Portal].map(|channel| {
        [event(channel, What::Requested { until }), event(channel, What::Confirmed { expires_at: None })]
    });
    let decided = history::append(state, &history, &key, new.concat()).expect("follows");
    let build = export::prepare_build(state, subject).expect("seals");
    let written = state.db.write(move |tx| {
        Box::pin(async move {
            assert!(history::record(tx, decided).await?);
            let bytes = [number; 32];
            let id = crate::ids::ConsentCodeId::from_random([number; 16]);
            sql!(tx, execute:
                "INSERT INTO consent_codes (id, subject_id, cell_hash, code_hash, tries_left, about_enc)
                 VALUES ($1, $2, $3, $3, 5, $3)", id, subject, bytes.as_slice())?;
            sql!(tx, execute:
                "INSERT INTO contact_codes (contact_id, code_hash, tries_left, expires_at) VALUES ($1, $2, 5, 0)",
                contact, bytes.as_slice())?;
            queue::enqueue(tx, &build).await
        })
    });
    assert!(written.await.expect("records"));
    paper::arrange(state, subject, i64::from(number), &vec![number; 70_000]).await;
    for channel in [Channel::Portal, Channel::Email] {
        say(portal, subject, channel, number, 0).await;
    }
    while work::run_due(state).await.expect("works") > 0 {}
    // What waits, and for how long: until long after these tests.
    say(portal, subject, Channel::Email, number, 10_000 * HOUR).await;
    let event = crate::ids::SecurityEventId::from_random([number; 16]);
    let job = TellSecurity::prepare(state, person, event).expect("seals");
    state.db.write(move |tx| Box::pin(async move { queue::enqueue(tx, &job).await })).await.expect("queues");
}

async fn say(portal: &TestPortal, subject: SubjectId, channel: Channel, number: u8, later: i64) {
    let now = portal.state.clock.now();
    let message = Message {
        subject,
        cell: news(channel),
        template: Template::ConsentEnding { on: crate::time::Timestamp(i64::from(number)) },
        lang: Lang::De,
        about: vec![channel.as_str().as_bytes().to_vec(), later.to_be_bytes().to_vec()],
        not_before: crate::time::Timestamp(now.0 + later),
    };
    let prepared = outbox::prepare(&portal.state, message).await.expect("asks");
    let write =
        portal.state.db.write(move |tx| Box::pin(async move { outbox::enqueue(tx, &prepared).await }));
    assert!(matches!(write.await.expect("queues"), outbox::Outcome::Queued(_)));
}

impl Scene {
    async fn subjects(&self) -> Vec<(PersonId, SubjectId)> {
        let mut found = Vec::new();
        for person in &self.people {
            let id = person.with.id;
            found.extend(
                known_subject(&self.portal.state, id).await.ok().flatten().map(|subject| (id, subject)),
            );
        }
        found
    }

    pub async fn catalogue(&self) -> Lines {
        let loaded = catalogue::load(&self.portal.state).await;
        let purposes = loaded.into_iter().flat_map(|catalogue| catalogue.purposes);
        purposes.map(|purpose| format!("{} {:?}", purpose.key.as_str(), purpose.texts)).collect()
    }

    pub async fn consents(&self) -> Lines {
        let mut lines = Lines::new();
        for (person, subject) in self.subjects().await {
            let read = history::history(&self.portal.state, subject).await;
            let events = read.into_iter().flat_map(|history| history.events);
            lines.extend(events.map(|event| format!("{person} {event:?}")));
        }
        lines
    }

    pub async fn exports(&self) -> Lines {
        let mut lines = Lines::new();
        for (person, subject) in self.subjects().await {
            let found = export::find(&self.portal.state, subject, 1).await.ok().flatten();
            lines.extend(found.map(|found| format!("{person} {}", String::from_utf8_lossy(&found.file))));
        }
        lines
    }

    pub async fn papers(&self) -> Lines {
        let mut lines = Lines::new();
        for (person, subject) in self.subjects().await {
            let read = paper::read(&self.portal.state, subject).await.unwrap_or_default();
            lines
                .extend(read.into_iter().map(|(decisions, scan)| format!("{person} {decisions:?} {scan:?}")));
        }
        lines
    }

    pub async fn contacts(&self) -> Lines {
        let mut lines = Lines::new();
        for person in &self.people {
            let id = person.with.id;
            let usable = contacts::usable(&self.portal.state, id, Channel::Email).await;
            lines.extend(usable.ok().flatten().map(|contact| format!("{id} {}", contact.value.expose())));
        }
        lines
    }

    pub async fn decisions(&self) -> Lines {
        let mut lines = Lines::new();
        for (person, subject) in self.subjects().await {
            let read = decisions(&self.portal.state, subject).await.unwrap_or_default();
            lines.extend(
                read.into_iter().enumerate().map(|(number, one)| format!("{person} {number} {one:?}")),
            );
        }
        lines
    }

    pub async fn outbox(&self) -> Lines {
        let mut lines = Lines::new();
        for (person, subject) in self.subjects().await {
            let planned = outbox::planned(&self.portal.state, subject, &news(Channel::Email)).await;
            lines.extend(
                planned.unwrap_or_default().into_iter().map(|planned| format!("{person} {planned:?}")),
            );
        }
        lines
    }

    /// The work that waits, as whoever takes it opens it.
    pub async fn work(&self) -> Lines {
        self.portal.clock.advance(HOUR);
        let claimed = queue::claim_due(&self.portal.state, 100).await.unwrap_or_default();
        let open = |job: &queue::Claimed| job.job::<TellSecurity>(&self.portal.state).ok();
        let lines = claimed.iter().filter_map(open).map(|job| format!("{job:?}")).collect();
        for job in &claimed {
            let later = queue::JobError::NotBefore(self.portal.state.clock.now());
            queue::has_failed(&self.portal.state, job, &later).await.expect("puts off");
        }
        lines
    }

    pub async fn news(&self) -> Lines {
        let mut lines = Lines::new();
        for person in &self.people {
            let context = person.browser.ask().await;
            assert!(matches!(context.actor, Actor::Patient(_)));
            let told = portal::unseen(&context).await.unwrap_or_default();
            lines.extend(told.into_iter().map(|notice| format!("{} {:?}", person.with.id, notice.template)));
        }
        lines
    }
}
