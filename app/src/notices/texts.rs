//! What mails say, and the sentences of everything that reaches somebody.

use super::{model::Channel, template::Template};
use crate::{lang::Lang, texts};

texts! {
    /// How a mail begins; nobody is named, because others may read along.
    salutation: "Guten Tag,", "Good day,";
    /// The name beside the sender's address where the practice is not to be named.
    neutral_sender: "Portal", "Portal";
    closing_no_reply:
        "Diese Nachricht kommt von einem Automaten. Antworten darauf liest niemand.",
        "This message comes from a machine. Nobody reads replies to it.";
    closing_phone: "Fragen? Rufen Sie uns an:", "Questions? Call us:";
    closing_unsubscribe: "Keine solchen Mails mehr:", "No more mails like this:";

    unsubscribe_title: "Abbestellen", "Unsubscribe";
    unsubscribe_lead:
        "Wenn Sie auf den Knopf drücken, bekommen Sie solche Mails nicht mehr. Anmelden müssen Sie sich dafür nicht.",
        "If you press the button, you will not get mails like this any more. You need not sign in for it.";
    unsubscribe_button: "Keine solchen Mails mehr", "No more mails like this";
    unsubscribed_title: "Abbestellt", "Unsubscribed";
    unsubscribed_text:
        "Sie bekommen keine solchen Mails mehr. Wenn Sie es sich anders überlegen, ändern Sie das im Portal.",
        "You will not get mails like this any more. If you change your mind, change it in the portal.";

    news_title: "Neu für Sie", "New for you";
    news_put_away: "Gelesen", "Read";
    news_consent_code: "Ihr Code für eine Einwilligung im Portal:", "Your code for a consent in the portal:";
    news_consent_code_link: "Code eingeben", "Enter the code";
    news_security: "Es gibt eine neue Meldung zu Ihrem Zugang.", "There is news about your access.";
    news_consent_ending:
        "Eine Einwilligung läuft bald ab. Sehen Sie nach, ob sie weiter gelten soll.",
        "A consent comes to its end soon. Look whether it is to go on.";
    news_paper_recorded:
        "Die Praxis hat eine Einwilligung von Ihnen auf Papier erfasst. Sehen Sie nach, ob etwas zu bestätigen ist.",
        "The practice has recorded a consent of yours on paper. Look whether there is something to confirm.";
    news_not_reached:
        "Die Praxis hat Sie am Telefon nicht erreicht. Sehen Sie nach, ob Ihre Nummer noch stimmt.",
        "The practice could not reach you by telephone. Look whether your number is still right.";
    news_contacts_link: "Kontaktwege öffnen", "Open contact points";
    news_consents_link: "Einwilligungen öffnen", "Open consents";
}

/// Until when a code that somebody is told can be entered.
pub fn good_until(lang: Lang, when: &str) -> String {
    match lang {
        Lang::De => format!("Der Code gilt bis {when}."),
        Lang::En => format!("The code is good until {when}."),
    }
}

/// What a mail consists of: its subject, and what stands before and after a code.
pub struct MailText {
    pub subject: &'static str,
    pub before: &'static str,
    pub after: &'static str,
}

