//! The people of these tests, made without going through the whole enrolment.

use super::{Browser, TestPortal, authenticator::Authenticator};
use crate::{
    accounts::{
        model::RedeemForm,
        service::{
            factors::{self, NewFactor},
            invitations::{self, Invited, Issued, Redeemed},
            session,
        },
        store::people,
        totp,
        webauthn::{self, Registrant, Use},
    },
    backend::{
        crypto::IdentityClass,
        policy::Role,
        rng::{self, SystemRng},
        sessions::{Kind, Path, store as sessions},
    },
    error::AppError,
    ids::{PersonId, SessionId, StaffId},
    patients::{
        model::{Item, Kind as PersonKind, Source},
        service::{master_data, prepare, store_prepared, value_of},
    },
    sql,
    time::Timestamp,
};

/// Everybody's passphrase.
pub const PASSPHRASE: &str = "vier Enten im Mühlbach";
/// The day everybody was born on, as it is typed.
pub const BORN: [&str; 3] = ["4", "5", "1980"];

/// Somebody who signs in with passphrase and code.
#[derive(Clone)]
pub struct PathT {
    pub id: PersonId,
    pub name: String,
    pub secret: String,
}

impl PathT {
    /// What the app shows now.
    pub fn code(&self, portal: &TestPortal) -> String {
        totp::present_code(&self.secret, portal.state.clock.now()).expect("a code")
    }

    /// The codes that are accepted now.
    pub fn codes_now(&self, portal: &TestPortal) -> [String; 2] {
        let now = portal.state.clock.now();
        [now, Timestamp(now.0 - 30_000)].map(|at| totp::present_code(&self.secret, at).expect("a code"))
    }
}

/// A member of the team.
#[derive(Clone, Copy)]
pub struct Member {
    pub id: StaffId,
    pub person: PersonId,
    pub role: Role,
}

/// A patient who was created at the desk and not invited yet.
pub async fn patient(portal: &TestPortal) -> PersonId {
    person(portal, PersonKind::Patient, Vec::new()).await
}

async fn person(portal: &TestPortal, kind: PersonKind, more: Vec<(Item, String)>) -> PersonId {
    let mut items = vec![
        (Item::FamilyName, "Müller".to_owned()),
        (Item::GivenName, "Erika".to_owned()),
        (Item::BirthDate, "1980-05-04".to_owned()),
    ];
    items.extend(more);
    let person = prepare(&portal.state, kind, items, Source::Reception).expect("prepares");
    let id = person.id();
    let stored =
        portal.state.db.write(move |tx| Box::pin(async move { store_prepared(tx, &person).await })).await;
    stored.expect("stores");
    id
}

/// A patient with path T and nothing else.
pub async fn with_passphrase(portal: &TestPortal) -> PathT {
    let id = patient(portal).await;
    give_passphrase(portal, id).await
}

/// Gives somebody path T.
pub async fn give_passphrase(portal: &TestPortal, id: PersonId) -> PathT {
    let secret = totp::new_secret(&SystemRng).expect("random").to_string();
    let hash = factors::hash_passphrase(&portal.state, id, PASSPHRASE).await.expect("hashes");
    let factor = NewFactor::Passphrase { hash, totp_secret: secret.clone(), step: 0 };
    give(portal, id, factor, true).await;
    let known = master_data(&portal.state, id).await.expect("reads");
    let name = value_of(&known, Item::SignInName).expect("a sign-in name").expose().clone();
    PathT { id, name, secret }
}

/// A patient with one passkey and nothing else.
pub async fn with_passkey(portal: &TestPortal) -> (PersonId, Authenticator) {
    let id = patient(portal).await;
    let mut authenticator = Authenticator::new();
    give_passkey(portal, id, &mut authenticator).await;
    (id, authenticator)
}

/// Gives somebody a passkey.
pub async fn give_passkey(portal: &TestPortal, id: PersonId, authenticator: &mut Authenticator) {
    let found = portal.state.db.read(move |tx| Box::pin(async move { people::find(tx, id).await })).await;
    let handle = found.expect("reads").expect("somebody").user_handle;
    let purpose = Use::Add { session: SessionId::from_random([0; 16]) };
    let registrant = Registrant { person: id, handle, name: "name", existing: &[], is_staff: false };
    let begun =
        webauthn::begin_registration(&portal.state, purpose.clone(), registrant).await.expect("begins");
    let answer = authenticator.register(&begun);
    let registered =
        webauthn::finish_registration(&portal.state, |kept| *kept == purpose, &begun.ceremony, answer)
            .await
            .expect("finishes");
    let factor = NewFactor::Passkey { passkey: Box::new(registered.passkey), name: "Telefon".to_owned() };
    give(portal, id, factor, true).await;
}

