//! What the pages around signing in show.

pub mod enrol;
pub mod events;
pub mod factors;
pub mod home;
pub mod invitation;
pub mod letter;
pub mod parts;
pub mod recover;
pub mod security;
pub mod sign_in;
pub mod step_up;
