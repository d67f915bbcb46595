//! The sentences of the pages of consents.

use crate::{consents::model::Method, lang::Lang, notices::model::Channel, texts};

texts! {
    title: "Ihre Einwilligungen", "Your consents";
    lead:
        "Hier entscheiden Sie, wofür und auf welchem Weg die Praxis sich bei Ihnen melden darf. Ein Nein hat keinen Nachteil, und jedes Ja können Sie jederzeit zurücknehmen.",
        "Here you decide what the practice may contact you for, and by which way. A no has no disadvantage, and you can take back each yes at any time.";
    caption: "Wofür und auf welchem Weg", "What for, and by which way";
    purpose: "Wofür", "What for";
    care: "Gehört zu Ihrer Behandlung", "Part of your treatment";
    care_hint:
        "Dafür braucht es keine Einwilligung. Sie wählen, auf welchen Wegen wir Sie zusätzlich benachrichtigen.",
        "This needs no consent. You choose by which further ways we notify you.";
    outreach: "Nur mit Ihrer Einwilligung", "Only with your consent";
    outreach_hint:
        "Nach einem Ja schicken wir einen Code auf genau diesem Weg. Erst wenn Sie ihn hier eingeben, gilt Ihr Ja.",
        "After a yes we send a code by this very way. Your yes holds only once you have entered it here.";
    read_text: "Text lesen", "Read the text";
    not_for_this: "Auf diesem Weg nicht", "Not by this way";
    yes: "Ja", "Yes";
    no: "Nein", "No";
    renew: "Verlängern", "Renew";
    renew_title: "Einwilligung verlängern", "Renew the consent";
    other_text_title: "Bitte noch einmal lesen", "Please read again";
    other_text:
        "Der Text wurde inzwischen geändert. Lesen Sie ihn noch einmal, bevor Sie zustimmen. Es wurde nichts geändert.",
        "The text was replaced meanwhile. Read it again before you agree. Nothing has been changed.";
    renew_lead:
        "Lesen Sie, worum es jetzt geht, bevor Sie verlängern. Wenn Sie nichts tun, endet Ihre Einwilligung an ihrem Tag.",
        "Read what it is about now before you renew. If you do nothing, your consent ends on its day.";
    enter_code: "Code eingeben", "Enter the code";
    add_address: "E-Mail-Adresse bestätigen", "Confirm an e-mail address";
    boxes_working: "Wird gespeichert …", "Saving …";
    boxes_unavailable:
        "Das hat nicht geklappt, es ist nichts geändert. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
        "That did not work, nothing has changed. Check your connection and try again.";
    saved_title: "So steht es jetzt", "How things stand now";
    too_many_title: "Noch kein neuer Code", "No new code yet";
    further_title: "Mehr zu Ihren Einwilligungen", "More about your consents";
    to_history: "Alles, was Sie bisher entschieden haben", "Everything you have decided so far";
    to_exports: "Ihre Einwilligungen als Datei", "Your consents as a file";
    to_contact: "Wie wir Sie erreichen", "How we reach you";
    withdraw_all: "Alles widerrufen", "Take everything back";

    always: "Steht immer in Ihrem Portal", "Always in your portal";
    off: "Aus", "Off";
    not_set_up: "Gibt es noch nicht", "Not there yet";
    no_contact_point: "Adresse fehlt", "Address missing";
    no_postal_address: "Anschrift fehlt", "Postal address missing";
    no_number: "Nummer fehlt", "Number missing";
    not_set_up_note:
        "„Gibt es noch nicht“ heißt: Diesen Weg hat die Praxis noch nicht eingerichtet.",
        "\"Not there yet\" means: the practice has not set up this way yet.";
    sms_note:
        "Für SMS braucht die Praxis erst einen Vertrag mit einem Anbieter, der sie in ihrem Auftrag verschickt (Art. 28 DSGVO). Solange es den nicht gibt, lässt sich dieser Weg nicht einschalten.",
        "For SMS the practice first needs a contract with a provider who sends them on its behalf (GDPR Art. 28). As long as there is none, this way cannot be switched on.";
    post_note:
        "„Anschrift fehlt“ heißt: Sie haben noch keine Anschrift für Briefe bestätigt.",
        "\"Postal address missing\" means: you have not confirmed an address for letters yet.";
    phone_note:
        "„Nummer fehlt“ heißt: Sie haben noch keine Telefonnummer bestätigt.",
        "\"Number missing\" means: you have not confirmed a telephone number yet.";
    add_phone: "Telefonnummer bestätigen", "Confirm a telephone number";
    read_out: "Die Praxis ruft Sie an und liest Ihnen den Code vor; er gilt vier Tage.", "The practice calls you and reads the code to you; it is good for four days.";
    read_out_again_hint:
        "Die Praxis ruft an, wenn sie geöffnet hat, und versucht es dreimal. Ein neuer Code macht den alten ungültig.",
        "The practice calls when it is open, and tries three times. A new code makes the old one void.";
    add_post: "Anschrift bestätigen", "Confirm a postal address";
    sent_by_post: "Der Code kommt mit einem Brief; das dauert einige Tage.", "The code comes in a letter, which takes some days.";
    send_again_by_post_hint:
        "Ein Brief braucht einige Tage. Ein neuer Code macht den alten ungültig.",
        "A letter takes some days. A new code makes the old one void.";
    address_title: "Für E-Mails fehlt noch eine Adresse", "An address for e-mails is missing";
    address_text:
        "Damit die Praxis Ihnen schreiben kann, bestätigen Sie zuerst eine E-Mail-Adresse.",
        "For the practice to be able to write to you, first confirm an e-mail address.";
    not_offered: "Wird nicht mehr angeboten", "Not offered any more";
    on_paper: "Auf Papier gegeben, hier noch nicht bestätigt", "Given on paper, not confirmed here yet";

    confirm_title: "Code eingeben", "Enter the code";
    code_label: "Code aus der Nachricht", "Code from the message";
    code_hint: "Acht Ziffern. Leerzeichen stören nicht.", "Eight digits. Spaces do no harm.";
    confirm_submit: "Einwilligung bestätigen", "Confirm the consent";
    send_again: "Neuen Code schicken", "Send a new code";
    send_again_hint:
        "Nichts angekommen? Das kann einige Minuten dauern. Ein neuer Code macht den alten ungültig.",
        "Nothing has arrived? It can take some minutes. A new code makes the old one void.";
    rather_not: "Doch nicht", "Rather not";
    agreeing_to: "Dem stimmen Sie zu", "What you agree to";
    code_missing: "Geben Sie den Code ein.", "Enter the code.";
    code_malformed: "Ein Code besteht aus acht Ziffern. Das zählt nicht als Versuch.", "A code consists of eight digits. This does not count as a try.";
    code_used_up:
        "Dieser Code wurde zu oft falsch eingegeben und gilt nicht mehr. Lassen Sie sich einen neuen schicken.",
        "This code was mistyped too often and is void. Have a new one sent.";
    code_none:
        "Hier wartet kein Code: Er wurde schon verwendet, durch einen neuen ersetzt oder zurückgenommen. Es hat sich nichts geändert.",
        "No code waits here: it was used already, replaced by a new one, or taken back. Nothing has changed.";

    withdraw_title: "Einwilligung zurücknehmen", "Take a consent back";
    withdraw_all_title: "Alles widerrufen", "Take everything back";
    withdraw_all_lead:
        "Damit endet alles in dieser Liste. Was zu Ihrer Behandlung gehört, steht weiter in Ihrem Portal.",
        "With this, everything in this list ends. What is part of your treatment still stands in your portal.";
    ends_title: "Das endet", "This ends";
    withdraw_submit: "Jetzt zurücknehmen", "Take it back now";
    withdraw_all_submit: "Jetzt alles widerrufen", "Take everything back now";
    keep: "Nichts ändern", "Change nothing";
    nothing_planned: "Geplant ist dafür nichts.", "Nothing is planned for it.";
    nothing_on: "Es gibt nichts zurückzunehmen.", "There is nothing to take back.";
    planned_code: "Code zur Bestätigung", "Code to confirm";
    planned_ending: "Erinnerung, dass eine Einwilligung abläuft", "Reminder that a consent comes to its end";
    planned_other: "Nachricht", "Message";

    history_title: "Was Sie entschieden haben", "What you have decided";
    history_lead:
        "Jede Entscheidung, die neueste zuerst, mit dem Text, der Ihnen dabei vorlag. Hier wird nichts gelöscht oder geändert.",
        "Each decision, the newest first, with the text you had before you. Nothing here is deleted or changed.";
    history_none: "Sie haben noch nichts entschieden.", "You have not decided anything yet.";
    no_older: "Ältere Entscheidungen gibt es nicht.", "There are no older decisions.";
    older: "Ältere Entscheidungen", "Older decisions";
    newest: "Zu den neuesten Entscheidungen", "To the newest decisions";
    back: "Zu den Einwilligungen", "To the consents";
    did_request: "Ausgewählt; ein Code wurde geschickt", "Chosen; a code was sent";
    did_confirm: "Bestätigt", "Confirmed";
    did_grant: "Eingeschaltet", "Switched on";
    did_renew: "Verlängert", "Renewed";
    did_withdraw: "Widerrufen", "Taken back";
    did_expire: "Abgelaufen", "Expired";

    text_newest: "Dieser Text gilt jetzt.", "This text holds now.";
    text_older: "Dieser Text gilt nicht mehr für neue Entscheidungen.", "This text does not hold for new decisions any more.";
    legal_basis: "Rechtsgrundlage", "Legal basis";
    contact: "Ansprechpartner", "Whom to ask";
    fingerprint: "Prüfsumme des Textes (SHA-256)", "Checksum of the text (SHA-256)";

    held_title: "Ihre Einwilligungen sind noch verborgen", "Your consents are still hidden";
}

