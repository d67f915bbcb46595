//! What happens when somebody becomes a user, signs in, and keeps their access.

pub mod access;
pub(crate) mod caps;
pub mod enrolment;
pub mod events;
pub mod factors;
pub mod identity_checks;
pub mod invitations;
pub mod once;
pub mod passphrase;
pub mod recovery;
pub mod security;
pub mod session;
pub mod sign_in;
pub mod staff_enrolment;
pub mod step_up;
mod tries;
