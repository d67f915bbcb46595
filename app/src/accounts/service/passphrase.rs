//! The first half of path T: a name and a passphrase, tried within limits that tell nothing.
//!
//! Whatever the outcome, the same statements and the same number of Argon2 calculations are run: for a name nobody
//! has against decoys, inside a delay against nothing.

use super::{
    session,
    tries::{self, Admitted},
};
use crate::{
    accounts::{
        store::{
            devices, passphrases,
            people::{self, PersonRow},
        },
        throttle::Buckets,
    },
    backend::{
        context::RequestContext,
        crypto::{DataKey, IdentityClass, Lane, Place, store},
        detached::to_the_end,
        failure::Failure,
        instance,
        policy::Role,
        rng,
        state::AppState,
        turns::Turn,
    },
    ids::{PersonId, StaffId, TryId},
    patients::normal::{self, Index},
    time::Timestamp,
};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Where a passphrase's hash is stored.
pub const HASH: Place = Place { table: "passphrases", column: "hash_enc" };
/// Where the secret of the time-based codes is stored.
pub const SECRET: Place = Place { table: "passphrases", column: "totp_secret_enc" };
/// A browser that was not used for so long, in milliseconds, is a stranger again.
pub const DEVICE_MEMORY: i64 = 365 * 24 * 3_600_000;

/// A passphrase the way it is hashed: compatibility forms composed (NFKC), so that every keyboard gives the same.
pub fn prepared(passphrase: &str) -> Zeroizing<String> {
    Zeroizing::new(passphrase.nfkc().collect())
}

/// A try that was counted or turned away, and what is known about whom it concerns.
pub struct Tried {
    /// The person, only if everything so far was right.
    pub right: Option<Right>,
    /// Stands in for the person wherever a statement needs one.
    pub decoy: PersonId,
    pub buckets: Buckets,
    pub try_id: TryId,
    /// Whether this browser has signed this person in before.
    pub known: bool,
    /// Whether the passphrase was evaluated, so that the try counts.
    pub evaluated: bool,
    /// Whether a code may still be evaluated.
    pub code_allowed: bool,
    /// Failures in a row before this try.
    pub failures: i64,
}

/// Somebody whose passphrase was right.
pub struct Right {
    pub person: PersonRow,
    pub staff: Option<(StaffId, Role)>,
    pub key: DataKey,
    pub totp_secret: Zeroizing<Vec<u8>>,
    /// The last success.
    pub last_used_at: Option<Timestamp>,
}

/// What one look at the tables gives.
struct Found {
    person: Option<PersonRow>,
    path: Option<passphrases::PassphraseRow>,
    key: Option<(crate::ids::DataKeyId, crate::backend::crypto::Wrapped)>,
    staff: Option<(StaffId, String)>,
    known: bool,
}

/// Counts a try and evaluates the passphrase, if it is not too soon for that.
///
/// `None` when so many tries of the same counter are under way that this one is not even counted: refused like any
/// other, and for a name that nobody has as soon as for one that somebody has.
///
/// # Errors
/// [`Failure::Unavailable`] when too many calculations wait.
pub async fn attempt(
    context: &RequestContext,
    typed_name: &str,
    passphrase: &str,
) -> Result<Option<Tried>, Failure> {
    let state = &context.state;
    let index = Index::SignInName.blind(&state.keys, &normal::sign_in_name(typed_name));
    let decoy = PersonId::from_random(rng::bytes(&*state.rng)?);
    let try_id = TryId::from_random(rng::bytes(&*state.rng)?);
    let decoy_bucket: [u8; 16] = rng::bytes(&*state.rng)?;
    let device = context.device.clone();
    let as_known = Buckets::new(&state.keys, &index, device.as_deref(), context.client);
    let as_stranger = Buckets::new(&state.keys, &index, None, context.client);
    let now = context.now();
    let keys = state.keys.clone();

    let found = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let person = people::find_by_sign_in_name(tx, &index).await?;
                let whose = person.as_ref().map_or(decoy, |person| person.id);
                let path = passphrases::find(tx, whose).await?;
                let key = store::find_identity_key(tx, whose, IdentityClass::Identity).await?;
                let staff = people::find_active_staff(tx, whose).await?;
                let since = Timestamp(now.0 - DEVICE_MEMORY);
                let device = device.unwrap_or_else(|| decoy_bucket.to_vec());
                let device = session::device_of(&keys, whose, &device);
                let known = devices::is_known(tx, whose, &device, since).await?;
                Ok(Found { person, path, key, staff, known })
            })
        })
        .await?;
    let Found { person, path, key, staff, known } = found;
    let buckets = if known { as_known } else { as_stranger };

    let demo = state.instance.kind == instance::Kind::Demo;
    let staff = staff.and_then(|(id, role)| Some((id, Role::parse(&role)?)));
    // Who may use path T at all: enrolled patients, and the demo's staff.
    let person = person
        .filter(|person| person.enrolled_at.is_some() && (person.is_patient() || (demo && staff.is_some())));
    let opened = match (person, path) {
        (Some(person), Some(path)) => {
            let key = state.keys.open_identity_key(person.id, key)?;
            let hash = key.open(HASH, person.id.as_bytes(), &path.hash_enc)?;
            let hash = String::from_utf8(hash.to_vec()).map_err(|_| Failure::Sealed)?;
            let totp_secret = key.open(SECRET, person.id.as_bytes(), &path.totp_secret_enc)?;
            let last_used_at = path.last_used_at;
            Some((Right { person, staff, key, totp_secret, last_used_at }, Zeroizing::new(hash)))
        }
        _ => None,
    };
    let (right, hash) = opened.unzip();
    // Waiting in the database would hold one of its connections for each try.
    let Some(turn) = state.tries().wait(buckets.in_turn(known)).await else { return Ok(None) };
    let evaluation =
        Evaluation { try_id, known, decoy_bucket, now, typed: prepared(passphrase), stored: hash };
    let Evaluated { matches, admitted } = to_the_end(evaluation.run(state.clone(), buckets, turn)).await?;
    let Admitted { evaluated, code_allowed, failures, buckets } = admitted;
    let right = right.filter(|_| matches);
    Ok(Some(Tried { right, decoy, buckets, try_id, known, evaluated, code_allowed, failures }))
}

/// A passphrase that is about to be counted and compared.
struct Evaluation {
    try_id: TryId,
    known: bool,
    decoy_bucket: [u8; 16],
    now: Timestamp,
    typed: Zeroizing<String>,
    /// What it is compared with; without it the same work is done.
    stored: Option<Zeroizing<String>>,
}

struct Evaluated {
    matches: bool,
    admitted: Admitted,
}

impl Evaluation {
    /// Counts the try and then compares; what cannot be compared now was no try.
    ///
    /// Runs to its end also when the caller hangs up, or a try that was counted would stay counted.
    async fn run(self, state: AppState, buckets: Buckets, turn: Turn) -> Result<Evaluated, Failure> {
        let Self { try_id, known, decoy_bucket, now, typed, stored } = self;
        let admitted = tries::count(&state, buckets, known, try_id, decoy_bucket, now).await?;
        drop(turn);
        let lane = if known { Lane::Known } else { Lane::Unknown };
        let stored = stored.filter(|_| admitted.evaluated);
        match state.hasher.verify(lane, typed, stored).await {
            Ok(matches) => Ok(Evaluated { matches, admitted }),
            Err(failure) => {
                if admitted.evaluated {
                    tries::take_back(&state, &admitted.buckets, try_id).await?;
                }
                Err(failure)
            }
        }
    }
}
