//! The sentences of the pages on which texts are written and released.

use super::model::{Standing, TemplateKind, Verdict};
use crate::{error::FieldCode, lang::Lang, notices::lint::Why, texts};

texts! {
    title: "Texte", "Texts";
    lead:
        "Was in E-Mails des Portals steht. Eine Person schreibt, eine andere gibt frei; vorher geht nichts hinaus.",
        "What the portal’s e-mails say. One person writes, another one releases; nothing leaves before.";
    codes:
        "E-Mails mit einem Code haben keinen eigenen Text der Praxis. Sie sehen immer gleich aus, damit niemand auf Nachahmungen hereinfällt.",
        "E-mails with a code have no text of the practice. They always look the same, so that nobody falls for imitations.";
    task_text: "Was in E-Mails steht: schreiben, ansehen, freigeben.", "What e-mails say: write, view, release.";
    back_home: "Zur Startseite", "Back to the start page";
    back_list: "Zu allen Texten", "Back to all texts";
    back_kind: "Zurück zu diesem Text", "Back to this text";
    done: "Erledigt", "Done";

    kind_security: "Meldung zum Zugang", "News about the access";
    about_security:
        "Geht hinaus, wenn etwas mit dem Zugang geschehen ist, etwa ein neues Gerät.",
        "Leaves when something has happened to the access, such as a new device.";
    kind_consent_ending: "Einwilligung läuft ab", "A consent comes to its end";
    about_consent_ending:
        "Geht 30 und 7 Tage hinaus, bevor eine Einwilligung endet.",
        "Leaves 30 and 7 days before a consent comes to its end.";

    sends_shipped: "Gesendet wird der Text des Portals.", "The portal’s text is sent.";
    nothing_waits: "Es wartet kein Entwurf.", "No draft is waiting.";
    standing_draft: "Entwurf, wartet auf Freigabe", "Draft, waits for release";
    standing_overtaken: "Überholt, bevor jemand entschied", "Overtaken before anybody decided";
    standing_rejected: "Abgelehnt", "Rejected";
    standing_in_force: "Freigegeben, wird gesendet", "Released, is being sent";
    standing_replaced: "Abgelöst durch eine spätere Fassung", "Replaced by a later version";
    standing_retired: "Zurückgezogen", "Withdrawn";
    now_title: "Was jetzt gesendet wird", "What is sent now";
    shipped_name: "Text des Portals", "The portal’s text";
    draft_title: "Was der Entwurf ändert", "What the draft changes";
    draft_lead:
        "Zeile für Zeile gegen das, was jetzt gesendet wird.",
        "Line by line against what is sent now.";
    versions_title: "Alle Fassungen", "All versions";
    no_versions: "Die Praxis hat noch nichts geschrieben.", "The practice has not written anything yet.";
    write: "Text ändern", "Change the text";
    view: "Ansehen", "View";
    view_and_decide: "Ansehen und entscheiden", "View and decide";
    german: "Deutscher Text", "German text";
    english: "Englischer Text", "English text";
    subject: "Betreff", "Subject";
    body: "Text", "Text";
    subject_de: "Betreff auf Deutsch", "Subject in German";
    body_de: "Text auf Deutsch", "Text in German";
    subject_en: "Betreff auf Englisch", "Subject in English";
    body_en: "Text auf Englisch", "Text in English";
    subject_hint: "Höchstens 80 Zeichen, ohne Platzhalter.", "At most 80 characters, without placeholders.";

    edit_title: "Text ändern", "Change the text";
    edit_lead:
        "Beide Sprachen gehören zusammen. Gespeichert ist der Text ein Entwurf, den jemand anderes freigibt.",
        "Both languages belong together. Once saved the text is a draft, which somebody else releases.";
    rules_title: "Was nicht hinein darf", "What may not be in it";
    rules:
        "Nichts, woran jemand erkennt, worum es geht: keine Fachgebiete, Krankheiten oder Untersuchungen, auch nicht Praxis, Patient oder Arzt, denn derselbe Text geht an alle, die sich Diskretion wünschen. Keine Namen, Nummern, Adressen und Links. Das Portal prüft das und speichert sonst nicht.",
        "Nothing by which somebody could tell what it is about: no fields of medicine, diseases or examinations, and neither practice, patient nor doctor, because the same text goes to those who wish discretion. No names, numbers, addresses and links. The portal checks this, and does not save otherwise.";
    save: "Als Entwurf speichern", "Save as a draft";
    preview: "Vorschau", "Preview";
    saved: "Der Entwurf ist gespeichert. Jemand anderes gibt ihn frei.", "The draft has been saved. Somebody else releases it.";
    released: "Der Text ist freigegeben und gilt ab der nächsten E-Mail.", "The text has been released, and is used from the next e-mail on.";
    rejected: "Der Entwurf ist abgelehnt.", "The draft has been rejected.";
    retired: "Ab der nächsten E-Mail gilt wieder der Text des Portals.", "From the next e-mail on the portal’s text is used again.";
    kept_again: "Gespeichert ist davon noch nichts.", "None of it has been saved yet.";
    elsewhere_title: "Inzwischen hat jemand anderes gespeichert", "Somebody else has saved in the meantime";
    elsewhere:
        "Ihr Text steht unverändert im Formular und ist noch nicht gespeichert. Vergleichen Sie ihn mit der neuen Fassung. Wenn Sie noch einmal speichern, wird Ihr Text die nächste Fassung.",
        "Your text stands in the form as you left it, and is not saved yet. Compare it with the new version. If you save once more, yours becomes the next version.";
    elsewhere_decision:
        "Über diese Fassung wurde schon entschieden, oder es gibt eine neuere. Sehen Sie nach, wie es jetzt steht.",
        "This version was decided about already, or there is a newer one. Look how it stands now.";
    elsewhere_decision_title: "Das hat sich inzwischen geändert", "This has changed in the meantime";
    own_title: "Freigeben muss jemand anderes", "Somebody else has to release it";
    own:
        "Sie haben diese Fassung geschrieben. Freigeben kann sie eine andere Person mit der Rolle Teamleitung oder Datenschutz. Gibt es bei Ihnen niemanden sonst, bleibt der Text des Portals in Gebrauch.",
        "You wrote this version. Another person with the role of team lead or privacy officer can release it. If there is nobody else, the portal’s text stays in use.";
    refused_title: "Dieser Text darf so nicht hinaus", "This text may not leave as it is";
    refused:
        "Er enthält etwas, das inzwischen nicht mehr erlaubt ist. Ändern Sie den Text und speichern Sie ihn neu.",
        "It contains something that is not allowed any more. Change the text and save it anew.";

    preview_title: "So kommt es an", "How it arrives";
    preview_lead:
        "Genau so geht die E-Mail hinaus; nur der Tag ist ein Beispiel. Angeredet wird niemand mit Namen.",
        "This is exactly how the e-mail leaves; only the day is an example. Nobody is addressed by name.";
    ordinary: "Für die meisten", "For most people";
    discreet: "Für alle, die Diskretion gewählt haben", "For those who chose discretion";
    from: "Absender", "From";
    release: "Freigeben", "Release";
    release_title: "Entscheiden", "Decide";
    release_lead:
        "Lesen Sie beide Sprachen. Mit der Freigabe gilt der Text ab der nächsten E-Mail.",
        "Read both languages. Once released the text is used from the next e-mail on.";
    reject: "Ablehnen", "Reject";
    retire_title: "Zum Text des Portals zurück", "Back to the portal’s text";
    retire_lead:
        "Das wirkt sofort und braucht keine zweite Person.",
        "This takes effect at once and needs no second person.";
    retire: "Zurückziehen", "Withdraw";
    reason: "Grund", "Reason";
    reason_hint: "Ihr Team liest ihn. Mindestens 10 Zeichen.", "Your team reads it. At least 10 characters.";
    reason_missing: "Geben Sie den Grund an.", "Give the reason.";
    reason_too_short:
        "Schreiben Sie den Grund so, dass Ihr Team ihn versteht: mindestens 10 Zeichen.",
        "Write the reason so that your team understands it: at least 10 characters.";
    reason_too_long: "Der Grund darf höchstens 300 Zeichen lang sein.", "The reason can be at most 300 characters long.";
    why: "Grund:", "Reason:";
}

