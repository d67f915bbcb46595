//! The sentences of the console.

use crate::{lang::Lang, notices::model::Class, texts};

texts! {
    title: "Zwecke für Einwilligungen", "Purposes for consents";
    lead:
        "Wofür die Praxis Patienten kontaktieren darf. Jeder Zweck steht so auf deren Seite „Ihre Einwilligungen“.",
        "What the practice may contact patients for. Each purpose stands like this on their page “Your consents”.";
    task_text:
        "Wofür Patienten kontaktiert werden dürfen: Texte, Wege, Dauer.",
        "What patients may be contacted for: texts, ways, duration.";
    back_list: "Zu allen Zwecken", "Back to all purposes";
    back_purpose: "Zurück zu diesem Zweck", "Back to this purpose";
    done: "Erledigt", "Done";
    published: "Die Fassung ist veröffentlicht und gilt ab jetzt.", "The version has been published and holds from now on.";
    retired_now: "Der Zweck ist zurückgezogen. Dafür wird ab sofort nichts mehr gesendet.", "The purpose has been withdrawn. Nothing is sent for it from now on.";
    offered_now: "Der Zweck wird wieder angeboten.", "The purpose is offered again.";

    add: "Zweck hinzufügen", "Add a purpose";
    change: "Ändern", "Change";
    is_retired: "Zurückgezogen", "Withdrawn";
    class: "Art", "Kind";
    class_care: "Gehört zur Behandlung, braucht keine Einwilligung", "Part of the treatment, needs no consent";
    class_outreach: "Nur mit Einwilligung", "Only with a consent";
    class_hint:
        "Das lässt sich später nicht ändern. Zur Behandlung gehört nur, was der Behandlungsvertrag trägt; Werbung nie.",
        "This cannot be changed later. Part of the treatment is only what the treatment contract covers; never advertising.";
    key: "Kurzname", "Short name";
    key_hint:
        "Kleinbuchstaben, Ziffern und Bindestriche, etwa „grippe-impfung“. Er steht in jedem Nachweis und bleibt für immer.",
        "Small letters, digits and hyphens, such as “flu-shots”. It stands in every proof and stays for ever.";
    channels: "Wege", "Ways";
    channels_hint: "Auf welchen Wegen Patienten zustimmen können.", "By which ways patients can agree.";
    validity: "Gilt so viele Monate", "Holds for so many months";
    validity_hint:
        "Danach läuft eine Einwilligung ab; 30 und 7 Tage vorher wird erinnert. Bei Zwecken der Behandlung leer lassen.",
        "Then a consent expires; people are reminded 30 and 7 days before. Leave empty for purposes of the treatment.";
    unlimited: "läuft nicht ab", "does not expire";
    legal_basis: "Rechtsgrundlage", "Legal basis";
    contact: "Ansprechpartner", "Whom to ask";
    german: "Auf Deutsch", "In German";
    english: "Auf Englisch", "In English";
    title_de: "Titel auf Deutsch", "Title in German";
    body_de: "Text auf Deutsch", "Text in German";
    title_en: "Titel auf Englisch", "Title in English";
    body_en: "Text auf Englisch", "Text in English";
    title_label: "Titel", "Title";
    body_label: "Text", "Text";
    title_hint: "Höchstens 80 Zeichen.", "At most 80 characters.";
    body_hint:
        "Höchstens 4000 Zeichen, jede Zeile ein Absatz. Sagen Sie, was kommt und wie oft, wer verantwortlich ist, dass ein Nein keinen Nachteil hat, und wie man widerruft.",
        "At most 4000 characters, each line a paragraph. Say what comes and how often, who is responsible, that a no has no disadvantage, and how to take it back.";

    new_title: "Zweck hinzufügen", "Add a purpose";
    edit_title: "Zweck ändern", "Change the purpose";
    edit_lead:
        "Gespeichert wird noch nichts. Auf der nächsten Seite sehen Sie, was sich ändert.",
        "Nothing is saved yet. The next page shows what changes.";
    go_on: "Weiter", "Continue";
    kept_again: "Veröffentlicht ist davon noch nichts.", "None of it has been published yet.";
    unchanged_title: "Es ist nichts geändert", "Nothing has changed";
    unchanged: "Diese Fassung sagt dasselbe wie die veröffentlichte.", "This version says the same as the published one.";
    elsewhere_title: "Inzwischen hat jemand anderes veröffentlicht", "Somebody else has published in the meantime";
    elsewhere:
        "Ihre Eingaben stehen unverändert im Formular. Vergleichen Sie sie mit der neuen Fassung. Wenn Sie weitermachen, wird Ihre die nächste.",
        "What you typed stands in the form as you left it. Compare it with the new version. If you go on, yours becomes the next.";

    check_title: "Prüfen und veröffentlichen", "Check and publish";
    check_lead:
        "Veröffentlichtes lässt sich nicht ändern, nur durch eine neue Fassung ersetzen.",
        "What was published cannot be changed, only replaced by a new version.";
    changes_title: "Was sich ändert", "What changes";
    says_title: "Was Patienten lesen", "What patients read";
    existing: "Was wird aus Einwilligungen zu älteren Fassungen?", "What becomes of consents to older versions?";
    existing_stay: "Sie gelten weiter", "They go on";
    existing_stay_hint:
        "Nur, wenn sich nichts ändert, was jemand anders entscheiden könnte.",
        "Only if nothing changes that somebody might decide otherwise.";
    existing_renew: "Sie enden an einem Tag und müssen neu gegeben werden", "They end on a day and have to be given anew";
    existing_renew_hint:
        "Alle Betroffenen werden 30 und 7 Tage vorher erinnert. Was sie bis dahin nicht erneuern, endet.",
        "Everybody concerned is reminded 30 and 7 days before. What they have not renewed by then ends.";
    renew_by: "Ältere Einwilligungen enden am", "Older consents end on";
    publish: "Veröffentlichen", "Publish";
    back_to_edit: "Zurück zum Bearbeiten", "Back to editing";

    now_title: "Was jetzt gilt", "What holds now";
    versions_title: "Alle Fassungen", "All versions";
    by_portal: "Vom Portal mitgebracht", "Brought along by the portal";
    read: "Text lesen", "Read the text";
    retire: "Zurückziehen", "Withdraw";
    retire_title: "Zweck zurückziehen", "Withdraw the purpose";
    retire_lead:
        "Ab sofort wird dafür nichts mehr gesendet, auch nichts schon Geplantes, und niemand kann mehr zustimmen. Gegebene Einwilligungen bleiben nachweisbar und können widerrufen werden.",
        "From now on nothing is sent for it, nothing that is planned already either, and nobody can agree any more. Consents that were given stay provable and can be taken back.";
    retire_sure: "Ja, zurückziehen", "Yes, withdraw it";
    offer: "Wieder anbieten", "Offer it again";
    offer_text:
        "Einwilligungen, die noch gelten, wirken dann wieder.",
        "Consents that still hold take effect again then.";

    missing: "Füllen Sie dieses Feld aus.", "Fill in this field.";
    class_missing: "Wählen Sie die Art.", "Choose the kind.";
    existing_missing: "Wählen Sie, was aus älteren Einwilligungen wird.", "Choose what becomes of older consents.";
    no_name:
        "Nur Kleinbuchstaben (a bis z), Ziffern und Bindestriche, höchstens 40; am Anfang ein Buchstabe.",
        "Only small letters (a to z), digits and hyphens, at most 40; a letter first.";
    taken: "Diesen Kurznamen gibt es schon. Wählen Sie einen anderen.", "This short name exists already. Choose another one.";
    no_channel: "Wählen Sie mindestens einen Weg.", "Choose at least one way.";
    months: "Geben Sie eine ganze Zahl von 1 bis 60 ein.", "Enter a whole number from 1 to 60.";
    nothing_ends:
        "Was zur Behandlung gehört, läuft nicht ab. Lassen Sie das Feld leer.",
        "What is part of the treatment does not expire. Leave the field empty.";
    no_day: "Diesen Tag gibt es nicht. Schreiben Sie ihn als Tag, Monat und Jahr.", "There is no such day. Write it as day, month and year.";
}

