//! [`Tx`]: one transaction on either database, and the `sql!` macro that expands a statement for both drivers.

use crate::backend::failure::{DbFault, DbFaultKind, Failure};
use sqlx::{PgConnection, SqliteConnection};
use std::sync::atomic::{AtomicU64, Ordering};

/// The connection a transaction runs on.
pub enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// A transaction in progress.
///
/// It remembers the first database error and refuses every statement after it: PostgreSQL has aborted the
/// transaction by then, SQLite may have ended it, and code must not work on one and fail on the other.
pub struct Tx<'c> {
    conn: Conn<'c>,
    statements: &'c AtomicU64,
    fault: Option<DbFaultKind>,
}

impl<'c> Tx<'c> {
    pub(super) fn new(conn: Conn<'c>, statements: &'c AtomicU64) -> Self {
        Self { conn, statements, fault: None }
    }

    /// The first database error of this transaction, if it had one.
    pub(super) fn fault(&self) -> Option<DbFaultKind> {
        self.fault
    }

    /// For `sql!` only: the connection, unless a statement has already failed.
    #[doc(hidden)]
    pub fn conn(&mut self) -> Result<&mut Conn<'c>, Failure> {
        match self.fault {
            None => {
                self.statements.fetch_add(1, Ordering::Relaxed);
                Ok(&mut self.conn)
            }
            Some(_) => {
                Err(Failure::Db(DbFault { kind: DbFaultKind::TransactionEnded, code: "ended".to_owned() }))
            }
        }
    }

    /// For `sql!` only: remembers a failure.
    #[doc(hidden)]
    pub fn settle<T>(&mut self, outcome: Result<T, sqlx::Error>) -> Result<T, Failure> {
        outcome.map_err(|error| {
            let failure = Failure::from(error);
            let kind = match &failure {
                Failure::Db(fault) => fault.kind,
                _ => DbFaultKind::Broken,
            };
            self.fault.get_or_insert(kind);
            failure
        })
    }
}

/// Runs one statement in a [`Tx`]; the text and the bound values are written once.
///
/// - `sql!(tx, execute: "UPDATE ..", a, b)` gives the number of affected rows.
/// - `sql!(tx, optional as Row: "SELECT ..", a)` gives `Option<Row>`; a missing row is not an error.
/// - `sql!(tx, one as Row: "..")` and `sql!(tx, all as Row: "..")` give a row and a `Vec` of rows.
///
/// `Row` is anything that implements `sqlx::FromRow` for both databases: a tuple or a derived struct.
/// The text must be a literal, because sqlx takes nothing built at run time.
#[macro_export]
macro_rules! sql {
    ($tx:expr, execute: $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::sql!(@run $tx, |conn| sqlx::query($sql)$(.bind($bind))*.execute(&mut **conn).await.map(|done| done.rows_affected()))
    };
    ($tx:expr, optional as $row:ty: $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::sql!(@run $tx, |conn| sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **conn).await)
    };
    ($tx:expr, one as $row:ty: $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::sql!(@run $tx, |conn| sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_one(&mut **conn).await)
    };
    ($tx:expr, all as $row:ty: $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::sql!(@run $tx, |conn| sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **conn).await)
    };
    (@run $tx:expr, |$conn:ident| $statement:expr) => {{
        let tx: &mut $crate::backend::db::Tx<'_> = $tx;
        match tx.conn() {
            Err(ended) => Err(ended),
            Ok(conn) => {
                let outcome = match conn {
                    $crate::backend::db::Conn::Sqlite($conn) => $statement,
                    $crate::backend::db::Conn::Postgres($conn) => $statement,
                };
                tx.settle(outcome)
            }
        }
    }};
}
