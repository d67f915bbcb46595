//! Everybody decides something, and the job builds and signs a new version for each.

use super::work_until;
use crate::bench::{
    Error,
    house::House,
    limits,
    measure::{Meter, each},
    people::People,
    report::Report,
};
use app::consents::{export, model::What, service::arranged::decided};

const BUILT: &str = "exports built";

/// One round; the decisions themselves are not measured.
pub async fn run(
    house: &House,
    people: &People,
    report: &mut Report,
    (round, clients): (u32, u64),
) -> Result<(), Error> {
    let count = people.all.len() as u64;
    let (state, all) = (house.state.clone(), people.clone());
    each(clients, count, move |number| {
        let (state, people) = (state.clone(), all.clone());
        async move {
            let what = match round % 2 {
                1 => What::Granted { expires_at: None },
                _ => What::Withdrawn,
            };
            let Some(somebody) = people.all.get(number as usize) else { return Ok(()) };
            let new = vec![people.decision(&state, &people.told, what)?];
            Ok(decided(&state, somebody.subject, new, None, true).await?)
        }
    })
    .await?;
    let meter = Meter::start(&house.state.db);
    work_until(house, || true).await?;
    report.add(BUILT, round, &meter.stop(count))?;
    for somebody in people.all.iter() {
        let version = export::service::find(&house.state, somebody.subject, round.into()).await?;
        if version.is_none() {
            return Err(Error::Wrong(format!("somebody lacks version {round}")));
        }
    }
    report.ratio("exports built / one commit at a time", BUILT, limits::COMMIT);
    report.ratio("exports built / commits of all callers", BUILT, limits::COMMITS);
    Ok(())
}
