//! What goes beyond the treatment: only with a consent that was confirmed on the very channel.

use super::{Shipped, TWO_YEARS};
use crate::notices::model::{
    Channel::{self, Email, Letter, Phone, Portal, Sms},
    Class,
};

const CONSENT: &str = "DSGVO Art. 6 Abs. 1 Buchst. a; UWG § 7";
const CONSENT_TO_HEALTH_DATA: &str = "DSGVO Art. 6 Abs. 1 Buchst. a, Art. 9 Abs. 2 Buchst. a; StGB § 203";
const WRITTEN: &[Channel] = &[Portal, Email, Letter];

pub(super) const ALL: &[Shipped] = &[
    Shipped {
        key: "practice-news",
        class: Class::Outreach,
        channels: WRITTEN,
        validity_months: TWO_YEARS,
        legal_basis: CONSENT,
        de: (
            "Neuigkeiten aus der Praxis",
            "Wir schreiben Ihnen, wenn sich in der Praxis etwas ändert, das viele betrifft: Öffnungszeiten, Urlaub und Vertretung, neue Angebote, neue Mitglieder des Teams. Alle, die Ja sagen, bekommen dasselbe. Das kommt höchstens viermal in dreißig Tagen, meist viel seltener. Es geht nie um Ihre Gesundheit.\n\
             Ein Nein hat keinen Nachteil: Ihre Behandlung hängt nicht davon ab, und alles Wichtige steht auch auf unseren Aushängen.\n\
             Ihr Ja gilt zwei Jahre. Sie können es jederzeit zurücknehmen: mit einem Klick auf dieser Seite, mit dem Link in jeder E-Mail, oder indem Sie es der Praxis sagen. Das gilt sofort; was bis dahin geschehen ist, bleibt erlaubt.\n\
             Verantwortlich ist die Praxis. Name und Anschrift stehen auf der Seite „Datenschutz“.",
        ),
        en: (
            "News from the practice",
            "We write to you when something changes in the practice that concerns many: opening hours, holidays and who stands in, new services, new members of the team. Everybody who says yes gets the same. It comes at most four times in thirty days, mostly much more rarely. It is never about your health.\n\
             A no has no disadvantage: your treatment does not depend on it, and everything important is on our notice board as well.\n\
             Your yes holds for two years. You can take it back at any time: with one click on this page, with the link in each e-mail, or by telling the practice. It takes effect at once; what was done before stays lawful.\n\
             The practice is responsible. Its name and address are on the page \"Privacy\".",
        ),
    },
    Shipped {
        key: "prevention-recall",
        class: Class::Outreach,
        channels: &Channel::ALL,
        validity_months: TWO_YEARS,
        legal_basis: CONSENT_TO_HEALTH_DATA,
        de: (
            "Erinnerung an Vorsorge und Kontrollen",
            "Wir melden uns, wenn für Sie eine Vorsorge, eine Impfung oder eine Kontrolle fällig ist. Dafür sieht das Praxisteam in Ihrer Akte nach, wann die letzte war. Die Nachricht selbst sagt nur, dass Sie einen Termin vereinbaren können, und nicht, wofür. Sie kommt höchstens zweimal für jeden Anlass.\n\
             Ein Nein hat keinen Nachteil: Sie können jederzeit selbst nach Vorsorge fragen und werden genauso behandelt.\n\
             Ihr Ja gilt zwei Jahre. Sie können es jederzeit zurücknehmen: mit einem Klick auf dieser Seite, mit dem Link in jeder E-Mail, oder indem Sie es der Praxis sagen. Das gilt sofort; was bis dahin geschehen ist, bleibt erlaubt.\n\
             Verantwortlich ist die Praxis. Name und Anschrift stehen auf der Seite „Datenschutz“.",
        ),
        en: (
            "Reminders of prevention and check-ups",
            "We get in touch when prevention, a vaccination or a check-up is due for you. For that the practice team looks into your record to see when the last one was. The message itself only says that you can arrange an appointment, not what for. It comes at most twice for each occasion.\n\
             A no has no disadvantage: you can ask for prevention yourself at any time and are treated just the same.\n\
             Your yes holds for two years. You can take it back at any time: with one click on this page, with the link in each e-mail, or by telling the practice. It takes effect at once; what was done before stays lawful.\n\
             The practice is responsible. Its name and address are on the page \"Privacy\".",
        ),
    },
    Shipped {
        key: "satisfaction-survey",
        class: Class::Outreach,
        channels: &[Portal, Email, Sms],
        validity_months: TWO_YEARS,
        legal_basis: CONSENT,
        de: (
            "Fragen, wie zufrieden Sie waren",
            "Nach einem Besuch fragen wir, wie zufrieden Sie waren. Die Nachricht enthält einen Link zu wenigen Fragen. Was Sie antworten, wird nicht mit Ihrem Namen verbunden. Sie kommt höchstens einmal nach jedem Besuch, und höchstens viermal in dreißig Tagen.\n\
             Ein Nein hat keinen Nachteil: Ihre Behandlung hängt nicht davon ab, und niemand in der Praxis behandelt Sie deshalb anders.\n\
             Ihr Ja gilt zwei Jahre. Sie können es jederzeit zurücknehmen: mit einem Klick auf dieser Seite, mit dem Link in jeder E-Mail, oder indem Sie es der Praxis sagen. Das gilt sofort; was bis dahin geschehen ist, bleibt erlaubt.\n\
             Verantwortlich ist die Praxis. Name und Anschrift stehen auf der Seite „Datenschutz“.",
        ),
        en: (
            "Asking how satisfied you were",
            "After a visit we ask how satisfied you were. The message contains a link to a few questions. What you answer is not connected with your name. It comes at most once after each visit, and at most four times in thirty days.\n\
             A no has no disadvantage: your treatment does not depend on it, and nobody in the practice treats you differently for it.\n\
             Your yes holds for two years. You can take it back at any time: with one click on this page, with the link in each e-mail, or by telling the practice. It takes effect at once; what was done before stays lawful.\n\
             The practice is responsible. Its name and address are on the page \"Privacy\".",
        ),
    },
    Shipped {
        key: "testimonial",
        class: Class::Outreach,
        channels: WRITTEN,
        validity_months: TWO_YEARS,
        legal_basis: CONSENT_TO_HEALTH_DATA,
        de: (
            "Ihre Worte über die Praxis zeigen",
            "Wenn Sie uns etwas Freundliches geschrieben haben, dürfen wir Sie fragen, ob wir es auf unserer Website oder in der Praxis zeigen dürfen, ohne Ihren Namen. Auf dem Weg, den Sie hier wählen, bekommen Sie vorher den genauen Wortlaut. Nur wenn Sie diesem Wortlaut zustimmen, wird er gezeigt. Wir fragen höchstens zweimal im Jahr.\n\
             Dass jemand etwas über eine Behandlung schreibt, verrät, dass er hier behandelt wird. Bedenken Sie das, auch ohne Namen.\n\
             Ein Nein hat keinen Nachteil: Ihre Behandlung hängt nicht davon ab.\n\
             Ihr Ja gilt zwei Jahre. Sie können es jederzeit zurücknehmen: mit einem Klick auf dieser Seite, mit dem Link in jeder E-Mail, oder indem Sie es der Praxis sagen. Dann fragen wir nicht mehr, und was schon gezeigt wird, nehmen wir weg. Was andere bis dahin abgeschrieben haben, können wir nicht zurückholen.\n\
             Verantwortlich ist die Praxis. Name und Anschrift stehen auf der Seite „Datenschutz“.",
        ),
        en: (
            "Showing your words about the practice",
            "When you have written something kind to us, we may ask you whether we may show it on our website or in the practice, without your name. By the way you choose here you get the exact wording first. It is shown only if you agree to this wording. We ask at most twice a year.\n\
             That somebody writes about a treatment tells that they are treated here. Consider this, even without a name.\n\
             A no has no disadvantage: your treatment does not depend on it.\n\
             Your yes holds for two years. You can take it back at any time: with one click on this page, with the link in each e-mail, or by telling the practice. Then we do not ask any more, and take away what is shown already. What others have copied by then we cannot get back.\n\
             The practice is responsible. Its name and address are on the page \"Privacy\".",
        ),
    },
    Shipped {
        key: "findings-to-practice",
        class: Class::Outreach,
        channels: &[Portal, Email, Phone, Letter],
        validity_months: TWO_YEARS,
        legal_basis: CONSENT_TO_HEALTH_DATA,
        de: (
            "Befunde an eine andere Praxis geben",
            "Wir dürfen Befunde, Arztbriefe und Berichte aus Ihrer Akte an eine andere Praxis geben, die Sie uns nennen. Wir tun das nur auf Ihre Bitte oder wenn Sie dort weiterbehandelt werden, und geben nur, was dafür gebraucht wird. Vor jeder Weitergabe sagen wir Ihnen auf dem Weg, den Sie hier wählen, an wen. Die Befunde selbst gehen nie durch diese Nachricht.\n\
             Ohne Ihr Ja gilt die Schweigepflicht, und wir geben nichts weiter, außer wenn ein Gesetz es verlangt.\n\
             Ein Nein hat keinen Nachteil bei uns: Sie können Ihre Befunde auch selbst mitnehmen, im Portal oder auf Papier.\n\
             Ihr Ja gilt zwei Jahre. Sie können es jederzeit zurücknehmen: mit einem Klick auf dieser Seite, mit dem Link in jeder E-Mail, oder indem Sie es der Praxis sagen. Das gilt sofort. Was schon bei der anderen Praxis ist, können wir nicht zurückholen.\n\
             Verantwortlich ist die Praxis, für das Weitergegebene danach auch die andere. Name und Anschrift unserer Praxis stehen auf der Seite „Datenschutz“.",
        ),
        en: (
            "Passing findings to another practice",
            "We may pass findings, letters and reports from your record to another practice that you name to us. We do so only when you ask for it or when your treatment goes on there, and pass only what is needed for that. Before each time we tell you to whom, by the way you choose here. The findings themselves never go through this message.\n\
             Without your yes we are bound to secrecy and pass nothing on, unless a law demands it.\n\
             A no has no disadvantage with us: you can also take your findings along yourself, from the portal or on paper.\n\
             Your yes holds for two years. You can take it back at any time: with one click on this page, with the link in each e-mail, or by telling the practice. It takes effect at once. What is with the other practice already we cannot get back.\n\
             The practice is responsible, and for what was passed on the other one as well. The name and address of our practice are on the page \"Privacy\".",
        ),
    },
    Shipped {
        key: "student-teaching",
        class: Class::Outreach,
        channels: &[Portal, Email, Phone],
        validity_months: TWO_YEARS,
        legal_basis: CONSENT_TO_HEALTH_DATA,
        de: (
            "Studierende dürfen dabei sein",
            "Wir bilden Studierende der Medizin und Auszubildende aus. Wir dürfen Sie vor einem Termin fragen, ob jemand von ihnen dabei sein darf. Gefragt werden Sie auf dem Weg, den Sie hier wählen, höchstens einmal für jeden Termin. Wer dabei ist, unterliegt der Schweigepflicht. Aufnahmen werden nicht gemacht.\n\
             Auch wenn Sie hier Ja sagen, können Sie jedes Mal Nein sagen, auch noch im Sprechzimmer und ohne Grund.\n\
             Ein Nein hat keinen Nachteil: Sie werden genauso behandelt und warten nicht länger.\n\
             Ihr Ja gilt zwei Jahre. Sie können es jederzeit zurücknehmen: mit einem Klick auf dieser Seite, mit dem Link in jeder E-Mail, oder indem Sie es der Praxis sagen. Das gilt sofort.\n\
             Verantwortlich ist die Praxis. Name und Anschrift stehen auf der Seite „Datenschutz“.",
        ),
        en: (
            "Students may be present",
            "We train medical students and apprentices. We may ask you before an appointment whether one of them may be present. You are asked by the way you choose here, at most once for each appointment. Whoever is present is bound to secrecy. Nothing is recorded.\n\
             Even if you say yes here, you can say no each time, also in the consulting room and without a reason.\n\
             A no has no disadvantage: you are treated just the same and do not wait longer.\n\
             Your yes holds for two years. You can take it back at any time: with one click on this page, with the link in each e-mail, or by telling the practice. It takes effect at once.\n\
             The practice is responsible. Its name and address are on the page \"Privacy\".",
        ),
    },
];
