//! Exports on both databases.
