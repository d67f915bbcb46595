//! What each cell of the table is, and what can be done with it now.

use super::{super::catalogue::Purpose, Patient, renew};
use crate::{
    backend::{failure::Failure, state::AppState},
    consents::model::{Cell, Deadlines, Ledger, Standing, TextRef},
    notices::{
        gate::has_transport,
        model::{Channel, Class},
    },
    patients::contacts,
    time::Timestamp,
};

/// Why a cell cannot be switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// Inside the portal whatever belongs to the treatment is always told; there is nothing to switch.
    Always,
    /// The practice has nothing that carries messages of this channel.
    NotSetUp,
    /// No contact point of this kind was verified.
    NoContactPoint,
    /// The practice does not pursue the purpose any more, or not by this channel.
    NotOffered,
}

/// One purpose on one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellView {
    pub cell: Cell,
    pub standing: Standing,
    /// What was agreed to, or asked for.
    pub text: Option<TextRef>,
    /// What is in the way of switching it on; empty where nothing is.
    pub barrier: Option<Barrier>,
    /// How many messages wait for it.
    pub planned: usize,
}

impl CellView {
    /// Whether a consent or a choice holds for it, or none is needed. Messages may leave unless a barrier is in the way.
    pub fn is_on(&self) -> bool {
        self.barrier == Some(Barrier::Always) || matches!(self.standing, Standing::Active { .. })
    }

    /// Whether there is anything to take back.
    pub fn can_end(&self) -> bool {
        can_end(&self.standing)
    }

    /// Whether it comes to its end and can be given again.
    pub fn can_renew(&self, now: Timestamp) -> bool {
        self.barrier.is_none() && renew::is_due(&self.standing, now)
    }

    /// Whether it can be switched on.
    pub fn can_begin(&self) -> bool {
        self.barrier.is_none() && !matches!(self.standing, Standing::Active { .. })
    }
}

/// Whether there is anything to take back: what holds, what waits for its code, and what stands on paper.
pub(super) fn can_end(standing: &Standing) -> bool {
    matches!(standing, Standing::Active { .. } | Standing::Pending { .. } | Standing::OnPaper)
}

/// By which channels a patient can be reached now.
pub struct Reach(Vec<Channel>);

impl Reach {
    /// By exactly these.
    pub fn by(channels: Vec<Channel>) -> Self {
        Self(channels)
    }

    pub(super) async fn of(state: &AppState, patient: Patient) -> Result<Self, Failure> {
        let mut reached = Vec::new();
        for channel in Channel::ALL {
            let is_reached = channel == Channel::Portal
                || has_transport(channel)
                    && contacts::usable(state, patient.person, channel).await?.is_some();
            if is_reached {
                reached.push(channel);
            }
        }
        Ok(Self::by(reached))
    }

    /// What is in the way of switching a cell on.
    pub(super) fn barrier(&self, purpose: &Purpose, channel: Channel) -> Option<Barrier> {
        if purpose.retired_at.is_some() || !purpose.channels.contains(&channel) {
            return Some(Barrier::NotOffered);
        }
        if !has_transport(channel) {
            return Some(Barrier::NotSetUp);
        }
        if purpose.class == Class::Care && channel == Channel::Portal {
            return Some(Barrier::Always);
        }
        (!self.0.contains(&channel)).then_some(Barrier::NoContactPoint)
    }
}

/// A cell as it is at a moment, without what is planned for it.
pub(super) fn view(
    purpose: &Purpose,
    channel: Channel,
    reach: &Reach,
    (ledger, deadlines): (&Ledger, &Deadlines),
    now: Timestamp,
) -> CellView {
    let cell = Cell { purpose: purpose.key.clone(), channel };
    CellView {
        standing: ledger.standing(&cell, now, deadlines),
        text: ledger.state(&cell).text().cloned(),
        barrier: reach.barrier(purpose, channel),
        planned: 0,
        cell,
    }
}
