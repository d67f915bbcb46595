//! How a cell stands, in words.

use crate::{
    consents::{
        model::{Cell, Event, Standing, What},
        service::{Barrier, CellView},
        texts,
    },
    lang::Lang,
    notices::{
        model::{Channel, Class},
        outbox::Planned,
        template::Template,
    },
    ui::date::{at_in_words, date_in_words, practice_zone},
};

/// "Bestätigt am 24. November 2026, läuft ab am 24. November 2028".
pub fn state(lang: Lang, class: Class, view: &CellView) -> String {
    let day = |at| day(lang, at);
    match &view.standing {
        Standing::Off => match view.barrier {
            Some(Barrier::Always) => texts::always(lang).to_owned(),
            Some(barrier) => barred(lang, barrier, view.cell.channel).to_owned(),
            None => texts::off(lang).to_owned(),
        },
        _ if view.barrier == Some(Barrier::Always) => texts::always(lang).to_owned(),
        Standing::Pending { until } => texts::pending(lang, &at_in_words(*until, lang)),
        Standing::Lapsed { at } => texts::lapsed(lang, &at_in_words(*at, lang)),
        Standing::OnPaper => texts::on_paper(lang).to_owned(),
        Standing::Active { since, expires_at } => {
            let since = match class {
                Class::Care => texts::switched_on(lang, &day(*since)),
                Class::Outreach => texts::confirmed(lang, &day(*since)),
            };
            let ends = expires_at.map(|end| texts::expires(lang, &day(end)));
            [Some(since), ends].into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        Standing::Withdrawn { at } => texts::withdrawn(lang, &day(*at)),
        Standing::Expired { at } => texts::expired(lang, &day(*at)),
    }
}

/// What is in the way.
pub fn barred(lang: Lang, barrier: Barrier, channel: Channel) -> &'static str {
    match barrier {
        Barrier::Always => texts::always(lang),
        Barrier::NotSetUp => texts::not_set_up(lang),
        Barrier::NoContactPoint => match channel {
            Channel::Letter => texts::no_postal_address(lang),
            Channel::Phone => texts::no_number(lang),
            Channel::Portal | Channel::Email | Channel::Sms => texts::no_contact_point(lang),
        },
        Barrier::NotOffered => texts::not_offered(lang),
    }
}

/// What was done.
pub(super) fn deed(lang: Lang, event: &Event) -> String {
    match &event.what {
        What::Requested { .. } => texts::did_request(lang).to_owned(),
        What::Confirmed { expires_at } => with_end(lang, texts::did_confirm(lang), *expires_at),
        What::Granted { expires_at } => with_end(lang, texts::did_grant(lang), *expires_at),
        What::Renewed { expires_at } => with_end(lang, texts::did_renew(lang), *expires_at),
        What::Recorded { signed_on } => {
            let day = signed_on.parse().map(|day| date_in_words(day, lang));
            texts::recorded(lang, &day.unwrap_or_else(|_| signed_on.clone()))
        }
        What::Withdrawn => texts::did_withdraw(lang).to_owned(),
        What::Expired => texts::did_expire(lang).to_owned(),
    }
}

fn with_end(lang: Lang, done: &str, ends_at: Option<crate::time::Timestamp>) -> String {
    match ends_at {
        Some(end) => format!("{done}, {}", texts::valid_until(lang, &day(lang, end))),
        None => done.to_owned(),
    }
}

/// What waits, with its time.
pub(super) fn planned(lang: Lang, planned: &Planned) -> String {
    let what = match planned.template {
        Template::ConsentCode { .. } => texts::planned_code(lang),
        Template::ConsentEnding { .. } => texts::planned_ending(lang),
        _ => texts::planned_other(lang),
    };
    format!("{what}: {}", at_in_words(planned.due_at, lang))
}

/// The day of a moment without the day of the week: a cell of the table is narrow.
fn day(lang: Lang, at: crate::time::Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map(|at| date_in_words(practice_zone().to_datetime(at).date(), lang))
        .unwrap_or_default()
}

/// The table, which says how a cell stands.
pub fn back_to(cell: &Cell) -> String {
    format!("/consents?about={}.{}", cell.purpose.as_str(), cell.channel.as_str())
}

/// The address of a page about one cell.
pub fn path(page: &str, cell: &Cell) -> String {
    format!("/consents/{page}/{}/{}", cell.purpose.as_str(), cell.channel.as_str())
}
