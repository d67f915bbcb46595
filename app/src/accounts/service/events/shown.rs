//! What somebody is shown of what happened to their access: newest first, a page at a time, equal things of a day as one.

use super::{DETAILS, Happened, TRIES_TOLD};
use crate::{
    accounts::store::events::{self, Cursor, EventRow},
    backend::{
        context::{Actor, RequestContext},
        crypto::{IdentityClass, store},
        failure::Failure,
        policy::{Action, authorise},
        state::AppState,
    },
    error::AppError,
    ids::{PersonId, SecurityEventId},
    time::Timestamp,
    ui::date::practice_zone,
};
use jiff::civil::Date;
use std::fmt;

/// How many rows make a page; equal ones are folded after that.
const ROWS: i64 = 50;

impl Cursor {
    /// Before everything.
    pub fn newest() -> Self {
        Self { at: Timestamp(i64::MAX), id: SecurityEventId::from_random([0xff; 16]) }
    }

    /// Reads what [`fmt::Display`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('-')?;
        Some(Self { at: Timestamp(at.parse().ok()?), id: SecurityEventId::parse(id)? })
    }

    fn of(row: &EventRow) -> Self {
        Self { at: row.at, id: row.id }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.0, self.id)
    }
}

/// An event as a page shows it; several equal ones of a day are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub happened: Happened,
    /// When it happened last.
    pub at: Timestamp,
    pub times: usize,
}

/// A page of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Newest first.
    pub events: Vec<Event>,
    /// Where the next page begins, if there is one.
    pub older: Option<Cursor>,
    /// The places of the oldest and the newest of them, if there is any.
    pub ends: Option<(Cursor, Cursor)>,
}

/// A page of the events of whoever is signed in.
pub async fn list(context: &RequestContext, before: Cursor) -> Result<Page, AppError> {
    let person = own(Action::KeepOwnAccess, context)?;
    let rows = context.state.db.read(move |tx| Box::pin(events::list_before(tx, person, before, ROWS + 1)));
    Ok(open(&context.state, person, rows.await?).await?)
}

/// What a patient has not put away yet; what does not fit on the page moves up when that is put away.
pub async fn list_unseen(context: &RequestContext) -> Result<Page, AppError> {
    let person = own(Action::SeeHome, context)?;
    let rows = context.state.db.read(move |tx| Box::pin(events::list_unseen(tx, person, ROWS + 1)));
    Ok(open(&context.state, person, rows.await?).await?)
}

/// Puts away what was shown on the start page, from the oldest to the newest of it.
pub async fn put_away(context: &RequestContext, ends: (Cursor, Cursor)) -> Result<(), AppError> {
    let (person, now) = (own(Action::SeeHome, context)?, context.now());
    let put = context.state.db.write(move |tx| Box::pin(events::mark_seen(tx, person, ends, now)));
    Ok(put.await?)
}

/// Whose events somebody may see: their own.
fn own(action: Action, context: &RequestContext) -> Result<PersonId, AppError> {
    authorise(action, &context.actor)?;
    match &context.actor {
        Actor::Patient(patient) => Ok(patient.person()),
        Actor::Staff(staff) => Ok(staff.person()),
        Actor::Nobody => Err(AppError::SignInRequired),
    }
}

/// Everything that happened to anybody lately, each by itself, for tests that look from outside.
#[cfg(test)]
pub(in crate::accounts) async fn of(
    state: &AppState,
    person: PersonId,
) -> Result<Vec<(Happened, Timestamp)>, Failure> {
    let rows = state.db.read(move |tx| Box::pin(events::list_before(tx, person, Cursor::newest(), ROWS)));
    decrypt(state, person, &rows.await?).await
}

async fn open(state: &AppState, person: PersonId, mut rows: Vec<EventRow>) -> Result<Page, Failure> {
    let most = usize::try_from(ROWS).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let ends = rows.last().zip(rows.first()).map(|(oldest, newest)| (Cursor::of(oldest), Cursor::of(newest)));
    let older = ends.filter(|_| more).map(|(oldest, _)| oldest);
    Ok(Page { events: fold(decrypt(state, person, &rows).await?), older, ends })
}

