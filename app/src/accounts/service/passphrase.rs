//! The first half of path T: a name and a passphrase, tried within limits that tell nothing.
//!
//! Whatever the outcome, the same statements and the same number of Argon2 calculations are run: for a name nobody
//! has against decoys, inside a delay against nothing.

use super::session;
use crate::{
    accounts::{
        store::{
            devices, passphrases,
            people::{self, PersonRow},
            throttle as tries,
        },
        throttle::{self, Buckets},
    },
    backend::{
        context::RequestContext,
        crypto::{DataKey, IdentityClass, Lane, Place, store},
        db::Tx,
        failure::Failure,
        instance,
        policy::Role,
        rng,
        state::AppState,
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
}

/// Somebody whose passphrase was right.
pub struct Right {
    pub person: PersonRow,
    pub staff: Option<(StaffId, Role)>,
    pub key: DataKey,
    pub totp_secret: Zeroizing<Vec<u8>>,
}

/// What one look at the tables gives.
struct Found {
    person: Option<PersonRow>,
    path: Option<passphrases::PassphraseRow>,
    key: Option<(crate::ids::DataKeyId, crate::backend::crypto::Wrapped)>,
    staff: Option<(StaffId, String)>,
    known: bool,
    evaluated: bool,
    code_allowed: bool,
}

/// Counts a try and evaluates the passphrase, if it is not too soon for that.
///
/// # Errors
/// [`Failure::Unavailable`] when too many calculations wait.
pub async fn attempt(context: &RequestContext, typed_name: &str, passphrase: &str) -> Result<Tried, Failure> {
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

    // Apart, because it touches counters of others; what it leaves today it removes with the next try.
    let prune = state.db.write(move |tx| {
        Box::pin(async move { tries::prune(tx, Timestamp(now.0 - throttle::FORGET), now).await })
    });
    drop(prune.await);

    let (found, buckets) = state
        .db
        .write(move |tx| {
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
                let buckets = if known { as_known } else { as_stranger };
                let (evaluated, code_allowed) =
                    admit(tx, &buckets, known, try_id, &decoy_bucket, now).await?;
                Ok((Found { person, path, key, staff, known, evaluated, code_allowed }, buckets))
            })
        })
        .await?;

    let Found { person, path, key, staff, known, evaluated, code_allowed } = found;
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
            Some((Right { person, staff, key, totp_secret }, Zeroizing::new(hash)))
        }
        _ => None,
    };
    let (right, hash) = opened.unzip();
    let lane = if known { Lane::Known } else { Lane::Unknown };
    let stored = hash.filter(|_| evaluated);
    let matches = match state.hasher.verify(lane, prepared(passphrase), stored).await {
        Ok(matches) => matches,
        Err(failure) => {
            if evaluated {
                take_back(state, &buckets, try_id).await?;
            }
            return Err(failure);
        }
    };
    let right = right.filter(|_| matches);
    Ok(Tried { right, decoy, buckets, try_id, known, evaluated, code_allowed })
}

/// Takes back a try that was counted to be evaluated, and then was not.
///
/// A queue full of strangers must not use up anybody's tries.
pub async fn take_back(state: &AppState, buckets: &Buckets, try_id: TryId) -> Result<(), Failure> {
    let delay = buckets.delay.clone();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                tries::take_back(tx, &delay).await?;
                tries::delete_try(tx, try_id).await
            })
        })
        .await
}

/// Counts a try, unless it is too soon; tells whether it is evaluated, and whether a code would be.
async fn admit(
    tx: &mut Tx<'_>,
    buckets: &Buckets,
    known: bool,
    id: TryId,
    decoy_bucket: &[u8],
    now: Timestamp,
) -> Result<(bool, bool), Failure> {
    // Strangers wait for strangers only, and nobody on a browser we know waits for them.
    tries::take_turns(tx, if known { &buckets.delay } else { &buckets.unknown }).await?;
    let (failures, last) = tries::find_delay(tx, &buckets.delay).await?.unwrap_or((0, Timestamp(0)));
    let by_strangers =
        tries::count_tries(tx, &buckets.unknown, Timestamp(now.0 - throttle::UNKNOWN_WINDOW)).await?;
    let wrong_codes = tries::count_tries(tx, &buckets.code, Timestamp(now.0 - throttle::CODE_WINDOW)).await?;

    let in_time = now.0 >= last.0.saturating_add(throttle::delay(failures));
    let evaluated = in_time && (known || by_strangers < throttle::UNKNOWN_MOST);
    let (failures, last) = if evaluated { (failures + 1, now) } else { (failures, last) };
    tries::set_delay(tx, &buckets.delay, failures, last).await?;
    let (bucket, forget_at) = match evaluated && !known {
        true => (buckets.unknown.as_slice(), Timestamp(now.0 + throttle::UNKNOWN_WINDOW)),
        // Costs the same and is gone with the next try.
        false => (decoy_bucket, now),
    };
    tries::insert_try(tx, id, bucket, now, forget_at).await?;
    Ok((evaluated, wrong_codes < throttle::CODE_MOST))
}

/// After success: what was counted against this browser is forgotten.
pub async fn forgive(tx: &mut Tx<'_>, buckets: &Buckets, try_id: TryId) -> Result<(), Failure> {
    tries::clear_delay(tx, &buckets.delay).await?;
    tries::delete_try(tx, try_id).await
}