/// A channel as a column.
pub const fn channel(lang: Lang, channel: Channel) -> &'static str {
    match (channel, lang) {
        (Channel::Portal, Lang::De) => "Im Portal",
        (Channel::Portal, Lang::En) => "In the portal",
        (Channel::Email, Lang::De) => "E-Mail",
        (Channel::Email, Lang::En) => "E-mail",
        (Channel::Sms, _) => "SMS",
        (Channel::Phone, Lang::De) => "Telefon",
        (Channel::Phone, Lang::En) => "Telephone",
        (Channel::Letter, Lang::De) => "Brief",
        (Channel::Letter, Lang::En) => "Letter",
    }
}

/// "Neuigkeiten aus der Praxis, E-Mail".
pub fn cell(lang: Lang, title: &str, on: Channel) -> String {
    format!("{title}, {}", channel(lang, on))
}

/// By which act, as it follows what was done.
pub const fn method(lang: Lang, method: Method) -> &'static str {
    match (method, lang) {
        (Method::Portal, Lang::De) => "im Portal",
        (Method::Portal, Lang::En) => "in the portal",
        (Method::Code, Lang::De) => "mit dem Code",
        (Method::Code, Lang::En) => "with the code",
        (Method::Paper, Lang::De) => "auf Papier",
        (Method::Paper, Lang::En) => "on paper",
        (Method::OneClick, Lang::De) => "mit dem Link einer E-Mail",
        (Method::OneClick, Lang::En) => "with the link of an e-mail",
        (Method::Time, Lang::De) => "durch Zeitablauf",
        (Method::Time, Lang::En) => "by the passing of time",
    }
}

