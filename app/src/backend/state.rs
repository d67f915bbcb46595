//! [`AppState`]: what a running server has, handed to every request.

use super::{
    clock::Clock,
    crypto::{KeyRing, PassphraseHasher},
    db::Db,
    instance::Instance,
    mail::Mailer,
    once::Once,
    rates::Rates,
    rng::Rng,
    sessions::{Begun, Sessions},
    settings::Settings,
    turns::Turns,
};
use crate::error::AppError;
use std::sync::Arc;
use tokio::sync::Notify;

/// Cheap to clone; everything in it lives as long as the process.
#[derive(Clone)]
pub struct AppState(Arc<Whole>);

struct Whole {
    parts: Parts,
    rates: Rates,
    tries: Turns,
    sign_ins: Once<SignIn>,
    work: Notify,
}

/// How a sign-in that was sent from a page has ended; `None` when it was refused.
pub type SignIn = Result<Option<Begun>, AppError>;

/// Tries to sign in as one and the same that may be waiting in memory, the one being counted among them.
const WAITING_TRIES: usize = 32;

/// The pieces an [`AppState`] is made of.
pub struct Parts {
    pub db: Db,
    pub keys: Arc<KeyRing>,
    pub hasher: PassphraseHasher,
    pub clock: Arc<dyn Clock>,
    pub rng: Arc<dyn Rng>,
    pub instance: Instance,
    pub settings: Settings,
    pub mailer: Arc<dyn Mailer>,
}

impl AppState {
    pub fn new(parts: Parts) -> Self {
        // Puts the canary into every server binary, where a test finds it, and never into the browser's module.
        tracing::trace!(canary = super::WASM_CANARY, "the state is assembled");
        Self(Arc::new(Whole {
            parts,
            rates: Rates::default(),
            tries: Turns::new(WAITING_TRIES),
            sign_ins: Once::new(Result::is_ok),
            work: Notify::new(),
        }))
    }
}

impl AppState {
    /// How often a caller may begin something.
    pub fn rates(&self) -> &Rates {
        &self.0.rates
    }

    /// In which order tries to sign in are counted.
    pub fn tries(&self) -> &Turns {
        &self.0.tries
    }

    /// Sign-ins that are under way or were a moment ago.
    pub fn sign_ins(&self) -> &Once<SignIn> {
        &self.0.sign_ins
    }

    /// Rung when there may be work that is due, so that whoever runs jobs in this process need not wait for their next look.
    pub fn work(&self) -> &Notify {
        &self.0.work
    }

    /// The store of sessions.
    pub fn sessions(&self) -> Sessions {
        Sessions {
            db: self.db.clone(),
            keys: self.keys.clone(),
            clock: self.clock.clone(),
            rng: self.rng.clone(),
        }
    }
}

impl std::ops::Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0.parts
    }
}
