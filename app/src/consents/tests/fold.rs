//! Random histories: the fold is compared with a scan of the events that keeps no state.

use super::{
    random::{Dice, Renewal, STEPS, first_seed, may_follow, scan},
    *,
};
use crate::{
    backend::testing::proofs,
    consents::model::{Deadlines, Event, Ledger},
    time::Timestamp,
};

/// Events of a history.
const EVENTS: usize = 40;

/// One history from beginning to end, compared after every event.
fn compare(seed: u64) {
    let mut dice = Dice::new(seed);
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
    let first = first_seed();
    for number in 0..u64::from(proofs::consent_histories()) {
        compare(first + number);
    }
}
