//! Every order in which a dump can be read.

use super::*;
use crate::sql;

/// How a dump sorts the rows of one side, by the name of what it sorts by.
pub type Orders<Id> = Vec<(&'static str, Vec<Id>)>;

/// Every order in which the rows of the identity store can be put.
pub async fn people(portal: &TestPortal) -> Orders<PersonId> {
    let orders = portal.state.db.read(|tx| Box::pin(async move {
        let orders: [(&'static str, Vec<(PersonId,)>); 13] = [
            ("id", sql!(tx, all as (PersonId,): "SELECT id FROM people WHERE kind = 'patient' ORDER BY id")?),
            ("handle", sql!(tx, all as (PersonId,): "SELECT id FROM people WHERE kind = 'patient' ORDER BY user_handle")?),
            ("key id", sql!(tx, all as (PersonId,):
                "SELECT owner_id FROM identity_data_keys WHERE class = 'identity' AND owner_id IN (SELECT p.id FROM people p WHERE p.kind = 'patient') ORDER BY id")?),
            ("key", sql!(tx, all as (PersonId,):
                "SELECT owner_id FROM identity_data_keys WHERE class = 'identity' AND owner_id IN (SELECT p.id FROM people p WHERE p.kind = 'patient') ORDER BY wrapped")?),
            ("since", sql!(tx, all as (PersonId,):
                "SELECT person_id FROM master_data WHERE item = 'family_name' AND source = 'import' ORDER BY since")?),
            ("enrolled", sql!(tx, all as (PersonId,):
                "SELECT id FROM people WHERE kind = 'patient' AND enrolled_at IS NOT NULL ORDER BY enrolled_at")?),
            ("confirmed", sql!(tx, all as (PersonId,):
                "SELECT id FROM people WHERE identity_confirmed_at IS NOT NULL ORDER BY identity_confirmed_at")?),
            ("size of the name", sql!(tx, all as (PersonId,):
                "SELECT person_id FROM master_data WHERE item = 'family_name' AND source = 'import' ORDER BY LENGTH(value_enc), person_id")?),
            ("name", sql!(tx, all as (PersonId,):
                "SELECT person_id FROM master_data WHERE item = 'family_name' AND source = 'import' ORDER BY value_enc")?),
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
pub fn firsts<Id: Copy + Ord>(rows: Vec<(Id,)>) -> Vec<Id> {
    let mut seen = BTreeSet::new();
    rows.into_iter().map(|(id,)| id).filter(|id| seen.insert(*id)).collect()
}

/// The same for the care store; free pseudonyms are known to be free and left out.
pub async fn subjects(portal: &TestPortal) -> Orders<SubjectId> {
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

/// The same for these chains of the access log, both ends of them and all between.
pub async fn chains(portal: &TestPortal, wanted: &BTreeSet<ChainId>) -> Orders<ChainId> {
    let orders = portal.state.db.read(|tx| Box::pin(async move {
        let orders: [(&'static str, Vec<(ChainId,)>); 8] = [
            ("id", sql!(tx, all as (ChainId,): "SELECT chain FROM audit_heads ORDER BY chain")?),
            ("head", sql!(tx, all as (ChainId,): "SELECT chain FROM audit_heads ORDER BY mac")?),
            ("length", sql!(tx, all as (ChainId,): "SELECT chain FROM audit_heads ORDER BY seq, chain")?),
            ("first entry", sql!(tx, all as (ChainId,):
                "SELECT chain FROM audit_entries WHERE seq = 1 ORDER BY details_enc")?),
            ("size of the first entry", sql!(tx, all as (ChainId,):
                "SELECT chain FROM audit_entries WHERE seq = 1 ORDER BY LENGTH(details_enc), chain")?),
            ("first seal", sql!(tx, all as (ChainId,): "SELECT chain FROM audit_entries WHERE seq = 1 ORDER BY mac")?),
            ("newest entry", sql!(tx, all as (ChainId,):
                "SELECT e.chain FROM audit_entries e JOIN audit_heads h ON h.chain = e.chain AND h.seq = e.seq
                 ORDER BY e.details_enc")?),
            ("size", sql!(tx, all as (ChainId,):
                "SELECT chain FROM audit_entries GROUP BY chain ORDER BY SUM(LENGTH(details_enc)), chain")?),
        ];
        Ok(orders)
    }));
    let orders = orders.await.expect("reads").into_iter();
    orders
        .map(|(name, rows)| (name, firsts(rows).into_iter().filter(|chain| wanted.contains(chain)).collect()))
        .collect()
}
