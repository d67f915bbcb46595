//! What each use gives out, as lines that say whose it is. Refused is: no line.

use super::{
    super::*,
    columns::Use,
    scene::{Scene, everybody, holder, let_in, redemption},
};
use crate::{
    accounts::{
        service::{invitations, security, session::device_of},
        store::devices,
    },
    audit::{
        self, Owner, Reading,
        verify::{Checkpoints, verify},
    },
    backend::{context::RequestContext, kept_forms, policy::Action},
    ids::{RecordFileId, SubjectId},
    patients::{
        model::NewPatient,
        normal::{self, Index},
        service::master_data,
        store, subjects,
    },
    records::service as records,
    time::Timestamp,
};
use futures::TryStreamExt as _;
use std::collections::BTreeSet;

pub type Lines = BTreeSet<String>;

impl Scene {
    pub async fn see(&mut self, of: Use) -> Lines {
        match of {
            Use::Start => self.portal.reopened().await.into_iter().collect(),
            Use::Person => self.master_data().await,
            Use::Search => self.search().await,
            Use::Session => self.sessions().await,
            Use::Device => self.devices().await,
            Use::KeptForm => self.kept_forms().await,
            Use::Ceremony => self.ceremonies().await,
            Use::Passkey => self.passkeys().await,
            Use::PasskeyName => self.passkey_names().await,
            Use::Passphrase => self.passphrases().await,
            Use::RecoveryCode => self.recovery_codes().await,
            Use::Invitation => self.invitations().await,
            Use::Event => self.events().await,
            Use::Record => self.records().await,
            Use::Log => self.log().await,
            Use::Catalogue => self.catalogue().await,
            Use::Consents => self.consents().await,
            Use::Exports => self.exports().await,
            Use::Papers => self.papers().await,
            Use::Contacts => self.contacts().await,
            Use::Decisions => self.decisions().await,
            Use::Outbox => self.outbox().await,
            Use::Work => self.work().await,
            Use::News => self.news().await,
            Use::Texts => self.texts().await,
        }
    }

    async fn master_data(&self) -> Lines {
        let mut lines = Lines::new();
        for person in everybody(&self.portal).await {
            let known = master_data(&self.portal.state, person).await.unwrap_or_default();
            lines.extend(
                known.iter().map(|known| format!("{person} {:?} {}", known.item, known.value.expose())),
            );
            lines.extend(self.entries(Owner::Person(person)).await);
        }
        lines
    }

    /// The access log of somebody, as far as it is what was written.
    async fn entries(&self, owner: Owner) -> Lines {
        let Ok(page) = audit::page(&self.portal.state, owner, None, 100).await else { return Lines::new() };
        let entry = |line: audit::Line| match line.reading {
            Reading::Entry(entry) => Some(format!("{owner:?} {} {entry:?}", line.seq)),
            Reading::Unreadable | Reading::Altered => None,
        };
        page.lines.into_iter().filter_map(entry).collect()
    }

    /// Who is found by everything somebody is found by.
    async fn search(&self) -> Lines {
        let mut lines = Lines::new();
        for (index, normalised) in self.indexed().await {
            let value = index.blind(&self.portal.state.keys, &normalised);
            let find =
                self.portal.state.db.read(move |tx| {
                    Box::pin(async move { store::patients_by_index(tx, index, &value).await })
                });
            let found = find.await.unwrap_or_default();
            lines.extend(found.iter().map(|person| format!("{index:?} {normalised}: {person}")));
        }
        lines
    }

    async fn indexed(&self) -> Vec<(Index, String)> {
        let mut all: Vec<_> = (0..4u8)
            .map(|number| (Index::FhirIdentifier, normal::fhir_identifier("urn:test", &number.to_string())))
            .collect();
        for person in everybody(&self.portal).await {
            let known = master_data(&self.portal.state, person).await.expect("nobody has touched it");
            let items: Vec<_> =
                known.iter().map(|known| (known.item, known.value.expose().clone())).collect();
            all.extend(normal::indexes(&items));
        }
        all
    }

    /// Who is signed in on which browser, and the letters that lie in their sessions.
    async fn sessions(&self) -> Lines {
        let browsers = self.people.iter().map(|person| &person.browser);
        let browsers: Vec<_> = browsers.chain(self.desks.iter().map(|desk| &desk.browser)).collect();
        let mut lines = Lines::new();
        for (number, browser) in browsers.into_iter().enumerate() {
            lines.extend(holder(browser).await.map(|holder| format!("{number} {holder:?}")));
            for letter in &self.letters {
                let shown = invitations::show_letter(&browser.ask().await, *letter).await;
                if let Ok(invitations::Shown::Letter(letter)) = shown {
                    lines.insert(format!("{number} {}", letter.code));
                }
            }
        }
        lines
    }

    async fn devices(&self) -> Lines {
        let mut lines = Lines::new();
        for person in &self.people {
            let id = person.with.id;
            let device = person.browser.ask().await.device.clone().expect("a cookie");
            let device = device_of(&self.portal.state.keys, id, &device);
            let ask = self.portal.state.db.read(move |tx| {
                Box::pin(async move { devices::is_known(tx, id, &device, Timestamp(0)).await })
            });
            if ask.await.unwrap_or_default() {
                lines.insert(format!("{id} is known"));
            }
        }
        lines
    }

