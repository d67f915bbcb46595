//! What holds for the one writer of SQLite.

use super::{arranged, count, insert, write};
use crate::{
    backend::{
        db::{Db, Limits},
        failure::Failure,
        testing::{Engine, TestDb},
    },
    sql,
};
use futures::{
    FutureExt as _,
    future::{BoxFuture, join_all},
};
use sqlx::Connection as _;
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// A SQLite database whose batches end only when nobody waits, however slow the machine is.
async fn arranged_for_batches() -> (TestDb, Db) {
    let (test, db) = arranged(Engine::Sqlite).await;
    db.close().await;
    let patient = Duration::from_secs(60);
    let limits = Limits { batch_time: patient, closure_time: patient, ..Limits::default() };
    let db = Db::sqlite_within(&test.file(), limits).await.expect("opens");
    (test, db)
}

/// Puts a write into the queue without letting the writer run.
///
/// On the single thread of these tests the writer gets its turn only when the test waits, so whatever was queued
/// before that lands in one batch, in this order.
fn queued<T>(
    write: impl Future<Output = Result<T, Failure>>,
) -> Pin<Box<impl Future<Output = Result<T, Failure>>>> {
    let mut write = Box::pin(write);
    assert!((&mut write).now_or_never().is_none(), "the writer has run already");
    write
}

/// How many transactions the write-ahead log holds: frames that carry a database size end one
/// (SQLite file format, section 4.1).
fn commits_in_log(test: &TestDb) -> usize {
    const LOG_HEADER: usize = 32;
    const FRAME_HEADER: usize = 24;
    let log = std::fs::read(test.folder().join("obhut.db-wal")).expect("a log");
    let number = |at: usize| u32::from_be_bytes(log[at..at + 4].try_into().expect("four bytes"));
    let page = usize::try_from(number(8)).expect("a page size");
    let frames = (LOG_HEADER..log.len()).step_by(FRAME_HEADER + page);
    frames.filter(|at| number(at + 4) != 0 && log[at + 8..at + 16] == log[16..24]).count()
}

#[tokio::test]
async fn waiting_writes_share_one_commit_up_to_64_of_them() {
    let (test, db) = arranged_for_batches().await;
    write(&db, 0).await.expect("writes");
    let before = commits_in_log(&test);
    let waiting: Vec<_> = (1..=64).map(|n| queued(write(&db, n))).collect();
    assert!(join_all(waiting).await.iter().all(Result::is_ok));
    assert_eq!(commits_in_log(&test) - before, 1);
    let waiting: Vec<_> = (65..=129).map(|n| queued(write(&db, n))).collect();
    assert!(join_all(waiting).await.iter().all(Result::is_ok));
    assert_eq!(commits_in_log(&test) - before, 3, "the 65th opens a batch of its own");
    assert_eq!(count(&db).await, 130);
}

#[tokio::test]
async fn a_batch_takes_nobody_in_after_its_time() {
    let (test, db) = arranged(Engine::Sqlite).await;
    write(&db, 0).await.expect("writes");
    let before = commits_in_log(&test);
    let slow = queued(db.write(|tx| {
        Box::pin(async move {
            tokio::time::sleep(Limits::default().batch_time * 2).await;
            insert(tx, 1).await
        })
    }));
    let (slow, next) = tokio::join!(slow, queued(write(&db, 2)));
    slow.expect("writes");
    next.expect("writes");
    assert_eq!(commits_in_log(&test) - before, 2);
}

#[tokio::test]
async fn an_error_that_ends_the_transaction_loses_the_whole_batch_and_nothing_persists_alone() {
    let (test, db) = arranged_for_batches().await;
    test.arrange(
        "CREATE TRIGGER probe_ends_all BEFORE INSERT ON probe WHEN NEW.n = 13 BEGIN SELECT RAISE(ROLLBACK, 'on purpose'); END",
    )
    .await;
    let before = queued(write(&db, 1));
    let ending = queued(db.write(|tx| {
        Box::pin(async move {
            assert!(insert(tx, 13).await.is_err());
            // Code that goes on regardless: SQLite would take this statement in autocommit mode.
            drop(insert(tx, 14).await);
            Ok(())
        })
    }));
    let (before, ending) = tokio::join!(before, ending);
    assert!(matches!(before, Err(Failure::Unavailable)));
    assert!(matches!(ending, Err(Failure::Unavailable)));
    assert_eq!(count(&db).await, 0);
    write(&db, 2).await.expect("the next write works");
}

