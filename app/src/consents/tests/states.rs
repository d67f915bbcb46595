//! What can follow what, and what it means at a moment.

use super::*;
use crate::{
    consents::model::{CellState, Deadlines, Event, InvalidTransition, Ledger, Standing},
    time::Timestamp,
};

const UNTIL: Timestamp = Timestamp(1_000);
const END: Timestamp = Timestamp(5_000);

fn text(version: i64) -> TextRef {
    TextRef { version, lang: Lang::De, hash: "00".repeat(32) }
}

fn event(seq: i64, what: What) -> Event {
    Event {
        seq,
        at: Timestamp(seq * 10),
        cell: cell("practice-news", Channel::Email),
        what,
        text: text(1),
        method: Method::Portal,
        by: By::Patient,
    }
}

/// One of each, by a name.
fn what(name: &str) -> What {
    match name {
        "requested" => What::Requested { until: UNTIL },
        "confirmed" => What::Confirmed { expires_at: Some(END) },
        "granted" => What::Granted { expires_at: None },
        "renewed" => What::Renewed { expires_at: Some(END) },
        "recorded" => What::Recorded { signed_on: "2026-11-24".to_owned() },
        "withdrawn" => What::Withdrawn,
        "expired" => What::Expired,
        other => panic!("{other}"),
    }
}

const NAMES: [&str; 7] = ["requested", "confirmed", "granted", "renewed", "recorded", "withdrawn", "expired"];

/// Events separated by spaces, one after another.
fn fold(names: &str) -> Result<Ledger, InvalidTransition> {
    let events: Vec<Event> =
        (1..).zip(names.split_whitespace()).map(|(seq, name)| event(seq, what(name))).collect();
    Ledger::of(&events)
}

#[test]
fn only_what_can_follow_follows() {
    for (before, may_follow) in [
        ("", "requested granted recorded"),
        ("requested", "requested confirmed recorded withdrawn"),
        ("recorded", "requested granted withdrawn"),
        ("requested confirmed", "renewed withdrawn expired"),
        ("granted", "renewed withdrawn expired"),
        ("granted renewed", "renewed withdrawn expired"),
        ("granted withdrawn", "requested granted recorded"),
        ("granted expired", "requested granted recorded"),
        ("requested withdrawn", "requested granted recorded"),
        ("recorded requested", "requested confirmed recorded withdrawn"),
    ] {
        for name in NAMES {
            let follows = fold(&format!("{before} {name}")).is_ok();
            assert_eq!(follows, may_follow.split(' ').any(|other| other == name), "{before} -> {name}");
        }
    }
}

#[test]
fn a_gap_a_repetition_and_a_wrong_beginning_are_no_history() {
    for numbers in [&[2][..], &[1, 1], &[1, 3], &[2, 1], &[0, 1], &[-1]] {
        let events: Vec<Event> = numbers.iter().map(|seq| event(*seq, what("requested"))).collect();
        assert!(Ledger::of(&events).is_err(), "{numbers:?}");
    }
}

#[test]
fn what_holds_depends_on_the_moment() {
    let active = |since, expires_at| Standing::Active { since: Timestamp(since), expires_at };
    for (names, now, deadline, expected) in [
        ("", 0, None, Standing::Off),
        ("requested", 999, None, Standing::Pending { until: UNTIL }),
        ("requested", 1_000, None, Standing::Lapsed { at: UNTIL }),
        ("recorded", 9_999, None, Standing::OnPaper),
        ("requested confirmed", 4_999, None, active(20, Some(END))),
        ("requested confirmed", 5_000, None, Standing::Expired { at: END }),
        ("granted", i64::MAX, None, active(10, None)),
        // A newer text ends what has no end of its own, and never makes anything longer.
        ("granted", 2_999, Some(3_000), active(10, Some(Timestamp(3_000)))),
        ("granted", 3_000, Some(3_000), Standing::Expired { at: Timestamp(3_000) }),
        ("requested confirmed", 100, Some(9_000), active(20, Some(END))),
        ("requested confirmed renewed", 100, None, active(20, Some(END))),
        ("granted withdrawn", 100, Some(50), Standing::Withdrawn { at: Timestamp(20) }),
        ("granted expired", 100, None, Standing::Expired { at: Timestamp(20) }),
    ] {
        let mut deadlines = Deadlines::default();
        if let Some(renew_by) = deadline {
            deadlines.add(cell("practice-news", Channel::Email).purpose, 2, Timestamp(renew_by));
        }
        let ledger = fold(names).expect("a history");
        let cell = cell("practice-news", Channel::Email);
        assert_eq!(ledger.standing(&cell, Timestamp(now), &deadlines), expected, "{names} at {now}");
    }
}

#[test]
fn both_moments_of_a_double_opt_in_are_kept() {
    let ledger = fold("requested requested confirmed").expect("a history");
    let CellState::Active { requested_at, since, .. } = ledger.state(&cell("practice-news", Channel::Email))
    else {
        panic!("it holds");
    };
    assert_eq!((requested_at, since), (Some(Timestamp(20)), Timestamp(30)));
}

#[test]
fn only_newer_versions_of_the_same_purpose_end_a_consent_and_the_first_of_them_counts() {
    let [news, recall] = ["practice-news", "prevention-recall"].map(|key| cell(key, Channel::Email).purpose);
    let mut deadlines = Deadlines::default();
    for (version, renew_by) in [(2, 300), (3, 200), (5, 500)] {
        deadlines.add(news.clone(), version, Timestamp(renew_by));
    }
    for (purpose, version, expected) in [
        (&news, 1, Some(200)),
        (&news, 2, Some(200)),
        (&news, 3, Some(500)),
        (&news, 4, Some(500)),
        (&news, 5, None),
        (&recall, 1, None),
    ] {
        assert_eq!(deadlines.of(purpose, version), expected.map(Timestamp), "{version}");
    }
}

#[test]
fn cells_know_nothing_of_each_other() {
    let sms = Event { cell: cell("practice-news", Channel::Sms), ..event(2, what("withdrawn")) };
    let first = event(1, what("granted"));
    assert!(Ledger::of([&first, &sms]).is_err(), "nothing to withdraw there");
    let sms = Event { what: what("granted"), ..sms };
    let ledger = Ledger::of([&first, &sms, &event(3, what("withdrawn"))]).expect("a history");
    assert!(matches!(ledger.state(&sms.cell), CellState::Active { .. }));
    assert_eq!(ledger.cells().count(), 2);
}
