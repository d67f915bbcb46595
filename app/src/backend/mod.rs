//! What every server half needs: database, keys, clock, actors, policy.
//!
//! It imports no feature; features import it.
//! - [`db`]: the only way to read and the only way to write.
//! - [`crypto`]: key file, key ring, the encrypted field.
//! - [`context`] and [`policy`]: who asks, and whether that is allowed.
//! - [`sessions`]: who is signed in on which browser.
//! - [`kept_forms`]: what was typed into a form whose session ended before it was sent.
//! - [`queue`]: work that waits, and [`mail`]: what leaves the house when it is done.
//! - [`pdf`]: pages on paper, for the archive and for screen readers.
//! - [`routes`]: how a feature registers a path; without a policy action it cannot.
//! - [`news`]: whether somebody has something to read.
//! - [`failure`]: what went wrong inside, and the one door through which it becomes an answer.

mod actor;
pub mod clock;
pub mod context;
mod cookies;
pub mod crypto;
pub mod db;
pub mod detached;
pub mod failure;
pub mod form_token;
pub mod instance;
pub mod kept_forms;
pub mod mail;
pub mod news;
pub mod once;
pub mod pdf;
pub mod policy;
pub mod queue;
pub mod rates;
pub mod readiness;
pub mod rng;
pub mod routes;
pub mod sessions;
pub mod settings;
pub mod state;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod turns;
pub mod uploads;
mod user_agent;

/// Occurs in the server binary only; a test looks for it in the module the browser gets.
pub const WASM_CANARY: &str = "obhut-backend-canary-7d1f";