#[tokio::test]
async fn a_full_disk_loses_the_batch_and_the_next_write_after_it_works() {
    let (test, db) = arranged_for_batches().await;
    test.arrange("CREATE TABLE big (content TEXT NOT NULL)").await;
    let neighbour = queued(write(&db, 1));
    let full = queued(db.write(|tx| {
        Box::pin(async move {
            sql!(tx, execute: "PRAGMA max_page_count = 1")?;
            sql!(tx, execute: "INSERT INTO big SELECT hex(randomblob(1000000))")
        })
    }));
    let (neighbour, full) = tokio::join!(neighbour, full);
    assert!(matches!(neighbour, Err(Failure::Unavailable)));
    assert!(matches!(full, Err(Failure::Unavailable)), "{full:?}");
    assert_eq!(count(&db).await, 0);
    write(&db, 2).await.expect("a new connection has no page limit");
}

#[tokio::test]
async fn a_panic_loses_its_whole_batch() {
    let (_test, db) = arranged_for_batches().await;
    let neighbour = queued(write(&db, 1));
    let panicking = queued(db.write(|_| -> BoxFuture<'_, Result<(), Failure>> { panic!("on purpose") }));
    let (neighbour, panicking) = tokio::join!(neighbour, panicking);
    assert!(matches!(neighbour, Err(Failure::Unavailable)));
    assert!(matches!(panicking, Err(Failure::Unavailable)));
    assert_eq!(count(&db).await, 0);
}

#[tokio::test]
async fn a_failed_commit_loses_its_whole_batch() {
    let (_test, db) = arranged_for_batches().await;
    let neighbour = queued(write(&db, 1));
    let orphan = queued(db.write(|tx| {
        Box::pin(async move {
            sql!(tx, execute: "PRAGMA defer_foreign_keys = ON")?;
            sql!(tx, execute: "INSERT INTO probe (n, parent) VALUES (2, 99)")
        })
    }));
    let (neighbour, orphan) = tokio::join!(neighbour, orphan);
    assert!(matches!(neighbour, Err(Failure::Unavailable)));
    assert!(matches!(orphan, Err(Failure::Unavailable)));
    assert_eq!(count(&db).await, 0);
}

#[tokio::test]
async fn a_constraint_violation_in_the_middle_of_a_batch_spares_its_neighbours() {
    let (test, db) = arranged_for_batches().await;
    write(&db, 0).await.expect("writes");
    let before = commits_in_log(&test);
    let first = queued(write(&db, 1));
    let doubled = queued(write(&db, 0));
    let last = queued(write(&db, 2));
    let (first, doubled, last) = tokio::join!(first, doubled, last);
    first.expect("writes");
    assert!(doubled.expect_err("the key exists").is_unique_violation());
    last.expect("writes");
    assert_eq!(commits_in_log(&test) - before, 1, "all three shared one transaction");
    assert_eq!(count(&db).await, 3);
}

#[tokio::test]
async fn a_closure_over_its_time_is_undone_whether_it_waits_computes_or_blocks() {
    let (test, _) = arranged(Engine::Sqlite).await;
    // The limits of production, because they are what is tested.
    let db = Db::sqlite(&test.file()).await.expect("opens");
    let limit = Limits::default().closure_time;
    let began = std::time::Instant::now();
    let waits: Result<(), _> = db
        .write(move |tx| {
            Box::pin(async move {
                insert(tx, 1).await?;
                tokio::time::sleep(limit * 400).await;
                Ok(())
            })
        })
        .await;
    let computes = db
        .write(|tx| Box::pin(async move {
            insert(tx, 2).await?;
            sql!(tx, one as (i64,):
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT SUM(i) FROM n")
        }))
        .await;
    let blocks: Result<(), _> = db
        .write(move |tx| {
            Box::pin(async move {
                insert(tx, 3).await?;
                std::thread::sleep(limit + Duration::from_millis(50));
                Ok(())
            })
        })
        .await;
    assert!(matches!(waits, Err(Failure::Unavailable)));
    assert!(matches!(computes, Err(Failure::Unavailable)));
    assert!(matches!(blocks, Err(Failure::Unavailable)));
    assert_eq!(count(&db).await, 0);
    // The computation alone would take minutes, the waiting a hundred seconds.
    assert!(began.elapsed() < Duration::from_secs(60), "nothing was cut short");
    write(&db, 4).await.expect("the writer is free again");
}

#[tokio::test]
async fn a_caller_that_went_away_before_its_turn_is_skipped() {
    let (_test, db) = arranged_for_batches().await;
    let ran = Arc::new(AtomicBool::new(false));
    let impatient = |n| {
        let ran = ran.clone();
        db.write(move |tx| {
            ran.store(true, Ordering::SeqCst);
            Box::pin(insert(tx, n))
        })
    };
    // One at the head of the queue, one in the middle of a batch.
    drop(queued(impatient(1)));
    let first = queued(write(&db, 2));
    drop(queued(impatient(3)));
    let last = queued(write(&db, 4));
    let (first, last) = tokio::join!(first, last);
    first.expect("writes");
    last.expect("writes");
    assert!(!ran.load(Ordering::SeqCst));
    assert_eq!(count(&db).await, 2);
}

#[tokio::test]
async fn another_process_that_holds_the_file_makes_writers_wait_only_so_long() {
    let (test, db) = arranged(Engine::Sqlite).await;
    let url = format!("sqlite://{}", test.file().display());
    let mut other = sqlx::SqliteConnection::connect(&url).await.expect("opens");
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.expect("locks");
    let began = std::time::Instant::now();
    assert!(matches!(write(&db, 1).await, Err(Failure::Unavailable)));
    assert!(began.elapsed() < Duration::from_secs(20), "the wait must be bounded");
    sqlx::query("COMMIT").execute(&mut other).await.expect("unlocks");
    write(&db, 2).await.expect("writes");
}

#[tokio::test]
async fn a_write_by_another_process_is_seen_by_the_next_transaction() {
    let (test, db) = arranged(Engine::Sqlite).await;
    write(&db, 1).await.expect("writes");
    test.arrange("INSERT INTO probe (n) VALUES (2)").await;
    assert_eq!(count(&db).await, 2);
    assert!(write(&db, 2).await.expect_err("the other process took it").is_unique_violation());
}

#[tokio::test]
async fn closing_finishes_what_waits_and_folds_the_log_back() {
    let (test, db) = arranged(Engine::Sqlite).await;
    let writes: Vec<_> = (0..10)
        .map(|n| {
            tokio::spawn({
                let db = db.clone();
                async move { write(&db, n).await }
            })
        })
        .collect();
    for write in writes {
        write.await.expect("joins").expect("writes");
    }
    db.close().await;
    let log = test.folder().join("obhut.db-wal");
    assert_eq!(std::fs::metadata(&log).map(|file| file.len()).unwrap_or(0), 0);
}

#[tokio::test]
async fn every_connection_is_durable_and_overwrites_what_it_deletes() {
    let (_test, db) = arranged(Engine::Sqlite).await;
    let settings = db
        .write(move |tx| {
            Box::pin(async move {
                Ok((
                    sql!(tx, one as (String,): "PRAGMA journal_mode")?.0,
                    sql!(tx, one as (i64,): "PRAGMA synchronous")?.0,
                    sql!(tx, one as (i64,): "PRAGMA foreign_keys")?.0,
                    sql!(tx, one as (i64,): "PRAGMA secure_delete")?.0,
                ))
            })
        })
        .await
        .expect("reads");
    const FULL: i64 = 2;
    assert_eq!(settings, ("wal".to_owned(), FULL, 1, 1));
}
