//! Contact points as tests of other slices, and of the process, want them: there, and verified or not.

use super::{ContactKind, sealed};
use crate::{
    backend::{
        crypto::{IdentityClass, store as keys},
        rng::{self, SystemRng},
        state::AppState,
        testing::TestPortal,
    },
    ids::{ContactId, PersonId},
    sql,
};

/// Gives somebody an e-mail address.
pub async fn email(portal: &TestPortal, person: PersonId, address: &str, is_verified: bool) -> ContactId {
    email_in(&portal.state, person, address, is_verified).await
}

/// Gives somebody a postal address: "street, postal code and town".
pub async fn post(portal: &TestPortal, person: PersonId, address: &str, is_verified: bool) -> ContactId {
    point(&portal.state, person, (ContactKind::Post, address), is_verified).await
}

/// Gives somebody a telephone number.
pub async fn phone(portal: &TestPortal, person: PersonId, number: &str, is_verified: bool) -> ContactId {
    point(&portal.state, person, (ContactKind::Phone, number), is_verified).await
}

/// An e-mail address in an installation that somebody else serves.
pub async fn email_in(state: &AppState, person: PersonId, address: &str, is_verified: bool) -> ContactId {
    point(state, person, (ContactKind::Email, address), is_verified).await
}

async fn point(
    state: &AppState,
    person: PersonId,
    (kind, address): (ContactKind, &str),
    is_verified: bool,
) -> ContactId {
    let found =
        state.db.read(move |tx| Box::pin(keys::find_identity_key(tx, person, IdentityClass::Identity)));
    let key = state.keys.open_identity_key(person, found.await.expect("reads")).expect("a key");
    let id = ContactId::from_random(rng::bytes(&SystemRng).expect("random"));
    let value = sealed::seal(state, &key, id, address).expect("seals");
    let hash = sealed::value_hash(&state.keys, person, kind, address);
    let now = state.clock.now();
    let verified_at = is_verified.then_some(now);
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            sql!(tx, execute:
                "INSERT INTO contact_points (id, person_id, kind, value_enc, value_hash, since, verified_at, preferred)
                 VALUES ($1, $2, $7, $3, $4, $5, $6, FALSE)",
                id, person, value, hash.as_slice(), now, verified_at, kind.as_str())
        })
    });
    write.await.expect("stores");
    id
}

/// Asks for discretion.
pub async fn discreet(portal: &TestPortal, person: PersonId) {
    let write = portal.state.db.write(move |tx| {
        Box::pin(async move {
            sql!(tx, execute: "INSERT INTO contact_settings (person_id, discreet) VALUES ($1, TRUE)", person)
        })
    });
    write.await.expect("stores");
}
