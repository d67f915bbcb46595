//! What belongs to the treatment: no consent is needed, only the channel is chosen.

use super::Shipped;
use crate::notices::model::{Channel, Class};

const TREATMENT: &str = "DSGVO Art. 6 Abs. 1 Buchst. b, Art. 9 Abs. 2 Buchst. h; BGB § 630a";

pub(super) const ALL: &[Shipped] = &[
    Shipped {
        key: "appointment-reminders",
        class: Class::Care,
        channels: &Channel::ALL,
        validity_months: None,
        legal_basis: TREATMENT,
        de: (
            "Terminerinnerungen",
            "Wir erinnern Sie an einen gebuchten Termin, einmal zwei Tage und einmal einen Tag vorher. Wir sagen Ihnen auch, wenn er verlegt wird oder ausfällt. Die Nachricht nennt Tag, Uhrzeit und Ort, nie den Grund des Termins.\n\
             Das gehört zu Ihrer Behandlung und braucht keine Einwilligung. In Ihrem Portal steht es immer. Sie entscheiden, auf welchen Wegen wir Sie zusätzlich erinnern.\n\
             Ein Nein hat keinen Nachteil: Ihr Termin bleibt bestehen.\n\
             Jeden Weg können Sie jederzeit auf dieser Seite wieder abschalten. Das gilt sofort, auch für Erinnerungen, die schon geplant sind.\n\
             Verantwortlich ist die Praxis. Name und Anschrift stehen auf der Seite „Datenschutz“.",
        ),
        en: (
            "Appointment reminders",
            "We remind you of an appointment that was booked, once two days and once one day before. We also tell you when it is moved or cancelled. The message names day, time and place, never the reason for the appointment.\n\
             This is part of your treatment and needs no consent. It is always in your portal. You decide by which further ways we remind you.\n\
             A no has no disadvantage: your appointment stands.\n\
             You can switch off each way at any time on this page. It takes effect at once, also for reminders that are planned already.\n\
             The practice is responsible. Its name and address are on the page \"Privacy\".",
        ),
    },
    Shipped {
        key: "new-message",
        class: Class::Care,
        channels: &[Channel::Portal, Channel::Email, Channel::Sms],
        validity_months: None,
        legal_basis: TREATMENT,
        de: (
            "Hinweis auf neue Nachrichten",
            "Wenn in Ihrem Portal etwas Neues für Sie liegt, sagen wir es Ihnen. Der Hinweis enthält nur, dass es etwas gibt, nicht was. Lesen können Sie es erst, wenn Sie angemeldet sind. Er kommt höchstens einmal für jede neue Nachricht.\n\
             Das gehört zu Ihrer Behandlung und braucht keine Einwilligung. In Ihrem Portal steht es immer. Sie entscheiden, auf welchen Wegen wir Sie zusätzlich benachrichtigen.\n\
             Ein Nein hat keinen Nachteil: Die Nachrichten liegen im Portal, bis Sie sie lesen.\n\
             Jeden Weg können Sie jederzeit auf dieser Seite wieder abschalten. Das gilt sofort.\n\
             Verantwortlich ist die Praxis. Name und Anschrift stehen auf der Seite „Datenschutz“.",
        ),
        en: (
            "Notice of new messages",
            "When there is something new for you in your portal, we tell you. The notice only says that there is something, not what. You can read it once you have signed in. It comes at most once for each new message.\n\
             This is part of your treatment and needs no consent. It is always in your portal. You decide by which further ways we notify you.\n\
             A no has no disadvantage: the messages stay in the portal until you read them.\n\
             You can switch off each way at any time on this page. It takes effect at once.\n\
             The practice is responsible. Its name and address are on the page \"Privacy\".",
        ),
    },
];