/// What is wrong with a reason.
pub const fn reason_problem(lang: Lang, code: FieldCode) -> &'static str {
    match code {
        FieldCode::TooLong => reason_too_long(lang),
        FieldCode::TooShort => reason_too_short(lang),
        _ => reason_missing(lang),
    }
}

/// What a kind is called.
pub const fn kind(lang: Lang, kind: TemplateKind) -> &'static str {
    match kind {
        TemplateKind::Security => kind_security(lang),
        TemplateKind::ConsentEnding => kind_consent_ending(lang),
    }
}

/// When it leaves.
pub const fn about(lang: Lang, kind: TemplateKind) -> &'static str {
    match kind {
        TemplateKind::Security => about_security(lang),
        TemplateKind::ConsentEnding => about_consent_ending(lang),
    }
}

/// Where a version stands.
pub const fn standing(lang: Lang, standing: Standing) -> &'static str {
    match standing {
        Standing::Draft => standing_draft(lang),
        Standing::Overtaken => standing_overtaken(lang),
        Standing::Rejected => standing_rejected(lang),
        Standing::InForce => standing_in_force(lang),
        Standing::Replaced => standing_replaced(lang),
        Standing::Retired => standing_retired(lang),
    }
}

/// What was done, for the page after it.
pub const fn done_with(lang: Lang, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Released => released(lang),
        Verdict::Rejected => rejected(lang),
        Verdict::Retired => retired(lang),
    }
}