/// Puts a factor in force; an enrolment need not be complete.
pub async fn give(portal: &TestPortal, id: PersonId, factor: NewFactor, enrolled: bool) {
    let now = portal.state.clock.now();
    let key = identity_key(portal, id).await;
    let sealed = factor.seal(&portal.state, &key, id).expect("seals");
    let given = portal.state.db.write(move |tx| {
        Box::pin(async move {
            factors::add(tx, id, sealed, now).await?;
            if enrolled { people::set_enrolled(tx, id, now).await } else { Ok(()) }
        })
    });
    given.await.expect("stores");
}

/// Gives somebody ten recovery codes.
pub async fn give_codes(portal: &TestPortal, id: PersonId) -> Vec<String> {
    let codes = factors::new_recovery_codes(&portal.state).expect("codes");
    let key = identity_key(portal, id).await;
    let sealed = factors::seal_recovery_codes(&portal.state, &key, id, &codes).await.expect("seals");
    let given = portal
        .state
        .db
        .write(move |tx| Box::pin(async move { factors::replace_recovery_codes(tx, id, sealed).await }));
    given.await.expect("stores");
    codes
}

/// A person's key.
pub async fn identity_key(portal: &TestPortal, id: PersonId) -> crate::backend::crypto::DataKey {
    let find = portal.state.db.read(move |tx| {
        Box::pin(async move {
            crate::backend::crypto::store::find_identity_key(tx, id, IdentityClass::Identity).await
        })
    });
    portal.state.keys.open_identity_key(id, find.await.expect("reads")).expect("opens")
}

/// A member of the team; one with a sign-in name, so that path T could find them.
pub async fn member(portal: &TestPortal, role: Role) -> Member {
    let name = rng::crockford::<10>(&SystemRng).expect("random").to_lowercase();
    let person = person(portal, PersonKind::Staff, vec![(Item::SignInName, name)]).await;
    let id = StaffId::from_random(rng::bytes(&SystemRng).expect("random"));
    let now = portal.state.clock.now();
    let added = portal.state.db.write(move |tx| {
        Box::pin(async move {
            sql!(tx, execute:
                "INSERT INTO staff (id, person_id, role, added_by, added_at) VALUES ($1, $2, $3, 'command-line', $4)",
                id, person, role.as_str(), now)
        })
    });
    added.await.expect("stores");
    Member { id, person, role }
}

/// A browser on which somebody is signed in already.
pub async fn session(portal: &TestPortal, person: PersonId, kind: Kind) -> Browser {
    let mut browser = Browser::new(&portal.state);
    begin(&mut browser, person, kind).await;
    browser
}

/// Begins a session on a browser.
pub async fn begin(browser: &mut Browser, person: PersonId, kind: Kind) {
    browser.does(async |context| session::begin(context, person, kind).await).await.expect("begins");
}

/// A browser on which a patient is signed in.
pub async fn patient_session(portal: &TestPortal, person: PersonId) -> Browser {
    session(portal, person, Kind::Patient { path: Path::P }).await
}

/// The browser of a member of the team, known by its cookie.
pub async fn member_session(portal: &TestPortal, member: Member) -> Browser {
    let Member { id, person, role } = member;
    let mut browser = session(portal, person, Kind::Staff { id, role, path: Path::P }).await;
    browser.device = Some(rng::crockford::<26>(&SystemRng).expect("random"));
    browser
}

/// Ends every session of somebody.
pub async fn end_all(portal: &TestPortal, person: PersonId) {
    let now = portal.state.clock.now();
    let ended = portal.state.db.write(move |tx| Box::pin(sessions::end_all(tx, person, None, now)));
    ended.await.expect("ends");
}

/// An invitation that reception has issued, on the browser it was issued from.
pub async fn invited(portal: &TestPortal, person: PersonId) -> (Issued, Browser) {
    let reception = member(portal, Role::Reception).await;
    let mut desk = member_session(portal, reception).await;
    (invite(&mut desk, person).await, desk)
}

/// Issues an invitation; an older one may become void.
pub async fn invite(desk: &mut Browser, person: PersonId) -> Issued {
    let mut replaces = None;
    loop {
        let invited = desk.does(async |context| invitations::invite(context, person, replaces).await).await;
        match invited.expect("may invite") {
            Invited::Issued(issued) => return issued,
            Invited::Open(open) => replaces = Some(open.id),
            Invited::TooMany { again_at } => panic!("too many until {again_at:?}"),
        }
    }
}

/// Types a code and a birth date; the page to go on with, or nothing when it was refused.
pub async fn redeem(browser: &mut Browser, code: &str, born: [&str; 3]) -> Option<&'static str> {
    let [day, month, year] = born.map(str::to_owned);
    let form = RedeemForm {
        code: code.to_owned(),
        birth_date_day: day,
        birth_date_month: month,
        birth_date_year: year,
    };
    let redeemed: Result<_, AppError> =
        browser.does(async |context| invitations::redeem(context, &form).await).await;
    match redeemed {
        Ok(Redeemed::Begun { next }) => Some(next),
        // Nothing was typed, or no date: said beside the field, and no try.
        Ok(Redeemed::Refused) | Err(AppError::Invalid { .. }) => None,
        Err(error) => panic!("not an answer to a code: {error:?}"),
    }
}
