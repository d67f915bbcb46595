//! What holds, in words.

use crate::{
    consents::{
        model::Standing,
        service::{Barrier, CellView},
        texts,
    },
    lang::Lang,
    notices::model::{Channel, Class},
    ui::date::at_in_words,
};

/// What holds for a cell.
pub fn state(lang: Lang, class: Class, view: &CellView) -> String {
    if view.barrier == Some(Barrier::Always) {
        return texts::always(lang).to_owned();
    }
    let day = |at| texts::day(lang, at);
    match view.standing {
        Standing::Off => match view.barrier {
            Some(barrier) => texts::barrier(lang, barrier).to_owned(),
            None => texts::no(lang).to_owned(),
        },
        Standing::Pending { until } => texts::pending(lang, &at_in_words(until, lang)),
        Standing::Lapsed { at } => texts::lapsed(lang, &at_in_words(at, lang)),
        Standing::OnPaper => texts::on_paper(lang).to_owned(),
        Standing::Active { since, expires_at } => {
            let since = texts::since(lang, class == Class::Care, &day(since));
            match expires_at {
                Some(end) => format!("{since} {}", texts::expires(lang, &day(end))),
                None => since,
            }
        }
        Standing::Withdrawn { at } => texts::withdrawn(lang, &day(at)),
        Standing::Expired { at } => texts::expired(lang, &day(at)),
    }
}

/// The same as it is said to those who do not see where it stands: "Praxisneuigkeiten per E-Mail: Bestätigt am …".
pub fn said(lang: Lang, title: &str, channel: Channel, state: &str) -> String {
    format!("{title} {}: {state}", texts::by(lang, channel))
}
