//! One fault test for every sentence of the contract in `db/mod.rs`.

mod contract;
mod group_commit;

use super::{Db, Tx};
use crate::{
    backend::{
        failure::Failure,
        testing::{Engine, TestDb},
    },
    sql,
};

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
