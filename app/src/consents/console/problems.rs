//! What is wrong with a purpose, said in words beside its control.

use super::{
    model::{Problem, Wrong},
    texts,
};
use crate::{
    lang::Lang,
    ui::{date::day_in_words, form::FieldMessage},
};

/// The message for each thing that is wrong.
pub(super) fn messages(lang: Lang, problems: &[Problem]) -> Vec<FieldMessage> {
    let message = |problem: &Problem| {
        let text = sentence(lang, *problem);
        // Several controls have the same sentence; the summary has to say which one it means.
        let text = match label(lang, problem.field) {
            Some(label) => format!("{label}: {text}"),
            None => text,
        };
        FieldMessage { field: problem.field, text }
    };
    problems.iter().map(message).collect()
}

fn sentence(lang: Lang, Problem { field, wrong }: Problem) -> String {
    match wrong {
        Wrong::Missing if field == "class" => texts::class_missing(lang).to_owned(),
        Wrong::Missing if field == "existing" => texts::existing_missing(lang).to_owned(),
        Wrong::Missing => texts::missing(lang).to_owned(),
        Wrong::TooLong(most) => texts::too_long(lang, most),
        Wrong::NoName => texts::no_name(lang).to_owned(),
        Wrong::Taken => texts::taken(lang).to_owned(),
        Wrong::NoChannel => texts::no_channel(lang).to_owned(),
        Wrong::Months => texts::months(lang).to_owned(),
        Wrong::NothingEnds => texts::nothing_ends(lang).to_owned(),
        Wrong::NoDay => texts::no_day(lang).to_owned(),
        Wrong::TooSoon(first) => texts::too_soon(lang, &day_in_words(first, lang)),
        Wrong::TooLate(last) => texts::too_late(lang, &day_in_words(last, lang)),
    }
}

fn label(lang: Lang, field: &str) -> Option<&'static str> {
    match field {
        "title_de" => Some(texts::title_de(lang)),
        "body_de" => Some(texts::body_de(lang)),
        "title_en" => Some(texts::title_en(lang)),
        "body_en" => Some(texts::body_en(lang)),
        "validity_months" => Some(texts::validity(lang)),
        "legal_basis" => Some(texts::legal_basis(lang)),
        "contact" => Some(texts::contact(lang)),
        "key" => Some(texts::key(lang)),
        "renew_by" => Some(texts::renew_by(lang)),
        _ => None,
    }
}
