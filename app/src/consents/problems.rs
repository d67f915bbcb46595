//! Which sentence stands beside the code.

use super::{
    service::{CODE_FIELD, Confirmed},
    texts,
};
use crate::{
    error::{FieldCode, FieldError},
    lang::Lang,
    ui::{date::at_in_words, form::FieldMessage},
};

/// What is wrong with what was typed.
pub(super) fn typed(lang: Lang, errors: &[FieldError]) -> Vec<FieldMessage> {
    let text = |error: &FieldError| match error.code {
        FieldCode::Missing => texts::code_missing(lang),
        _ => texts::code_malformed(lang),
    };
    errors.iter().map(|error| message(text(error).to_owned())).collect()
}

/// Why a code did not confirm anything; empty when it did.
pub(super) fn refused(lang: Lang, confirmed: Confirmed) -> Vec<FieldMessage> {
    let text = match confirmed {
        Confirmed::Given | Confirmed::GivenBefore => return Vec::new(),
        Confirmed::Wrong { tries_left } => texts::code_wrong(lang, tries_left),
        Confirmed::OfAnother { tries_left } => texts::code_of_another(lang, tries_left),
        Confirmed::OtherText => texts::other_text(lang).to_owned(),
        Confirmed::UsedUp => texts::code_used_up(lang).to_owned(),
        Confirmed::Late { until } => texts::code_late(lang, &at_in_words(until, lang)),
        Confirmed::None => texts::code_none(lang).to_owned(),
    };
    vec![message(text)]
}

/// One message about the code.
pub(super) fn message(text: String) -> FieldMessage {
    FieldMessage { field: CODE_FIELD, text }
}
