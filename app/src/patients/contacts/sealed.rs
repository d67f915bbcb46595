//! A contact point at rest: its value under the person's identity key, and a keyed hash that no two people share.

use super::{
    model::{ContactKind, ContactPoint},
    store::{self, StoredPoint},
};
use crate::{
    backend::{
        crypto::{self, DataKey, Encrypted, IdentityClass, KeyRing, Place, Purpose, Wrapped},
        db::Tx,
        failure::Failure,
        state::AppState,
    },
    ids::{ContactId, DataKeyId, PersonId},
    patients::normal,
    redacted::Redacted,
};

const VALUE: Place = Place { table: "contact_points", column: "value_enc" };

/// Somebody's contact points as the database holds them.
pub(super) struct SealedPoints {
    person: PersonId,
    key: Option<(DataKeyId, Wrapped)>,
    points: Vec<StoredPoint>,
}

/// Reads all of somebody's contact points.
pub(super) async fn load(tx: &mut Tx<'_>, person: PersonId) -> Result<SealedPoints, Failure> {
    let key = crypto::store::find_identity_key(tx, person, IdentityClass::Identity).await?;
    Ok(SealedPoints { person, key, points: store::list(tx, person).await? })
}

impl SealedPoints {
    /// Decrypts them, the oldest first. Somebody whose key was destroyed has none.
    ///
    /// # Errors
    /// [`Failure::Sealed`] when a value was altered or moved.
    pub(super) fn open(self, keys: &KeyRing) -> Result<Vec<ContactPoint>, Failure> {
        let Some((id, wrapped)) = &self.key else { return Ok(Vec::new()) };
        let key = keys.open_data_key(*id, self.person, IdentityClass::Identity, wrapped)?;
        let mut points: Vec<ContactPoint> =
            self.points.into_iter().map(|stored| open(&key, stored)).collect::<Result<_, _>>()?;
        points.sort_by_key(|point| (point.since, point.id));
        Ok(points)
    }
}

fn open(key: &DataKey, stored: StoredPoint) -> Result<ContactPoint, Failure> {
    let StoredPoint { id, kind, value_enc, since, verified_at, preferred } = stored;
    let plain = key.open(VALUE, id.as_bytes(), &value_enc)?;
    let value = std::str::from_utf8(&plain)
        .map_err(|_| Failure::Inconsistent { table: VALUE.table, column: VALUE.column })?;
    Ok(ContactPoint { id, kind, value: Redacted::new(value.to_owned()), verified_at, preferred, since })
}

/// Seals the value of a contact point.
pub(super) fn seal(
    state: &AppState,
    key: &DataKey,
    id: ContactId,
    value: &str,
) -> Result<Encrypted, Failure> {
    key.seal(&*state.rng, VALUE, id.as_bytes(), value.as_bytes())
}

/// What a value is known again by, for this person alone.
pub(super) fn value_hash(keys: &KeyRing, person: PersonId, kind: ContactKind, value: &str) -> Vec<u8> {
    let normalised = match kind {
        ContactKind::Email => normal::email(value),
        ContactKind::Phone => normal::phone(value),
        ContactKind::Post => normal::name(value),
    };
    let parts: [&[u8]; 4] =
        [b"contact-point", kind.as_str().as_bytes(), person.as_bytes(), normalised.as_bytes()];
    keys.mac(Purpose::BlindIndex, &parts).to_vec()
}
