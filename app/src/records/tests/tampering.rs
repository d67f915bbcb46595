//! Whoever can write to the database and has no keys can destroy, but not alter: an error, never data.

use super::*;
use crate::{on_both_databases, sql};

/// Reads a column of sealed bytes with what tells its rows apart, and writes one back.
macro_rules! column {
    ($name:ident, $select:literal, $update:literal) => {
        mod $name {
            use super::*;

            pub(super) async fn read(portal: &TestPortal) -> Vec<(uuid::Uuid, i64, Vec<u8>)> {
                let rows = portal.state.db.read(|tx| {
                    Box::pin(async move { sql!(tx, all as (uuid::Uuid, i64, Vec<u8>): $select) })
                });
                rows.await.expect("reads")
            }

            pub(super) async fn write(portal: &TestPortal, id: uuid::Uuid, number: i64, bytes: Vec<u8>) {
                let written = portal.state.db.write(move |tx| {
                    Box::pin(async move { sql!(tx, execute: $update, id, number, bytes.as_slice()) })
                });
                assert_eq!(written.await.expect("writes"), 1);
            }
        }
    };
}

// `$2` is of no use where an id is enough, but both databases want every parameter used.
column!(
    content,
    "SELECT id, CAST(0 AS BIGINT), content_enc FROM record_entries ORDER BY id",
    "UPDATE record_entries SET content_enc = $3 WHERE id = $1 AND CAST($2 AS BIGINT) = 0"
);
column!(
    hash,
    "SELECT id, CAST(0 AS BIGINT), source_hash FROM record_entries ORDER BY id",
    "UPDATE record_entries SET source_hash = $3 WHERE id = $1 AND CAST($2 AS BIGINT) = 0"
);
column!(
    about,
    "SELECT id, number, about_enc FROM record_files ORDER BY id",
    "UPDATE record_files SET about_enc = $3 WHERE id = $1 AND number = $2"
);
column!(
    key,
    "SELECT id, number, key_enc FROM record_files ORDER BY id",
    "UPDATE record_files SET key_enc = $3 WHERE id = $1 AND number = $2"
);
column!(
    piece,
    "SELECT file_id, number, sealed FROM record_file_pieces ORDER BY file_id, number",
    "UPDATE record_file_pieces SET sealed = $3 WHERE file_id = $1 AND number = $2"
);

/// Alters bytes of a value one after another, and swaps it with every other one; all of it must be noticed.
macro_rules! tamper {
    ($portal:expr, $column:ident, $sound:expr) => {
        let rows = $column::read($portal).await;
        let (id, number, whole) = rows[0].clone();
        assert!($sound.await, "sound before");
        // All of the header and the tag, and some of what lies between.
        let places = (0..whole.len())
            .filter(|at| *at < 34 || *at + 18 > whole.len() || at % (whole.len() / 8 + 1) == 0);
        for at in places {
            let mut altered = whole.clone();
            altered[at] ^= 0x10;
            $column::write($portal, id, number, altered).await;
            assert!(!$sound.await, "{} byte {at}", stringify!($column));
        }
        $column::write($portal, id, number, whole[..whole.len() - 1].to_vec()).await;
        assert!(!$sound.await, "{} cut", stringify!($column));
        for (_, _, other) in &rows[1..] {
            $column::write($portal, id, number, other.clone()).await;
            assert!(!$sound.await, "{} swapped", stringify!($column));
        }
        $column::write($portal, id, number, whole).await;
        assert!($sound.await, "sound again");
    };
}

/// Whether everybody's record opens, every file comes, and nothing has changed.
async fn is_sound(portal: &TestPortal, people: &[PersonId], expected: &[Vec<u8>]) -> bool {
    let mut found = Vec::new();
    for person in people {
        let subject = subject(portal, *person).await;
        let Ok(record) = service::record_of(&portal.state, subject).await else { return false };
        for kept in &record {
            found.push(kept.entry.title.clone().into_bytes());
            for number in 0..kept.entry.details.files().len() {
                match download(portal, *person, kept, number).await {
                    Ok(Some(content)) => found.push(content.concat()),
                    Ok(None) | Err(_) => return false,
                }
            }
        }
    }
    assert!(expected.is_empty() || found == expected, "altered data were given out");
    true
}

on_both_databases! {
    async fn nothing_altered_or_moved_is_given_out(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let people = [somebody(&portal, 1).await, somebody(&portal, 2).await];
        for (number, person) in (0..).zip(people) {
            let document = pdf(70_000, b'a' + number);
            taken(&portal, person, &file(&["Eins", "Zwei"], &[&document, &document])).await;
        }
        let mut expected = Vec::new();
        for person in people {
            for kept in record(&portal, person).await {
                expected.push(kept.entry.title.clone().into_bytes());
                if !kept.entry.details.files().is_empty() {
                    expected.push(download(&portal, person, &kept, 0).await.expect("opens").expect("a file").concat());
                }
            }
        }
        tamper!(&portal, content, is_sound(&portal, &people, &expected));
        tamper!(&portal, about, is_sound(&portal, &people, &expected));
        tamper!(&portal, key, is_sound(&portal, &people, &expected));
        tamper!(&portal, piece, is_sound(&portal, &people, &expected));
        // A hash of another entry is refused by the unique index for the same person, so only bytes are altered.
        let (id, _, whole) = hash::read(&portal).await.remove(0);
        for at in 0..whole.len() {
            let mut altered = whole.clone();
            altered[at] ^= 1;
            hash::write(&portal, id, 0, altered).await;
            assert!(!is_sound(&portal, &people, &expected).await, "byte {at} of the hash");
        }
        hash::write(&portal, id, 0, whole).await;
        assert!(is_sound(&portal, &people, &expected).await);
    }

    async fn a_file_that_lost_its_end_or_its_middle_is_not_given_out(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        taken(&portal, person, &file(&[], &[&pdf(200_000, b'a')])).await;
        let kept = record(&portal, person).await.remove(0);
        assert!(download(&portal, person, &kept, 0).await.is_ok());
        portal.arrange("DELETE FROM record_file_pieces WHERE number = 3").await;
        assert!(matches!(download(&portal, person, &kept, 0).await, Err(Failure::Sealed)));
        portal.arrange("UPDATE record_file_pieces SET number = number + 10 WHERE number = 1").await;
        assert!(matches!(download(&portal, person, &kept, 0).await, Err(Failure::Sealed)));
    }

    async fn a_record_or_a_file_moved_to_somebody_else_does_not_open(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (one, two) = (somebody(&portal, 1).await, somebody(&portal, 2).await);
        taken(&portal, one, &file(&["Eins"], &[&pdf(1000, b'a')])).await;
        taken(&portal, two, &file(&["Zwei"], &[])).await;
        let (from, to) = (subject(&portal, one).await, subject(&portal, two).await);
        portal.state.db.write(move |tx| Box::pin(async move {
            sql!(tx, execute: "UPDATE record_files SET subject_id = $2 WHERE subject_id = $1", from, to)?;
            sql!(tx, execute: "UPDATE record_entries SET subject_id = $2 WHERE subject_id = $1", from, to)
        })).await.expect("moves");
        assert!(matches!(service::record_of(&portal.state, to).await, Err(Failure::Sealed)));
        assert!(service::record_of(&portal.state, from).await.expect("opens").is_empty());
    }
}
