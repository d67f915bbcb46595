//! PostgreSQL keeps rows in the order in which they were written, and `pg_dump` writes them so; what ends that, and what
//! does not.

use super::{
    orders::{Orders, firsts},
    *,
};
use crate::{backend::testing::Engine, sql};

/// People as their tables stand on the disk.
async fn people(portal: &TestPortal) -> Orders<PersonId> {
    let orders = portal.state.db.read(|tx| Box::pin(async move {
        let orders: [(&'static str, Vec<(PersonId,)>); 5] = [
            ("person", sql!(tx, all as (PersonId,): "SELECT id FROM people WHERE kind = 'patient' ORDER BY ctid")?),
            ("key", sql!(tx, all as (PersonId,):
                "SELECT owner_id FROM identity_data_keys WHERE class = 'identity' AND owner_id IN (SELECT p.id FROM people p WHERE p.kind = 'patient') ORDER BY ctid")?),
            ("name", sql!(tx, all as (PersonId,):
                "SELECT person_id FROM master_data WHERE item = 'family_name' AND source = 'import' ORDER BY ctid")?),
            ("number", sql!(tx, all as (PersonId,):
                "SELECT person_id FROM blind_indexes WHERE kind = 'patient_number' ORDER BY ctid")?),
            ("link", sql!(tx, all as (PersonId,): "SELECT person_id FROM person_subjects ORDER BY ctid")?),
        ];
        Ok(orders)
    }));
    orders.await.expect("reads").into_iter().map(|(name, rows)| (name, firsts(rows))).collect()
}

/// The same for the care store.
async fn subjects(portal: &TestPortal) -> Orders<SubjectId> {
    let orders = portal.state.db.read(|tx| Box::pin(async move {
        let orders: [(&'static str, Vec<(SubjectId,)>); 3] = [
            ("pseudonym", sql!(tx, all as (SubjectId,): "SELECT id FROM subjects WHERE taken = TRUE ORDER BY ctid")?),
            ("entry", sql!(tx, all as (SubjectId,): "SELECT subject_id FROM record_entries ORDER BY ctid")?),
            ("key", sql!(tx, all as (SubjectId,):
                "SELECT k.owner_id FROM care_data_keys k JOIN subjects s ON s.id = k.owner_id
                 WHERE s.taken = TRUE AND k.class = 'record' ORDER BY k.ctid")?),
        ];
        Ok(orders)
    }));
    orders.await.expect("reads").into_iter().map(|(name, rows)| (name, firsts(rows))).collect()
}

/// The same for these chains of the access log.
async fn chains(portal: &TestPortal, wanted: &BTreeSet<ChainId>) -> Orders<ChainId> {
    let orders = portal.state.db.read(|tx| Box::pin(async move {
        let orders: [(&'static str, Vec<(ChainId,)>); 3] = [
            ("head", sql!(tx, all as (ChainId,): "SELECT chain FROM audit_heads ORDER BY ctid")?),
            ("entry", sql!(tx, all as (ChainId,): "SELECT chain FROM audit_entries ORDER BY ctid")?),
            ("first entry", sql!(tx, all as (ChainId,): "SELECT chain FROM audit_entries WHERE seq = 1 ORDER BY ctid")?),
        ];
        Ok(orders)
    }));
    let wanted = |rows| firsts(rows).into_iter().filter(|chain| wanted.contains(chain)).collect();
    orders.await.expect("reads").into_iter().map(|(name, rows)| (name, wanted(rows))).collect()
}

async fn betrayed_on_disk(portal: &TestPortal, truth: &[Linked]) -> BTreeSet<String> {
    let chains_of = |which: usize| truth.iter().map(|linked| linked.chains[which]).collect::<BTreeSet<_>>();
    let of_people = chains(portal, &chains_of(0)).await;
    let of_subjects = chains(portal, &chains_of(1)).await;
    betrayed_in(truth, &people(portal).await, &subjects(portal).await, [of_people, of_subjects])
}

#[tokio::test]
async fn the_order_on_disk_betrays_pairs_until_the_tables_are_sorted_and_vacuum_full_does_not_help() {
    let mut suspicious: Option<BTreeSet<String>> = None;
    for _ in 0..PRACTICES {
        let portal = TestPortal::new(Engine::Postgres).await;
        let truth = practice(&portal).await;
        let before = betrayed_on_disk(&portal, &truth).await;
        let link_and_entry = "person and pseudonym: link against entry, forwards".to_owned();
        assert!(before.contains(&link_and_entry), "the script sees nothing: {before:?}");
        for table in ["VACUUM FULL person_subjects", "VACUUM FULL subjects", "VACUUM FULL record_entries"] {
            portal.arrange(table).await;
        }
        assert!(
            betrayed_on_disk(&portal, &truth).await.contains(&link_and_entry),
            "VACUUM FULL keeps the order"
        );
        portal.sort().await;
        let again = again(suspicious, betrayed_on_disk(&portal, &truth).await);
        if again.is_empty() {
            return;
        }
        suspicious = Some(again);
    }
    panic!("pairs are betrayed by {suspicious:?}");
}
