//! The sentences about consents.

use super::service::{Asked, Barrier, Confirmed};
use crate::{
    error::FieldCode,
    lang::Lang,
    notices::model::Channel,
    texts,
    ui::date::{at_in_words, date_in_words, practice_zone},
};

texts! {
    title: "Einwilligungen", "Consents";
    lead:
        "Hier entscheiden Sie, wofür und auf welchem Weg sich die Praxis bei Ihnen melden darf. Nichts ist angekreuzt, bevor Sie es ankreuzen. Ein Nein hat keinen Nachteil für Ihre Behandlung.",
        "Here you decide what for and by which way the practice may contact you. Nothing is ticked before you tick it. A no has no disadvantage for your treatment.";
    caption: "Wofür die Praxis sich auf welchem Weg melden darf", "What for the practice may contact you, and by which way";
    purpose: "Wofür", "What for";
    care: "Gehört zu Ihrer Behandlung", "Part of your treatment";
    care_note:
        "Dafür braucht es keine Einwilligung. In Ihrem Portal steht es immer; weitere Wege wählen Sie.",
        "This needs no consent. It is always in your portal; you choose further ways.";
    outreach: "Nur mit Ihrer Einwilligung", "Only with your consent";
    outreach_note:
        "Jede Einwilligung gilt erst, wenn Sie den Code eingegeben haben, den wir auf genau diesem Weg schicken.",
        "Each consent holds only once you have entered the code that we send by this very way.";
    save: "Auswahl speichern", "Save the choice";
    full_text: "Worum es geht", "What it is about";
    not_intended: "nicht vorgesehen", "not intended";
    always: "Steht immer in Ihrem Portal.", "Always in your portal.";
    no: "Nein", "No";
    on_paper:
        "Auf Papier unterschrieben, hier noch nicht bestätigt.",
        "Signed on paper, not confirmed here yet.";
    enter_code: "Code eingeben", "Enter the code";
    take_request_back: "Doch nicht", "Rather not";
    renew: "Verlängern", "Renew";
    withdraw_all: "Alles widerrufen", "Take everything back";
    withdraw_all_lead: "Auf einmal, mit einer Rückfrage.", "At once, asking back one time.";
    to_history: "Alles, was Sie je entschieden haben", "Everything you have ever decided";
    to_exports: "Nachweis Ihrer Einwilligungen", "Proof of your consents";
    to_contact: "E-Mail-Adresse bestätigen", "Confirm an e-mail address";
    problem_title: "Noch nicht eingeschaltet", "Not switched on yet";
    back: "Zurück zu den Einwilligungen", "Back to consents";
    held_title: "Noch verborgen", "Still hidden";

    confirm_title: "Code eingeben", "Enter the code";
    confirm_lead:
        "Wir haben Ihnen einen Code geschickt. Ihre Einwilligung gilt, sobald Sie ihn hier eingeben.",
        "We have sent you a code. Your consent holds as soon as you enter it here.";
    confirm_where_portal: "Der Code steht auf Ihrer Startseite, unter „Neu für Sie“.", "The code is on your start page, under \"New for you\".";
    confirm_where_email: "Der Code steht in der E-Mail an Ihre bestätigte Adresse.", "The code is in the e-mail to your confirmed address.";
    code: "Code", "Code";
    code_hint: "Acht Ziffern; Leerzeichen stören nicht.", "Eight digits; spaces do no harm.";
    confirm_submit: "Einwilligung bestätigen", "Confirm the consent";
    agreed_to: "Dem stimmen Sie zu", "This is what you agree to";
    again_title: "Nichts angekommen?", "Nothing has arrived?";
    again_text: "Ein neuer Code ersetzt den alten.", "A new code replaces the old one.";
    again_submit: "Neuen Code schicken", "Send a new code";
    nothing_waits_title: "Hier wartet kein Code", "No code waits here";
    nothing_waits:
        "Er wurde schon eingegeben, durch einen neuen ersetzt, oder seine 48 Stunden sind vorbei.",
        "It was entered already, replaced by a new one, or its 48 hours are over.";

    code_missing: "Geben Sie den Code ein.", "Enter the code.";
    code_malformed: "Der Code hat acht Ziffern, zum Beispiel 1234 5678.", "The code has eight digits, for example 1234 5678.";
    code_used_up:
        "Der Code wurde fünfmal falsch eingegeben und gilt nicht mehr. Fordern Sie einen neuen an.",
        "The code was entered wrongly five times and is void. Ask for a new one.";
    code_none:
        "Für diese Einwilligung wartet kein Code mehr. Fordern Sie einen neuen an.",
        "No code waits for this consent any more. Ask for a new one.";

    withdraw_title: "Widerrufen?", "Take it back?";
    withdraw_effect: "Das gilt sofort. Alles, was bisher erlaubt war, bleibt davon unberührt.", "It takes effect at once. What was allowed until now remains lawful.";
    withdraw_submit: "Ja, widerrufen", "Yes, take it back";
    withdraw_keep: "Nein, behalten", "No, keep it";
    withdraw_nothing: "Hier gibt es nichts zu widerrufen.", "There is nothing to take back here.";
    withdraw_all_title: "Alles widerrufen?", "Take everything back?";
    withdraw_ends: "Das endet:", "This ends:";
    nothing_planned: "Zurzeit ist keine Nachricht geplant, die dadurch entfällt.", "No message is planned at the moment that would not be sent.";

    history_title: "Was Sie entschieden haben", "What you have decided";
    history_lead: "Das Neueste zuerst. Hier wird nie etwas geändert oder gelöscht.", "The newest first. Nothing here is ever changed or deleted.";
    history_none: "Bisher haben Sie nichts entschieden.", "You have decided nothing so far.";
    history_no_older: "Ältere Entscheidungen gibt es nicht.", "There are no older decisions.";
    older: "Ältere Entscheidungen", "Older decisions";
    newest: "Zu den neuesten Entscheidungen", "To the newest decisions";
    text_as_it_stood: "Text, wie er dabei stand", "The text as it stood";

    text_superseded: "Das ist eine frühere Fassung. Inzwischen gibt es eine neuere.", "This is an earlier version. There is a newer one by now.";
    legal_basis: "Rechtsgrundlage", "Legal basis";
    contact: "Fragen dazu", "Questions about it";
    fingerprint: "Prüfsumme des Textes (SHA-256)", "Checksum of the text (SHA-256)";
    version: "Fassung", "Version";
}