/// Sentences with a moment or a number in them.
macro_rules! filled {
    ($( $(#[$doc:meta])* $name:ident($value:ident): $de:literal, $en:literal; )*) => {
        $(
            $(#[$doc])*
            pub fn $name(lang: Lang, $value: &str) -> String {
                match lang {
                    Lang::De => format!($de),
                    Lang::En => format!($en),
                }
            }
        )*
    };
}

filled! {
    pending(until): "Bestätigung offen bis {until}", "To be confirmed until {until}";
    lapsed(at): "Nicht bestätigt; der Code galt bis {at}", "Not confirmed; the code was good until {at}";
    confirmed(day): "Bestätigt am {day}", "Confirmed on {day}";
    switched_on(day): "Eingeschaltet am {day}", "Switched on on {day}";
    expires(day): "läuft ab am {day}", "ends on {day}";
    withdrawn(day): "Widerrufen am {day}", "Taken back on {day}";
    expired(day): "Abgelaufen am {day}", "Expired on {day}";
    code_late(until): "Dieser Code galt bis {until}. Lassen Sie sich einen neuen schicken.", "This code was good until {until}. Have a new one sent.";
    too_many(again_at): "In den letzten 24 Stunden wurden schon fünf Codes dafür geschickt. Den nächsten gibt es ab {again_at}.", "Five codes for this were sent within the last 24 hours already. The next one can be sent from {again_at}.";
    good_until(until): "Der Code gilt bis {until}.", "The code is good until {until}.";
    sent_to(channel): "Wir haben einen Code geschickt: {channel}.", "We have sent a code: {channel}.";
    recorded(day): "Auf Papier gegeben, unterschrieben am {day}", "Given on paper, signed on {day}";
    version(number): "Fassung {number}", "Version {number}";
    valid_until(day): "gilt bis {day}", "holds until {day}";
    held_text(until): "Ihr Zugang wurde mit einer neuen Einladung wiederhergestellt. Zu Ihrem Schutz zeigen wir Ihre Einwilligungen erst wieder ab {until}. Bis dahin kann hier niemand etwas ändern. Wollen Sie sofort etwas widerrufen, rufen Sie die Praxis an.", "Your access was recovered with a new invitation. To protect you we show your consents again only from {until}. Until then nobody can change anything here. If you want to take something back at once, call the practice.";
}

/// How many tries are left.
pub fn code_wrong(lang: Lang, tries_left: i64) -> String {
    let (left, hint) = tries(lang, tries_left);
    match lang {
        Lang::De => format!("Das ist nicht der Code. {left}{hint}"),
        Lang::En => format!("This is not the code. {left}{hint}"),
    }
}

/// The same for a code that was sent for something else.
pub fn code_of_another(lang: Lang, tries_left: i64) -> String {
    let (left, _) = tries(lang, tries_left);
    match lang {
        Lang::De => format!("Dieser Code gehört zu einer anderen Auswahl. Geändert hat sich nichts. {left}"),
        Lang::En => format!("This code belongs to another choice. Nothing has changed. {left}"),
    }
}

fn tries(lang: Lang, left: i64) -> (String, &'static str) {
    match (lang, left) {
        (Lang::De, 0) => {
            ("Das war der letzte Versuch.".to_owned(), " Lassen Sie sich einen neuen Code schicken.")
        }
        (Lang::De, 1) => ("Sie haben noch einen Versuch.".to_owned(), ""),
        (Lang::De, _) => (format!("Sie haben noch {left} Versuche."), ""),
        (Lang::En, 0) => ("That was the last try.".to_owned(), " Have a new code sent."),
        (Lang::En, 1) => ("You have one try left.".to_owned(), ""),
        (Lang::En, _) => (format!("You have {left} tries left."), ""),
    }
}

/// What a withdrawal would call off.
pub fn falls_away(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (_, 0) => nothing_planned(lang).to_owned(),
        (Lang::De, 1) => "Diese geplante Nachricht entfällt:".to_owned(),
        (Lang::De, _) => format!("Diese {count} geplanten Nachrichten entfallen:"),
        (Lang::En, 1) => "This planned message will not be sent:".to_owned(),
        (Lang::En, _) => format!("These {count} planned messages will not be sent:"),
    }
}
