//! Sentences with numbers and names in them.

use super::until;
use crate::lang::Lang;

/// Until when and why a record is held back.
pub fn held_text(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!(
            "Ihr Zugang wurde mit einer neuen Einladung wiederhergestellt. Zu Ihrem Schutz öffnet sich Ihre Akte erst wieder ab {until}."
        ),
        Lang::En => format!(
            "Your access was recovered with a new invitation. To protect you your record opens again only from {until}."
        ),
    }
}

/// "Weitere 35 Einträge anzeigen".
pub fn further(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::De, 1) => "Einen weiteren Eintrag anzeigen".to_owned(),
        (Lang::De, _) => format!("Weitere {count} Einträge anzeigen"),
        (Lang::En, 1) => "Show one more entry".to_owned(),
        (Lang::En, _) => format!("Show {count} more entries"),
    }
}

/// How many there are, for those who listen to the jump links.
pub fn entries(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::De, 1) => "1 Eintrag".to_owned(),
        (Lang::De, _) => format!("{count} Einträge"),
        (Lang::En, 1) => "1 entry".to_owned(),
        (Lang::En, _) => format!("{count} entries"),
    }
}

/// "12 Messungen von März 2021 bis 10. November 2025."
pub fn measurements(lang: Lang, count: usize, from: &str, to: &str) -> String {
    match lang {
        Lang::De => format!("{count} Messungen von {from} bis {to}."),
        Lang::En => format!("{count} measurements from {from} to {to}."),
    }
}

/// What a chart does not show.
pub fn only_newest(lang: Lang, count: usize) -> String {
    match lang {
        Lang::De => format!("Gezeichnet sind die neuesten {count} Messungen."),
        Lang::En => format!("Only the newest {count} measurements are drawn."),
    }
}

/// "2 von 3".
pub fn dose_of(lang: Lang, dose: &str, doses: &str) -> String {
    match lang {
        Lang::De => format!("{dose} von {doses}"),
        Lang::En => format!("{dose} of {doses}"),
    }
}

/// "3-mal", "1- bis 2-mal".
pub fn times(lang: Lang, least: &str, most: Option<&str>) -> String {
    match (lang, most) {
        (Lang::De, None) => format!("{least}-mal"),
        (Lang::De, Some(most)) => format!("{least}- bis {most}-mal"),
        (Lang::En, None) if least == "1" => "once".to_owned(),
        (Lang::En, None) => format!("{least} times"),
        (Lang::En, Some(most)) => format!("{least} to {most} times"),
    }
}

/// "insgesamt 3-mal".
pub fn in_all(lang: Lang, count: &str) -> String {
    match lang {
        Lang::De => format!("insgesamt {}", times(lang, count, None)),
        Lang::En => format!("{} in all", times(lang, count, None)),
    }
}

/// "je Tag", "je 8 Stunden"; `period` is one where it is `None`.
pub fn per(lang: Lang, period: Option<&str>, unit: &str) -> String {
    match (lang, period) {
        (Lang::De, None) => format!("je {unit}"),
        (Lang::De, Some(period)) => format!("je {period} {unit}"),
        (Lang::En, None) => format!("per {unit}"),
        (Lang::En, Some(period)) => format!("every {period} {unit}"),
    }
}

/// "8 bis 12".
pub fn span(lang: Lang, least: &str, most: &str) -> String {
    format!("{least} {} {most}", until(lang))
}
