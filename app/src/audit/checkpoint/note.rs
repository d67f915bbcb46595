//! One checkpoint as text: a signed note (C2SP signed-note) whose first lines are those of C2SP tlog-checkpoint.

use super::{
    heads::{self, Heads, Listed},
    marks::first_series,
};
use crate::{
    backend::{
        crypto::{KeyRing, PublicKey, SIGNATURE, Signer},
        failure::Failure,
        rng::Rng,
    },
    ids::{InstanceId, SeriesId},
    time::Timestamp,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};
use std::str::FromStr;
use uuid::Uuid;

/// What every note begins with; it keeps the signature from standing for anything else.
pub(super) const START: &str = "obhut-audit/";
/// The type of an Ed25519 signature (C2SP signed-note).
const ED25519: u8 = 1;

/// The line that says whose log it is, which is also the name of the key (C2SP tlog-checkpoint).
pub(in crate::audit) fn origin(instance: InstanceId) -> String {
    format!("{START}{instance}")
}

/// The hash by which a note's successor and the database name it.
pub(in crate::audit) fn hash(note: &str) -> [u8; 32] {
    Sha256::digest(note).into()
}

/// A checkpoint, its signature checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::audit) struct Note {
    /// Whose it is: which data directory's. Notes from before there were several name none.
    pub series: SeriesId,
    /// Counts the checkpoints of a series; the first one of an installation is one.
    pub number: i64,
    /// The hash over all heads.
    pub root: [u8; 32],
    pub at: Timestamp,
    /// How many chains there were.
    pub chains: usize,
    /// The hash of the note before; none for the first of a series.
    pub after: Option<[u8; 32]>,
    /// Whether all heads are listed, and not only those that changed since the note before.
    pub is_full: bool,
    sealed: Vec<u8>,
}

/// Why a piece of a file is no checkpoint of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::audit) enum Broken {
    /// It ends in the middle.
    Torn,
    /// It does not have the form.
    Malformed,
    /// It belongs to another installation.
    Foreign,
    /// Its signature is not ours.
    Unsigned,
}

/// What a new note says besides its heads.
pub(super) struct Facts<'a> {
    pub series: SeriesId,
    pub number: i64,
    pub at: Timestamp,
    pub after: Option<[u8; 32]>,
    pub all: &'a Heads,
    /// The heads to list; all of them if there are none.
    pub changed: Option<Heads>,
}

impl Note {
    pub(super) fn new(keys: &KeyRing, rng: &dyn Rng, facts: Facts<'_>) -> Result<Self, Failure> {
        let Facts { series, number, at, after, all, changed } = facts;
        let salt = heads::salt(rng)?;
        let is_full = changed.is_none();
        let listed = Listed { salt, heads: changed.unwrap_or_else(|| all.clone()) };
        let sealed = heads::seal(keys, rng, number, &listed)?;
        Ok(Self {
            series,
            number,
            root: heads::root(&salt, all),
            at,
            chains: all.len(),
            after,
            is_full,
            sealed,
        })
    }

    /// The heads it lists, with the salt of its root.
    pub fn listed(&self, keys: &KeyRing) -> Option<Listed> {
        heads::open(keys, self.number, &self.sealed)
    }

    /// Whether its root is that of these heads.
    pub fn has_root_of(&self, salt: &[u8; 32], all: &Heads) -> bool {
        self.chains == all.len() && self.root == heads::root(salt, all)
    }

    /// The signed text: a note, ready to be appended.
    pub(super) fn signed(&self, origin: &str, signer: &Signer) -> String {
        let key = signer.public();
        let text = self.text(origin, &key);
        let signature = [key_hash(origin, &key).as_slice(), &signer.sign(text.as_bytes())].concat();
        format!("{text}\n\u{2014} {origin} {}\n", STANDARD.encode(signature))
    }

    fn text(&self, origin: &str, key: &PublicKey) -> String {
        let Self { series, number, root, at, chains, after, is_full, sealed } = self;
        let series = if *series == first_series() { String::new() } else { format!("series {series}\n") };
        let after = after.map_or_else(|| "nothing".to_owned(), |hash| STANDARD.encode(hash));
        let scope = if *is_full { "all" } else { "changed" };
        format!(
            "{origin}\n{number}\n{}\ntime {}\nchains {chains}\nkey {}\n{series}after {after}\nheads {scope} {}\n",
            STANDARD.encode(root),
            at.0,
            key.thumbprint(),
            STANDARD.encode(sealed),
        )
    }

    /// Reads a piece of a file; every byte of it has to be as [`Note::signed`] writes it.
    pub fn read(piece: &[u8], origin: &str, key: &PublicKey) -> Result<Self, Broken> {
        if !piece.ends_with(b"\n") {
            return Err(Broken::Torn);
        }
        let piece = str::from_utf8(piece).map_err(|_| Broken::Malformed)?;
        match piece.lines().next() {
            Some(first) if first == origin => {}
            Some(first) if first.starts_with(START) => return Err(Broken::Foreign),
            _ => return Err(Broken::Malformed),
        }
        let Some((text, signature)) = piece.split_once("\n\n").filter(|(_, signature)| !signature.is_empty())
        else {
            return Err(Broken::Torn);
        };
        let text = format!("{text}\n");
        let note = Self::parse(&text).ok_or(Broken::Malformed)?;
        if note.text(origin, key) != text {
            return Err(Broken::Malformed);
        }
        let signature = signature
            .strip_prefix(&format!("\u{2014} {origin} "))
            .and_then(|rest| STANDARD.decode(rest.strip_suffix('\n')?).ok())
            .ok_or(Broken::Malformed)?;
        let is_ours = signature
            .strip_prefix(&key_hash(origin, key))
            .and_then(|bytes| <&[u8; SIGNATURE]>::try_from(bytes).ok())
            .is_some_and(|signature| key.has_signed(text.as_bytes(), signature));
        if is_ours { Ok(note) } else { Err(Broken::Unsigned) }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().skip(1);
        let number = number(lines.next()?)?;
        let root = digest(lines.next()?)?;
        let at = Timestamp(self::number(lines.next()?.strip_prefix("time ")?)?);
        let chains = self::number(lines.next()?.strip_prefix("chains ")?)?;
        lines.next()?.strip_prefix("key ")?;
        let mut line = lines.next()?;
        let mut series = first_series();
        if let Some(id) = line.strip_prefix("series ") {
            series = id.parse::<Uuid>().ok()?.into();
            line = lines.next()?;
        }
        let after = match line.strip_prefix("after ")? {
            "nothing" => None,
            hash => Some(digest(hash)?),
        };
        let (scope, sealed) = lines.next()?.strip_prefix("heads ")?.split_once(' ')?;
        let is_full = scope == "all";
        Some(Self { series, number, root, at, chains, after, is_full, sealed: STANDARD.decode(sealed).ok()? })
    }
}

fn number<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn digest(text: &str) -> Option<[u8; 32]> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// The four bytes by which a signature names its key (C2SP signed-note, "Signatures").
fn key_hash(name: &str, key: &PublicKey) -> [u8; 4] {
    let hash =
        Sha256::new_with_prefix(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize();
    let [a, b, c, d, ..] = <[u8; 32]>::from(hash);
    [a, b, c, d]
}
