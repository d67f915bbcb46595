//! What holds on both databases.

use super::{arranged, count, insert, write};
use crate::{
    backend::{
        db::{Conn, postgres::CONNECTIONS as POSTGRES_CONNECTIONS},
        failure::{DbFaultKind, Failure},
        testing::{Engine, proofs},
    },
    on_both_databases, sql,
};
use futures::future::join_all;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Semaphore, oneshot};

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
        let (waves, size) = (i64::from(proofs::waves_of_writes()), i64::from(proofs::WAVE));
        for wave in 0..waves {
            let results = join_all((0..size).map(|n| write(&db, wave * size + n))).await;
            assert!(results.iter().all(Result::is_ok), "wave {wave}");
        }
        assert_eq!(count(&db).await, waves * size);
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
        for _ in 0..1500 {
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
        let replace = db.write(move |tx| Box::pin(async move {
            match engine {
                Engine::Sqlite => sql!(tx, execute: "REPLACE INTO instance VALUES (X'00', 1, 'demo', 'localhost', 0, X'00')"),
                Engine::Postgres => sql!(tx, execute: "INSERT INTO instance SELECT * FROM instance ON CONFLICT (singleton) DO UPDATE SET kind = 'demo'"),
            }
        })).await;
        for outcome in [update, delete, replace] {
            let kind = match outcome.expect_err("the trigger refuses") {
                Failure::Db(fault) => fault.kind,
                other => panic!("{other}"),
            };
            assert_eq!(kind, DbFaultKind::ConstraintViolation);
        }
    }
}

#[tokio::test]
async fn on_postgres_a_caller_that_went_away_while_waiting_for_a_connection_is_skipped() {
    let (_test, db) = arranged(Engine::Postgres).await;
    let gate = Arc::new(Semaphore::new(0));
    let begun = Arc::new(Semaphore::new(0));
    let held: Vec<_> = (0..POSTGRES_CONNECTIONS)
        .map(|_| {
            let (db, gate, begun) = (db.clone(), gate.clone(), begun.clone());
            tokio::spawn(async move {
                let holds = db.write(move |_| {
                    Box::pin(async move {
                        begun.add_permits(1);
                        drop(gate.acquire().await);
                        Ok(())
                    })
                });
                holds.await
            })
        })
        .collect();
    drop(begun.acquire_many(POSTGRES_CONNECTIONS).await);
    let ran = Arc::new(AtomicBool::new(false));
    let mut impatient = Box::pin(db.write({
        let ran = ran.clone();
        move |tx| {
            ran.store(true, Ordering::SeqCst);
            Box::pin(insert(tx, 1))
        }
    }));
    // Long enough for its task to start waiting for a connection, of which there is none.
    drop(tokio::time::timeout(Duration::from_millis(200), &mut impatient).await);
    drop(impatient);
    gate.add_permits(POSTGRES_CONNECTIONS as usize);
    for write in held {
        write.await.expect("joins").expect("writes");
    }
    write(&db, 2).await.expect("writes");
    assert!(!ran.load(Ordering::SeqCst));
    assert_eq!(count(&db).await, 1);
}
