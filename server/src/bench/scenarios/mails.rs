//! Mails to a mail server over TLS: by the transport alone, and by the worker with gate, outbox and text.

use super::work_until;
use crate::bench::{
    Error,
    house::House,
    limits,
    measure::{Meter, callers, each},
    people::People,
    report::Report,
};
use app::{
    backend::mail::{Mail, Way},
    lang::Lang,
    notices::{
        outbox::{self, Message, Outcome},
        template::Template,
    },
    redacted::Redacted,
};
use std::time::Duration;

const TRANSPORT: &str = "mails: transport alone";
const QUEUED: &str = "mails: queued";
const SENT: &str = "mails: sent by the worker";

/// One round of all three.
pub async fn run(
    house: &House,
    people: &People,
    report: &mut Report,
    (round, clients, time): (u32, u64, Duration),
) -> Result<(), Error> {
    if house.state.mailer.way() != Way::Smtp {
        return Err(Error::Wrong("mails go into files".to_owned()));
    }
    // 1. The transport.
    let (state, before) = (house.state.clone(), house.sink.taken());
    let transport = callers(&house.state.db, clients, time, move |number| {
        let state = state.clone();
        async move {
            let sent = state.mailer.send(&letter(round, number)).await;
            sent.map_err(|error| Error::Wrong(format!("a mail was not taken: {error}")))
        }
    });
    let transport = transport.await?;
    is_taken(house, before, transport.operations)?;
    report.add(TRANSPORT, round, &transport)?;
    // 2. One for everybody is queued, and then sent.
    let (state, all, count) = (house.state.clone(), people.clone(), people.all.len() as u64);
    let meter = Meter::start(&house.state.db);
    each(clients, count, move |number| {
        let (state, people) = (state.clone(), all.clone());
        async move {
            let Some(somebody) = people.all.get(number as usize) else { return Ok(()) };
            let message = Message {
                subject: somebody.subject,
                cell: people.news.clone(),
                template: Template::ConsentEnding { on: people.ends_at },
                lang: Lang::De,
                about: vec![b"bench".to_vec(), round.to_be_bytes().to_vec()],
                not_before: state.clock.now(),
            };
            let message = outbox::prepare(&state, message).await?;
            let write =
                state.db.write(move |tx| Box::pin(async move { outbox::enqueue(tx, &message).await }));
            match write.await? {
                Outcome::Queued(_) => Ok(()),
                other => Err(Error::Wrong(format!("a message was not queued: {other:?}"))),
            }
        }
    })
    .await?;
    report.add(QUEUED, round, &meter.stop(count))?;
    let (before, meter) = (house.sink.taken(), Meter::start(&house.state.db));
    work_until(house, || house.sink.taken() - before >= count).await?;
    report.add(SENT, round, &meter.stop(count))?;
    is_taken(house, before, count)?;
    report.ratio("mails sent by the worker / transport alone", SENT, TRANSPORT);
    report.ratio("mails sent by the worker / one commit at a time", SENT, limits::COMMIT);
    Ok(())
}

fn is_taken(house: &House, before: u64, count: u64) -> Result<(), Error> {
    match house.sink.taken() - before {
        taken if taken == count => Ok(()),
        taken => Err(Error::Wrong(format!("of {count} mails {taken} have arrived"))),
    }
}

/// About as long as those of the portal.
fn letter(round: u32, number: u64) -> Mail {
    let text = "Guten Tag, eine Ihrer Einwilligungen läuft bald ab. Alles Weitere steht in Ihrem Portal.\n"
        .repeat(6);
    Mail {
        message_id: format!("{round}.{number}@localhost"),
        from_name: "Praxis".to_owned(),
        is_discreet: false,
        to: Redacted::new("erika@example.org".to_owned()),
        subject: "Nachricht im Portal".to_owned(),
        html: format!("<p>{text}</p>"),
        text,
        lang: "de",
        unsubscribe: None,
    }
}
