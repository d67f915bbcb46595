//! The sentences around signing in, one file a part.

pub mod enrol;
pub mod home;
pub mod invitation;
pub mod security;
pub mod shared;
pub mod sign_in;
