//! Answers of the gate about patients by lot, of whom one in four has taken their consent back.

use crate::bench::{
    Error,
    house::House,
    limits,
    measure::callers,
    people::{People, Somebody},
    report::Report,
};
use app::{
    backend::state::AppState,
    notices::gate::{self, Decision, Matter, Question, Verdict},
};
use std::time::Duration;

const ASKED: &str = "gate: asked";
const KEPT: &str = "gate: asked and kept";

/// One round of both.
pub async fn run(
    house: &House,
    people: &People,
    report: &mut Report,
    (round, clients, time): (u32, u64, Duration),
) -> Result<(), Error> {
    let (state, all) = (house.state.clone(), people.clone());
    let asked = callers(&house.state.db, clients, time, move |number| {
        let (state, people) = (state.clone(), all.clone());
        async move {
            let somebody = people.any(number)?;
            ask(&state, &people, somebody).await.map(drop)
        }
    });
    report.add(ASKED, round, &asked.await?)?;
    let (state, all) = (house.state.clone(), people.clone());
    let kept = callers(&house.state.db, clients, time, move |number| {
        let (state, people) = (state.clone(), all.clone());
        async move {
            let somebody = people.any(number)?;
            let sealed = ask(&state, &people, somebody).await?.seal(&state).await?;
            let write = state.db.write(move |tx| Box::pin(async move { gate::record(tx, &sealed).await }));
            write
                .await?
                .map(drop)
                .ok_or_else(|| Error::Wrong("consents have changed by themselves".to_owned()))
        }
    });
    report.add(KEPT, round, &kept.await?)?;
    report.ratio("gate, asked / a read of one row", ASKED, limits::READ);
    report.ratio("gate, asked and kept / commits of all callers", KEPT, limits::COMMITS);
    report.ratio("gate, asked and kept / one commit at a time", KEPT, limits::COMMIT);
    Ok(())
}

async fn ask(state: &AppState, people: &People, somebody: Somebody) -> Result<Decision, Error> {
    let Somebody { person, subject, agrees } = somebody;
    let question = Question { person, subject, cell: people.news.clone(), matter: Matter::Message };
    let decision = gate::may_send(state, question, state.clock.now()).await?;
    match matches!(decision.verdict, Verdict::Allow(_)) == agrees {
        true => Ok(decision),
        false => Err(Error::Wrong(format!("the gate says {:?}", decision.verdict))),
    }
}