async fn decrypt(
    state: &AppState,
    person: PersonId,
    rows: &[EventRow],
) -> Result<Vec<(Happened, Timestamp)>, Failure> {
    let key = state
        .db
        .read(move |tx| Box::pin(store::find_identity_key(tx, person, IdentityClass::Identity)))
        .await?;
    let key = state.keys.open_identity_key(person, key)?;
    rows.iter()
        .map(|row| {
            let plain = key.open(DETAILS, row.id.as_bytes(), &row.details_enc)?;
            let happened = serde_json::from_slice(&plain).map_err(|_| Failure::Sealed)?;
            Ok((happened, row.at))
        })
        .collect()
}

/// Equal events of a day become one, in the place of the newest; so nothing that repeats hides what does not.
fn fold(events: Vec<(Happened, Timestamp)>) -> Vec<Event> {
    let mut folded: Vec<(Option<Date>, Event)> = Vec::with_capacity(events.len());
    for (happened, at) in events {
        let day = day(at);
        match folded.iter_mut().find(|(on, event)| *on == day && event.happened.is_like(&happened)) {
            Some((_, Event { happened: Happened::TriesBefore { count }, .. })) => {
                if let Happened::TriesBefore { count: more } = happened {
                    *count += more;
                }
            }
            Some((_, event)) => event.times += 1,
            None => folded.push((day, Event { happened, at, times: 1 })),
        }
    }
    let told =
        |event: &Event| !matches!(event.happened, Happened::TriesBefore { count } if count < TRIES_TOLD);
    folded.into_iter().map(|(_, event)| event).filter(told).collect()
}

/// The day on the clocks of the practice.
fn day(at: Timestamp) -> Option<Date> {
    let moment = jiff::Timestamp::from_millisecond(at.0).ok()?;
    Some(practice_zone().to_datetime(moment).date())
}

impl Happened {
    /// Whether somebody reads the same sentence for both.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Happened::Invited { by, .. }, Happened::Invited { by: other, .. }) => by == other,
            (Happened::TriesBefore { .. }, Happened::TriesBefore { .. }) => true,
            (one, other) => one == other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn invited(by: &str, at: i64) -> (Happened, Timestamp) {
        (Happened::Invited { by: Some(by.to_owned()), at: Timestamp(at) }, Timestamp(at))
    }

    #[test]
    fn equal_events_of_a_day_are_one_in_the_place_of_the_newest() {
        // 1 January 1970, 01:00 in Berlin, and the evening before at 23:30.
        let events = vec![
            invited("Petra", 3 * HOUR),
            (Happened::CodesRenewed, Timestamp(2 * HOUR)),
            invited("Petra", HOUR),
            invited("Paula", HOUR),
            invited("Petra", 0),
            invited("Petra", -3 * HOUR / 2),
        ];
        let told: Vec<_> = fold(events).into_iter().map(|event| (event.at.0, event.times)).collect();
        assert_eq!(told, [(3 * HOUR, 3), (2 * HOUR, 1), (HOUR, 1), (-3 * HOUR / 2, 1)]);
    }

    #[test]
    fn tries_in_vain_are_added_up_and_told_from_three_on() {
        let tries = |count| Happened::TriesBefore { count };
        let told = |counts: &[i64]| {
            let events = counts.iter().map(|count| (tries(*count), Timestamp(0))).collect();
            fold(events).into_iter().map(|event| (event.happened, event.times)).collect::<Vec<_>>()
        };
        assert_eq!(told(&[1]), []);
        assert_eq!(told(&[1, 1]), []);
        assert_eq!(told(&[1, 2]), [(tries(3), 1)]);
        assert_eq!(told(&[60]), [(tries(60), 1)]);
    }

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let place = Cursor { at: Timestamp(7), id: SecurityEventId::from_random([9; 16]) };
        assert_eq!(Cursor::parse(&place.to_string()), Some(place));
        for text in ["", "7", "7-", "-x", "x-00000000-0000-4000-8000-000000000000"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
