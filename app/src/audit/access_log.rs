//! One person's access log, for that very person, and for whoever states a reason.
//!
//! What was done with master data and access stands in the chain of the person, what was done with the record in the
//! chain of the care subject. The two are laid into each other by time here, and nowhere in the database.

use super::{Act, Category, Entry, Line, Owner, Page, Reading, deed_against, page, reason, write_down};
use crate::{
    accounts::service::access::{self, Closed},
    backend::{
        context::{Actor, RequestContext},
        failure::Failure,
        policy::{Action, Permit, authorise},
        state::AppState,
    },
    error::AppError,
    ids::PersonId,
    patients::{self, subjects},
    time::Timestamp,
};
use std::{cmp::Reverse, fmt};

/// Lines on a page.
const LINES: u16 = 20;

/// Where the next page begins in both chains: only what is older than these numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    person: i64,
    subject: i64,
}

impl Cursor {
    /// Before everything.
    pub const NEWEST: Self = Self { person: i64::MAX, subject: i64::MAX };

    /// Reads what [`fmt::Display`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (person, subject) = text.split_once('-')?;
        let number = |text: &str| text.parse().ok().filter(|number: &i64| *number >= 1);
        Some(Self { person: number(person)?, subject: number(subject)? })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.person, self.subject)
    }
}

/// A page of somebody's access log.
#[derive(Debug)]
pub struct AccessLog {
    /// Newest first.
    pub readings: Vec<Reading>,
    /// Where the next page begins, if there is one.
    pub older: Option<Cursor>,
}

/// Somebody's own log, or until when it is held back.
#[derive(Debug)]
pub enum Own {
    Open(AccessLog),
    /// A second invitation has just bound a new way to sign in; its owner shall have time to notice.
    Held {
        until: Timestamp,
    },
}

/// The log of the patient who asks; reading it oneself is not logged.
pub async fn own(context: &RequestContext, cursor: Cursor) -> Result<Own, AppError> {
    authorise(Action::ReadOwnAccessLog, &context.actor)?;
    let Actor::Patient(patient) = &context.actor else { return Err(AppError::NotFound) };
    let whole = match access::record_closed(context, patient.person()).await? {
        Some(Closed::Held { until }) => return Ok(Own::Held { until }),
        // Whoever enrolled with a letter that is not theirs shall not learn when somebody was treated, and by whom.
        Some(Closed::Unconfirmed) => false,
        None => true,
    };
    Ok(Own::Open(of_person(&context.state, patient.person(), cursor, whole).await?))
}

/// Whether the log of a patient may be asked for against a reason, and whether there is such a patient.
///
/// # Errors
/// [`AppError::NotFound`] for everybody else, and for ids of nobody.
pub async fn may_ask(context: &RequestContext, person: PersonId) -> Result<(), AppError> {
    let permit = authorise(Action::ReadAccessLog, &context.actor)?;
    if permit != Permit::AgainstReason {
        return Err(AppError::NotFound);
    }
    patients::service::known_patient(&context.state, person).await?.map(|_| ()).ok_or(AppError::NotFound)
}

/// The log of a patient for somebody who states why. The reading stands in it, with the reason, before it is read.
///
/// # Errors
/// - As [`may_ask`].
/// - [`AppError::Invalid`] without a reason, or with one that is too long.
/// - Whatever keeps the entry from being written keeps the log from being seen.
pub async fn of_patient(
    context: &RequestContext,
    person: PersonId,
    typed_reason: &str,
    cursor: Cursor,
) -> Result<AccessLog, AppError> {
    may_ask(context, person).await?;
    let reason = reason::parse(typed_reason).map_err(|field| AppError::Invalid { fields: vec![field] })?;
    let act = (Act::AccessLogRead, Category::AccessLog);
    write_down(&context.state, deed_against(context, person, act, Some(reason)).await?).await?;
    Ok(of_person(&context.state, person, cursor, true).await?)
}

/// The log of a person, the `whole` of it or without what was done with their record; for callers that have authorised the
/// reading, and recorded it where that is owed.
async fn of_person(
    state: &AppState,
    person: PersonId,
    cursor: Cursor,
    whole: bool,
) -> Result<AccessLog, Failure> {
    let theirs = page(state, Owner::Person(person), Some(cursor.person), LINES).await?;
    let subject = if whole { subjects::known_subject(state, person).await? } else { None };
    let subjects = match subject {
        Some(subject) => page(state, Owner::Subject(subject), Some(cursor.subject), LINES).await?,
        None => Page { lines: Vec::new(), older: None },
    };
    Ok(merge(cursor, theirs, subjects))
}

