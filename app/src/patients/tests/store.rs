//! One test for every statement that no service test runs already.

use super::*;
use crate::{
    backend::{crypto::Encrypted, failure::Failure, rng},
    ids::UserHandle,
    on_both_databases,
    patients::{
        model::{Item, Kind, Source},
        normal::Index,
        store::{self, StoredItem},
    },
    sql,
    time::Timestamp,
};

fn person(number: u8) -> PersonId {
    PersonId::from_random([number; 16])
}

on_both_databases! {
    async fn an_item_is_added_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let sealed = created(&portal, &named("Erika", "Muster")).await;
        let value: Encrypted = portal.state.db.read(move |tx| Box::pin(async move {
            let row = sql!(tx, one as (Encrypted,):
                "SELECT value_enc FROM master_data WHERE person_id = $1 AND item = 'given_name'", sealed)?;
            Ok(row.0)
        })).await.expect("reads");
        let item = move |source, since| StoredItem {
            item: Item::Email,
            value_enc: value.clone(),
            source,
            since: Timestamp(since),
        };
        let (first, second) = (item(Source::Import, 1), item(Source::Patient, 2));
        let db = &portal.state.db;
        db.write(move |tx| Box::pin(async move { store::insert_item(tx, sealed, &first).await })).await.expect("new");
        let again =
            db.write(move |tx| Box::pin(async move { store::insert_item(tx, sealed, &second).await })).await;
        assert!(again.expect_err("there is one").is_unique_violation());
        let items = db.read(move |tx| Box::pin(store::list_items(tx, sealed))).await.expect("reads");
        let email: Vec<_> = items.iter().filter(|item| item.item == Item::Email).collect();
        assert_eq!(email.len(), 1);
        assert_eq!((email[0].source, email[0].since), (Source::Import, Timestamp(1)));
    }

    async fn people_share_an_address_but_never_what_the_portal_gave_them(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let db = &portal.state.db;
        db.write(|tx| Box::pin(async move {
            store::insert_person(tx, person(1), Kind::Patient, UserHandle::from_random([1; 16])).await?;
            store::insert_person(tx, person(2), Kind::Staff, UserHandle::from_random([2; 16])).await?;
            for number in [1, 2] {
                store::insert_blind_index(tx, person(number), Index::Email, b"same").await?;
            }
            store::insert_blind_index(tx, person(1), Index::SignInName, b"name").await
        })).await.expect("writes");
        for index in [Index::SignInName, Index::PatientNumber] {
            let taken = db.write(move |tx| Box::pin(async move {
                store::insert_blind_index(tx, person(1), Index::PatientNumber, b"name").await?;
                store::insert_blind_index(tx, person(2), index, b"name").await
            })).await;
            assert!(taken.expect_err("it is taken").is_unique_violation(), "{index:?}");
        }
        let (patients, none) = db.read(|tx| Box::pin(async move {
            let patients = store::patients_by_index(tx, Index::Email, b"same").await?;
            Ok((patients, store::patients_by_index(tx, Index::Phone, b"same").await?))
        })).await.expect("reads");
        assert_eq!((patients, none), (vec![person(1)], vec![]));
    }

    async fn the_kind_of_a_person_is_known_or_there_is_nobody(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let unknown = PersonId::from_random(rng::bytes(&*portal.state.rng).expect("random"));
        let db = &portal.state.db;
        db.write(|tx| Box::pin(store::insert_person(tx, person(1), Kind::Staff, UserHandle::from_random([1; 16]))))
            .await
            .expect("writes");
        let kinds: Result<_, Failure> = db.read(move |tx| Box::pin(async move {
            Ok((store::find_person(tx, person(1)).await?, store::find_person(tx, unknown).await?))
        })).await;
        assert_eq!(kinds.expect("reads"), (Some((Kind::Staff, None)), None));
    }
}
