//! The sentences about sending.

use crate::{lang::Lang, texts};

texts! {
    title: "Versand", "Sending";
    lead:
        "Wie Nachrichten das Haus verlassen, was wartet und was nicht ankam. An wen sie gehen und was darin steht, sieht hier niemand.",
        "How messages leave the house, what waits and what did not get through. Nobody sees here whom they are for or what they say.";
    way_title: "Wie E-Mails reisen", "How e-mails travel";
    way_smtp:
        "Über den Mailserver, der auf dem Server eingestellt ist, immer verschlüsselt.",
        "Through the mail server that is set on the server, always encrypted.";
    way_folder_title: "E-Mails werden nicht verschickt", "E-mails are not being sent";
    way_folder:
        "Es ist kein Mailserver eingestellt. Jede E-Mail wird als Datei in den Ordner „outbox“ im Datenverzeichnis gelegt und kommt bei niemandem an. Wer den Server betreut, stellt den Mailserver dort ein.",
        "No mail server is set. Every e-mail is put as a file into the folder “outbox” of the data directory and reaches nobody. Whoever looks after the server sets the mail server there.";
    sms_title: "SMS: ausgeschaltet", "SMS: off";
    sms_text:
        "SMS kann nur ein Anbieter zustellen, und der sieht dabei, wem die Praxis schreibt. Dafür braucht es zuerst einen Vertrag zur Auftragsverarbeitung mit ihm (Art. 28 DSGVO), einen Eintrag im Verzeichnis der Verarbeitungen und in den Hinweisen zum Datenschutz. Dieses Portal bringt keinen Anbieter mit; solange keiner eingerichtet ist, lässt sich SMS bei keiner Einwilligung einschalten, und es wird keine verschickt.",
        "Only a provider can deliver an SMS, and sees whom the practice writes to. That takes a contract on processing with them first (GDPR Art. 28), an entry in the records of processing, and one in the privacy notice. This portal brings no provider along; as long as none is set up, SMS cannot be switched on for any consent, and none is sent.";
    waiting_title: "Was wartet", "What waits";
    waiting_text:
        "Auch was für später geplant ist und was unten als aufgegeben steht, zählt mit.",
        "What is planned for later, and what is listed below as given up, counts as well.";
    waiting_none: "Es wartet nichts.", "Nothing is waiting.";
    dead_title: "Aufgegeben", "Given up";
    dead_text:
        "Das Portal hat es mehrmals versucht, oder es konnte nicht gelingen. Beheben Sie zuerst den Grund, dann versuchen Sie es erneut. Vor dem Senden prüft das Portal noch einmal, ob die Nachricht hinausgehen darf.",
        "The portal has tried several times, or it could not work. Mend the cause first, then try again. Before sending, the portal checks once more whether the message may leave.";
    dead_none: "Es wurde nichts aufgegeben.", "Nothing was given up.";
    retry: "Erneut versuchen", "Try again";
    done: "Erledigt", "Done";
    retried: "Der nächste Versuch beginnt gleich.", "The next try begins in a moment.";
    notice_title: "Nachrichten kamen nicht an", "Messages did not get through";
    notice_link: "Versand ansehen", "View sending";
    task_text: "Wie Nachrichten reisen, was wartet und was nicht ankam.", "How messages travel, what waits and what did not get through.";
    back: "Zur Startseite", "Back to the start page";
}

/// What kind of work it was.
pub fn kind(lang: Lang, kind: &str) -> &'static str {
    let (de, en) = match kind {
        "send" => ("Eine Nachricht senden", "Sending a message"),
        "tell-security" => ("Eine Meldung zum Zugang vorbereiten", "Preparing news about an access"),
        "consent-export" => {
            ("Einwilligungen in neuer Fassung festhalten", "Putting consents on record in a new version")
        }
        "consent-reminder" => {
            ("An das Ende einer Einwilligung erinnern", "Reminding of the end of a consent")
        }
        "consent-end" => ("Das Ende einer Einwilligung vermerken", "Noting the end of a consent"),
        _ => ("Eine andere Arbeit des Portals", "Other work of the portal"),
    };
    match lang {
        Lang::De => de,
        Lang::En => en,
    }
}

