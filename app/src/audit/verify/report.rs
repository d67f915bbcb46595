//! What `obhut audit verify` says.

use super::Finding;
use crate::time::Timestamp;
use std::fmt;

/// Findings that are printed one by one.
const LISTED: usize = 100;

/// Which time the checkpoints vouch for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub first: Timestamp,
    /// From here on some kinds of tampering cannot be told.
    pub last: Timestamp,
    pub checkpoints: usize,
    pub files: usize,
    /// Whether the very first checkpoint is among them.
    pub is_from_the_beginning: bool,
}

/// The newest checkpoint of another data directory, as the database knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    pub number: i64,
    pub at: Timestamp,
}

/// The outcome of a verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The key the checkpoints were verified with: the installation's own.
    pub key_id: String,
    pub chains: usize,
    pub entries: u64,
    /// `None` when there is no checkpoint.
    pub span: Option<Span>,
    /// What other data directories have; their files are verified there.
    pub elsewhere: Vec<Elsewhere>,
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether everything is as the portal left it, as far as can be told.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Key: {} (Ed25519, this installation's own)", self.key_id)?;
        writeln!(f, "Chains: {}, entries: {}", self.chains, self.entries)?;
        match &self.span {
            None => writeln!(f, "Checkpoints: none")?,
            Some(Span { first, last, checkpoints, files, is_from_the_beginning }) => {
                let (first, last) = (moment(*first), moment(*last));
                let earlier = if *is_from_the_beginning { "" } else { "; earlier ones are not here" };
                writeln!(
                    f,
                    "Checkpoints: {checkpoints} in {files} file(s), from {first} to {last}{earlier}"
                )?;
            }
        }
        for Elsewhere { number, at } in &self.elsewhere {
            writeln!(
                f,
                "Another data directory: checkpoints up to number {number}, {}; verify where it is, or with --checkpoint",
                moment(*at)
            )?;
        }
        writeln!(f)?;
        if self.is_sound() {
            writeln!(f, "Nothing was found that has been altered, deleted, inserted or moved.")?;
        } else {
            writeln!(f, "{} finding(s):", self.findings.len())?;
        }
        for finding in self.findings.iter().take(LISTED) {
            writeln!(f, "  [{}] {finding}", finding.name())?;
        }
        if self.findings.len() > LISTED {
            writeln!(f, "  … and {} more", self.findings.len() - LISTED)?;
        }
        writeln!(f)?;
        match &self.span {
            None => write!(
                f,
                "What cannot be told: there is no checkpoint to compare with. Changes inside a chain are found, and so is a \
                 chain that somebody must have and has not; but not entries cut off together with their head, or an older \
                 copy of the database."
            ),
            Some(Span { last, .. }) => write!(
                f,
                "What cannot be told: after {}, the last checkpoint, changes inside a chain are found, but not entries \
                 cut off together with their head, or a copy of the database made since. Whoever can write to the database \
                 and to every copy of the checkpoints can put both back to an earlier day without any key, and whoever has \
                 the keys as well can make all of it anew. Compare with a copy kept elsewhere (--checkpoint FILE).",
                moment(*last)
            ),
        }
    }
}

/// A time as logs write it (RFC 3339, UTC).
pub(super) fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| format!("{} ms", at.0), |at| at.to_string())
}
