//! Keys through the database, on both of them.

use super::{CareClass, IdentityClass, KeyFile, KeyRing, Place, Purpose, store};
use crate::{
    backend::{
        failure::Failure,
        rng::{SystemRng, bytes},
        testing::{TempDir, TestDb},
    },
    ids::{DataKeyId, InstanceId, PersonId, SubjectId},
    on_both_databases,
};

const FIELD: Place = Place { table: "people", column: "name_enc" };

fn ring() -> KeyRing {
    let folder = TempDir::new("ring");
    let file = KeyFile::create(&folder.path().join("kek.toml"), &SystemRng).expect("creates");
    KeyRing::create(file, InstanceId::from_random([1; 16]), &SystemRng).expect("creates").0
}

fn id() -> [u8; 16] {
    bytes(&SystemRng).expect("random")
}

on_both_databases! {
    async fn a_data_key_survives_the_database_and_opens_only_for_its_owner_and_class(engine: Engine) {
        let test = TestDb::migrated(engine).await;
        let db = test.open().await;
        let ring = ring();
        let (key_id, person) = (DataKeyId::from_random(id()), PersonId::from_random(id()));
        let (key, wrapped) = ring.create_data_key(&SystemRng, key_id, person, IdentityClass::Identity).expect("creates");
        let field = key.seal(&SystemRng, FIELD, b"row", b"Erika").expect("seals");
        db.write(move |tx| Box::pin(async move {
            store::insert_identity_key(tx, key_id, person, IdentityClass::Identity, &wrapped).await
        })).await.expect("stores");

        let found = db.read(move |tx| Box::pin(store::find_identity_key(tx, person, IdentityClass::Identity)));
        let (found_id, wrapped) = found.await.expect("reads").expect("is there");
        let reopened = ring.open_data_key(found_id, person, IdentityClass::Identity, &wrapped).expect("opens");
        assert_eq!(reopened.open(FIELD, b"row", &field).expect("opens").as_slice(), b"Erika");

        assert!(ring.open_data_key(found_id, person, IdentityClass::Audit, &wrapped).is_err());
        assert!(ring.open_data_key(DataKeyId::from_random(id()), person, IdentityClass::Identity, &wrapped).is_err());
        let somebody = PersonId::from_random(id());
        assert!(ring.open_data_key(found_id, somebody, IdentityClass::Identity, &wrapped).is_err());
        let same_bytes = SubjectId::from_random(*person.as_bytes());
        assert!(ring.open_data_key(found_id, same_bytes, CareClass::Audit, &wrapped).is_err());
    }

    async fn one_owner_has_one_key_per_class_and_destroying_it_leaves_the_others(engine: Engine) {
        let test = TestDb::migrated(engine).await;
        let db = test.open().await;
        let ring = ring();
        let subject = SubjectId::from_random(id());
        for class in [CareClass::Record, CareClass::Messages] {
            let key_id = DataKeyId::from_random(id());
            let (_, wrapped) = ring.create_data_key(&SystemRng, key_id, subject, class).expect("creates");
            db.write(move |tx| Box::pin(async move { store::insert_care_key(tx, key_id, subject, class, &wrapped).await }))
                .await
                .expect("stores");
        }
        let second_id = DataKeyId::from_random(id());
        let (_, second) = ring.create_data_key(&SystemRng, second_id, subject, CareClass::Record).expect("creates");
        let doubled: Result<(), Failure> = db
            .write(move |tx| Box::pin(async move {
                store::insert_care_key(tx, second_id, subject, CareClass::Record, &second).await
            }))
            .await;
        assert!(doubled.expect_err("one key per class").is_unique_violation());

        let destroy = || db.write(move |tx| Box::pin(store::destroy_care_key(tx, subject, CareClass::Record)));
        assert!(destroy().await.expect("destroys"));
        assert!(!destroy().await.expect("there is nothing left to destroy"));
        let find = |class| db.read(move |tx| Box::pin(store::find_care_key(tx, subject, class)));
        assert!(find(CareClass::Record).await.expect("reads").is_none());
        assert!(find(CareClass::Messages).await.expect("reads").is_some());
    }
}

#[test]
fn purpose_keys_are_all_different_and_bound_to_their_installation() {
    let ring = ring();
    let macs: std::collections::BTreeSet<_> =
        Purpose::ALL.into_iter().map(|purpose| ring.mac(purpose, &["same input"])).collect();
    assert_eq!(macs.len(), Purpose::ALL.len());
    let mac = ring.mac(Purpose::CodeHash, &["a", "b"]);
    assert!(ring.mac_is_valid(Purpose::CodeHash, &["a", "b"], &mac));
    assert!(!ring.mac_is_valid(Purpose::CodeHash, &["ab", ""], &mac));
    assert!(!ring.mac_is_valid(Purpose::Session, &["a", "b"], &mac));
    assert!(!ring.mac_is_valid(Purpose::CodeHash, &["a", "b"], &mac[..31]));
}

#[test]
fn a_wrapped_purpose_key_does_not_open_for_another_purpose_or_installation() {
    let folder = TempDir::new("ring");
    let file = KeyFile::create(&folder.path().join("kek.toml"), &SystemRng).expect("creates");
    let instance = InstanceId::from_random([1; 16]);
    let (_, rows) = KeyRing::create(file.clone(), instance, &SystemRng).expect("creates");
    let named = |rows: Vec<(Purpose, super::Wrapped)>| -> Vec<_> {
        rows.into_iter().map(|(purpose, wrapped)| (purpose.name().to_owned(), wrapped)).collect()
    };
    let mut rows = named(rows);
    assert!(KeyRing::open(file.clone(), instance, &rows).is_ok());
    assert!(KeyRing::open(file.clone(), InstanceId::from_random([2; 16]), &rows).is_err());
    let (session, audit) = (index(&rows, Purpose::Session), index(&rows, Purpose::Audit));
    let name = rows[session].0.clone();
    rows[session].0 = std::mem::replace(&mut rows[audit].0, name);
    assert!(KeyRing::open(file.clone(), instance, &rows).is_err(), "two keys have changed places");
    rows.remove(0);
    assert!(KeyRing::open(file, instance, &rows).is_err(), "a missing key is never made anew");
}

fn index(rows: &[(String, super::Wrapped)], purpose: Purpose) -> usize {
    rows.iter().position(|(name, _)| name == purpose.name()).expect("is there")
}
