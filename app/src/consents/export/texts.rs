//! The sentences about exports.

use crate::{lang::Lang, texts};

texts! {
    title: "Nachweis Ihrer Einwilligungen", "Proof of your consents";
    lead:
        "Nach jeder Änderung hält das Portal fest, was Sie entschieden haben: mit allen Texten, Zeiten und dem, was daraus folgt. Jede Fassung ist unterschrieben und bleibt für Sie hier.",
        "After every change the portal puts on record what you have decided: with all texts, times and what follows from it. Every version is signed and stays here for you.";
    none_title: "Noch keine Fassung", "No version yet";
    none:
        "Sobald Sie etwas entschieden haben, steht hier kurz danach die erste Fassung.",
        "Once you have decided something, the first version appears here shortly afterwards.";
    no_older: "Ältere Fassungen gibt es nicht.", "There are no older versions.";
    versions: "Alle Fassungen, die neueste zuerst", "All versions, the newest first";
    version: "Fassung", "Version";
    made: "Erstellt", "Made";
    fingerprint: "Prüfsumme (SHA-256)", "Fingerprint (SHA-256)";
    download: "Laden", "Download";
    signed_file: "Unterschriebene Datei", "Signed file";
    readable: "Zum Lesen (JSON)", "For reading (JSON)";
    for_print: "Als PDF", "As PDF";
    for_systems: "Für andere Systeme (FHIR)", "For other systems (FHIR)";
    damaged:
        "Diese Fassung ist nicht mehr so, wie sie gespeichert wurde. Bitte sagen Sie es der Praxis.",
        "This version is no longer as it was stored. Please tell the practice.";
    older: "Ältere Fassungen", "Older versions";
    newest: "Zu den neuesten Fassungen", "To the newest versions";
    how_title: "Wie jemand die Datei prüft", "How somebody checks the file";
    how_why:
        "Die unterschriebene Datei beweist, was Sie wann entschieden haben. Wird darin auch nur ein Zeichen geändert, fällt das bei der Prüfung auf.",
        "The signed file proves what you decided and when. If even one character in it is changed, the check notices.";
    how_keys:
        "Zum Prüfen braucht man den öffentlichen Schlüssel der Praxis. Er steht auf der Seite Datenschutz; am besten bewahren Sie ihn zusammen mit der Datei auf.",
        "To check it one needs the public key of the practice. It is on the privacy page; it is best to keep it together with the file.";
    how_command:
        "Mit dem Programm Obhut prüft jede und jeder die Datei ohne dieses Portal und ohne Internet:",
        "With the program Obhut anybody checks the file without this portal and without the internet:";
    how_other:
        "Die Datei ist ein JSON Web Signature (RFC 7515) mit Ed25519 (RFC 8037). Andere Programme, die das können, prüfen sie ebenso.",
        "The file is a JSON Web Signature (RFC 7515) with Ed25519 (RFC 8037). Other programs that know these check it as well.";
    how_chain:
        "Jede Fassung nennt die Prüfsumme der vorigen. Außerdem steht jede Prüfsumme im Zugriffsprotokoll, damit niemand eine Fassung nachträglich einschieben oder verschwinden lassen kann.",
        "Every version names the fingerprint of the one before. Each fingerprint is also in the access log, so that nobody can slip a version in later or make one disappear.";
    how_browser: "Oder gleich hier im Browser; die Datei verlässt Ihr Gerät dabei nicht:", "Or right here in the browser; the file does not leave your device:";
    to_check: "Eine Datei prüfen", "Check a file";
    privacy_page: "Zum Schlüssel auf der Seite Datenschutz", "To the key on the privacy page";
    check_title: "Nachweis einer Einwilligung prüfen", "Check a proof of consent";
    check_lead:
        "Diese Seite sagt, ob eine Datei Zeichen für Zeichen so ist, wie dieses Portal sie unterschrieben hat. Geprüft wird in Ihrem Browser; die Datei wird nicht gesendet. Ist die Seite geladen, geht es auch ohne Internet.",
        "This page says whether a file is character for character as this portal signed it. The check happens in your browser; the file is not sent. Once the page has loaded it also works without the internet.";
    check_label: "Unterschriebene Datei", "Signed file";
    check_hint: "Ihr Name endet auf .jws.", "Its name ends with .jws.";
    check_without_javascript:
        "Dafür braucht es JavaScript. Ohne JavaScript prüfen Sie die Datei mit dem Befehl unten.",
        "This needs JavaScript. Without JavaScript check the file with the command below.";
    check_unsupported:
        "Dieser Browser kann Unterschriften mit Ed25519 nicht prüfen. Nehmen Sie einen neueren Browser oder den Befehl unten.",
        "This browser cannot check signatures with Ed25519. Use a newer browser or the command below.";
    check_valid:
        "Gültig: Die Datei ist Zeichen für Zeichen so, wie dieses Portal sie unterschrieben hat.",
        "Valid: the file is character for character as this portal signed it.";
    check_made: "erstellt", "made";
    check_altered:
        "Nicht gültig: Die Datei wurde verändert, nachdem dieses Portal sie unterschrieben hatte.",
        "Not valid: the file was altered after this portal had signed it.";
    check_other_key:
        "Nicht gültig: Die Datei ist mit einem anderen Schlüssel unterschrieben, der hier nichts beweist.",
        "Not valid: the file was signed with another key, which proves nothing here.";
    check_brings_key:
        "Nicht gültig: Die Datei bringt ihren eigenen Schlüssel mit, und so einer beweist nichts.",
        "Not valid: the file brings its own key along, and such a key proves nothing.";
    check_not_an_export:
        "Nicht gültig: Das ist kein Nachweis einer Einwilligung.",
        "Not valid: this is no proof of consent.";
    check_unreadable: "Die Datei ließ sich nicht lesen. Wählen Sie sie noch einmal.", "The file could not be read. Choose it again.";
    check_keys: "Geprüft wird mit dem Schlüssel dieses Portals:", "It is checked with the key of this portal:";
    print_lead:
        "Dieses Blatt gibt wieder, was in der unterschriebenen Datei steht. Beweisen kann es nur die Datei selbst; sie liegt in diesem PDF als Anhang.",
        "This sheet renders what the signed file says. Only the file itself proves it; it is attached to this PDF.";
    print_pseudonym: "Für (Pseudonym)", "For (pseudonym)";
    print_controller: "Verantwortlich", "Controller";
    print_portal: "Portal", "Portal";
    print_hash: "Prüfsumme der unterschriebenen Datei (SHA-256)", "Fingerprint of the signed file (SHA-256)";
    print_predecessor: "Prüfsumme der Fassung davor", "Fingerprint of the version before";
    print_first: "keine, dies ist die erste", "none, this is the first";
    print_key: "Schlüssel der Unterschrift (RFC 7638)", "Key of the signature (RFC 7638)";
    print_hint_of_hash:
        "Der Code enthält die Prüfsumme der unterschriebenen Datei, dieselbe wie in der Tabelle.",
        "The code holds the fingerprint of the signed file, the same as in the table.";
    print_states: "Was gilt", "What holds";
    print_states_hint:
        "So stand es, als diese Fassung erstellt wurde.",
        "This is how things stood when this version was made.";
    print_what: "Wofür", "What for";
    print_way: "Weg", "Way";
    print_state: "Stand", "State";
    print_events: "Was wann entschieden wurde", "What was decided and when";
    print_when: "Wann", "When";
    print_deed: "Was", "What";
    print_by: "Von wem", "By whom";
    print_text: "Text", "Text";
    print_purposes: "Wofür die Praxis fragt, Wort für Wort", "What the practice asks for, word for word";
    print_purpose_name: "Name in der Datei", "Name in the file";
    print_class: "Art", "Kind";
    print_validity: "Gilt für", "Valid for";
    print_no_end: "unbefristet", "without an end";
    print_attachment: "Die unterschriebene Datei, aus der dieses Blatt gemacht ist", "The signed file this sheet was made from";
    print_nothing: "Nichts.", "Nothing.";
    by_patient: "Patientin oder Patient", "Patient";
    by_practice: "Praxis", "Practice";
    by_portal: "Portal", "Portal";
    state_off: "Aus", "Off";
    held_title: "Noch verborgen", "Still hidden";
    /// The beginning of a file's name.
    file_name: "einwilligungen", "consents";
}

