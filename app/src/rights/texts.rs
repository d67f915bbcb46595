//! The sentences of the record of processing activities. Brackets hold what only the practice can know.

use crate::{lang::Lang, texts};

texts! {
    title: "Verzeichnis von Verarbeitungstätigkeiten", "Record of processing activities";
    lead:
        "Nach Art. 30 Abs. 1 DSGVO, für das Patientenportal dieser Praxis. Was in eckigen Klammern steht, kann nur die Praxis wissen und ergänzen. Prüfen Sie alles, bevor Sie es verwenden: Es beschreibt, was das Portal tut, und ist keine Rechtsberatung.",
        "Under GDPR Art. 30(1), for the patient portal of this practice. What stands in square brackets only the practice can know and fill in. Check all of it before you use it: it describes what the portal does, and is no legal advice.";
    demo:
        "**Dies ist eine Vorführung mit erfundenen Menschen.**",
        "**This is a demonstration with made-up people.**";
    as_of: "Stand", "As of";
    portal: "Portal", "Portal";

    controller_title: "Verantwortlicher", "Controller";
    name: "Name", "Name";
    responsible: "Vertreten durch", "Represented by";
    address: "Anschrift", "Address";
    phone: "Telefon", "Telephone";
    email: "E-Mail", "E-mail";
    officer: "Datenschutzbeauftragte Person", "Data protection officer";
    authority: "Aufsichtsbehörde", "Supervisory authority";
    to_fill_in: "[von der Praxis zu ergänzen]", "[to be filled in by the practice]";
    officer_missing:
        "[von der Praxis zu ergänzen, falls eine benannt ist]",
        "[to be filled in by the practice, if there is one]";

    purposes: "Zwecke", "Purposes";
    basis: "Rechtsgrundlage", "Legal basis";
    subjects: "Betroffene Personen", "Data subjects";
    data: "Daten", "Data";
    source: "Herkunft", "Source";
    recipients: "Empfänger", "Recipients";
    third_countries: "Drittländer", "Third countries";
    erasure: "Löschung", "Erasure";
    automated: "Automatisierte Entscheidungen", "Automated decisions";
    channels: "Wege", "Ways";
    version: "Fassung des Textes", "Version of the text";
    validity: "Gültigkeit", "Validity";
    contact: "Ansprechstelle", "Whom to ask";
    see_retention: "wie in „Wie lange“ unten", "as in \"For how long\" below";
    none: "keine", "none";

    recipients_title: "Empfänger und Auftragsverarbeiter", "Recipients and processors";
    recipients_team:
        "Das Team der Praxis, je nach Rolle; jeder Zugriff auf Daten von Patienten steht im Zugriffsprotokoll.",
        "The team of the practice, by role; each access to data of patients stands in the access log.";
    recipients_nobody:
        "Es ist kein Mailserver eingestellt: Mails liegen als Dateien im Datenverzeichnis, und niemand außerhalb bekommt etwas.",
        "No mail server is set: mails lie as files in the data directory, and nobody outside is given anything.";
    recipients_no_sms:
        "Briefe druckt das Team und gibt sie einem Postdienst, der Name und Anschrift sieht; Anrufe macht das Team über den Telefonanschluss der Praxis, dessen Anbieter die Nummer sieht. SMS ist nicht eingerichtet; dafür gibt es keinen Auftragsverarbeiter.",
        "The team prints letters and gives them to a postal service, which sees name and address; calls are made by the team over the telephone line of the practice, whose operator sees the number. Text messages are not set up; there is no processor for them.";
    recipients_operator: "Für den Betrieb", "For running it";
    recipients_operator_missing:
        "[von der Praxis zu ergänzen: Rechenzentrum, Wartung und Aufbewahrung der Sicherungen, falls jemand anderes sie übernimmt]",
        "[to be filled in by the practice: data centre, maintenance and keeping of backups, where somebody else does it]";

    retention_title: "Wie lange", "For how long";
    retention_removed: "Das entfernt das Portal von selbst:", "Removed by the portal itself:";
    retention_lasting:
        "Das bleibt, weil noch nichts es entfernt. Ein Verlangen nach Art. 17 oder Art. 5 Abs. 1 Buchst. e DSGVO kann das Portal damit noch nicht allein erfüllen:",
        "This stays, because nothing removes it yet. So the portal cannot yet fulfil a request under GDPR Art. 17 or 5(1)(e) by itself:";
    retention_practice: "Was die Praxis festgelegt hat", "What the practice has laid down";

    measures_title: "Technische und organisatorische Maßnahmen", "Technical and organisational measures";
    measure_1:
        "Alles, was eine Person oder ihre Gesundheit benennt, liegt verschlüsselt in der Datenbank (AES-256-GCM), je Person und Art der Daten mit eigenem Schlüssel; die Schlüsseldatei liegt außerhalb der Datenbank.",
        "Whatever names a person or their health lies encrypted in the database (AES-256-GCM), with a key of its own for each person and kind of data; the key file lies outside the database.";
    measure_2:
        "Stammdaten und Gesundheitsdaten sind getrennt; Gesundheitsdaten tragen ein Pseudonym.",
        "Master data and health data are kept apart; health data carry a pseudonym.";
    measure_3:
        "Anmeldung mit Passkey oder mit Passphrase und Code, das Team nur mit Passkey; Rollen nach einer festen Tabelle.",
        "Sign-in with a passkey or with passphrase and code, for the team with a passkey only; roles by one fixed table.";
    measure_4:
        "Zugriffe stehen in einem verketteten Protokoll, dessen Prüfpunkte signiert außerhalb der Datenbank liegen; Patienten sehen ihres.",
        "Accesses stand in a chained log whose signed checkpoints lie outside the database; patients see theirs.";
    measure_5:
        "Nichts geht hinaus, ohne dass die Schranke Zweck, Weg und Einwilligung geprüft hat; Mails gehen nur verschlüsselt zum Mailserver und nennen nichts über die Gesundheit.",
        "Nothing leaves without the gate having checked purpose, way and consent; mails go to the mail server encrypted only, and say nothing about health.";
    measure_6:
        "[von der Praxis zu ergänzen: Zugang zu Räumen und Geräten, Sicherungen, Vertretung, Schulung]",
        "[to be filled in by the practice: access to rooms and devices, backups, stand-ins, training]";
}

