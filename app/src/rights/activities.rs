//! What is done with the data, one activity each: those of every portal, and one for each purpose of the catalogue.

use super::texts;
use crate::{
    backend::failure::Failure,
    consents::{catalogue::Purpose, texts as consent_texts},
    lang::Lang,
    notices::model::Class,
};

/// An activity: its title, and what is to be said about it, each with its label.
pub(super) struct Activity {
    pub title: String,
    pub facts: Vec<(&'static str, String)>,
}

/// What the portal does whatever the practice contacts people for.
pub(super) fn of_every_portal(lang: Lang) -> Vec<Activity> {
    let (third, erasure) = (texts::none(lang), texts::see_retention(lang));
    let none = texts::none(lang);
    [
        (
            texts::accounts_title(lang),
            [
                texts::accounts_purposes(lang),
                texts::accounts_basis(lang),
                texts::accounts_subjects(lang),
                texts::accounts_data(lang),
                texts::accounts_source(lang),
                texts::accounts_recipients(lang),
                texts::accounts_third(lang),
                erasure,
                texts::accounts_automated(lang),
            ],
        ),
        (
            texts::records_title(lang),
            [
                texts::records_purposes(lang),
                texts::records_basis(lang),
                texts::records_subjects(lang),
                texts::records_data(lang),
                texts::records_source(lang),
                texts::records_recipients(lang),
                third,
                erasure,
                texts::records_automated(lang),
            ],
        ),
        (
            texts::proofs_title(lang),
            [
                texts::proofs_purposes(lang),
                texts::proofs_basis(lang),
                texts::proofs_subjects(lang),
                texts::proofs_data(lang),
                texts::proofs_source(lang),
                texts::proofs_recipients(lang),
                third,
                erasure,
                texts::proofs_automated(lang),
            ],
        ),
        (
            texts::log_title(lang),
            [
                texts::log_purposes(lang),
                texts::log_basis(lang),
                texts::log_subjects(lang),
                texts::log_data(lang),
                texts::log_source(lang),
                texts::log_recipients(lang),
                third,
                erasure,
                none,
            ],
        ),
    ]
    .into_iter()
    .map(|(title, values)| {
        let facts = labels(lang).into_iter().zip(values.map(str::to_owned)).collect();
        Activity { title: title.to_owned(), facts }
    })
    .collect()
}

/// What is to be said about each, in the order of the law (GDPR Art. 30(1)(b) to (f)).
fn labels(lang: Lang) -> [&'static str; 9] {
    [
        texts::purposes(lang),
        texts::basis(lang),
        texts::subjects(lang),
        texts::data(lang),
        texts::source(lang),
        texts::recipients(lang),
        texts::third_countries(lang),
        texts::erasure(lang),
        texts::automated(lang),
    ]
}

/// What is done for a purpose of the catalogue.
///
/// # Errors
/// [`Failure::Inconsistent`] when it lacks its text.
pub(super) fn of_purpose(purpose: &Purpose, lang: Lang) -> Result<Activity, Failure> {
    let title = &purpose.text(lang)?.title;
    let why = match purpose.class {
        Class::Care => texts::care_purpose(lang),
        Class::Outreach => texts::outreach_purpose(lang),
    };
    let why = match purpose.retired_at {
        Some(_) => format!("{why} ({})", texts::retired(lang)),
        None => why.to_owned(),
    };
    let ways: Vec<&str> =
        purpose.channels.iter().map(|channel| consent_texts::channel(lang, *channel)).collect();
    let validity =
        purpose.validity_months.map_or(texts::no_end(lang).to_owned(), |count| texts::months(lang, count));
    let facts = vec![
        (texts::purposes(lang), why),
        (texts::basis(lang), purpose.legal_basis.clone()),
        (texts::subjects(lang), texts::contact_subjects(lang).to_owned()),
        (texts::data(lang), texts::contact_data(lang).to_owned()),
        (texts::source(lang), texts::contact_source(lang).to_owned()),
        (texts::channels(lang), ways.join(", ")),
        (texts::recipients(lang), texts::contact_recipients(lang).to_owned()),
        (texts::third_countries(lang), texts::none(lang).to_owned()),
        (texts::validity(lang), validity),
        (texts::version(lang), purpose.version.to_string()),
        (texts::contact(lang), purpose.contact.clone()),
        (texts::erasure(lang), texts::contact_erasure(lang).to_owned()),
        (texts::automated(lang), texts::contact_automated(lang).to_owned()),
    ];
    Ok(Activity { title: texts::contacting(lang, title), facts })
}