/// What a class is called.
pub const fn class_name(lang: Lang, class: Class) -> &'static str {
    match class {
        Class::Care => class_care(lang),
        Class::Outreach => class_outreach(lang),
    }
}

/// "Fassung 3".
pub fn version(lang: Lang, number: i64) -> String {
    match lang {
        Lang::De => format!("Fassung {number}"),
        Lang::En => format!("Version {number}"),
    }
}

/// "24 Monate".
pub fn months_of(lang: Lang, months: i64) -> String {
    match (lang, months) {
        (Lang::De, 1) => "1 Monat".to_owned(),
        (Lang::De, months) => format!("{months} Monate"),
        (Lang::En, 1) => "1 month".to_owned(),
        (Lang::En, months) => format!("{months} months"),
    }
}

/// Who published a version, and when.
pub fn published_by(lang: Lang, name: &str, when: &str) -> String {
    match lang {
        Lang::De => format!("Veröffentlicht von {name}, {when}"),
        Lang::En => format!("Published by {name}, {when}"),
    }
}

/// What a version has done to older consents.
pub fn ends_older(lang: Lang, day: &str) -> String {
    match lang {
        Lang::De => format!("Einwilligungen zu älteren Fassungen enden am {day}."),
        Lang::En => format!("Consents to older versions end on {day}."),
    }
}

/// The days that can be chosen.
pub fn days_hint(lang: Lang, first: &str, last: &str) -> String {
    match lang {
        Lang::De => format!(
            "Nur, wenn sie enden sollen. Frühestens {first}, spätestens {last}. Zum Beispiel 31 3 2027."
        ),
        Lang::En => format!(
            "Only if they are to end. {first} at the earliest, {last} at the latest. For example 31 3 2027."
        ),
    }
}

/// It is too early for both reminders.
pub fn too_soon(lang: Lang, first: &str) -> String {
    match lang {
        Lang::De => format!("Damit beide Erinnerungen rechtzeitig kommen: frühestens {first}."),
        Lang::En => format!("For both reminders to come in time: {first} at the earliest."),
    }
}

/// It is too far away.
pub fn too_late(lang: Lang, last: &str) -> String {
    match lang {
        Lang::De => format!("Spätestens {last}."),
        Lang::En => format!("{last} at the latest."),
    }
}

/// So many characters fit.
pub fn too_long(lang: Lang, most: usize) -> String {
    match lang {
        Lang::De => format!("Kürzen Sie auf höchstens {most} Zeichen."),
        Lang::En => format!("Shorten it to at most {most} characters."),
    }
}
