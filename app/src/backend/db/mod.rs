//! The database: SQLite in one file, or PostgreSQL; every statement is written once for both.
//!
//! The contract, each sentence of which has a fault test in `tests/`:
//! - [`Db::write`] is the only way to write, [`Db::read`] the only way to read.
//! - On SQLite one writer owns the connection.
//!   It runs waiting closures one after another, each in a savepoint of a shared transaction, at most 64 of them or
//!   for 5 ms, and answers all after one COMMIT (group commit).
//! - A closure that fails, or meets a constraint, is rolled back alone; its neighbours live.
//! - Any other database error, a panic, a closure over its time limit, or a failed COMMIT loses the whole batch, and
//!   every member is answered `Unavailable`.
//!   SQLite may have ended such a transaction, so the next statement in it would persist alone.
//! - After any database error the transaction refuses further statements, on both databases alike.
//! - A caller that went away before its turn is skipped; once started, its write finishes.
//! - Only database calls are awaited inside a closure; cryptography happens before.
//! - Other processes may use the same SQLite file: nothing is cached across transactions, and waiting is bounded.

mod connect;
#[cfg(test)]
mod crash;
mod member;
mod migrate;
#[cfg(test)]
mod migration_tests;
mod postgres;
mod sqlite;
#[cfg(test)]
mod tests;
mod tx;

pub use connect::{Db, DbError, is_postgres_url};
pub use migrate::{
    MigrateError, check_postgres, check_sqlite, migrate_postgres, migrate_sqlite, sort_postgres,
};
pub use sqlite::Limits;
pub use tx::{Conn, Tx};