texts! {
    accounts_title: "Zugänge von Patienten und Team", "Access of patients and team";
    accounts_purposes:
        "Wissen, wer jemand ist, bevor etwas über ihn gezeigt wird; genau diese Person hereinlassen und niemanden sonst; ihr zeigen, was mit ihrem Zugang geschah",
        "Knowing who somebody is before anything about them is shown; letting in that person and nobody else; showing them what happened to their access";
    accounts_basis:
        "[von der Praxis festzulegen; für Patienten in der Regel der Behandlungsvertrag und DSGVO Art. 9 Abs. 2 Buchst. h, für das Team das Beschäftigungsverhältnis]",
        "[to be decided by the practice; for patients as a rule the treatment contract and GDPR Art. 9(2)(h), for staff the employment]";
    accounts_subjects:
        "Patienten, die für das Portal angelegt wurden; Mitglieder des Teams",
        "Patients who were added for the portal; members of the team";
    accounts_data:
        "Patienten: Namen, Geburtsdatum, falls angegeben Sprache, E-Mail-Adressen, Telefonnummern, Postanschriften, Versichertennummer; Patientennummer, Anmeldename; Wege der Anmeldung; Sitzungen mit dem Browser in Worten; Ereignisse des Zugangs. Team: Namen, Rolle, Passkeys, Sitzungen, Ereignisse",
        "Patients: names, birth date, and if given language, e-mail addresses, telephone numbers, postal addresses, insurance number; patient number, sign-in name; ways to sign in; sessions with the browser in words; events of access. Team: names, role, passkeys, sessions, events";
    accounts_source:
        "Die Person selbst, am Empfang; das Portal; beim Team, wer den Server betreibt",
        "The person, at reception; the portal itself; for staff whoever runs the server";
    accounts_recipients:
        "Empfang, Behandelnde und Teamleitung finden Patienten über genaue Angaben und sehen Stammdaten",
        "Reception, clinicians and team leads find patients by exact data and see master data";
    accounts_third:
        "Durch das Portal keine. Was der Passkey-Anbieter eines Patienten abgleicht, ist zwischen beiden",
        "None by the portal. What a patient's authenticator synchronises is between them and its maker";
    accounts_automated:
        "keine. Anmeldeversuche werden nach ihrer Zahl verlangsamt",
        "none. Tries at signing in are slowed down by count";

    records_title: "Gesundheitsakten", "Health records";
    records_purposes:
        "Einsicht der Patienten in ihre Akte (DSGVO Art. 15; BGB § 630g); Behandlung",
        "The patient's own insight into their record (GDPR Art. 15; BGB § 630g); treatment";
    records_basis:
        "[von der Praxis festzulegen; in der Regel der Behandlungsvertrag und DSGVO Art. 9 Abs. 2 Buchst. h]",
        "[to be decided by the practice; as a rule the treatment contract and GDPR Art. 9(2)(h)]";
    records_subjects:
        "Patienten, deren Akten eingelesen werden; Behandelnde und Labore, soweit Einträge sie nennen",
        "Patients whose records are imported; practitioners and laboratories as far as entries name them";
    records_data:
        "Allergien, Diagnosen, Medikamente, Impfungen, Werte, Eingriffe, Berichte, Dokumente; woher sie sind und wann sie kamen; wer sie geöffnet hat",
        "Allergies, conditions, medicines, vaccinations, values, procedures, reports, documents; where they are from and when they came; who opened them";
    records_source:
        "Das Praxissystem, durch Dateien, die der Betreiber einliest",
        "The practice system, by files that the operator imports";
    records_recipients:
        "Die Patienten selbst; vom Team nur Behandelnde, jedes Öffnen mit Eintrag im Zugriffsprotokoll",
        "The patient; of the team clinicians only, each opening with an entry in the access log";
    records_automated:
        "keine. Zahlen werden mit dem Bereich verglichen, den die Quelle angibt; bewertet wird nichts",
        "none. Numbers are compared with the range the source gives; nothing is judged";

    proofs_title: "Nachweis von Einwilligungen", "Proof of consents";
    proofs_purposes:
        "Nachweisen, wozu jemand Ja oder Nein gesagt hat (DSGVO Art. 7 Abs. 1), und dass nichts ohne Grund hinausging",
        "Proving what somebody has said yes or no to (GDPR Art. 7(1)), and that nothing left without a ground";
    proofs_basis:
        "[von der Praxis festzulegen; in der Regel DSGVO Art. 6 Abs. 1 Buchst. c in Verbindung mit Art. 7 Abs. 1 und Art. 5 Abs. 2]",
        "[to be decided by the practice; as a rule GDPR Art. 6(1)(c) with Art. 7(1) and Art. 5(2)]";
    proofs_subjects: "Patienten, die etwas entschieden haben", "Patients who have decided something";
    proofs_data:
        "Unter einem Pseudonym: jede Entscheidung mit Zweck, Weg, Zeit, Text und Art; signierte Fassungen davon; jede Antwort der Schranke; Scans unterschriebener Formulare mit Namen, Geburtsdatum und Unterschrift, so wie sie auf dem Papier stehen; Mitglieder des Teams mit Namen, wenn sie ein Formular erfasst haben",
        "Under a pseudonym: each decision with purpose, way, time, text and act; signed versions of it; each answer of the gate; scans of signed forms with name, birth date and signature as they stand on the paper; members of the team by name where they have recorded a form";
    proofs_source: "Die Patienten selbst; ein unterschriebenes Formular", "The patients themselves; a signed form";
    proofs_recipients:
        "Die Patienten selbst; der Empfang erfasst unterschriebene Formulare und öffnet ihren Scan danach nicht mehr",
        "The patients themselves; reception records signed forms, and does not open their scan afterwards";
    proofs_automated:
        "keine. Eine Einwilligung endet nach ihrer Zeit",
        "none. A consent ends when its time is over";

    log_title: "Zugriffsprotokoll", "Access log";
    log_purposes:
        "Nachweisen und den Patienten zeigen, wer wann was mit ihren Daten getan hat (DSGVO Art. 5 Abs. 2, Art. 15, Art. 32)",
        "Proving, and showing patients, who did what with their data and when (GDPR Art. 5(2), 15, 32)";
    log_basis:
        "[von der Praxis festzulegen; in der Regel DSGVO Art. 6 Abs. 1 Buchst. c in Verbindung mit Art. 32; für das Team auch Mitbestimmung und BDSG § 26]",
        "[to be decided by the practice; as a rule GDPR Art. 6(1)(c) with Art. 32; for the team also co-determination and BDSG § 26]";
    log_subjects: "Patienten; Mitglieder des Teams", "Patients; members of the team";
    log_data:
        "Wer (mit Name und Rolle), was, welche Art von Daten, wann, warum, soweit ein Grund zu nennen war",
        "Who (with name and role), what, which kind of data, when, and why where a reason had to be given";
    log_source: "Das Portal", "The portal";
    log_recipients:
        "Die Patienten, deren Daten es sind; mit Grund, wer für den Datenschutz zuständig ist",
        "The patients whose data they are; with a reason, whoever is responsible for privacy";

    care_purpose:
        "Benachrichtigen, soweit es zur Behandlung gehört; die Patienten wählen den Weg",
        "Notifying as far as it is part of the treatment; the patients choose the way";
    outreach_purpose:
        "Benachrichtigen, nur mit Einwilligung, die auf dem Weg selbst bestätigt wurde",
        "Contacting, only with a consent that was confirmed by the very way";
    contact_subjects:
        "Patienten, soweit sie den Weg gewählt oder zugestimmt haben",
        "Patients as far as they have chosen the way or consented";
    contact_data:
        "Name, Sprache, je nach Weg bestätigte E-Mail-Adresse, Telefonnummer oder Postanschrift; dass und wann etwas hinausging. Nie etwas über die Gesundheit",
        "Name, language, by way the confirmed e-mail address, telephone number or postal address; that and when something has left. Never anything about health";
    contact_source: "Die Patienten selbst", "The patients themselves";
    contact_recipients:
        "Die Patienten selbst; im Team lesen Empfang und Teamleitung Namen und Anschrift auf Briefen, die sie drucken, und Namen und Nummer für Anrufe, die sie machen; für E-Mails, Briefe und Anrufe siehe auch „Empfänger und Auftragsverarbeiter“",
        "The patients themselves; of the team, reception and team leads read name and postal address on letters that they print, and name and number for calls that they make; for e-mails, letters and calls see \"Recipients and processors\" as well";
    contact_erasure:
        "Ein Widerruf gilt sofort und sagt Geplantes ab; im Übrigen wie in „Wie lange“ unten",
        "A withdrawal takes effect at once and calls off what is planned; otherwise as in \"For how long\" below";
    contact_automated:
        "keine. Die Schranke vergleicht mit dem, was entschieden wurde",
        "none. The gate compares with what was decided";
    retired: "wird nicht mehr verfolgt", "not pursued any more";
    no_end: "ohne Ablauf", "without an end";
}