/// Lays two chains into each other, newest first, and cuts off where a page ends.
fn merge(cursor: Cursor, person: Page, subject: Page) -> AccessLog {
    let more = person.older.is_some() || subject.older.is_some();
    let mut lines: Vec<_> = dated(person.lines).map(|(at, line)| (at, true, line)).collect();
    lines.extend(dated(subject.lines).map(|(at, line)| (at, false, line)));
    // A stable sort: within a chain the order of its numbers stays.
    lines.sort_by_key(|(at, ..)| Reverse(*at));
    let is_cut = lines.len() > usize::from(LINES);
    lines.truncate(usize::from(LINES));
    let mut next = cursor;
    for (_, is_person, line) in &lines {
        *(if *is_person { &mut next.person } else { &mut next.subject }) = line.seq;
    }
    AccessLog {
        readings: lines.into_iter().map(|(.., line)| line.reading).collect(),
        older: (more || is_cut).then_some(next),
    }
}

/// Every line with a time to sort it by. One that cannot be read stands where its chain has it, and clocks that were set
/// back do not change the order of a chain: no line is newer than the one before it.
fn dated(lines: Vec<Line>) -> impl Iterator<Item = (i64, Line)> {
    lines.into_iter().scan(i64::MAX, |latest, line| {
        if let Reading::Entry(entry) = &line.reading {
            let Entry { at, .. } = &**entry;
            *latest = at.0.min(*latest);
        }
        Some((*latest, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::{Act, Category, Who},
        time::Timestamp,
    };

    fn line(seq: i64, at: Option<i64>) -> Line {
        let entry = |at| Entry::new(Timestamp(at), Who::System, Act::MasterDataRead, Category::MasterData);
        let reading = at.map_or(Reading::Altered, |at| Reading::Entry(Box::new(entry(at))));
        Line { seq, reading }
    }

    fn times(log: &AccessLog) -> Vec<Option<i64>> {
        let time = |reading: &Reading| match reading {
            Reading::Entry(entry) => Some(entry.at.0),
            Reading::Altered | Reading::Unreadable => None,
        };
        log.readings.iter().map(time).collect()
    }

    #[test]
    fn two_chains_become_one_list_and_what_cannot_be_read_keeps_its_place() {
        let person = Page { lines: vec![line(3, Some(50)), line(2, None), line(1, Some(10))], older: None };
        let subject = Page { lines: vec![line(2, Some(40)), line(1, Some(20))], older: None };
        let log = merge(Cursor::NEWEST, person, subject);
        assert_eq!(times(&log), [Some(50), None, Some(40), Some(20), Some(10)]);
        assert_eq!(log.older, None);
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_turn_a_chain_around() {
        let person = Page { lines: vec![line(2, Some(10)), line(1, Some(90))], older: None };
        let log = merge(Cursor::NEWEST, person, Page { lines: vec![line(1, Some(50))], older: None });
        assert_eq!(times(&log), [Some(50), Some(10), Some(90)]);
    }

    #[test]
    fn every_line_of_two_long_chains_is_shown_once() {
        let (mut cursor, mut seen) = (Cursor::NEWEST, Vec::new());
        let chain = |before: i64, offset: i64| {
            let all = (1..=33).rev().filter(|seq| *seq < before);
            let lines: Vec<_> = all.take(20).map(|seq| line(seq, Some(seq * 10 + offset))).collect();
            let older = lines.last().map(|line| line.seq).filter(|seq| *seq > 1);
            Page { lines, older }
        };
        for _ in 0..10 {
            let log = merge(cursor, chain(cursor.person, 0), chain(cursor.subject, 5));
            seen.extend(times(&log).into_iter().flatten());
            let Some(next) = log.older else { break };
            cursor = Cursor::parse(&next.to_string()).expect("reads back");
        }
        let mut all: Vec<i64> = (1..=33).flat_map(|seq| [seq * 10, seq * 10 + 5]).collect();
        all.reverse();
        assert_eq!(seen, all);
    }

    #[test]
    fn a_cursor_is_two_numbers_and_nothing_else() {
        for nonsense in
            ["", "-", "1", "1-", "-1", "0-1", "1-2-3", "1-x", "99999999999999999999-1", "</script>-1"]
        {
            assert_eq!(Cursor::parse(nonsense), None, "{nonsense}");
        }
    }
}