/// "per E-Mail", after the name of a purpose.
pub fn by(lang: Lang, channel: Channel) -> &'static str {
    match (lang, channel) {
        (Lang::De, Channel::Portal) => "im Portal",
        (Lang::De, Channel::Email) => "per E-Mail",
        (Lang::De, Channel::Sms) => "per SMS",
        (Lang::De, Channel::Phone) => "am Telefon",
        (Lang::De, Channel::Letter) => "per Brief",
        (Lang::En, Channel::Portal) => "in the portal",
        (Lang::En, Channel::Email) => "by e-mail",
        (Lang::En, Channel::Sms) => "by SMS",
        (Lang::En, Channel::Phone) => "by telephone",
        (Lang::En, Channel::Letter) => "by letter",
    }
}

/// The head of a column.
pub fn column(lang: Lang, channel: Channel) -> &'static str {
    match (lang, channel) {
        (_, Channel::Portal) => "Portal",
        (Lang::De, Channel::Email) => "E-Mail",
        (Lang::En, Channel::Email) => "E-mail",
        (_, Channel::Sms) => "SMS",
        (Lang::De, Channel::Phone) => "Telefon",
        (Lang::En, Channel::Phone) => "Telephone",
        (Lang::De, Channel::Letter) => "Brief",
        (Lang::En, Channel::Letter) => "Letter",
    }
}

/// Why a cell cannot be switched on.
pub fn barrier(lang: Lang, barrier: Barrier) -> &'static str {
    match (lang, barrier) {
        (_, Barrier::Always) => always(lang),
        (Lang::De, Barrier::NotSetUp) => "In dieser Praxis noch nicht eingerichtet.",
        (Lang::En, Barrier::NotSetUp) => "Not set up in this practice yet.",
        (Lang::De, Barrier::NoContactPoint) => "Dafür fehlt eine bestätigte E-Mail-Adresse.",
        (Lang::En, Barrier::NoContactPoint) => "This needs a confirmed e-mail address.",
        (Lang::De, Barrier::NotOffered) => "Die Praxis bietet das nicht mehr an.",
        (Lang::En, Barrier::NotOffered) => "The practice does not offer this any more.",
    }
}

/// "Confirmed on …", and until when.
pub fn since(lang: Lang, is_care: bool, since: &str) -> String {
    match (lang, is_care) {
        (Lang::De, true) => format!("Gewählt am {since}."),
        (Lang::De, false) => format!("Bestätigt am {since}."),
        (Lang::En, true) => format!("Chosen on {since}."),
        (Lang::En, false) => format!("Confirmed on {since}."),
    }
}

/// Until when it holds.
pub fn expires(lang: Lang, day: &str) -> String {
    match lang {
        Lang::De => format!("Läuft ab am {day}."),
        Lang::En => format!("Expires on {day}."),
    }
}

/// Until when the code may be entered.
pub fn pending(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!("Bestätigung offen bis {until}."),
        Lang::En => format!("To be confirmed by {until}."),
    }
}

