//! The record of processing activities of this installation (GDPR Art. 30(1)), as Markdown.

use super::{
    activities::{self, Activity},
    retention, texts,
};
use crate::{
    backend::{
        failure::Failure,
        instance::Kind,
        settings::{Practice, Settings},
        state::AppState,
    },
    consents::catalogue::{self, Catalogue},
    lang::Lang,
    time::Timestamp,
    ui::date::day_of,
};
use std::fmt::Write as _;

/// The record as it is now. `mail_server` is the host that takes the mails, if one is set.
///
/// # Errors
/// [`Failure::Inconsistent`] when a purpose lacks its text.
pub async fn of(state: &AppState, mail_server: Option<&str>, lang: Lang) -> Result<String, Failure> {
    let catalogue = catalogue::load(state).await?;
    of_facts(&state.settings, &catalogue, mail_server, state.clock.now(), lang)
}

fn of_facts(
    settings: &Settings,
    catalogue: &Catalogue,
    mail_server: Option<&str>,
    now: Timestamp,
    lang: Lang,
) -> Result<String, Failure> {
    let mut page = format!("# {}\n\n{}\n", texts::title(lang), texts::lead(lang));
    if settings.kind == Kind::Demo {
        page += &format!("\n{}\n", texts::demo(lang));
    }
    let origin = settings.origin.to_string();
    let about = [(texts::as_of(lang), day_of(now, lang)), (texts::portal(lang), origin)];
    page += &format!("\n{}", table(&about));
    heading(&mut page, texts::controller_title(lang));
    page += &table(&controller(&settings.practice, lang));
    // 1. What is done.
    let purposes = catalogue.purposes.iter().map(|purpose| activities::of_purpose(purpose, lang));
    let purposes: Vec<Activity> = purposes.collect::<Result<_, _>>()?;
    for Activity { title, facts } in activities::of_every_portal(lang).into_iter().chain(purposes) {
        heading(&mut page, &escaped(&texts::processing(lang, &title)));
        page += &table(&facts);
    }
    // 2. Who gets it, for how long it is kept, and how it is protected.
    heading(&mut page, texts::recipients_title(lang));
    page += &list(&recipients(settings, mail_server, lang));
    heading(&mut page, texts::retention_title(lang));
    let own = settings.practice.privacy_retention.as_deref().unwrap_or(texts::to_fill_in(lang));
    page += &format!("{}: {}\n", texts::retention_practice(lang), escaped(own));
    page += &format!("\n{}\n\n{}", texts::retention_removed(lang), retention::removed_table(lang));
    page += &format!("\n{}\n\n{}", texts::retention_lasting(lang), retention::lasting_table(lang));
    heading(&mut page, texts::measures_title(lang));
    page += &list(
        &[
            texts::measure_1(lang),
            texts::measure_2(lang),
            texts::measure_3(lang),
            texts::measure_4(lang),
            texts::measure_5(lang),
            texts::measure_6(lang),
        ]
        .map(str::to_owned),
    );
    Ok(page)
}

fn controller(practice: &Practice, lang: Lang) -> Vec<(&'static str, String)> {
    let place = [&practice.postal_code, &practice.city].map(|part| part.as_deref().unwrap_or_default());
    let lines = [practice.street.as_deref().unwrap_or_default(), place.join(" ").trim()].map(str::to_owned);
    let address = lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ");
    let given = |value: &Option<String>, missing: &str| value.clone().unwrap_or_else(|| missing.to_owned());
    let (open, officer) = (texts::to_fill_in(lang), texts::officer_missing(lang));
    vec![
        (texts::name(lang), given(&practice.name, open)),
        (texts::responsible(lang), given(&practice.responsible, open)),
        (texts::address(lang), if address.is_empty() { open.to_owned() } else { address }),
        (texts::phone(lang), given(&practice.phone, open)),
        (texts::email(lang), given(&practice.email, open)),
        (texts::officer(lang), given(&practice.privacy_officer, officer)),
        (texts::authority(lang), given(&practice.privacy_authority, open)),
    ]
}

fn recipients(settings: &Settings, mail_server: Option<&str>, lang: Lang) -> Vec<String> {
    let mail = match mail_server {
        Some(host) => texts::mail_server(lang, host),
        None => texts::recipients_nobody(lang).to_owned(),
    };
    let missing = texts::recipients_operator_missing(lang);
    let operator = settings.practice.privacy_processors.as_deref().unwrap_or(missing);
    let operator = format!("{}: {operator}", texts::recipients_operator(lang));
    let team = texts::recipients_team(lang).to_owned();
    vec![team, mail, texts::recipients_no_sms(lang).to_owned(), operator]
}

fn heading(page: &mut String, title: &str) {
    // Writing to a string cannot fail.
    let _ = write!(page, "\n## {title}\n\n");
}

/// Labels and values, a row each; the first row is the head, because Markdown knows no table without.
fn table(facts: &[(&'static str, String)]) -> String {
    let row = |(label, value): &(&'static str, String)| format!("| {label} | {} |\n", escaped(value));
    format!("| | |\n|---|---|\n{}", facts.iter().map(row).collect::<String>())
}

fn list(lines: &[String]) -> String {
    lines.iter().map(|line| format!("- {}\n", escaped(line))).collect()
}

/// What somebody has typed, as it stands in a cell: it ends no row, begins no markup, and is one line.
fn escaped(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' => whole.extend(['\\', c]),
            '<' => whole += "&lt;",
            '&' => whole += "&amp;",
            c if c.is_control() => whole.push(' '),
            c => whole.push(c),
        }
    }
    whole
}
