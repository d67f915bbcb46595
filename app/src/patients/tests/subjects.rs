//! The link between people and pseudonyms.

use super::*;
use crate::{
    backend::{
        crypto::{Encrypted, IdentityClass, store as keys},
        failure::Failure,
    },
    ids::SubjectId,
    on_both_databases,
    patients::{
        model::{Item, Kind, Source},
        sealed,
        subjects::{person_of, refill, subject_of},
    },
    sql,
};
use std::collections::BTreeSet;

/// Somebody without a form, because these tests need many.
async fn somebody(portal: &TestPortal) -> PersonId {
    let items = vec![(Item::FamilyName, "Muster".to_owned()), (Item::GivenName, "Erika".to_owned())];
    let person = sealed::prepare(&portal.state, Kind::Patient, items, Source::Import).expect("seals");
    let id = person.id();
    portal
        .state
        .db
        .write(move |tx| Box::pin(async move { sealed::store_prepared(tx, &person).await }))
        .await
        .expect("writes");
    id
}

/// How many pseudonyms are free and taken, and how many keys they have.
async fn counts(portal: &TestPortal) -> (i64, i64, i64) {
    portal
        .state
        .db
        .read(|tx| {
            Box::pin(async move {
                let (free,) = sql!(tx, one as (i64,): "SELECT COUNT(*) FROM subjects WHERE taken = FALSE")?;
                let (taken,) = sql!(tx, one as (i64,): "SELECT COUNT(*) FROM subjects WHERE taken = TRUE")?;
                let (keys,) = sql!(tx, one as (i64,): "SELECT COUNT(*) FROM care_data_keys")?;
                Ok((free, taken, keys))
            })
        })
        .await
        .expect("reads")
}

on_both_databases! {
    async fn a_person_has_one_pseudonym_and_it_leads_back(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (one, two) = (somebody(&portal).await, somebody(&portal).await);
        let first = subject_of(&portal.state, one).await.expect("a pseudonym");
        let second = subject_of(&portal.state, two).await.expect("a pseudonym");
        assert_ne!(first, second);
        assert_eq!(subject_of(&portal.state, one).await.expect("the same"), first);
        assert_eq!(person_of(&portal.state, first).await.expect("opens"), Some(one));
        assert_eq!(person_of(&portal.state, second).await.expect("opens"), Some(two));
        assert_eq!(person_of(&portal.state, SubjectId::from_random([7; 16])).await.expect("looks"), None);
        assert_eq!(counts(&portal).await, (126, 2, 128 * 5));
    }

    async fn a_free_pseudonym_looks_like_a_taken_one_and_is_nobodys(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let subject = subject_of(&portal.state, somebody(&portal).await).await.expect("a pseudonym");
        let rows = portal.state.db.read(|tx| Box::pin(async move {
            sql!(tx, all as (SubjectId, Vec<u8>): "SELECT id, person_enc FROM subjects")
        })).await.expect("reads");
        let lengths: BTreeSet<usize> = rows.iter().map(|(_, sealed)| sealed.len()).collect();
        assert_eq!(lengths.len(), 1);
        for (id, _) in rows.into_iter().filter(|(id, _)| *id != subject).take(5) {
            assert_eq!(person_of(&portal.state, id).await.expect("opens"), None);
        }
    }

    async fn fifty_people_at_once_get_fifty_pseudonyms(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut people = Vec::new();
        for _ in 0..50 {
            people.push(somebody(&portal).await);
        }
        let draws = people.iter().map(|person| {
            let (state, person) = (portal.state.clone(), *person);
            tokio::spawn(async move { subject_of(&state, person).await })
        });
        let mut drawn = BTreeSet::new();
        for (person, subject) in people.iter().zip(futures::future::join_all(draws).await) {
            let subject = subject.expect("no panic").expect("a pseudonym");
            assert_eq!(person_of(&portal.state, subject).await.expect("opens"), Some(*person));
            drawn.insert(subject);
        }
        assert_eq!(drawn.len(), 50);
        let (free, taken, keys) = counts(&portal).await;
        assert_eq!((taken, keys), (50, (free + taken) * 5));
        assert!((64..=178).contains(&free), "{free}");
    }

    async fn one_person_fifty_times_at_once_gets_one_pseudonym(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        refill(&portal.state).await.expect("fills");
        let person = somebody(&portal).await;
        let draws = (0..50).map(|_| {
            let state = portal.state.clone();
            tokio::spawn(async move { subject_of(&state, person).await })
        });
        let drawn: BTreeSet<SubjectId> = futures::future::join_all(draws)
            .await
            .into_iter()
            .map(|subject| subject.expect("no panic").expect("a pseudonym"))
            .collect();
        assert_eq!(drawn.len(), 1);
        let (free, taken, _) = counts(&portal).await;
        assert_eq!((free, taken), (127, 1));
    }

    async fn the_pool_is_filled_again_before_it_runs_low(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        futures::future::join_all((0..8).map(|_| refill(&portal.state))).await;
        assert_eq!(counts(&portal).await.0, 128);
        for _ in 0..64 {
            subject_of(&portal.state, somebody(&portal).await).await.expect("a pseudonym");
        }
        assert_eq!(counts(&portal).await.0, 64);
        subject_of(&portal.state, somebody(&portal).await).await.expect("a pseudonym");
        assert_eq!(counts(&portal).await.0, 63 + 64);
    }

    async fn a_link_moved_or_altered_on_either_side_does_not_open(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (one, two) = (somebody(&portal).await, somebody(&portal).await);
        let (first, second) = (
            subject_of(&portal.state, one).await.expect("a pseudonym"),
            subject_of(&portal.state, two).await.expect("a pseudonym"),
        );
        portal.state.db.write(move |tx| Box::pin(async move {
            let (a,) = sql!(tx, one as (Encrypted,): "SELECT subject_enc FROM person_subjects WHERE person_id = $1", one)?;
            let (b,) = sql!(tx, one as (Encrypted,): "SELECT subject_enc FROM person_subjects WHERE person_id = $1", two)?;
            sql!(tx, execute: "UPDATE person_subjects SET subject_enc = $2 WHERE person_id = $1", one, &b)?;
            sql!(tx, execute: "UPDATE person_subjects SET subject_enc = $2 WHERE person_id = $1", two, &a)?;
            let (a,) = sql!(tx, one as (Encrypted,): "SELECT person_enc FROM subjects WHERE id = $1", first)?;
            let (b,) = sql!(tx, one as (Encrypted,): "SELECT person_enc FROM subjects WHERE id = $1", second)?;
            sql!(tx, execute: "UPDATE subjects SET person_enc = $2 WHERE id = $1", first, &b)?;
            sql!(tx, execute: "UPDATE subjects SET person_enc = $2 WHERE id = $1", second, &a)?;
            Ok(())
        })).await.expect("swaps");
        for person in [one, two] {
            assert!(matches!(subject_of(&portal.state, person).await, Err(Failure::Sealed)));
        }
        for subject in [first, second] {
            assert!(matches!(person_of(&portal.state, subject).await, Err(Failure::Sealed)));
        }
    }

    async fn erasing_a_persons_key_ends_the_link_on_their_side(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal).await;
        subject_of(&portal.state, person).await.expect("a pseudonym");
        portal.state.db.write(move |tx| {
            Box::pin(keys::destroy_identity_key(tx, person, IdentityClass::Identity))
        }).await.expect("erases");
        assert!(matches!(subject_of(&portal.state, person).await, Err(Failure::Sealed)));
    }
}
