//! An installation in which everything has happened that leaves bytes in the database.

use super::{super::*, columns::Use, texts, ways_out};
use crate::{
    accounts::{
        model::RedeemForm,
        service::invitations,
        tests::{authenticator::Authenticator, late_forms::Desk},
        webauthn::Begun,
    },
    audit::{self, Act, Category, Entry, Who, checkpoint::Keeper},
    backend::{
        policy::Role,
        sessions::Kind as SessionKind,
        testing::{Engine, TempDir},
    },
    ids::InvitationId,
    patients::{
        model::{BirthDate, Item, Kind, Source},
        normal::{self, Index},
        sealed,
        subjects::subject_of,
    },
    records,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

/// Somebody who has everything one can have.
pub struct Somebody {
    pub with: PathT,
    pub passkey: Authenticator,
    pub codes: Vec<String>,
    /// Signed in, and known by its cookie.
    pub browser: Browser,
}

pub struct Scene {
    pub engine: Engine,
    pub portal: TestPortal,
    pub people: Vec<Somebody>,
    pub desks: Vec<Desk>,
    /// Code and birthday of those who have not enrolled yet.
    pub invited: Vec<(String, u8)>,
    pub letters: Vec<InvitationId>,
    pub begun: Vec<Begun>,
    pub folder: TempDir,
}

/// What a person is made of; each differs from the others in everything.
fn items(number: u8) -> Vec<(Item, String)> {
    let text = |what: &str| format!("{what}{}", ["anna", "bert", "carl", "dora"][usize::from(number)]);
    vec![
        (Item::FamilyName, text("Muster")),
        (Item::GivenName, text("Ge")),
        (Item::BirthDate, birth_date(number).to_iso()),
        (Item::Language, "en".to_owned()),
        (Item::Email, format!("{}@example.org", text("mail"))),
        (Item::Phone, format!("+49171555012{number}")),
        (Item::InsuranceNumber, format!("A12345678{number}")),
    ]
}

pub fn birth_date(number: u8) -> BirthDate {
    BirthDate::new(1980, 5, number + 1).expect("a day")
}

async fn add(portal: &TestPortal, number: u8) -> PersonId {
    let person =
        sealed::prepare(&portal.state, Kind::Patient, items(number), Source::Reception).expect("seals");
    let id = person.id();
    let identifier = normal::fhir_identifier("urn:test", &number.to_string());
    let identifier = Index::FhirIdentifier.blind(&portal.state.keys, &identifier);
    let stored = portal.state.db.write(move |tx| {
        Box::pin(async move {
            sealed::store_prepared(tx, &person).await?;
            crate::patients::store::insert_blind_index(tx, id, Index::FhirIdentifier, &identifier).await
        })
    });
    stored.await.expect("stores");
    id
}

/// A record with two entries and a document.
async fn give_record(portal: &TestPortal, person: PersonId, number: u8) {
    let document = [b"%PDF-1.7\n".to_vec(), vec![b'a' + number; 70_000], b"%%EOF".to_vec()].concat();
    let subject = json!({ "reference": "Patient/p" });
    let condition = |id: &str| {
        json!({ "resource": {
            "resourceType": "Condition", "id": id, "code": { "text": format!("{id} of {number}") }, "subject": subject,
        } })
    };
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": [
        { "resource": {
            "resourceType": "Patient", "id": "p", "birthDate": "1980-05-04",
            "name": [{ "family": "Muster", "given": ["Erika"] }],
        } },
        condition("c1"), condition("c2"),
        { "resource": {
            "resourceType": "DocumentReference", "id": "d", "status": "current", "subject": subject,
            "content": [{ "attachment": {
                "contentType": "application/pdf", "title": format!("Brief {number}"), "data": STANDARD.encode(document),
            } }],
        } },
    ] });
    let import =
        records::fhir::read(bundle.to_string().as_bytes(), portal.state.clock.now()).expect("a file");
    records::service::import(&portal.state, Who::CommandLine, &import, "Quelle", person)
        .await
        .expect("imports");
}

async fn somebody(portal: &TestPortal, number: u8) -> Somebody {
    let id = add(portal, number).await;
    let with = cast::give_passphrase(portal, id).await;
    let mut passkey = Authenticator::new();
    cast::give_passkey(portal, id, &mut passkey).await;
    let codes = cast::give_codes(portal, id).await;
    let mut browser = Browser::number(&portal.state, number);
    assert!(sign_in(&mut browser, &right(portal, &with)).await);
    give_record(portal, id, number).await;
    ways_out::give(portal, id, number).await;
    Somebody { with, passkey, codes, browser }
}

