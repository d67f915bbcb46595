//! Who has both stores and no keys cannot tell which person and which pseudonym belong together.
//!
//! The script sorts people and pseudonyms by everything a dump shows, lays the lists beside each other in both
//! directions, and counts right pairs. By chance one pair is right, with a standard deviation of one. Among hundreds of
//! pairs of orders a few exceed that by more than three deviations by accident, but the same one not again and again.

use super::*;
use crate::{
    backend::rng::{self, SystemRng},
    on_both_databases,
    patients::subjects::refill,
    sql,
};
use std::collections::BTreeSet;

const PEOPLE: usize = 128;
/// 1/n + 3 sigma, as a number of right pairs of n.
const CHANCE: usize = 1 + 3;
/// In how many practices the same order must betray pairs to count.
const PRACTICES: usize = 3;

/// How a dump sorts the rows of one side, by the name of what it sorts by.
type Orders<Id> = Vec<(&'static str, Vec<Id>)>;

/// Every order in which the rows of the identity store can be put.
async fn people(portal: &TestPortal) -> Orders<PersonId> {
    let orders = portal.state.db.read(|tx| Box::pin(async move {
        let orders: [(&'static str, Vec<(PersonId,)>); 11] = [
            ("id", sql!(tx, all as (PersonId,): "SELECT id FROM people ORDER BY id")?),
            ("handle", sql!(tx, all as (PersonId,): "SELECT id FROM people ORDER BY user_handle")?),
            ("key id", sql!(tx, all as (PersonId,):
                "SELECT owner_id FROM identity_data_keys WHERE class = 'identity' ORDER BY id")?),
            ("key", sql!(tx, all as (PersonId,):
                "SELECT owner_id FROM identity_data_keys WHERE class = 'identity' ORDER BY wrapped")?),
            ("since", sql!(tx, all as (PersonId,):
                "SELECT person_id FROM master_data WHERE item = 'family_name' ORDER BY since")?),
            ("size of the name", sql!(tx, all as (PersonId,):
                "SELECT person_id FROM master_data WHERE item = 'family_name' ORDER BY LENGTH(value_enc), person_id")?),
            ("name", sql!(tx, all as (PersonId,):
                "SELECT person_id FROM master_data WHERE item = 'family_name' ORDER BY value_enc")?),
            ("index of the name", sql!(tx, all as (PersonId,):
                "SELECT person_id FROM blind_indexes WHERE kind = 'patient_number' ORDER BY value")?),
            ("identifier", sql!(tx, all as (PersonId,):
                "SELECT person_id FROM blind_indexes WHERE kind = 'fhir_identifier' ORDER BY value")?),
            ("link", sql!(tx, all as (PersonId,): "SELECT person_id FROM person_subjects ORDER BY subject_enc")?),
            ("link's id", sql!(tx, all as (PersonId,): "SELECT person_id FROM person_subjects ORDER BY person_id")?),
        ];
        Ok(orders)
    }));
    let orders = orders.await.expect("reads");
    orders.into_iter().map(|(name, rows)| (name, firsts(rows))).collect()
}

/// Everybody where they first occur.
fn firsts<Id: Copy + Ord>(rows: Vec<(Id,)>) -> Vec<Id> {
    let mut seen = BTreeSet::new();
    rows.into_iter().map(|(id,)| id).filter(|id| seen.insert(*id)).collect()
}

/// The same for the care store; free pseudonyms are known to be free and left out.
async fn subjects(portal: &TestPortal) -> Orders<SubjectId> {
    let orders = portal.state.db.read(|tx| Box::pin(async move {
        let orders: [(&'static str, Vec<(SubjectId,)>); 13] = [
            ("id", sql!(tx, all as (SubjectId,): "SELECT id FROM subjects WHERE taken = TRUE ORDER BY id")?),
            ("link", sql!(tx, all as (SubjectId,): "SELECT id FROM subjects WHERE taken = TRUE ORDER BY person_enc")?),
            ("record key id", sql!(tx, all as (SubjectId,):
                "SELECT k.owner_id FROM care_data_keys k JOIN subjects s ON s.id = k.owner_id
                 WHERE s.taken = TRUE AND k.class = 'record' ORDER BY k.id")?),
            ("record key", sql!(tx, all as (SubjectId,):
                "SELECT k.owner_id FROM care_data_keys k JOIN subjects s ON s.id = k.owner_id
                 WHERE s.taken = TRUE AND k.class = 'record' ORDER BY k.wrapped")?),
            ("audit key id", sql!(tx, all as (SubjectId,):
                "SELECT k.owner_id FROM care_data_keys k JOIN subjects s ON s.id = k.owner_id
                 WHERE s.taken = TRUE AND k.class = 'audit' ORDER BY k.id")?),
            ("audit key", sql!(tx, all as (SubjectId,):
                "SELECT k.owner_id FROM care_data_keys k JOIN subjects s ON s.id = k.owner_id
                 WHERE s.taken = TRUE AND k.class = 'audit' ORDER BY k.wrapped")?),
            ("messages key", sql!(tx, all as (SubjectId,):
                "SELECT k.owner_id FROM care_data_keys k JOIN subjects s ON s.id = k.owner_id
                 WHERE s.taken = TRUE AND k.class = 'messages' ORDER BY k.id")?),
            ("appointments key", sql!(tx, all as (SubjectId,):
                "SELECT k.owner_id FROM care_data_keys k JOIN subjects s ON s.id = k.owner_id
                 WHERE s.taken = TRUE AND k.class = 'appointments' ORDER BY k.id")?),
            ("evidence key", sql!(tx, all as (SubjectId,):
                "SELECT k.owner_id FROM care_data_keys k JOIN subjects s ON s.id = k.owner_id
                 WHERE s.taken = TRUE AND k.class = 'evidence' ORDER BY k.id")?),
            ("number of entries", sql!(tx, all as (SubjectId,):
                "SELECT subject_id FROM record_entries GROUP BY subject_id ORDER BY COUNT(*), subject_id")?),
            ("size of entries", sql!(tx, all as (SubjectId,):
                "SELECT subject_id FROM record_entries GROUP BY subject_id
                 ORDER BY SUM(LENGTH(content_enc)), subject_id")?),
            ("first entry", sql!(tx, all as (SubjectId,):
                "SELECT subject_id FROM record_entries ORDER BY content_enc")?),
            ("hash", sql!(tx, all as (SubjectId,):
                "SELECT subject_id FROM record_entries ORDER BY source_hash")?),
        ];
        Ok(orders)
    }));
    let orders = orders.await.expect("reads");
    orders.into_iter().map(|(name, rows)| (name, firsts(rows))).collect()
}

/// Which orders laid beside each other give more right pairs than chance.
fn betrayed<P: Copy + PartialEq, S: Copy + PartialEq>(
    people: &Orders<P>,
    subjects: &Orders<S>,
    truth: &[(P, S)],
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (of_people, people) in people {
        for (of_subjects, subjects) in subjects {
            assert_eq!(
                (people.len(), subjects.len()),
                (truth.len(), truth.len()),
                "{of_people}, {of_subjects}"
            );
            let right = |pair: &(&P, &S)| truth.iter().any(|(p, s)| (p, s) == *pair);
            let forwards = people.iter().zip(subjects).filter(right).count();
            let backwards = people.iter().zip(subjects.iter().rev()).filter(right).count();
            for (direction, hits) in [("forwards", forwards), ("backwards", backwards)] {
                if hits > CHANCE {
                    found.insert(format!("{of_people} against {of_subjects}, {direction}"));
                }
            }
        }
    }
    found
}

/// A practice in which people come one after another, each with a record of another size.
async fn practice(portal: &TestPortal) -> Vec<(PersonId, SubjectId)> {
    const TITLES: [&str; 5] = ["Husten", "Schnupfen", "Heiserkeit", "Kopfschmerz", "Fieber"];
    refill(&portal.state).await.expect("fills");
    let mut truth = Vec::new();
    for number in 0..PEOPLE {
        portal.clock.advance(61_000);
        // How much there is about somebody has nothing to do with when they came or how long their name is.
        let [size]: [u8; 1] = rng::bytes(&SystemRng).expect("random");
        let person = somebody(portal, number).await;
        taken(portal, person, &file(&TITLES[..1 + usize::from(size) % 5], &[])).await;
        truth.push((person, subject(portal, person).await));
    }
    truth
}

#[test]
fn the_script_finds_what_there_is_to_find() {
    let truth: Vec<(u32, u32)> = (0..128).map(|number| (number, 1000 - number)).collect();
    let people = vec![("id", truth.iter().map(|(person, _)| *person).collect())];
    let mut sorted: Vec<u32> = truth.iter().map(|(_, subject)| *subject).collect();
    sorted.sort_unstable();
    let found = betrayed(&people, &vec![("id", sorted)], &truth);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["id against id, backwards"]);
}

on_both_databases! {
    async fn pairing_people_with_pseudonyms_is_chance(engine: Engine) {
        let mut suspicious: Option<BTreeSet<String>> = None;
        for _ in 0..PRACTICES {
            let portal = TestPortal::new(engine).await;
            let truth = practice(&portal).await;
            let found = betrayed(&people(&portal).await, &subjects(&portal).await, &truth);
            let again = match suspicious {
                None => found,
                Some(before) => before.intersection(&found).cloned().collect(),
            };
            if again.is_empty() {
                return;
            }
            suspicious = Some(again);
        }
        panic!("pairs are betrayed by {suspicious:?}");
    }

    async fn no_id_of_one_store_stands_in_the_other(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut truth = Vec::new();
        for number in 0..5 {
            let person = somebody(&portal, number).await;
            taken(&portal, person, &file(&["Husten"], &[&pdf(1000, b'a')])).await;
            truth.push((person, subject(&portal, person).await));
        }
        let (identity, care) = portal.state.db.read(|tx| Box::pin(async move {
            let mut identity = Vec::new();
            for (bytes,) in sql!(tx, all as (Vec<u8>,): "SELECT subject_enc FROM person_subjects")? {
                identity.push(bytes);
            }
            for (bytes,) in sql!(tx, all as (Vec<u8>,): "SELECT value_enc FROM master_data")? {
                identity.push(bytes);
            }
            for (bytes,) in sql!(tx, all as (Vec<u8>,): "SELECT value FROM blind_indexes")? {
                identity.push(bytes);
            }
            let mut care = Vec::new();
            for (link,) in sql!(tx, all as (Vec<u8>,): "SELECT person_enc FROM subjects")? {
                care.push(link);
            }
            for (hash, content) in sql!(tx, all as (Vec<u8>, Vec<u8>): "SELECT source_hash, content_enc FROM record_entries")? {
                care.extend([hash, content]);
            }
            for (about, key) in sql!(tx, all as (Vec<u8>, Vec<u8>): "SELECT about_enc, key_enc FROM record_files")? {
                care.extend([about, key]);
            }
            for (chain, details) in sql!(tx, all as (crate::ids::ChainId, Vec<u8>): "SELECT chain, details_enc FROM audit_entries")? {
                care.extend([chain.as_bytes().to_vec(), details]);
            }
            let keys = sql!(tx, all as (crate::ids::DataKeyId,): "SELECT id FROM care_data_keys")?;
            let others = sql!(tx, all as (crate::ids::DataKeyId,): "SELECT id FROM identity_data_keys")?;
            Ok(((identity, keys), (care, others)))
        })).await.expect("reads");
        let holds = |rows: &[Vec<u8>], id: &[u8; 16]| rows.iter().any(|row| row.windows(16).any(|part| part == id));
        for (person, subject) in &truth {
            assert!(!holds(&identity.0, subject.as_bytes()) && !holds(&care.0, person.as_bytes()));
        }
        for (key,) in &identity.1 {
            assert!(!holds(&identity.0, key.as_bytes()), "a care key's id");
        }
        for (key,) in &care.1 {
            assert!(!holds(&care.0, key.as_bytes()), "an identity key's id");
        }
    }
}
