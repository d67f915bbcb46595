//! What the tables themselves would tell: ids of the other store, the order of insertion, times.

use super::{super::*, *};
use crate::{backend::testing::Engine, on_both_databases, sql};

/// Tables of one row, and the list of migrations; all others keep no order of insertion.
const OF_ONE_ROW: [&str; 4] = ["_sqlx_migrations", "audit_checkpoints", "instance", "readiness"];
/// Every number in the care store and the access log; none of them is a time.
const NUMBERS: [&str; 7] = [
    "audit_entries.seq",
    "audit_heads.seq",
    "care_data_keys.kek_epoch",
    "record_entries.current",
    "record_file_pieces.number",
    "record_files.number",
    "subjects.taken",
];

async fn words(portal: &TestPortal, select: &str) -> BTreeSet<String> {
    let rows = portal.bytes(select).await;
    rows.into_iter().map(|bytes| String::from_utf8(bytes).expect("text")).collect()
}

#[tokio::test]
async fn no_table_of_sqlite_keeps_the_order_of_insertion() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let found = words(
        &portal,
        "SELECT CAST(name AS BLOB) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%'",
    );
    assert_eq!(found.await, OF_ONE_ROW.map(str::to_owned).into());
}

/// The columns of PostgreSQL are the same, which another test compares.
#[tokio::test]
async fn neither_care_store_nor_access_log_have_a_time() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let found = words(
        &portal,
        "SELECT CAST(m.name || '.' || p.name AS BLOB) FROM sqlite_schema m JOIN pragma_table_info(m.name) p
         WHERE m.type = 'table' AND p.type NOT IN ('BLOB', 'TEXT') AND p.name <> 'singleton'
         AND (m.name LIKE 'record%' OR m.name LIKE 'audit%' OR m.name LIKE 'care%' OR m.name = 'subjects')",
    );
    assert_eq!(found.await, NUMBERS.map(str::to_owned).into());
}

on_both_databases! {
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