/// An entry in everybody's log, so that everybody's keys are in use.
async fn log_something(portal: &TestPortal) {
    for person in everybody(portal).await {
        let now = portal.state.clock.now();
        let entry = Entry::new(now, Who::CommandLine, Act::MasterDataChanged, Category::MasterData);
        let chain = audit::chain_for_person(&portal.state, person).await.expect("a chain");
        let prepared = audit::prepare(&portal.state, &chain, &entry).expect("seals");
        audit::write_down(&portal.state, prepared).await.expect("writes");
    }
}

/// Everybody in the database.
pub async fn everybody(portal: &TestPortal) -> Vec<PersonId> {
    let found = portal.state.db.read(|tx| {
        Box::pin(async move { sql!(tx, all as (PersonId,): "SELECT id FROM people ORDER BY id") })
    });
    found.await.expect("reads").into_iter().map(|(id,)| id).collect()
}

impl Scene {
    pub async fn new(engine: Engine) -> Self {
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        let people = vec![somebody(&portal, 0).await, somebody(&portal, 1).await];
        let (mut desks, mut invited, mut letters) = (Vec::new(), Vec::new(), Vec::new());
        for number in [2, 3] {
            let person = add(&portal, number).await;
            let mut desk = Desk::of(&portal, cast::member(&portal, Role::Reception).await).await;
            let made = desk
                .browser
                .does(async |context| invitations::make_letter(context, person, None).await)
                .await;
            let invitations::Made::Letter(letter) = made.expect("invites") else { panic!("no letter") };
            let shown = invitations::show_letter(&desk.browser.ask().await, letter).await.expect("shows");
            let invitations::Shown::Letter(shown) = shown else { panic!("there is a letter") };
            invited.push((shown.code, number));
            letters.push(letter);
            desk.keep_only().await;
            desks.push(desk);
        }
        texts::refuse(&portal).await;
        log_something(&portal).await;
        Keeper::new(portal.state.clone(), folder.path()).checkpoint().await.expect("makes");
        for person in &people {
            subject_of(&portal.state, person.with.id).await.expect("has a pseudonym");
        }
        Self { engine, portal, people, desks, invited, letters, begun: Vec::new(), folder }
    }

    /// Makes what the use needs each time it is asked.
    pub async fn prepare(&mut self, of: Use) {
        match of {
            Use::Ceremony => {
                self.portal.arrange("DELETE FROM ceremonies").await;
                self.begun.clear();
                for _ in &self.people {
                    let begun = passkeys::begin(&mut Browser::new(&self.portal.state)).await;
                    self.begun.push(begun);
                }
            }
            // Codes are used up by being right, and tries are counted.
            Use::RecoveryCode => self.portal.arrange("UPDATE recovery_codes SET used_at = NULL").await,
            _ => {}
        }
        match of {
            // Nobody has to wait for having been wrong before.
            Use::Passphrase | Use::RecoveryCode | Use::Passkey => self.portal.clock.advance(2 * HOUR),
            // Which of two sessions is older must not be left to chance.
            Use::Ceremony | Use::Invitation => self.portal.clock.advance(SECOND),
            _ => {}
        }
    }
}

/// The holder of the session on a browser.
pub async fn holder(browser: &Browser) -> Option<(PersonId, SessionKind)> {
    browser.ask().await.signed.clone().map(|signed| (signed.holder.person, signed.holder.kind))
}

/// What somebody types who was invited.
pub fn redemption(code: &str, number: u8) -> RedeemForm {
    RedeemForm {
        code: code.to_owned(),
        birth_date_day: (number + 1).to_string(),
        birth_date_month: "5".to_owned(),
        birth_date_year: "1980".to_owned(),
    }
}

/// Whoever is signed in now on a browser that a try has let in.
pub async fn let_in(browser: &mut Browser, outcome: Result<Outcome, AppError>) -> Option<PersonId> {
    match outcome {
        Ok(Outcome::SignedIn { .. }) => holder(browser).await.map(|(person, _)| person),
        Ok(Outcome::Refused) | Err(_) => None,
    }
}
