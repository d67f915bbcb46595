//! The sentences about forms on paper.

use crate::{lang::Lang, texts};

texts! {
    title: "Einwilligung auf Papier", "Consent on paper";
    record_title: "Unterschriebene Einwilligung erfassen", "Record a signed consent";
    record_lead:
        "Was zur Behandlung gehört, gilt sofort. Alles andere bestätigt der Patient im Portal, bevor die Praxis es nutzen kann. Erfasstes kann nur der Patient zurücknehmen; vergleichen Sie Namen und Geburtsdatum.",
        "What is part of the treatment holds at once. Anything else the patient confirms in the portal before the practice can use it. What was recorded only the patient can take back; compare name and date of birth.";
    to_record: "Einwilligung auf Papier erfassen", "Record a consent on paper";
    back_person: "Zurück zur Person", "Back to the person";
    born: "geboren am", "born on";
    text: "Was wurde unterschrieben?", "What was signed?";
    text_hint:
        "Suchen Sie die Überschrift des Formulars und die Fassung, die unten auf dem Formular steht. Kreuzen Sie darunter dieselben Wege an wie auf dem Papier.",
        "Look for the heading of the form and for the version, which stands at the bottom of the form. Tick the same ways below it as on the paper.";
    older_versions: "Ältere Fassungen", "Older versions";
    newest: "gilt jetzt", "holds now";
    older: "ältere Fassung", "older version";
    form_lang: "Sprache des Formulars", "Language of the form";
    signed_on: "Unterschrieben am", "Signed on";
    signed_hint: "Der Tag auf dem Formular, zum Beispiel 24 11 2026.", "The day on the form, for example 24 11 2026.";
    scan: "Scan des Formulars", "Scan of the form";
    scan_hint:
        "PDF, JPEG oder PNG, höchstens 5 MB. Nach einer Fehlermeldung wählen Sie die Datei noch einmal.",
        "PDF, JPEG or PNG, at most 5 MB. After an error message choose the file once more.";
    submit: "Erfassen", "Record";
    recorded: "Die Einwilligung ist erfasst. Der Patient sieht sie im Portal.", "The consent has been recorded. The patient sees it in the portal.";
    done: "Erledigt", "Done";
    to_forms: "Formulare zum Ausdrucken", "Forms to print";

    text_missing:
        "Kreuzen Sie an, was unterschrieben wurde: mindestens einen Weg.",
        "Tick what was signed: at least one way.";
    several_texts:
        "Hier sind Wege unter mehreren Texten angekreuzt. Auf einem Formular steht ein Text; erfassen Sie jedes Formular für sich.",
        "Ways of several texts are ticked here. There is one text on a form; record each form by itself.";
    lang_missing: "Wählen Sie die Sprache des Formulars.", "Choose the language of the form.";
    scan_missing: "Wählen Sie den Scan aus. Ohne ihn lässt sich die Einwilligung nicht nachweisen.", "Choose the scan. Without it the consent cannot be demonstrated.";
    scan_too_large: "Der Scan ist größer als 5 MB. Scannen Sie in Graustufen mit 300 dpi.", "The scan is larger than 5 MB. Scan in grey with 300 dpi.";
    scan_other_kind: "Das ist weder PDF noch JPEG noch PNG.", "This is neither PDF nor JPEG nor PNG.";
    day_missing: "Geben Sie den Tag der Unterschrift ein.", "Enter the day of the signature.";
    day_future: "Dieser Tag kommt erst noch.", "This day is still to come.";
    day_too_old: "Die Unterschrift ist so alt, dass die Einwilligung schon abgelaufen wäre.", "The signature is so old that the consent would have expired by now.";
    day_before_text: "An diesem Tag gab es diese Fassung noch nicht. Sehen Sie unten auf dem Formular nach.", "This version did not exist on that day. Look at the bottom of the form.";
    day_wrong: "Diesen Tag gibt es nicht. Schreiben Sie ihn als Tag, Monat und Jahr.", "There is no such day. Write it as day, month and year.";
    not_offered:
        "Diesen Text bietet die Praxis nicht mehr an; dafür lässt sich nichts mehr erfassen. Haben Sie einen anderen gemeint, dann kreuzen Sie ihn an.",
        "The practice does not offer this text any more; nothing can be recorded for it. If you meant another one, tick that.";
    way_not_offered:
        "Diesen Weg gibt es für diesen Zweck nicht. Das Häkchen ist weg; prüfen Sie die übrigen.",
        "This purpose does not have this way. The tick is gone; check the others.";
    holds_already: "Das gilt schon oder ist schon erfasst. Nehmen Sie das Häkchen weg.", "This holds already, or was recorded before. Untick it.";
    code_waits: "Der Patient hat es im Portal gewählt und bestätigt es gerade. Nehmen Sie das Häkchen weg.", "The patient has chosen it in the portal and is confirming it. Untick it.";
    decided_later: "Der Patient hat es an diesem Tag oder danach widerrufen. Das gilt.", "The patient has taken it back on that day or later. That stands.";

    forms_title: "Formulare für Einwilligungen", "Forms for consents";
    forms_lead: "Zum Ausdrucken für alle, die lieber auf Papier entscheiden.", "To print for everybody who prefers to decide on paper.";
    forms_task: "Einwilligungen auf Papier: Formulare zum Ausdrucken.", "Consents on paper: forms to print.";
    back_home: "Zur Startseite", "Back to the start page";
    back_forms: "Zu allen Formularen", "Back to all forms";
    print_hint: "Drucken Sie diese Seite mit Ihrem Browser. Gedruckt wird nur das Formular.", "Print this page with your browser. Only the form is printed.";
    print: "Formular drucken", "Print the form";
    agree: "Ich willige ein. Die Praxis darf mich dafür auf diesen Wegen kontaktieren:", "I consent. The practice may contact me for this by these ways:";
    choose: "Ich möchte dafür auf diesen Wegen benachrichtigt werden:", "I would like to be notified of this by these ways:";
    confirm_note: "Was keine Behandlung ist, gilt erst, wenn ich es im Portal bestätigt habe.", "What is no treatment holds only once I have confirmed it in the portal.";
    name_line: "Name, Vorname", "Family name, given name";
    birth_line: "Geburtsdatum", "Date of birth";
    sign_line: "Datum, Unterschrift", "Date, signature";
    fingerprint: "Prüfsumme des Textes", "Fingerprint of the text";

    open_scan: "Unterschriebenes Formular öffnen", "Open the signed form";
    file_name: "einwilligung", "consent";
}

/// "Fassung 3".
pub fn version(lang: Lang, number: i64) -> String {
    match lang {
        Lang::De => format!("Fassung {number}"),
        Lang::En => format!("Version {number}"),
    }
}
