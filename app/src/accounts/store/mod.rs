//! The tables of access: one function a statement.

pub mod ceremonies;
pub mod devices;
pub mod events;
pub mod invitations;
pub mod passkeys;
pub mod passphrases;
pub mod people;
pub mod recovery_codes;
pub mod throttle;
