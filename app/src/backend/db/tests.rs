//! One fault test for every sentence of the contract in `mod.rs`.

use super::{BATCH_MEMBERS, CLOSURE_TIME, Conn, Db, QUEUE, Tx};
use crate::{
    backend::{
        failure::{DbFaultKind, Failure},
        testing::{Engine, TestDb, proofs},
    },
    on_both_databases, sql,
};
use futures::future::join_all;
use sqlx::Connection as _;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::oneshot;

/// A migrated database with a table of the test's own.
async fn arranged(engine: Engine) -> (TestDb, Db) {
    let test = TestDb::migrated(engine).await;
    test.arrange(
        "CREATE TABLE probe (n BIGINT NOT NULL PRIMARY KEY, parent BIGINT REFERENCES probe (n) DEFERRABLE)",
    )
    .await;
    let db = test.open().await;
    (test, db)
}

async fn insert(tx: &mut Tx<'_>, n: i64) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO probe (n) VALUES ($1)", n)?;
    Ok(())
}

async fn write(db: &Db, n: i64) -> Result<(), Failure> {
    db.write(move |tx| Box::pin(insert(tx, n))).await
}

async fn count(db: &Db) -> i64 {
    db.read(|tx| Box::pin(async move { sql!(tx, one as (i64,): "SELECT COUNT(*) FROM probe") }))
        .await
        .expect("counts")
        .0
}

/// Holds the writer until the returned sender is used, so that everything sent meanwhile lands in one batch.
///
/// It waits inside a closure, which real code must not do.
async fn hold_writer(db: &Db) -> (oneshot::Sender<()>, tokio::task::JoinHandle<Result<(), Failure>>) {
    let (release, released) = oneshot::channel::<()>();
    let (started, running) = oneshot::channel();
    let db = db.clone();
    let task = tokio::spawn(async move {
        db.write(move |_| {
            Box::pin(async move {
                started.send(()).expect("still waiting");
                drop(released.await);
                Ok(())
            })
        })
        .await
    });
    running.await.expect("the writer starts");
    (release, task)
}