/// Why words may not leave the house.
pub const fn why_not(lang: Lang, why: Why) -> &'static str {
    let (de, en) = match why {
        Why::Health => {
            ("sagt etwas über Gesundheit oder Behandlung", "tells something about health or treatment")
        }
        Why::Name => ("ist ein Name oder Titel", "is a name or title"),
        Why::Practice => ("nennt die Praxis", "names the practice"),
        Why::Email => ("ist eine E-Mail-Adresse", "is an e-mail address"),
        Why::Link => {
            ("ist ein Link; den zum Portal setzt {link} ein", "is a link; {link} puts in the portal’s")
        }
        Why::Insurance => ("ist eine Versichertennummer", "is an insurance number"),
        Why::Number => (
            "ist eine Telefonnummer oder eine andere lange Nummer",
            "is a telephone number or another long number",
        ),
        Why::Placeholder => ("ist hier kein Platzhalter", "is no placeholder here"),
        Why::Script => ("ist in einer anderen Schrift geschrieben", "is written in another script"),
    };
    match lang {
        Lang::De => de,
        Lang::En => en,
    }
}

/// "Fassung 3".
pub fn version(lang: Lang, number: i64) -> String {
    match lang {
        Lang::De => format!("Fassung {number}"),
        Lang::En => format!("Version {number}"),
    }
}

/// "Geschrieben von Petra Lindner, Dienstag, …".
pub fn written_by(lang: Lang, name: &str, when: &str) -> String {
    match lang {
        Lang::De => format!("Geschrieben von {name}, {when}"),
        Lang::En => format!("Written by {name}, {when}"),
    }
}

/// The same for a decision.
pub fn decided_by(lang: Lang, verdict: Verdict, name: &str, when: &str) -> String {
    match (lang, verdict) {
        (Lang::De, Verdict::Released) => format!("Freigegeben von {name}, {when}"),
        (Lang::De, Verdict::Rejected) => format!("Abgelehnt von {name}, {when}"),
        (Lang::De, Verdict::Retired) => format!("Zurückgezogen von {name}, {when}"),
        (Lang::En, Verdict::Released) => format!("Released by {name}, {when}"),
        (Lang::En, Verdict::Rejected) => format!("Rejected by {name}, {when}"),
        (Lang::En, Verdict::Retired) => format!("Withdrawn by {name}, {when}"),
    }
}

/// "„Krebs“ (Zeile 3)".
pub fn place(lang: Lang, words: &str, line: usize) -> String {
    match lang {
        Lang::De => format!("„{words}“ (Zeile {line})"),
        Lang::En => format!("“{words}” (line {line})"),
    }
}

/// What placeholders a text may name.
pub fn placeholders(lang: Lang, words: &str) -> String {
    match lang {
        Lang::De => format!("Höchstens 2000 Zeichen. Platzhalter: {words}. Eine leere Zeile trennt Absätze."),
        Lang::En => {
            format!("At most 2000 characters. Placeholders: {words}. An empty line separates paragraphs.")
        }
    }
}
