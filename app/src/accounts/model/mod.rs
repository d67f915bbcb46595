//! What people type around signing in: forms, limits, and how a code is read generously.

mod codes;
mod forms;

pub use codes::*;
pub use forms::*;
