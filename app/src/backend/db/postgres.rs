//! PostgreSQL: a write is an ordinary transaction in a task of its own.

use super::{
    member::{Member, Outcome},
    tx::{Conn, Tx},
};
use crate::backend::failure::Failure;
use sqlx::{
    ConnectOptions as _, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{
    str::FromStr as _,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

/// Connections one process opens at the most.
pub(super) const CONNECTIONS: u32 = 16;
/// How long a request waits for a free connection before it is answered 503.
const ACQUIRE_TIME: Duration = Duration::from_secs(3);
/// How long one closure may hold a transaction; PostgreSQL has many, so it is more generous than SQLite's limit.
pub(super) const CLOSURE_TIME: Duration = Duration::from_secs(5);

pub(super) fn options(url: &str) -> Result<PgConnectOptions, sqlx::Error> {
    Ok(PgConnectOptions::from_str(url)?
        .application_name("obhut")
        .options([
            ("lock_timeout", "2s"),
            ("statement_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "10s"),
        ])
        .disable_statement_logging())
}

pub(super) async fn connect(options: PgConnectOptions) -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIME)
        .connect_with(options)
        .await
}

/// Runs one write; dropping the member anywhere on the way answers its caller `Unavailable`.
pub(super) async fn run(
    pool: PgPool,
    member: Box<dyn Member>,
    closure_time: Duration,
    statements: Arc<AtomicU64>,
) {
    if member.is_abandoned() {
        return;
    }
    let mut transaction = match pool.begin().await {
        Ok(transaction) => transaction,
        Err(error) => {
            tracing::error!(failure = %Failure::from(error), "no transaction could be started");
            return;
        }
    };
    // A connection may have taken a while to come free.
    if member.is_abandoned() {
        return;
    }
    let mut tx = Tx::new(Conn::Postgres(&mut transaction), &statements);
    let outcome = tokio::time::timeout(closure_time, member.run(&mut tx)).await;
    match outcome {
        Ok(Outcome::Keep(answer)) => match transaction.commit().await {
            Ok(()) => answer(),
            Err(error) => tracing::error!(failure = %Failure::from(error), "a commit failed"),
        },
        Ok(Outcome::Undo(answer)) => {
            // The caller hears of it after the rollback, so that a retry does not meet its own locks.
            drop(transaction.rollback().await);
            answer();
        }
        Ok(Outcome::Lost) => {}
        Err(_) => tracing::error!("a write took longer than its limit and is rolled back"),
    }
}