/// What a link downloads, for those who hear it alone.
pub fn of_version(lang: Lang, what: &str, version: i64) -> String {
    format!("{what}, {} {version}", self::version(lang))
}

/// Until when and why the list is held back.
pub fn held_text(lang: Lang, until: &str) -> String {
    match lang {
        Lang::De => format!(
            "Ihr Zugang wurde mit einer neuen Einladung wiederhergestellt. Zu Ihrem Schutz zeigen wir den Nachweis erst wieder ab {until}."
        ),
        Lang::En => format!(
            "Your access was recovered with a new invitation. To protect you we show the proof again only from {until}."
        ),
    }
}

/// "Seite 1 von 3" with what the sheet is.
pub fn footer(lang: Lang, version: i64, page: usize, of: usize) -> String {
    let (title, numbered) = (title(lang), self::version(lang));
    match lang {
        Lang::De => format!("{title}, {numbered} {version}. Seite {page} von {of}"),
        Lang::En => format!("{title}, {numbered} {version}. Page {page} of {of}"),
    }
}

/// "24 Monate".
pub fn months(lang: Lang, months: i64) -> String {
    match (lang, months) {
        (Lang::De, 1) => "einen Monat".to_owned(),
        (Lang::De, _) => format!("{months} Monate"),
        (Lang::En, 1) => "one month".to_owned(),
        (Lang::En, _) => format!("{months} months"),
    }
}

/// What the code shows, for those who do not see it.
pub fn code_in_words(lang: Lang, hash: &str) -> String {
    match lang {
        Lang::De => format!("QR-Code mit der Prüfsumme der unterschriebenen Datei: {hash}"),
        Lang::En => format!("QR code with the fingerprint of the signed file: {hash}"),
    }
}