    async fn kept_forms(&self) -> Lines {
        let mut lines = Lines::new();
        for desk in &self.desks {
            let context = desk.browser.ask_at(late_forms::NEW).await;
            let found = kept_forms::find(&context, Action::InvitePatient).await;
            let typed = found.ok().flatten().map(|kept| kept.typed::<NewPatient>());
            lines.extend(typed.map(|typed| format!("{} {}", desk.member.person, typed.family_name)));
        }
        lines
    }

    async fn ceremonies(&mut self) -> Lines {
        let mut lines = Lines::new();
        for (person, begun) in self.people.iter_mut().zip(&self.begun) {
            let mut browser = Browser::new(&self.portal.state);
            let answer = person.passkey.answer(begun);
            let finish = async |context: &RequestContext| {
                service::sign_in::finish_with_passkey(context, &begun.ceremony, answer).await
            };
            let outcome = browser.does(finish).await;
            let entered = let_in(&mut browser, outcome).await;
            lines.extend(entered.map(|entered| format!("{} as {entered}", person.with.id)));
        }
        lines
    }

    /// The same with a ceremony nobody has touched.
    async fn passkeys(&mut self) -> Lines {
        self.begun.clear();
        for _ in 0..self.people.len() {
            self.begun.push(passkeys::begin(&mut Browser::new(&self.portal.state)).await);
        }
        self.ceremonies().await
    }

    async fn passkey_names(&self) -> Lines {
        let mut lines = Lines::new();
        for person in &self.people {
            let overview = security::overview(&person.browser.ask().await).await;
            let names = overview.into_iter().flat_map(|overview| overview.passkeys);
            lines.extend(names.map(|passkey| format!("{} {}", person.with.id, passkey.name)));
        }
        lines
    }

    async fn passphrases(&self) -> Lines {
        let mut lines = Lines::new();
        for person in &self.people {
            let mut browser = Browser::new(&self.portal.state);
            let form = right(&self.portal, &person.with);
            let outcome =
                browser.does(async |context| service::sign_in::with_passphrase(context, &form).await).await;
            let entered = let_in(&mut browser, outcome).await;
            lines.extend(entered.map(|entered| format!("{} as {entered}", person.with.id)));
        }
        lines
    }

    async fn recovery_codes(&self) -> Lines {
        let mut lines = Lines::new();
        for person in &self.people {
            for slot in 0..2 {
                let mut browser = Browser::new(&self.portal.state);
                let form = recovery::form(&person.with, PASSPHRASE, &person.codes[slot]);
                let begun =
                    browser.does(async |context| service::recovery::begin(context, &form).await).await;
                if begun.unwrap_or_default() {
                    let entered = holder(&browser).await.map(|(entered, _)| entered);
                    lines.insert(format!("{slot} of {} as {entered:?}", person.with.id));
                }
                self.portal.clock.advance(2 * HOUR);
            }
        }
        lines
    }

    async fn invitations(&self) -> Lines {
        let mut lines = Lines::new();
        for (code, number) in &self.invited {
            let mut browser = Browser::new(&self.portal.state);
            let form = redemption(code, *number);
            let redeemed =
                browser.does(async |context| service::invitations::redeem(context, &form).await).await;
            if let Ok(invitations::Redeemed::Begun { .. }) = redeemed {
                lines.insert(format!("{number} as {:?}", holder(&browser).await));
            }
        }
        lines
    }

    async fn events(&self) -> Lines {
        let mut lines = Lines::new();
        for person in everybody(&self.portal).await {
            let events = events::of(&self.portal.state, person).await.unwrap_or_default();
            lines.extend(events.iter().map(|(happened, at)| format!("{person} {} {happened:?}", at.0)));
        }
        lines
    }

    /// Entries and documents, and the link between person and pseudonym in both directions.
    async fn records(&self) -> Lines {
        let mut lines = Lines::new();
        let state = &self.portal.state;
        for person in &self.people {
            let id = person.with.id;
            let Ok(Some(subject)) = subjects::known_subject(state, id).await else { continue };
            lines.insert(format!("{id} is {subject}"));
            if let Ok(Some(back)) = subjects::person_of(state, subject).await {
                lines.insert(format!("{subject} is {back}"));
            }
            for kept in records::record_of(state, subject).await.unwrap_or_default() {
                lines.insert(format!("{id} {}", kept.entry.title));
                for file in kept.files.values() {
                    lines.extend(self.file(subject, *file).await.map(|file| format!("{id} {file}")));
                }
            }
        }
        lines
    }

    async fn file(&self, subject: SubjectId, file: RecordFileId) -> Option<String> {
        let file = records::file(&self.portal.state, subject, file).await.ok().flatten()?;
        let content: Vec<Vec<u8>> = file.content.try_collect().await.ok()?;
        Some(String::from_utf8_lossy(&content.concat()).into_owned())
    }

    async fn log(&self) -> Lines {
        let report = verify(&self.portal.state, Checkpoints::Of(self.folder.path())).await;
        let mut lines: Lines =
            report.ok().filter(|report| report.is_sound()).map(|_| "sound".to_owned()).into_iter().collect();
        lines.extend(self.entries(Owner::System).await);
        lines
    }
}