/// The text of a mail. Subject and words are the same whoever it is for and whatever it is about.
pub const fn mail(lang: Lang, template: &Template) -> MailText {
    let (subject, before, after) = match (template, lang) {
        (Template::ContactCode { .. }, Lang::De) => (
            "Ihr Bestätigungscode",
            "{salutation}\n\nmit diesem Code bestätigen Sie, dass Sie unter dieser Adresse zu erreichen sind:",
            "Der Code gilt 48 Stunden. Geben Sie ihn im Portal ein: {link}\n\nSie haben das nicht angefordert? Dann hat sich jemand vertippt, und Sie brauchen nichts zu tun.",
        ),
        (Template::ContactCode { .. }, Lang::En) => (
            "Your confirmation code",
            "{salutation}\n\nwith this code you confirm that you can be reached at this address:",
            "The code is good for 48 hours. Enter it in the portal: {link}\n\nYou have not asked for it? Then somebody has mistyped, and you need not do anything.",
        ),
        (Template::ConsentCode { .. }, Lang::De) => (
            "Ihr Bestätigungscode",
            "{salutation}\n\nmit diesem Code bestätigen Sie, was Sie im Portal ausgewählt haben:",
            "Der Code gilt 48 Stunden. Geben Sie ihn im Portal ein: {link}\n\nSie haben das nicht angefordert? Dann geben Sie den Code nicht ein; ohne ihn ändert sich nichts.",
        ),
        (Template::ConsentCode { .. }, Lang::En) => (
            "Your confirmation code",
            "{salutation}\n\nwith this code you confirm what you have chosen in the portal:",
            "The code is good for 48 hours. Enter it in the portal: {link}\n\nYou have not asked for it? Then do not enter the code; without it nothing changes.",
        ),
        (Template::Security, Lang::De) => (
            "Eine Meldung zu Ihrem Zugang",
            "{salutation}\n\nes gibt eine neue Meldung zu Ihrem Zugang. Was es ist, lesen Sie nach der Anmeldung.",
            "Zur Anmeldung: {link}",
        ),
        (Template::Security, Lang::En) => (
            "News about your access",
            "{salutation}\n\nthere is news about your access. You can read what it is after signing in.",
            "Sign in here: {link}",
        ),
        (Template::PaperRecorded | Template::NotReached, Lang::De) => (
            "Bitte sehen Sie nach",
            "{salutation}\n\nin Ihrem Portal liegt etwas Neues für Sie.",
            "Zur Anmeldung: {link}",
        ),
        (Template::PaperRecorded | Template::NotReached, Lang::En) => (
            "Please have a look",
            "{salutation}\n\nthere is something new for you in your portal.",
            "Sign in here: {link}",
        ),
        (Template::ConsentEnding { .. }, Lang::De) => (
            "Bitte sehen Sie nach",
            "{salutation}\n\netwas, das Sie ausgewählt haben, gilt nicht mehr lange. Sehen Sie nach, ob es weiter gelten soll. Wenn Sie nichts tun, endet es am {date}.",
            "Zur Anmeldung: {link}",
        ),
        (Template::ConsentEnding { .. }, Lang::En) => (
            "Please have a look",
            "{salutation}\n\nsomething you have chosen comes to its end. Look whether it is to go on. If you do nothing, it ends on {date}.",
            "Sign in here: {link}",
        ),
    };
    MailText { subject, before, after }
}

/// The text of a letter: the words of a mail, where they fit.
pub const fn letter(lang: Lang, template: &Template) -> MailText {
    let (subject, before, after) = match (template, lang) {
        (Template::ContactCode { .. }, Lang::De) => (
            "Ihr Bestätigungscode",
            "{salutation}\n\nmit diesem Code bestätigen Sie, dass Sie unter dieser Anschrift zu erreichen sind:",
            "Geben Sie ihn im Portal ein: {link}\n\nSie haben das nicht angefordert? Dann brauchen Sie nichts zu tun.",
        ),
        (Template::ContactCode { .. }, Lang::En) => (
            "Your confirmation code",
            "{salutation}\n\nwith this code you confirm that you can be reached at this address:",
            "Enter it in the portal: {link}\n\nYou have not asked for it? Then you need not do anything.",
        ),
        (Template::ConsentCode { .. }, Lang::De) => (
            "Ihr Bestätigungscode",
            "{salutation}\n\nmit diesem Code bestätigen Sie, was Sie im Portal ausgewählt haben:",
            "Geben Sie ihn im Portal ein: {link}\n\nSie haben das nicht angefordert? Dann geben Sie den Code nicht ein; ohne ihn ändert sich nichts.",
        ),
        (Template::ConsentCode { .. }, Lang::En) => (
            "Your confirmation code",
            "{salutation}\n\nwith this code you confirm what you have chosen in the portal:",
            "Enter it in the portal: {link}\n\nYou have not asked for it? Then do not enter the code; without it nothing changes.",
        ),
        (other, lang) => return mail(lang, other),
    };
    MailText { subject, before, after }
}

/// What a channel is called.
pub const fn channel(lang: Lang, channel: Channel) -> &'static str {
    match (channel, lang) {
        (Channel::Portal, Lang::De) => "im Portal",
        (Channel::Portal, Lang::En) => "in the portal",
        (Channel::Email, Lang::De) => "E-Mail",
        (Channel::Email, Lang::En) => "e-mail",
        (Channel::Sms, _) => "SMS",
        (Channel::Phone, Lang::De) => "Telefon",
        (Channel::Phone, Lang::En) => "telephone",
        (Channel::Letter, Lang::De) => "Brief",
        (Channel::Letter, Lang::En) => "letter",
    }
}
