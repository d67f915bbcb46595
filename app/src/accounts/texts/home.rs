//! The start page of signed-in patients.

use crate::{lang::Lang, texts};

texts! {
    title: "Mein Portal", "My portal";
    notices_title: "Zu Ihrer Sicherheit", "For your security";
    notices_seen: "Gelesen", "Got it";
    notices_not_me: "Kommt Ihnen etwas davon fremd vor?", "Does any of this look wrong to you?";
    notices_security: "Anmeldung und Sicherheit öffnen", "Open sign-in and security";
    notices_call: "Praxis anrufen:", "Call the practice:";
    notices_more:
        "Es gibt ältere Hinweise; sie rücken nach.",
        "There are older notices; they will move up.";
    nothing_title: "Es ist nichts zu tun", "There is nothing to do";
    nothing_text:
        "Sobald Ihre Praxis etwas für Sie hat, steht es hier.",
        "As soon as your practice has something for you, it will be here.";
    unconfirmed_title: "Ihre Praxis prüft noch Ihren Zugang", "Your practice is still checking your access";
    unconfirmed_text:
        "Sie müssen meist nichts tun. Sobald jemand aus der Praxis bestätigt hat, dass der Zugang Ihnen gehört, öffnet sich Ihre Akte.",
        "Usually there is nothing you need to do. Once somebody at the practice has confirmed that the access is yours, your record opens.";
    unconfirmed_why: "Warum das nötig ist", "Why this is needed";
    hold_title: "Inhalte sind noch verborgen", "Content is still hidden";
    security_link: "Anmeldung und Sicherheit", "Sign-in and security";
}

/// Until when content is held back after a second invitation.
pub fn hold_text(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!(
            "Ihr Zugang wurde mit einer neuen Einladung wiederhergestellt. Zu Ihrem Schutz zeigen wir Ihre Daten erst wieder ab {until}."
        ),
        Lang::En => format!(
            "Your access was recovered with a new invitation. To protect you we show your data again only from {until}."
        ),
    }
}

/// "Guten Tag, Erika Mustermann".
pub fn greeting(lang: Lang, name: &str) -> String {
    match lang {
        Lang::De => format!("Guten Tag, {name}"),
        Lang::En => format!("Hello, {name}"),
    }
}