/// The heading of an activity.
pub fn processing(lang: Lang, title: &str) -> String {
    match lang {
        Lang::De => format!("Verarbeitung: {title}"),
        Lang::En => format!("Processing: {title}"),
    }
}

/// The title of what somebody is contacted for.
pub fn contacting(lang: Lang, purpose: &str) -> String {
    match lang {
        Lang::De => format!("Benachrichtigung „{purpose}“"),
        Lang::En => format!("messages \"{purpose}\""),
    }
}

/// For how long a consent holds, as the value beside "Gültigkeit".
pub fn months(lang: Lang, count: i64) -> String {
    match (lang, count) {
        (Lang::De, 1) => "1 Monat".to_owned(),
        (Lang::De, _) => format!("{count} Monate"),
        (Lang::En, 1) => "1 month".to_owned(),
        (Lang::En, _) => format!("{count} months"),
    }
}

/// Who takes the mails.
pub fn mail_server(lang: Lang, host: &str) -> String {
    match lang {
        Lang::De => format!(
            "Der Mailserver {host}, der jede E-Mail verschlüsselt entgegennimmt: Adresse, Name der Praxis oder neutraler Absender, Text ohne Angaben zur Gesundheit. [Von der Praxis zu ergänzen: Anbieter, Sitz, Vertrag nach Art. 28 DSGVO]"
        ),
        Lang::En => format!(
            "The mail server {host}, which takes each e-mail over an encrypted connection: address, name of the practice or a neutral sender, text that says nothing about health. [To be filled in by the practice: provider, seat, contract under GDPR Art. 28]"
        ),
    }
}
