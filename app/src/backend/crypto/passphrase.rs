//! [`PassphraseHasher`]: Argon2id without letting strangers use up the machine.
//!
//! Three queues, one permit each: people on a browser we know never wait behind guesses for names that do not exist,
//! nor behind somebody who is setting up an account again and again. A queue that is full answers `Unavailable` at once.

use super::KeyRing;
use crate::{
    backend::{
        failure::Failure,
        rng::{self, Rng},
        turns::Turns,
    },
    ids::PersonId,
};
use argon2::{PasswordHasher as _, PasswordVerifier as _, password_hash::phc::PasswordHash};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
#[cfg(any(test, feature = "testing"))]
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Which queue a calculation waits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A try to sign in on a browser we have seen this person on.
    Known,
    /// The same on any other browser.
    Unknown,
    /// Setting up or changing one's access. Each person takes one place of this lane at most.
    SettingUp(PersonId),
}

/// How many calculations of one lane may be waiting or running.
const WAITING: usize = 32;
/// How many calculations of one person who is setting up may be waiting for that person's place, or have it.
const OF_ONE_PERSON: usize = 8;

/// Hashes and verifies passphrases and recovery codes off the request threads.
pub struct PassphraseHasher {
    keys: Arc<KeyRing>,
    known: Queue,
    unknown: Queue,
    setting_up: Queue,
    of_one_person: Turns,
    calculations: AtomicU64,
    /// What a try for a name nobody has is compared with: the same work, never a match.
    decoy: String,
}

struct Queue {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Queue {
    fn new() -> Self {
        Self { running: Arc::new(Semaphore::new(1)), waiting: Arc::new(Semaphore::new(WAITING)) }
    }
}

impl PassphraseHasher {
    /// Prepares the decoy; takes as long as one hash.
    pub fn new(keys: Arc<KeyRing>, rng: &dyn Rng) -> Result<Self, Failure> {
        let secret: [u8; 32] = rng::bytes(rng)?;
        let salt: [u8; 16] = rng::bytes(rng)?;
        let decoy = hash(&keys, &secret, &salt)?;
        Ok(Self {
            keys,
            known: Queue::new(),
            unknown: Queue::new(),
            setting_up: Queue::new(),
            of_one_person: Turns::new(OF_ONE_PERSON),
            calculations: AtomicU64::new(0),
            decoy,
        })
    }

    /// The stored form of a secret somebody is setting up (PHC string format), with a salt of its own.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when the lane is full.
    pub async fn hash(
        &self,
        person: PersonId,
        rng: &dyn Rng,
        secret: Zeroizing<String>,
    ) -> Result<String, Failure> {
        let salt: [u8; 16] = rng::bytes(rng)?;
        self.calculate(Lane::SettingUp(person), move |keys| hash(keys, secret.as_bytes(), &salt)).await?
    }

    /// Whether a secret belongs to a stored form; without one the same work is done and the answer is no.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when the lane is full.
    pub async fn verify(
        &self,
        lane: Lane,
        secret: Zeroizing<String>,
        stored: Option<Zeroizing<String>>,
    ) -> Result<bool, Failure> {
        let real = stored.is_some();
        let stored = stored.unwrap_or_else(|| Zeroizing::new(self.decoy.clone()));
        let matches = self
            .calculate(lane, move |keys| {
                let Ok(parsed) = PasswordHash::new(&stored) else { return Err(Failure::Sealed) };
                Ok(keys.argon2()?.verify_password(secret.as_bytes(), &parsed).is_ok())
            })
            .await??;
        Ok(matches && real)
    }

    /// How many calculations were made so far; every branch of a sign-in makes the same number.
    pub fn calculations(&self) -> u64 {
        self.calculations.load(Ordering::Relaxed)
    }

    fn queue(&self, lane: Lane) -> &Queue {
        match lane {
            Lane::Known => &self.known,
            Lane::Unknown => &self.unknown,
            Lane::SettingUp(_) => &self.setting_up,
        }
    }

    async fn calculate<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce(&KeyRing) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let queue = self.queue(lane);
        // Waiting for oneself takes no place from others.
        let own_turn = match lane {
            Lane::SettingUp(person) => {
                let turn = self.of_one_person.wait(person.as_bytes()).await;
                Some(turn.ok_or(Failure::Unavailable)?)
            }
            Lane::Known | Lane::Unknown => None,
        };
        let place = queue.waiting.clone().try_acquire_owned().map_err(|_| Failure::Unavailable)?;
        let turn = queue.running.clone().acquire_owned().await.map_err(|_| Failure::Unavailable)?;
        self.calculations.fetch_add(1, Ordering::Relaxed);
        let keys = self.keys.clone();
        // The permits go along: a caller who hangs up does not make room for another calculation.
        tokio::task::spawn_blocking(move || {
            let result = work(&keys);
            drop((turn, place, own_turn));
            result
        })
        .await
        .map_err(|_| Failure::Unavailable)
    }
}

/// What tests do to a lane, so that they need not race with it.
#[cfg(any(test, feature = "testing"))]
impl PassphraseHasher {
    /// Lets nothing in this lane begin until the permit is dropped; nothing may be running in it.
    pub fn hold(&self, lane: Lane) -> OwnedSemaphorePermit {
        self.queue(lane).running.clone().try_acquire_owned().expect("an idle lane")
    }

    /// Takes every place of this lane as it becomes free.
    pub async fn take_all_places(&self, lane: Lane) -> OwnedSemaphorePermit {
        let all = u32::try_from(WAITING).expect("a small number");
        self.queue(lane).waiting.clone().acquire_many_owned(all).await.expect("an open lane")
    }

    /// How many more calculations this lane would take.
    pub fn places_left(&self, lane: Lane) -> usize {
        self.queue(lane).waiting.available_permits()
    }
}

fn hash(keys: &KeyRing, secret: &[u8], salt: &[u8]) -> Result<String, Failure> {
    let hashed = keys.argon2()?.hash_password_with_salt(secret, salt).map_err(|_| Failure::Sealed)?;
    Ok(hashed.to_string())
}