/// Why something was given up, and what helps.
pub fn failure(lang: Lang, code: &str) -> &'static str {
    let (de, en) = match code {
        "connection" | "timeout" => (
            "Der Mailserver war nicht zu erreichen. Prüfen Sie Adresse, Anschluss und Netz.",
            "The mail server could not be reached. Check address, port and network.",
        ),
        "no-starttls" | "tls" => (
            "Der Mailserver bietet keine verschlüsselte Verbindung an; ohne sie wird nichts gesendet.",
            "The mail server offers no encrypted connection; without one nothing is sent.",
        ),
        "password" => (
            "Der Mailserver hat Name oder Passwort des Portals nicht angenommen.",
            "The mail server did not accept the portal’s name or password.",
        ),
        "sender" => (
            "Der Mailserver nimmt die Absenderadresse des Portals nicht an.",
            "The mail server does not accept the portal’s sender address.",
        ),
        "busy" => (
            "Der Mailserver oder das Portal war zu beschäftigt.",
            "The mail server or the portal was too busy.",
        ),
        "recipient" | "address" => (
            "Die Adresse nimmt keine E-Mails an. Die Person erfährt es im Portal nicht von selbst; sprechen Sie sie beim nächsten Besuch darauf an.",
            "The address takes no e-mails. The person does not hear of it by themselves; raise it at their next visit.",
        ),
        "content" | "header" | "text" => (
            "Der Mailserver hat die E-Mail abgelehnt, so wie sie ist.",
            "The mail server refused the e-mail as it is.",
        ),
        "folder" => (
            "Die Datei konnte nicht in den Ordner „outbox“ geschrieben werden. Prüfen Sie Platz und Rechte.",
            "The file could not be written into the folder “outbox”. Check space and rights.",
        ),
        "no-way" | "no-transport" => {
            ("Für diesen Weg ist nichts eingerichtet.", "Nothing is set up for this way.")
        }
        "template" => (
            "Der Text passt nicht zu seiner Nachricht. Gehen Sie bei „Texte“ zum Text des Portals zurück.",
            "The text does not fit its message. Go back to the portal’s text under “Texts”.",
        ),
        "no-contact-point" | "consents-changed" => (
            "Währenddessen hat sich geändert, wie die Person zu erreichen ist.",
            "Meanwhile it changed how the person is reached.",
        ),
        "unavailable" | "database" | "randomness" => {
            ("Das Portal oder seine Datenbank war gestört.", "The portal or its database was disturbed.")
        }
        "sealed" | "inconsistent" => (
            "Die Daten dazu lassen sich nicht mehr lesen. Ein neuer Versuch hilft nicht; wer den Server betreut, findet mehr im Protokoll.",
            "Its data cannot be read any more. Trying again does not help; whoever looks after the server finds more in the log.",
        ),
        "kind" => (
            "Diese Arbeit kennt das laufende Programm nicht; es ist älter oder neuer.",
            "The running program does not know this work; it is older or newer.",
        ),
        _ => ("Aus einem anderen Grund.", "For another reason."),
    };
    match lang {
        Lang::De => de,
        Lang::En => en,
    }
}

/// "3 wurden aufgegeben".
pub fn given_up(lang: Lang, count: i64) -> String {
    match (lang, count) {
        (Lang::De, 1) => "Etwas wurde nach mehreren Versuchen aufgegeben.".to_owned(),
        (Lang::En, 1) => "Something was given up after several tries.".to_owned(),
        (Lang::De, count) => format!("{count}-mal wurde etwas nach mehreren Versuchen aufgegeben."),
        (Lang::En, count) => format!("{count} things were given up after several tries."),
    }
}

/// When something was given up, and after how many tries.
pub fn given_up_at(lang: Lang, when: &str, tries: i64) -> String {
    match (lang, tries) {
        (Lang::De, 1) => format!("{when}, nach einem Versuch"),
        (Lang::De, tries) => format!("{when}, nach {tries} Versuchen"),
        (Lang::En, 1) => format!("{when}, after one try"),
        (Lang::En, tries) => format!("{when}, after {tries} tries"),
    }
}

/// That the list is longer than the page.
pub fn more(lang: Lang, count: i64) -> String {
    match lang {
        Lang::De => format!("Insgesamt sind es {count}; hier stehen die neuesten."),
        Lang::En => format!("There are {count} altogether; the newest are listed here."),
    }
}