on_both_databases! {
    async fn a_write_is_there_once_it_is_answered(engine: Engine) {
        let (test, db) = arranged(engine).await;
        write(&db, 1).await.expect("writes");
        assert_eq!(count(&db).await, 1);
        db.close().await;
        assert_eq!(count(&test.open().await).await, 1);
    }

    async fn many_writes_at_once_all_land_exactly_once(engine: Engine) {
        let (_test, db) = arranged(engine).await;
        let total = i64::from(proofs::concurrent_writes());
        let results = join_all((0..total).map(|n| write(&db, n))).await;
        assert!(results.iter().all(Result::is_ok));
        assert_eq!(count(&db).await, total);
    }

    async fn a_constraint_violation_undoes_only_its_own_closure(engine: Engine) {
        let (_test, db) = arranged(engine).await;
        write(&db, 1).await.expect("writes");
        let doubled = db.write(|tx| Box::pin(async move {
            insert(tx, 50).await?;
            insert(tx, 1).await
        }));
        let (before, doubled, after) = tokio::join!(write(&db, 2), doubled, write(&db, 3));
        assert!(doubled.expect_err("the key exists").is_unique_violation());
        before.expect("a neighbour lives");
        after.expect("a neighbour lives");
        assert_eq!(count(&db).await, 3, "the first insert of the failed closure must be gone as well");
    }

    async fn a_closure_that_fails_by_its_own_rules_leaves_nothing(engine: Engine) {
        let (_test, db) = arranged(engine).await;
        let refused: Result<(), _> = db.write(|tx| Box::pin(async move {
            insert(tx, 1).await?;
            Err(Failure::Inconsistent { table: "probe", column: "n" })
        })).await;
        assert!(matches!(refused, Err(Failure::Inconsistent { .. })));
        assert_eq!(count(&db).await, 0);
    }

    async fn after_a_database_error_the_transaction_refuses_further_statements(engine: Engine) {
        let (_test, db) = arranged(engine).await;
        write(&db, 1).await.expect("writes");
        let seen = db.write(|tx| Box::pin(async move {
            assert!(insert(tx, 1).await.expect_err("the key exists").is_unique_violation());
            let second = insert(tx, 2).await.expect_err("the transaction has ended");
            assert!(matches!(&second, Failure::Db(fault) if fault.kind == DbFaultKind::TransactionEnded));
            Ok(())
        })).await;
        assert!(matches!(seen, Err(Failure::Unavailable)), "a swallowed error must not be answered with success");
        assert_eq!(count(&db).await, 1);
    }

    async fn a_panic_is_answered_unavailable_and_leaves_nothing(engine: Engine) {
        let (_test, db) = arranged(engine).await;
        let panicked: Result<(), _> = db.write(|tx| Box::pin(async move {
            insert(tx, 1).await?;
            panic!("on purpose")
        })).await;
        assert!(matches!(panicked, Err(Failure::Unavailable)));
        assert_eq!(count(&db).await, 0);
        write(&db, 2).await.expect("the next write works");
    }

    async fn a_broken_statement_is_answered_and_the_next_write_works(engine: Engine) {
        let (_test, db) = arranged(engine).await;
        let broken: Result<u64, _> = db.write(|tx| Box::pin(async move {
            insert(tx, 1).await?;
            sql!(tx, execute: "INSERT INTO no_such_table (n) VALUES (1)")
        })).await;
        assert!(broken.is_err());
        assert_eq!(count(&db).await, 0);
        write(&db, 2).await.expect("the next write works");
    }

    async fn a_failed_commit_is_answered_unavailable_and_leaves_nothing(engine: Engine) {
        let (_test, db) = arranged(engine).await;
        let orphan: Result<(), _> = db.write(|tx| Box::pin(async move {
            match tx.conn()? {
                Conn::Sqlite(_) => sql!(tx, execute: "PRAGMA defer_foreign_keys = ON")?,
                Conn::Postgres(_) => sql!(tx, execute: "SET CONSTRAINTS ALL DEFERRED")?,
            };
            sql!(tx, execute: "INSERT INTO probe (n, parent) VALUES (1, 99)")?;
            Ok(())
        })).await;
        assert!(matches!(orphan, Err(Failure::Unavailable)));
        assert_eq!(count(&db).await, 0);
        write(&db, 2).await.expect("the next write works");
    }

    async fn a_caller_that_goes_away_after_the_start_does_not_stop_its_write(engine: Engine) {
        let (_test, db) = arranged(engine).await;
        let (started, running) = oneshot::channel();
        let (go, gone) = oneshot::channel::<()>();
        let caller = tokio::spawn({
            let db = db.clone();
            async move {
                db.write(move |tx| Box::pin(async move {
                    started.send(()).expect("still waiting");
                    drop(gone.await);
                    insert(tx, 1).await
                })).await
            }
        });
        running.await.expect("it starts");
        caller.abort();
        drop(caller.await);
        go.send(()).expect("still waiting");
        // The write has no caller left; another one behind it shows that it is through.
        for _ in 0..100 {
            if count(&db).await == 1 { return; }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the write was not finished");
    }

    async fn a_read_cannot_write(engine: Engine) {
        let (_test, db) = arranged(engine).await;
        let tried = db.read(|tx| Box::pin(insert(tx, 1))).await;
        assert!(matches!(tried, Err(Failure::Db(_))));
        assert_eq!(count(&db).await, 0);
    }

    async fn a_read_sees_one_moment(engine: Engine) {
        let (_test, db) = arranged(engine).await;
        let writer = db.clone();
        let (first, second) = db.read(move |tx| Box::pin(async move {
            let first = sql!(tx, one as (i64,): "SELECT COUNT(*) FROM probe")?.0;
            write(&writer, 1).await?;
            Ok((first, sql!(tx, one as (i64,): "SELECT COUNT(*) FROM probe")?.0))
        })).await.expect("reads");
        assert_eq!((first, second), (0, 0));
        assert_eq!(count(&db).await, 1);
    }

    async fn after_closing_everything_is_answered_unavailable(engine: Engine) {
        let (_test, db) = arranged(engine).await;
        db.close().await;
        assert!(matches!(write(&db, 1).await, Err(Failure::Unavailable)));
        let read = db.read(|tx| Box::pin(async move { sql!(tx, one as (i64,): "SELECT COUNT(*) FROM probe") })).await;
        assert!(matches!(read, Err(Failure::Unavailable)));
    }

    async fn an_append_only_table_refuses_update_and_delete(engine: Engine) {
        let (test, db) = arranged(engine).await;
        let row = match engine {
            Engine::Sqlite => "INSERT INTO instance VALUES (X'00', 1, 'real', 'localhost', 0, X'00')",
            Engine::Postgres => "INSERT INTO instance VALUES (gen_random_uuid(), 1, 'real', 'localhost', 0, '')",
        };
        test.arrange(row).await;
        let update = db.write(|tx| Box::pin(async move { sql!(tx, execute: "UPDATE instance SET kind = 'demo'") })).await;
        let delete = db.write(|tx| Box::pin(async move { sql!(tx, execute: "DELETE FROM instance") })).await;
        for outcome in [update, delete] {
            let kind = match outcome.expect_err("the trigger refuses") {
                Failure::Db(fault) => fault.kind,
                other => panic!("{other}"),
            };
            assert_eq!(kind, DbFaultKind::ConstraintViolation);
        }
    }
}

#[tokio::test]
async fn waiting_writes_share_one_commit() {
    let (test, db) = arranged(Engine::Sqlite).await;
    // `data_version` of another connection changes once per commit it has not made itself.
    let mut observer = sqlx::SqliteConnection::connect(&format!("sqlite://{}", test.file().display()))
        .await
        .expect("opens");
    let (release, holder) = hold_writer(&db).await;
    let writes: Vec<_> = (0..20)
        .map(|n| {
            tokio::spawn({
                let db = db.clone();
                async move { write(&db, n).await }
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let (rows,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM probe")
        .fetch_one(&mut observer)
        .await
        .expect("reads");
    assert_eq!(rows, 0);
    release.send(()).expect("still waiting");
    holder.await.expect("joins").expect("writes");
    // The holder was older than the batch time, so its neighbours come in the next batch, all of them together.
    let mut sizes = Vec::new();
    while sizes.last() != Some(&20) {
        let (rows,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM probe")
            .fetch_one(&mut observer)
            .await
            .expect("reads");
        if sizes.last() != Some(&rows) {
            sizes.push(rows);
        }
    }
    for write in writes {
        write.await.expect("joins").expect("writes");
    }
    assert!(
        sizes.len() <= 4,
        "20 waiting writes became visible in {} steps: {sizes:?}",
        sizes.len()
    );
}

#[tokio::test]
async fn an_error_that_ends_the_transaction_loses_the_whole_batch_and_nothing_persists_alone() {
    let (test, db) = arranged(Engine::Sqlite).await;
    test.arrange(
        "CREATE TRIGGER probe_ends_all BEFORE INSERT ON probe WHEN NEW.n = 13 BEGIN SELECT RAISE(ROLLBACK, 'on purpose'); END",
    )
    .await;
    let (release, holder) = hold_writer(&db).await;
    let before = tokio::spawn({
        let db = db.clone();
        async move { write(&db, 1).await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    let ending = tokio::spawn({
        let db = db.clone();
        async move {
            db.write(|tx| {
                Box::pin(async move {
                    assert!(insert(tx, 13).await.is_err());
                    // Code that goes on regardless: SQLite would take this statement in autocommit mode.
                    drop(insert(tx, 14).await);
                    Ok(())
                })
            })
            .await
        }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    release.send(()).expect("still waiting");
    drop(holder.await);
    assert!(matches!(before.await.expect("joins"), Err(Failure::Unavailable)));
    assert!(matches!(ending.await.expect("joins"), Err(Failure::Unavailable)));
    assert_eq!(count(&db).await, 0);
    write(&db, 2).await.expect("the next write works");
}

#[tokio::test]
async fn a_full_disk_loses_the_batch_and_the_next_write_after_it_works() {
    let (test, db) = arranged(Engine::Sqlite).await;
    test.arrange("CREATE TABLE big (content TEXT NOT NULL)").await;
    let full = db
        .write(|tx| {
            Box::pin(async move {
                insert(tx, 1).await?;
                sql!(tx, execute: "PRAGMA max_page_count = 1")?;
                sql!(tx, execute: "INSERT INTO big SELECT hex(randomblob(1000000))")
            })
        })
        .await;
    assert!(matches!(full, Err(Failure::Unavailable)), "{full:?}");
    assert_eq!(count(&db).await, 0);
    write(&db, 2).await.expect("a new connection has no page limit");
}

#[tokio::test]
async fn a_panic_loses_its_whole_batch() {
    let (_test, db) = arranged(Engine::Sqlite).await;
    let (release, holder) = hold_writer(&db).await;
    let neighbour = tokio::spawn({
        let db = db.clone();
        async move { write(&db, 1).await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    let panicking = tokio::spawn({
        let db = db.clone();
        async move {
            db.write(|_| -> futures::future::BoxFuture<'_, Result<(), Failure>> { panic!("on purpose") })
                .await
        }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    release.send(()).expect("still waiting");
    drop(holder.await);
    assert!(matches!(
        neighbour.await.expect("joins"),
        Err(Failure::Unavailable)
    ));
    assert!(matches!(
        panicking.await.expect("joins"),
        Err(Failure::Unavailable)
    ));
    assert_eq!(count(&db).await, 0);
}

#[tokio::test]
async fn a_closure_over_its_time_is_undone_whether_it_waits_computes_or_blocks() {
    let (_test, db) = arranged(Engine::Sqlite).await;
    let waits: Result<(), _> = db
        .write(|tx| {
            Box::pin(async move {
                insert(tx, 1).await?;
                tokio::time::sleep(CLOSURE_TIME * 40).await;
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
        .write(|tx| {
            Box::pin(async move {
                insert(tx, 3).await?;
                std::thread::sleep(CLOSURE_TIME + Duration::from_millis(50));
                Ok(())
            })
        })
        .await;
    assert!(matches!(waits, Err(Failure::Unavailable)));
    assert!(matches!(computes, Err(Failure::Unavailable)));
    assert!(matches!(blocks, Err(Failure::Unavailable)));
    assert_eq!(count(&db).await, 0);
    write(&db, 4).await.expect("the writer is free again");
}

#[tokio::test]
async fn a_caller_that_went_away_before_its_turn_is_skipped() {
    let (_test, db) = arranged(Engine::Sqlite).await;
    let ran = Arc::new(AtomicBool::new(false));
    let (release, holder) = hold_writer(&db).await;
    let impatient = tokio::spawn({
        let (db, ran) = (db.clone(), ran.clone());
        async move {
            db.write(move |tx| {
                ran.store(true, Ordering::SeqCst);
                Box::pin(insert(tx, 1))
            })
            .await
        }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    impatient.abort();
    drop(impatient.await);
    release.send(()).expect("still waiting");
    drop(holder.await);
    write(&db, 2).await.expect("writes");
    assert!(!ran.load(Ordering::SeqCst));
    assert_eq!(count(&db).await, 1);
}

#[tokio::test]
async fn another_process_that_holds_the_file_makes_writers_wait_only_so_long() {
    let (test, db) = arranged(Engine::Sqlite).await;
    let url = format!("sqlite://{}", test.file().display());
    let mut other = sqlx::SqliteConnection::connect(&url).await.expect("opens");
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .expect("locks");
    let began = std::time::Instant::now();
    assert!(matches!(write(&db, 1).await, Err(Failure::Unavailable)));
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "the wait must be bounded"
    );
    sqlx::query("COMMIT").execute(&mut other).await.expect("unlocks");
    write(&db, 2).await.expect("writes");
}

#[tokio::test]
async fn a_write_by_another_process_is_seen_by_the_next_transaction() {
    let (test, db) = arranged(Engine::Sqlite).await;
    write(&db, 1).await.expect("writes");
    test.arrange("INSERT INTO probe (n) VALUES (2)").await;
    assert_eq!(count(&db).await, 2);
    assert!(
        write(&db, 2)
            .await
            .expect_err("the other process took it")
            .is_unique_violation()
    );
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
        .write(|tx| {
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

/// The batch size is part of the contract, and the queue must hold more than one batch.
const _: () = assert!(BATCH_MEMBERS == 64 && QUEUE > BATCH_MEMBERS);