/// The code was never entered.
pub fn lapsed(lang: Lang, at: &str) -> String {
    match lang {
        Lang::De => format!("Nicht bestätigt: Der Code galt bis {at}."),
        Lang::En => format!("Not confirmed: the code was good until {at}."),
    }
}

/// When it was taken back.
pub fn withdrawn(lang: Lang, day: &str) -> String {
    match lang {
        Lang::De => format!("Widerrufen am {day}."),
        Lang::En => format!("Taken back on {day}."),
    }
}

/// When its time was over.
pub fn expired(lang: Lang, day: &str) -> String {
    match lang {
        Lang::De => format!("Abgelaufen am {day}."),
        Lang::En => format!("Expired on {day}."),
    }
}

/// What would not be sent.
pub fn planned(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::De, 1) => "Diese geplante Nachricht entfällt:".to_owned(),
        (Lang::De, _) => format!("Diese {count} geplanten Nachrichten entfallen:"),
        (Lang::En, 1) => "This planned message will not be sent:".to_owned(),
        (Lang::En, _) => format!("These {count} planned messages will not be sent:"),
    }
}

/// Until when the page is hidden, and why.
pub fn held_text(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!(
            "Ihr Zugang wurde mit einer neuen Einladung wiederhergestellt. Zu Ihrem Schutz zeigen wir Ihre Einwilligungen erst wieder ab {until}."
        ),
        Lang::En => format!(
            "Your access was recovered with a new invitation. To protect you we show your consents again only from {until}."
        ),
    }
}

/// Why a "yes" had no effect; nothing where it had one.
pub fn not_on(lang: Lang, asked: Asked) -> Option<String> {
    match asked {
        Asked::On | Asked::CodeSent => None,
        Asked::Barred(why) => Some(barrier(lang, why).to_owned()),
        Asked::TooMany { again_at } => {
            let again = at_in_words(again_at, lang);
            Some(match lang {
                Lang::De => format!(
                    "Dafür haben Sie heute schon fünf Codes angefordert. Einen neuen gibt es ab {again}."
                ),
                Lang::En => format!(
                    "You have asked for five codes for this today already. There is a new one from {again}."
                ),
            })
        }
    }
}

/// What is wrong with a code; nothing where it was right.
pub fn wrong_code(lang: Lang, outcome: Confirmed) -> Option<String> {
    let left = |tries_left: i64| match (lang, tries_left) {
        (Lang::De, 0) => "Er gilt nicht mehr; fordern Sie einen neuen an.".to_owned(),
        (Lang::De, 1) => "Sie können es noch einmal versuchen.".to_owned(),
        (Lang::De, _) => format!("Sie können es noch {tries_left}-mal versuchen."),
        (Lang::En, 0) => "It is void now; ask for a new one.".to_owned(),
        (Lang::En, 1) => "You can try one more time.".to_owned(),
        (Lang::En, _) => format!("You can try {tries_left} more times."),
    };
    Some(match (outcome, lang) {
        (Confirmed::Given | Confirmed::GivenBefore, _) => return None,
        (Confirmed::Wrong { tries_left }, Lang::De) => {
            format!("Dieser Code passt nicht. {}", left(tries_left))
        }
        (Confirmed::Wrong { tries_left }, Lang::En) => {
            format!("This code does not fit. {}", left(tries_left))
        }
        (Confirmed::OfAnother { tries_left }, Lang::De) => {
            format!("Dieser Code gehört zu einer anderen Einwilligung. {}", left(tries_left))
        }
        (Confirmed::OfAnother { tries_left }, Lang::En) => {
            format!("This code belongs to another consent. {}", left(tries_left))
        }
        (Confirmed::UsedUp, _) => code_used_up(lang).to_owned(),
        (Confirmed::Late { until }, Lang::De) => {
            format!("Der Code galt bis {}. Fordern Sie einen neuen an.", at_in_words(until, lang))
        }
        (Confirmed::Late { until }, Lang::En) => {
            format!("The code was good until {}. Ask for a new one.", at_in_words(until, lang))
        }
        (Confirmed::None, _) => code_none(lang).to_owned(),
    })
}

/// What is wrong with what was typed.
pub fn code_problem(lang: Lang, code: FieldCode) -> &'static str {
    match code {
        FieldCode::Missing => code_missing(lang),
        _ => code_malformed(lang),
    }
}

/// A day without its name, short enough for a cell: "24. November 2026".
pub fn day(lang: Lang, at: crate::time::Timestamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.0);
    moment.map(|moment| date_in_words(practice_zone().to_datetime(moment).date(), lang)).unwrap_or_default()
}
