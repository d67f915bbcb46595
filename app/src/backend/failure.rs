//! What can go wrong inside the server.
//!
//! - [`Failure`] is for services and stores; it is never serialised and never shown.
//! - [`AppError`] is what a request is answered with.
//! - The one conversion between them logs once, under an incident id, and tells nothing else.

use super::rng::{self, SystemRng};
use crate::error::AppError;

/// A fault inside the server.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A statement failed.
    #[error("database: {0}")]
    Db(DbFault),
    /// The write or read did not happen; trying again later may help.
    #[error("not available at the moment")]
    Unavailable,
    /// A stored value does not open: wrong key, altered bytes, or moved to another place.
    #[error("a stored value could not be opened")]
    Sealed,
    /// A row contradicts what the code guarantees.
    #[error("inconsistent data in {table}.{column}")]
    Inconsistent { table: &'static str, column: &'static str },
    /// The operating system gave no random bytes.
    #[error("no random bytes")]
    Randomness,
    /// A file for paper could not be made; the word names the rule that was in the way.
    #[error("a PDF file could not be made: {0}")]
    Pdf(&'static str),
}

/// A database error without its message, because messages may quote values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind:?} ({code})")]
pub struct DbFault {
    /// What kind of error it was.
    pub kind: DbFaultKind,
    /// The driver's code (SQLSTATE or SQLite's extended result code), or a word for errors without one.
    pub code: String,
}

/// The kinds of database errors that code may tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DbFaultKind {
    /// A unique index refused the row.
    UniqueViolation,
    /// Another constraint or a trigger refused the row.
    ConstraintViolation,
    /// The statement worked, but its row does not have the expected shape.
    Mapping,
    /// The transaction had ended before this statement.
    TransactionEnded,
    /// Anything else: disk full, connection lost, statement broken.
    Broken,
}

impl DbFaultKind {
    /// Whether only the statement's own caller is concerned, and not the transaction it shares with others.
    pub fn spares_neighbours(self) -> bool {
        matches!(self, Self::UniqueViolation | Self::ConstraintViolation | Self::Mapping)
    }
}

impl Failure {
    /// Whether a unique index refused the row; the service says which rule that expresses.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Failure::Db(fault) if fault.kind == DbFaultKind::UniqueViolation)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::error::ErrorKind;
        let (kind, code) = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => return Failure::Unavailable,
            sqlx::Error::Database(database) => {
                let kind = match database.kind() {
                    ErrorKind::UniqueViolation => DbFaultKind::UniqueViolation,
                    ErrorKind::ForeignKeyViolation
                    | ErrorKind::NotNullViolation
                    | ErrorKind::CheckViolation => DbFaultKind::ConstraintViolation,
                    _ if is_constraint(database.as_ref()) => DbFaultKind::ConstraintViolation,
                    _ => DbFaultKind::Broken,
                };
                (kind, database.code().map(Into::into).unwrap_or_else(|| "none".to_owned()))
            }
            sqlx::Error::RowNotFound => (DbFaultKind::Mapping, "row-not-found".to_owned()),
            sqlx::Error::ColumnDecode { index, .. } => (DbFaultKind::Mapping, format!("column {index}")),
            sqlx::Error::ColumnNotFound(name) => (DbFaultKind::Mapping, format!("no column {name}")),
            sqlx::Error::ColumnIndexOutOfBounds { .. } | sqlx::Error::Decode(_) => {
                (DbFaultKind::Mapping, "decode".to_owned())
            }
            sqlx::Error::Io(io) => (DbFaultKind::Broken, io.kind().to_string()),
            _ => (DbFaultKind::Broken, "driver".to_owned()),
        };
        Failure::Db(DbFault { kind, code })
    }
}

/// Constraint errors that sqlx files under "other": triggers in both databases.
fn is_constraint(error: &dyn sqlx::error::DatabaseError) -> bool {
    const SQLITE_CONSTRAINT: u32 = 19;
    let Some(code) = error.code() else { return false };
    match error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
        // Class 23 is integrity, P0001 is what our triggers raise (PostgreSQL manual, appendix A).
        Some(_) => code.starts_with("23") || code == "P0001",
        // The low byte of an extended result code is the primary one.
        None => code.parse::<u32>().is_ok_and(|code| code & 0xff == SQLITE_CONSTRAINT),
    }
}

impl From<Failure> for AppError {
    fn from(failure: Failure) -> Self {
        if matches!(failure, Failure::Unavailable) {
            tracing::warn!("a request was answered with 503 because the database was not available");
            return AppError::Unavailable;
        }
        // Without randomness there is no unique id, but the fault must still be logged and answered.
        let incident = rng::crockford::<10>(&SystemRng).unwrap_or_else(|_| "NORANDOM".to_owned());
        tracing::error!(incident, failure = %failure, "a request failed");
        AppError::Internal { incident }
    }
}
