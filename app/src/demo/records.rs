//! What the made-up patients have in their records: files in FHIR as a practice system might write them, in which dates
//! are given in days before today ("@-30"), so that a demonstration never grows old.

use super::letter;
use crate::{
    audit::Who,
    backend::{failure::Failure, state::AppState},
    ids::PersonId,
    patients::subjects::subject_of,
    records::{
        fhir,
        service::{import, record_of},
    },
    time::Timestamp,
    ui::date::practice_zone,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::{Span, civil::Date};

/// The system they are said to be from.
const SOURCE: &str = "Praxissystem";
/// A file that does not read, which a test would have found.
const BROKEN: Failure = Failure::Inconsistent { table: "record_entries", column: "content_enc" };

/// The letter that stands where a file says "@letter".
const LETTER: [&str; 16] = [
    "Radiologie Beispielstadt",
    "",
    "An die Praxis am Lindenhof",
    "",
    "Ultraschall der Schilddrüse",
    "Patientin: Anna Muster, geboren am 4. Mai 1980",
    "",
    "Sehr geehrte Frau Kollegin Beispiel,",
    "",
    "beide Lappen sind klein und gleichmäßig aufgebaut, Knoten sind nicht zu sehen.",
    "Gegenüber der letzten Untersuchung ist der Befund unverändert.",
    "Eine Kontrolle in einem Jahr reicht aus.",
    "",
    "Mit freundlichen Grüßen",
    "",
    "Dieser Brief ist erfunden; er gehört zu einer Vorführung.",
];

/// Gives somebody a record, unless there is one already.
pub(super) async fn give(state: &AppState, person: PersonId, file: &str) -> Result<(), Failure> {
    let subject = subject_of(state, person).await?;
    if !record_of(state, subject).await?.is_empty() {
        return Ok(());
    }
    let now = state.clock.now();
    let read = fhir::read(dated(file, now)?.as_bytes(), now).map_err(|_| BROKEN)?;
    import(state, Who::CommandLine, &read, SOURCE, person).await?;
    Ok(())
}

/// The file with dates in place of days, and with the letter.
///
/// The text is changed and not what it means: a number has to keep its digits.
pub(super) fn dated(file: &str, now: Timestamp) -> Result<String, Failure> {
    let moment = jiff::Timestamp::from_millisecond(now.0).map_err(|_| BROKEN)?;
    let today = practice_zone().to_datetime(moment).date();
    let mut parts = file.split("\"@");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (sign, rest) = part.split_once('"').ok_or(BROKEN)?;
        let value = match sign {
            "letter" => STANDARD.encode(letter::pdf(&LETTER)),
            days => day(today, days).ok_or(BROKEN)?.to_string(),
        };
        text.extend(["\"", &value, "\"", rest]);
    }
    Ok(text)
}

/// The day so many days from another; "-30" is a month ago.
fn day(today: Date, days: &str) -> Option<Date> {
    let days: i32 = days.parse().ok()?;
    today.checked_add(Span::new().try_days(days).ok()?).ok()
}
