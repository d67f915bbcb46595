//! Proof: a process killed with SIGKILL in the middle of its writes has lost none that it was told is done.
//!
//! It proves that nothing is acknowledged before COMMIT has returned; a power cut is beyond what a test can do here, and
//! stands on `synchronous=FULL` (SQLite) and `fsync` (PostgreSQL).

use super::{Db, Limits};
use crate::{
    backend::{
        failure::Failure,
        testing::{Engine, TestDb, proofs},
    },
    on_both_databases, sql,
};
use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Stdio},
    time::Duration,
};

/// Names the database for the child process, which is this very test started again.
const CHILD: &str = "CRASH_CHILD_DATABASE";
/// Writers in the child.
const WRITERS: i64 = 8;
/// Acknowledged writes before the kill.
const ACKNOWLEDGED: usize = 200;

on_both_databases! {
    async fn a_killed_process_has_lost_no_acknowledged_write(engine: Engine) {
        if let Ok(database) = std::env::var(CHILD) {
            write_until_killed(&database).await;
        }
        let test = TestDb::migrated(engine).await;
        test.arrange("CREATE TABLE probe (n BIGINT NOT NULL PRIMARY KEY)").await;
        let database = test.postgres_url.clone().unwrap_or_else(|| test.file().display().to_string());
        let name = format!(
            "backend::db::crash::a_killed_process_has_lost_no_acknowledged_write::{}",
            if engine == Engine::Sqlite { "sqlite" } else { "postgres" }
        );
        let mut acknowledged = BTreeSet::new();
        for _ in 0..proofs::kill_cycles() {
            acknowledged.extend(run_and_kill(&name, &database));
            let db = test.open().await;
            let rows = db
                .read(|tx| Box::pin(async move { sql!(tx, all as (i64,): "SELECT n FROM probe") }))
                .await
                .expect("reads");
            let present: BTreeSet<i64> = rows.into_iter().map(|(n,)| n).collect();
            let lost: Vec<_> = acknowledged.difference(&present).collect();
            assert!(lost.is_empty(), "{} of {} acknowledged writes are gone", lost.len(), acknowledged.len());
            if engine == Engine::Sqlite {
                let check = db.read(|tx| Box::pin(async move { sql!(tx, one as (String,): "PRAGMA integrity_check") }));
                assert_eq!(check.await.expect("checks").0, "ok");
            }
            db.close().await;
        }
        let expected = ACKNOWLEDGED * proofs::kill_cycles() as usize;
        assert!(acknowledged.len() >= expected, "only {} writes were acknowledged", acknowledged.len());
    }
}

/// The child: several writers, each acknowledged number on a line of its own.
async fn write_until_killed(database: &str) -> ! {
    let db = match database.starts_with("postgres") {
        true => Db::postgres(database).await.expect("connects"),
        false => Db::sqlite_within(
            database.as_ref(),
            Limits { closure_time: Duration::from_secs(20), ..Limits::default() },
        )
        .await
        .expect("opens"),
    };
    let last = db
        .read(|tx| Box::pin(async move { sql!(tx, one as (Option<i64>,): "SELECT MAX(n) FROM probe") }))
        .await
        .expect("reads");
    let start = last.0.unwrap_or_default() + 1;
    for writer in 0..WRITERS {
        let db = db.clone();
        tokio::spawn(async move {
            for turn in 0.. {
                let n = start + turn * WRITERS + writer;
                let written: Result<(), Failure> = db
                    .write(move |tx| {
                        Box::pin(async move {
                            sql!(tx, execute: "INSERT INTO probe (n) VALUES ($1)", n)?;
                            Ok(())
                        })
                    })
                    .await;
                written.expect("writes");
                writeln!(std::io::stdout(), "acknowledged {n}").expect("the parent listens");
            }
        });
    }
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
}

/// Starts the child, hears enough acknowledgements, and kills it.
fn run_and_kill(test_name: &str, database: &str) -> Vec<i64> {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", test_name, "--nocapture"])
        .env(CHILD, database)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
    let number = |line: String| line.strip_prefix("acknowledged ").and_then(|n| n.parse::<i64>().ok());
    let mut heard: Vec<i64> = lines.by_ref().filter_map(number).take(ACKNOWLEDGED).collect();
    // `kill` of the standard library is SIGKILL on Unix.
    child.kill().expect("kills");
    heard.extend(lines.filter_map(number));
    child.wait().expect("reaps");
    heard
}
