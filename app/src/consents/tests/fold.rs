//! Random histories: the fold is compared with a scan of the events that keeps no state.

use super::*;
use crate::{
    backend::{
        rng::{self, SystemRng},
        testing::proofs,
    },
    consents::model::{Deadlines, Event, Ledger, Standing},
    time::Timestamp,
};

/// Events of a history.
const EVENTS: usize = 40;
/// In which steps time goes on, in milliseconds.
const STEPS: [i64; 5] = [0, 1, 3_600_000, 48 * 3_600_000, 200 * 24 * 3_600_000];

/// xorshift64* (Vigna, 2016): small, and the same for the same seed on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).expect("31 bits") % sides
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())].clone()
    }

    fn what(&mut self, now: i64) -> What {
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
type Renewal = (PurposeKey, i64, Timestamp);

/// The events of a cell, the last one first.
fn of_cell<'a>(events: &'a [Event], cell: &'a Cell) -> impl Iterator<Item = &'a Event> {
    events.iter().rev().filter(move |event| event.cell == *cell)
}

/// Whether something may come next, by the last event alone.
fn may_follow(events: &[Event], cell: &Cell, next: &What) -> bool {
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
fn scan(events: &[Event], cell: &Cell, now: Timestamp, renewals: &[Renewal]) -> Standing {
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

/// One history from beginning to end, compared after every event.
fn compare(seed: u64) {
    let mut dice = Dice(seed);
    let cells: Vec<Cell> = ["practice-news", "testimonial"]
        .into_iter()
        .flat_map(|purpose| [Channel::Portal, Channel::Email].map(|channel| cell(purpose, channel)))
        .collect();
    let renewals: Vec<Renewal> = (0..dice.roll(4))
        .map(|_| {
            (
                dice.of(&cells).purpose,
                2 + dice.roll(3) as i64,
                Timestamp(dice.roll(3) as i64 * 400 * 24 * 3_600_000),
            )
        })
        .collect();
    let mut deadlines = Deadlines::default();
    for (purpose, version, at) in &renewals {
        deadlines.add(purpose.clone(), *version, *at);
    }
    let (mut events, mut now, mut seq) = (Vec::new(), 0, 1);
    while events.len() < EVENTS {
        now += dice.of(&STEPS);
        let (cell, what) = (dice.of(&cells), dice.what(now));
        let text = TextRef { version: 1 + dice.roll(4) as i64, lang: Lang::De, hash: String::new() };
        let is_legal = may_follow(&events, &cell, &what);
        let (method, by, at) = (Method::Portal, By::Patient, Timestamp(now));
        events.push(Event { seq, at, cell, what, text, method, by });
        let ledger = Ledger::of(&events);
        assert_eq!(ledger.is_ok(), is_legal, "seed {seed}: {:?}", events.last());
        let Ok(ledger) = ledger else {
            events.pop();
            continue;
        };
        seq += 1;
        for cell in &cells {
            for moment in STEPS.map(|step| Timestamp(now + step)) {
                let (fold, scan) =
                    (ledger.standing(cell, moment, &deadlines), scan(&events, cell, moment, &renewals));
                assert_eq!(fold, scan, "seed {seed}: {cell:?} at {moment:?} after {} events", events.len());
            }
        }
    }
}

#[test]
fn the_fold_of_random_histories_is_what_a_scan_of_their_events_finds() {
    let first = u64::from_be_bytes(rng::bytes(&SystemRng).expect("random")) | 1;
    for number in 0..u64::from(proofs::consent_histories()) {
        // Nought is the one seed from which nothing follows.
        compare(first.wrapping_add(number).max(1));
    }
}
