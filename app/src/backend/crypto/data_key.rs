//! Data keys, one per owner and retention class, and the encrypted field.

use super::{Secret, aead};
use crate::{
    backend::{failure::Failure, rng::Rng},
    ids::{DataKeyId, PersonId, SubjectId},
};
use zeroize::Zeroizing;

/// Retention classes of the identity store; erasing a class destroys its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityClass {
    Identity,
    Audit,
}

/// Retention classes of the care store; erasing a class destroys its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CareClass {
    Record,
    Messages,
    Appointments,
    Evidence,
    Audit,
}

/// A retention class together with the store it belongs to.
pub trait Class: Copy {
    /// Who owns keys in this store.
    type Owner: Copy;
    /// The store's name, which wrapped keys are bound to.
    const STORE: &'static str;
    /// The name in the table.
    fn name(self) -> &'static str;
    /// The owner's id as bytes.
    fn owner_bytes(owner: &Self::Owner) -> [u8; 16];
}

impl Class for IdentityClass {
    type Owner = PersonId;
    const STORE: &'static str = "identity";

    fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Audit => "audit",
        }
    }

    fn owner_bytes(owner: &PersonId) -> [u8; 16] {
        *owner.as_bytes()
    }
}

impl Class for CareClass {
    type Owner = SubjectId;
    const STORE: &'static str = "care";

    fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Messages => "messages",
            Self::Appointments => "appointments",
            Self::Evidence => "evidence",
            Self::Audit => "audit",
        }
    }

    fn owner_bytes(owner: &SubjectId) -> [u8; 16] {
        *owner.as_bytes()
    }
}

/// Where a field lives; part of what its ciphertext is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
}

/// An encrypted field as the database stores it: `version | key id | nonce | ciphertext | tag`.
#[derive(Clone, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct Encrypted(Vec<u8>);

/// The format of [`Encrypted`].
const VERSION: u8 = 1;
/// Bytes before the nonce: the version and the key's id.
const HEADER: usize = 1 + 16;

/// An unwrapped data key.
pub struct DataKey {
    id: DataKeyId,
    owner: [u8; 16],
    secret: Secret,
}

impl DataKey {
    pub(super) fn new(id: DataKeyId, owner: [u8; 16], secret: Secret) -> Self {
        Self { id, owner, secret }
    }

    /// Encrypts a field for one row.
    pub fn seal(
        &self,
        rng: &dyn Rng,
        place: Place,
        row: &[u8],
        plaintext: &[u8],
    ) -> Result<Encrypted, Failure> {
        let mut field = self.header();
        field.extend(aead::seal(rng, &self.secret, &self.bound(place, row), plaintext)?);
        Ok(Encrypted(field))
    }

    /// Decrypts a field.
    ///
    /// # Errors
    /// [`Failure::Sealed`] when the value was altered, or sealed for another row, column, table, owner or key.
    pub fn open(&self, place: Place, row: &[u8], field: &Encrypted) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let (header, sealed) = field.0.split_at_checked(HEADER).ok_or(Failure::Sealed)?;
        if header != self.header() {
            return Err(Failure::Sealed);
        }
        aead::open(&self.secret, &self.bound(place, row), sealed)
    }

    /// Encrypts a field that does not name its key, where the key's id would tell whose row it is.
    ///
    /// Bound like any other field; the result is `nonce | ciphertext | tag`.
    pub fn seal_unnamed(
        &self,
        rng: &dyn Rng,
        place: Place,
        row: &[u8],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        aead::seal(rng, &self.secret, &self.bound(place, row), plaintext)
    }

    /// Decrypts what [`DataKey::seal_unnamed`] made.
    ///
    /// # Errors
    /// [`Failure::Sealed`] for anything else.
    pub fn open_unnamed(
        &self,
        place: Place,
        row: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        aead::open(&self.secret, &self.bound(place, row), sealed)
    }

    fn header(&self) -> Vec<u8> {
        [&[VERSION], self.id.as_bytes().as_slice()].concat()
    }

    fn bound(&self, place: Place, row: &[u8]) -> Vec<u8> {
        aead::bind(&[&self.header(), place.table.as_bytes(), place.column.as_bytes(), row, &self.owner])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::rng::SystemRng;

    const NAME: Place = Place { table: "people", column: "name_enc" };

    fn key(owner: u8) -> DataKey {
        let secret = Secret::from_slice(&[9; 32]).expect("32 bytes");
        DataKey::new(DataKeyId::from_random([owner; 16]), [owner; 16], secret)
    }

    #[test]
    fn a_field_opens_where_it_was_sealed() {
        let field = key(1).seal(&SystemRng, NAME, b"row", "Jürgen Groß 🙂".as_bytes()).expect("seals");
        assert_eq!(key(1).open(NAME, b"row", &field).expect("opens").as_slice(), "Jürgen Groß 🙂".as_bytes());
    }

    #[test]
    fn a_field_moved_to_another_row_column_table_or_owner_does_not_open() {
        let field = key(1).seal(&SystemRng, NAME, b"row", b"Erika").expect("seals");
        assert!(key(1).open(NAME, b"other row", &field).is_err());
        assert!(key(1).open(Place { column: "street_enc", ..NAME }, b"row", &field).is_err());
        assert!(key(1).open(Place { table: "contacts", ..NAME }, b"row", &field).is_err());
        // The same secret under another owner: only the associated data tells them apart.
        assert!(key(2).open(NAME, b"row", &field).is_err());
    }

    #[test]
    fn a_field_without_the_name_of_its_key_is_bound_like_any_other() {
        let field = key(1).seal_unnamed(&SystemRng, NAME, b"row", b"Erika").expect("seals");
        assert_eq!(key(1).open_unnamed(NAME, b"row", &field).expect("opens").as_slice(), b"Erika");
        assert!(!field.windows(16).any(|bytes| bytes == key(1).id.as_bytes()));
        assert!(key(1).open_unnamed(NAME, b"other row", &field).is_err());
        assert!(key(2).open_unnamed(NAME, b"row", &field).is_err());
    }

    #[test]
    fn altering_any_byte_of_a_field_is_noticed() {
        let field = key(1).seal(&SystemRng, NAME, b"row", b"Erika").expect("seals");
        for position in 0..field.0.len() {
            let mut altered = field.clone();
            altered.0[position] ^= 1;
            assert!(key(1).open(NAME, b"row", &altered).is_err(), "byte {position}");
        }
        assert!(key(1).open(NAME, b"row", &Encrypted(Vec::new())).is_err());
    }

    #[test]
    fn sealing_twice_never_gives_the_same_bytes() {
        let seal = || key(1).seal(&SystemRng, NAME, b"row", b"Erika").expect("seals");
        assert!(seal() != seal());
    }
}
