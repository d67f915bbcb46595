//! [`CellState`]: what holds for one purpose on one channel; a state that cannot follow cannot be built.

use super::event::{Event, Method, TextRef, What};
use crate::time::Timestamp;

/// What follows from the events of one cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CellState {
    /// Nothing was ever decided.
    #[default]
    Off,
    /// Asked for; the code has not been entered.
    Pending { requested_at: Timestamp, until: Timestamp, text: TextRef },
    /// Recorded from paper; the patient has not confirmed it.
    OnPaper { recorded_at: Timestamp, signed_on: String, text: TextRef },
    /// It holds.
    Active {
        /// When it was asked for; empty where no code was needed.
        requested_at: Option<Timestamp>,
        since: Timestamp,
        expires_at: Option<Timestamp>,
        text: TextRef,
        method: Method,
    },
    /// Taken back.
    Withdrawn { at: Timestamp },
    /// Its time was over.
    Expired { at: Timestamp },
}

/// An event that cannot follow what was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidTransition {
    /// The number of the event.
    pub seq: i64,
}

impl CellState {
    /// The state after an event of this cell.
    ///
    /// # Errors
    /// [`InvalidTransition`] for what cannot have happened; a history that holds one was not written by us.
    pub fn apply(self, event: &Event) -> Result<Self, InvalidTransition> {
        let text = event.text.clone();
        let at = event.at;
        match (self, &event.what) {
            // A new request replaces one that waits; whoever has a consent that holds has nothing to ask for.
            (
                CellState::Off
                | CellState::Pending { .. }
                | CellState::OnPaper { .. }
                | CellState::Withdrawn { .. }
                | CellState::Expired { .. },
                What::Requested { until },
            ) => Ok(CellState::Pending { requested_at: at, until: *until, text }),
            (CellState::Pending { requested_at, text, .. }, What::Confirmed { expires_at }) => {
                let (requested_at, expires_at) = (Some(requested_at), *expires_at);
                Ok(CellState::Active { requested_at, since: at, expires_at, text, method: event.method })
            }
            (
                CellState::Off
                | CellState::OnPaper { .. }
                | CellState::Withdrawn { .. }
                | CellState::Expired { .. },
                What::Granted { expires_at },
            ) => {
                let expires_at = *expires_at;
                Ok(CellState::Active {
                    requested_at: None,
                    since: at,
                    expires_at,
                    text,
                    method: event.method,
                })
            }
            (CellState::Active { requested_at, since, method, .. }, What::Renewed { expires_at }) => {
                Ok(CellState::Active { requested_at, since, expires_at: *expires_at, text, method })
            }
            (
                CellState::Off
                | CellState::Pending { .. }
                | CellState::Withdrawn { .. }
                | CellState::Expired { .. },
                What::Recorded { signed_on },
            ) => Ok(CellState::OnPaper { recorded_at: at, signed_on: signed_on.clone(), text }),
            (
                CellState::Pending { .. } | CellState::OnPaper { .. } | CellState::Active { .. },
                What::Withdrawn,
            ) => Ok(CellState::Withdrawn { at }),
            (CellState::Active { .. }, What::Expired) => Ok(CellState::Expired { at }),
            _ => Err(InvalidTransition { seq: event.seq }),
        }
    }
}

/// What a cell means at a moment: a state, with its clock read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Off,
    /// The code may still be entered.
    Pending {
        until: Timestamp,
    },
    /// The code came too late, or never.
    Lapsed {
        at: Timestamp,
    },
    /// On paper, and only that.
    OnPaper,
    Active {
        since: Timestamp,
        expires_at: Option<Timestamp>,
    },
    Withdrawn {
        at: Timestamp,
    },
    Expired {
        at: Timestamp,
    },
}

impl CellState {
    /// What holds at a moment. `deadline` is when a newer text has ended consents to the one of this state.
    pub fn at(&self, now: Timestamp, deadline: Option<Timestamp>) -> Standing {
        match *self {
            CellState::Off => Standing::Off,
            CellState::Pending { until, .. } if now >= until => Standing::Lapsed { at: until },
            CellState::Pending { until, .. } => Standing::Pending { until },
            CellState::OnPaper { .. } => Standing::OnPaper,
            CellState::Active { since, expires_at, .. } => {
                let expires_at = match (expires_at, deadline) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
                match expires_at {
                    Some(end) if now >= end => Standing::Expired { at: end },
                    expires_at => Standing::Active { since, expires_at },
                }
            }
            CellState::Withdrawn { at } => Standing::Withdrawn { at },
            CellState::Expired { at } => Standing::Expired { at },
        }
    }

    /// The text the state rests on, if it rests on one.
    pub fn text(&self) -> Option<&TextRef> {
        match self {
            CellState::Pending { text, .. }
            | CellState::OnPaper { text, .. }
            | CellState::Active { text, .. } => Some(text),
            CellState::Off | CellState::Withdrawn { .. } | CellState::Expired { .. } => None,
        }
    }
}
