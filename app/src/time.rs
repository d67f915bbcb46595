//! Points in time as the database keeps them.

use serde::{Deserialize, Serialize};

/// Unix time in milliseconds, UTC.
///
/// It comes from a `Clock` only, so that a test can turn it by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
pub struct Timestamp(pub i64);
