//! What is wrong with a form on paper, said in words beside its control.

use super::{
    model::{Problem, Wrong},
    texts,
};
use crate::{
    consents::texts as consent_texts, error::FieldCode, lang::Lang, notices::model::Channel,
    ui::form::FieldMessage,
};

/// The message for each thing that is wrong.
pub(super) fn messages(lang: Lang, problems: &[Problem]) -> Vec<FieldMessage> {
    let message = |problem: &Problem| FieldMessage { field: problem.field, text: sentence(lang, *problem) };
    problems.iter().map(message).collect()
}

fn sentence(lang: Lang, Problem { field, wrong }: Problem) -> String {
    let text = match wrong {
        Wrong::Missing => match field {
            "lang" => texts::lang_missing(lang),
            "scan" => texts::scan_missing(lang),
            _ => texts::text_missing(lang),
        },
        Wrong::SeveralTexts => texts::several_texts(lang),
        Wrong::Day(FieldCode::Missing) => texts::day_missing(lang),
        Wrong::Day(FieldCode::Future) => texts::day_future(lang),
        Wrong::Day(FieldCode::TooOld) => texts::day_too_old(lang),
        Wrong::Day(_) => texts::day_wrong(lang),
        Wrong::BeforeText => texts::day_before_text(lang),
        Wrong::TooLarge => texts::scan_too_large(lang),
        Wrong::OtherKind => texts::scan_other_kind(lang),
        Wrong::NotOffered => texts::not_offered(lang),
        Wrong::WayNotOffered(_) => texts::way_not_offered(lang),
        Wrong::HoldsAlready => texts::holds_already(lang),
        Wrong::CodeWaits => texts::code_waits(lang),
        Wrong::DecidedLater => texts::decided_later(lang),
    };
    // Several boxes may have the same sentence; the summary has to say which one it means.
    let channel = match wrong {
        Wrong::WayNotOffered(channel) => Some(channel),
        _ => Channel::parse(field),
    };
    match channel {
        Some(channel) => format!("{}: {text}", consent_texts::channel(lang, channel)),
        None => text.to_owned(),
    }
}
