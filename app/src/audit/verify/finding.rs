//! What can be wrong with the log, one name each.

use super::report::moment;
use crate::{ids::ChainId, time::Timestamp};
use std::fmt;

/// Declares the findings with their names, and the sentence for each.
macro_rules! findings {
    ($( $(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty),* } $word:literal $sentence:literal $(, $argument:ident = $value:expr)*; )*) => {
        /// Something that is not as the portal left it.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Finding {
            $( $(#[$doc])* $name { $($field: $kind),* }, )*
        }

        impl Finding {
            /// The name, for a script.
            pub const fn name(&self) -> &'static str {
                match self { $( Self::$name { .. } => $word, )* }
            }
        }

        impl fmt::Display for Finding {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $( Self::$name { $($field),* } => write!(f, $sentence $(, $argument = $value)*), )* }
            }
        }
    };
}

findings! {
    /// Entries are not there.
    Missing { chain: ChainId, from: i64, to: i64 } "entry-deleted"
        "chain {chain}: entries {from} to {to} have been deleted";
    /// What stands there is not what was written there.
    Altered { chain: ChainId, seq: i64 } "entry-edited"
        "chain {chain}: entry {seq} has been edited or replaced";
    /// An entry was written at another place.
    Moved { chain: ChainId, seq: i64, belongs: i64 } "entry-moved"
        "chain {chain}: entry {seq} was written as entry {belongs}; the order has been changed";
    /// An entry was never written by the portal.
    Inserted { chain: ChainId, seq: i64 } "entry-inserted"
        "chain {chain}: entry {seq} has been inserted";
    /// The head is not that of the last entry.
    HeadAltered { chain: ChainId } "head-altered"
        "chain {chain}: its head has been altered";
    HeadDeleted { chain: ChainId } "head-deleted"
        "chain {chain}: its head has been deleted";
    /// The chain ends before a checkpoint says it does.
    CutOff { chain: ChainId, last: i64, seq: i64, at: Timestamp } "tail-dropped"
        "chain {chain}: it ends with entry {last}, but the checkpoint of {at} has entry {seq}", at = moment(*at);
    ChainDeleted { chain: ChainId, seq: i64, at: Timestamp } "chain-dropped"
        "chain {chain}: it is not there, but the checkpoint of {at} has its entry {seq}", at = moment(*at);
    /// The chain is sound in itself, but not the one a checkpoint has seen.
    Rewritten { chain: ChainId, seq: i64, at: Timestamp } "chain-rewritten"
        "chain {chain}: entry {seq} is not the one that the checkpoint of {at} has seen", at = moment(*at);
    /// The database does not know the checkpoints it has taken part in.
    OlderCopy { at: Timestamp } "older-copy"
        "the database looks like a copy from before {at}", at = moment(*at);
    CheckpointForged { file: String, place: usize } "checkpoint-forged"
        "{file}: the signature of piece {place} is not ours; it was forged or edited";
    CheckpointDamaged { file: String, place: usize } "checkpoint-damaged"
        "{file}: piece {place} is no checkpoint; it was edited or damaged";
    CheckpointTorn { file: String, place: usize } "checkpoint-torn"
        "{file}: piece {place} ends in the middle; it was cut, or a crash interrupted the writing";
    CheckpointForeign { file: String, place: usize } "checkpoint-foreign"
        "{file}: piece {place} belongs to another installation";
    CheckpointsMissing { from: i64, to: i64 } "checkpoint-deleted"
        "checkpoints {from} to {to} have been deleted";
    CheckpointsUnordered { number: i64 } "checkpoint-moved"
        "checkpoint {number} does not stand in its place";
    CheckpointUnlinked { number: i64 } "checkpoint-unlinked"
        "checkpoint {number} does not follow the one before it";
    CheckpointInconsistent { number: i64 } "checkpoint-inconsistent"
        "the heads of checkpoint {number} do not add up to its root";
    FileCutShort { from: i64, to: i64 } "file-cut-short"
        "the files end early: checkpoints {from} to {to} are known to the database and not there";
    MarkAltered {} "mark-altered"
        "what the database knows of the newest checkpoints has been altered";
    /// Its row is gone, or as empty as on the first day.
    MarkDeleted {} "mark-deleted"
        "what the database knows of the newest checkpoints has been deleted";
    /// A version of somebody's consents that an entry vouches for is not there.
    ExportMissing { chain: ChainId, version: i64 } "export-deleted"
        "chain {chain}: version {version} of the consent export has been deleted";
    /// What is there is not what the entry vouches for.
    ExportAltered { chain: ChainId, version: i64 } "export-altered"
        "chain {chain}: version {version} of the consent export has been altered or replaced";
    /// No entry vouches for what is there.
    ExportInserted { chain: ChainId, version: i64 } "export-inserted"
        "chain {chain}: there is a version {version} of the consent export that no entry knows of";
    /// Somebody or something that never is without a chain has none.
    LogMissing { whose: String } "log-missing"
        "{whose}: there is no log; the whole chain has been deleted";
}

impl Finding {
    /// The chain it is about, if it is about one.
    pub const fn chain(&self) -> Option<ChainId> {
        match self {
            Self::Missing { chain, .. }
            | Self::Altered { chain, .. }
            | Self::Moved { chain, .. }
            | Self::Inserted { chain, .. }
            | Self::HeadAltered { chain }
            | Self::HeadDeleted { chain }
            | Self::CutOff { chain, .. }
            | Self::ChainDeleted { chain, .. }
            | Self::Rewritten { chain, .. }
            | Self::ExportMissing { chain, .. }
            | Self::ExportAltered { chain, .. }
            | Self::ExportInserted { chain, .. } => Some(*chain),
            _ => None,
        }
    }
}
