//! Random histories, and what holds by them, found by looking back: written differently from everything it is compared
//! with.

use super::*;
use crate::{
    backend::rng::{self, SystemRng},
    consents::{
        export::document::{Document, State},
        model::Event,
    },
    notices::gate::Refusal,
    time::Timestamp,
};

/// In which steps time goes on, in milliseconds.
pub const STEPS: [i64; 5] = [0, 1, 3_600_000, 48 * 3_600_000, 200 * 24 * 3_600_000];

/// xorshift64* (Vigna, 2016): small, and the same for the same seed on every machine.
pub struct Dice(u64);

impl Dice {
    /// Nought is the one seed from which nothing follows.
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).expect("31 bits") % sides
    }

    pub fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())].clone()
    }

    pub fn what(&mut self, now: i64) -> What {
        let after = now + self.of(&STEPS);
        let end = [None, Some(Timestamp(after))][self.roll(2)];
        match self.roll(7) {
            0 => What::Requested { until: Timestamp(after) },
            1 => What::Confirmed { expires_at: end },
            2 => What::Granted { expires_at: end },
            3 => What::Renewed { expires_at: end },
            4 => What::Recorded { signed_on: "2026-11-24".to_owned() },
            5 => What::Withdrawn,
            _ => What::Expired,
        }
    }
}

/// A version of a purpose and when it ends consents to older ones.
pub type Renewal = (PurposeKey, i64, Timestamp);

/// The events of a cell, the last one first.
fn of_cell<'a>(events: &'a [Event], cell: &'a Cell) -> impl Iterator<Item = &'a Event> {
    events.iter().rev().filter(move |event| event.cell == *cell)
}

/// Whether something may come next, by the last event alone.
pub fn may_follow(events: &[Event], cell: &Cell, next: &What) -> bool {
    let last = of_cell(events, cell).next().map(|event| &event.what);
    let is_open = matches!(last, None | Some(What::Withdrawn | What::Expired));
    let is_paper = matches!(last, Some(What::Recorded { .. }));
    let is_asked = matches!(last, Some(What::Requested { .. }));
    let holds = !is_open && !is_paper && !is_asked;
    match next {
        What::Requested { .. } => !holds,
        What::Granted { .. } => is_open || is_paper,
        What::Recorded { .. } => is_open || is_asked,
        What::Confirmed { .. } => is_asked,
        What::Withdrawn => !is_open,
        What::Renewed { .. } | What::Expired => holds,
    }
}

/// What holds, by looking back.
pub fn scan(events: &[Event], cell: &Cell, now: Timestamp, renewals: &[Renewal]) -> Standing {
    let Some(last) = of_cell(events, cell).next() else { return Standing::Off };
    let own_end = match last.what {
        What::Withdrawn => return Standing::Withdrawn { at: last.at },
        What::Expired => return Standing::Expired { at: last.at },
        What::Recorded { .. } => return Standing::OnPaper,
        What::Requested { until } if until <= now => return Standing::Lapsed { at: until },
        What::Requested { until } => return Standing::Pending { until },
        What::Confirmed { expires_at } | What::Granted { expires_at } | What::Renewed { expires_at } => {
            expires_at
        }
    };
    let begins = |event: &&Event| matches!(event.what, What::Confirmed { .. } | What::Granted { .. });
    let since = of_cell(events, cell).find(begins).expect("it has begun").at;
    let agreed = of_cell(events, cell).find(|event| !matches!(event.what, What::Confirmed { .. }));
    let version = agreed.expect("something was agreed to").text.version;
    let newer = |(purpose, other, _): &&Renewal| *purpose == cell.purpose && *other > version;
    let ends = renewals.iter().filter(newer).map(|(_, _, at)| *at).chain(own_end);
    match ends.min() {
        Some(end) if end <= now => Standing::Expired { at: end },
        expires_at => Standing::Active { since, expires_at },
    }
}

/// Where a run begins: the seeds of its histories follow one another, and a failure names its own.
pub fn first_seed() -> u64 {
    u64::from_be_bytes(rng::bytes(&SystemRng).expect("random")) >> 1
}

/// The word for what holds.
pub fn word(standing: &Standing) -> State {
    match standing {
        Standing::Off => State::Off,
        Standing::Pending { .. } => State::Pending,
        Standing::Lapsed { .. } => State::Lapsed,
        Standing::OnPaper => State::OnPaper,
        Standing::Active { .. } => State::Active,
        Standing::Withdrawn { .. } => State::Withdrawn,
        Standing::Expired { .. } => State::Expired,
    }
}

/// What the gate has to say where nothing holds.
pub fn refusal(standing: &Standing) -> Option<Refusal> {
    match word(standing) {
        State::Active => None,
        State::Off => Some(Refusal::NotGiven),
        State::Pending | State::Lapsed => Some(Refusal::NotConfirmed),
        State::OnPaper => Some(Refusal::OnlyOnPaper),
        State::Withdrawn => Some(Refusal::Withdrawn),
        State::Expired => Some(Refusal::Expired),
    }
}

/// Every moment at which something changes by itself: codes, consents and old texts come to their ends.
pub fn turning_points(events: &[Event], renewals: &[Renewal]) -> Vec<Timestamp> {
    let own = events.iter().filter_map(|event| match event.what {
        What::Requested { until } => Some(until),
        What::Confirmed { expires_at } | What::Granted { expires_at } | What::Renewed { expires_at } => {
            expires_at
        }
        What::Recorded { .. } | What::Withdrawn | What::Expired => None,
    });
    own.chain(renewals.iter().map(|(_, _, at)| *at)).collect()
}

/// What an export says about a cell is what holds; a cell nobody ever decided about is not in it.
pub fn assert_stated(document: &Document, cell: &Cell, truth: &Standing, about: &str) {
    let stated = document
        .states
        .iter()
        .find(|state| state.purpose == cell.purpose.as_str() && state.channel == cell.channel);
    let (since, until) = match *truth {
        Standing::Off | Standing::OnPaper => (None, None),
        Standing::Pending { until } => (None, Some(until)),
        Standing::Active { since, expires_at } => (Some(since), expires_at),
        Standing::Lapsed { at } | Standing::Withdrawn { at } | Standing::Expired { at } => (Some(at), None),
    };
    let read = |moment: &Option<String>| moment.as_deref().map(moment_of);
    let stated = stated.map(|state| (state.state, read(&state.since), read(&state.until)));
    let truth = (*truth != Standing::Off).then_some((word(truth), since, until));
    assert_eq!(stated, truth, "the export, {about}");
}

/// A moment as RFC 3339 writes it.
pub fn moment_of(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().expect("RFC 3339").as_millisecond())
}
