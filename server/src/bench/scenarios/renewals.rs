//! The consents of everybody end at the same moment: two reminders for each, the end, and a new export.

use super::work_until;
use crate::bench::{Error, house::House, limits, measure::Meter, people::People, report::Report};
use app::{
    consents::{export, history, model::What, service::REMINDERS},
    time::Timestamp,
};

/// In milliseconds.
const HOUR: i64 = 3_600_000;
/// By the days before the end.
const REMINDED: [&str; 2] = ["renewals: reminded 30 days before", "renewals: reminded 7 days before"];
/// The round after those of the reminders.
const LAST: u32 = 3;
const ENDED: &str = "renewals: ended, with an export";
/// One in so many is looked at afterwards.
const SAMPLE: usize = 97;

/// All three, each a round with limits of its own, because each may take minutes.
pub async fn run(house: &House, people: &People, report: &mut Report, clients: u64) -> Result<(), Error> {
    let count = people.all.len() as u64;
    for (round, (name, days)) in (1..).zip(REMINDED.into_iter().zip(REMINDERS)) {
        limits::measure(house, report, round, clients).await?;
        // A few hours later, because the clocks may have been changed in between.
        let moment = people.ends_at.0 - i64::from(days) * 24 * HOUR + 3 * HOUR;
        house.clock.turn_to(Timestamp(moment));
        let (before, meter) = (house.sink.taken(), Meter::start(&house.state.db));
        work_until(house, || house.sink.taken() - before >= count).await?;
        report.add(name, round, &meter.stop(count))?;
        let taken = house.sink.taken() - before;
        if taken != count {
            return Err(Error::Wrong(format!("{count} were to be reminded, and {taken} mails came")));
        }
    }
    limits::measure(house, report, LAST, clients).await?;
    house.clock.turn_to(people.ends_at);
    let (before, meter) = (house.sink.taken(), Meter::start(&house.state.db));
    work_until(house, || true).await?;
    report.add(ENDED, LAST, &meter.stop(count))?;
    if house.sink.taken() != before {
        return Err(Error::Wrong("somebody was told of what was over".to_owned()));
    }
    for somebody in people.all.iter().step_by(SAMPLE) {
        let events = history::history(&house.state, somebody.subject).await?.events;
        let has_expired = events.last().is_some_and(|event| event.what == What::Expired);
        let version = export::service::find(&house.state, somebody.subject, 1).await?;
        if !has_expired || version.is_none() {
            return Err(Error::Wrong("a consent has not ended, or there is no export of it".to_owned()));
        }
    }
    report.ratio("reminded 30 days before / one commit at a time", REMINDED[0], limits::COMMIT);
    report.ratio("reminded 7 days before / one commit at a time", REMINDED[1], limits::COMMIT);
    report.ratio("ended, with an export / one commit at a time", ENDED, limits::COMMIT);
    Ok(())
}
