//! The sentences of the pages that show a record.

use crate::{lang::Lang, texts};

texts! {
    own_title: "Ihre Gesundheitsdaten", "Your health record";
    own_lead:
        "Das hat Ihre Praxis aus ihrer Praxissoftware in das Portal übernommen.",
        "This is what your practice has taken over from its software into the portal.";
    own_wording:
        "Namen und Befunde stehen hier so, wie sie aufgeschrieben wurden, auch auf Englisch oder Latein. Wenn Sie etwas nicht verstehen oder etwas nicht stimmt, fragen Sie die Praxis.",
        "Names and findings are shown as they were written down, even in German or Latin. If you do not understand something, or something is wrong, ask the practice.";
    nothing_title: "Noch keine Daten", "No data yet";
    nothing_text:
        "Ihre Praxis hat noch keine Gesundheitsdaten in das Portal übernommen.",
        "Your practice has not taken over any health data into the portal yet.";
    taken_over: "Zuletzt übernommen:", "Last taken over:";
    staff_born: "geboren am", "born on";
    staff_logged_title: "Dieser Aufruf ist protokolliert", "This opening is logged";
    staff_logged_text:
        "Dass Sie diese Gesundheitsdaten geöffnet haben, steht im Zugriffsprotokoll dieser Person und ist für sie sichtbar.",
        "That you have opened this health record is in this person's access log, where the person can see it.";
    staff_nothing_text:
        "Zu dieser Person sind noch keine Gesundheitsdaten übernommen worden.",
        "No health data of this person have been taken over yet.";
    jump: "Zu einem Abschnitt springen", "Go to a section";
    empty: "Dazu ist hier nichts hinterlegt.", "Nothing is stored here about this.";

    allergies: "Allergien", "Allergies";
    conditions: "Erkrankungen", "Conditions";
    medications: "Medikamente", "Medications";
    immunizations: "Impfungen", "Vaccinations";
    values: "Werte", "Results";
    procedures: "Eingriffe", "Procedures";
    documents: "Dokumente", "Documents";

    none_known: "Ausdrücklich festgehalten: nichts bekannt.", "Expressly recorded: none known.";
    no_information:
        "Laut Quelle liegen dazu keine Angaben vor. Das heißt nicht, dass es nichts gibt.",
        "According to the source there is no information about this. It does not mean that there is nothing.";

    state: "Stand", "State";
    given_state: "verabreicht", "given";
    done_state: "durchgeführt", "done";
    kind: "Art", "Kind";
    allergy: "Allergie", "allergy";
    intolerance: "Unverträglichkeit", "intolerance";
    food: "Nahrungsmittel", "food";
    medicine: "Arzneimittel", "medicine";
    environment: "Umwelt", "environment";
    biologic: "biologischer Stoff", "biological substance";
    risk: "Gefahr", "Risk";
    certainty: "Sicherheit", "Certainty";
    reactions: "Reaktion", "Reaction";
    reaction_to: "auf", "to";
    severity: "Schwere", "Severity";
    body_site: "Körperstelle", "Part of the body";
    onset: "Beginn", "Began";
    last: "Zuletzt aufgetreten", "Last happened";
    ended: "Ende", "Ended";
    recorded: "Aufgeschrieben", "Written down";
    by: "Laut Quelle von", "According to the source, by";
    notes: "Anmerkung", "Note";

    prescription: "Verordnung", "prescription";
    statement: "Angabe zur Einnahme", "statement of what is taken";
    form: "Darreichungsform", "Form";
    ingredients: "Wirkstoffe", "Active ingredients";
    dosage: "Einnahme", "How to take it";
    incomplete:
        "Das ist nicht die ganze Anweisung. In der Quelle steht mehr, als das Portal zeigen kann; maßgeblich ist der Medikationsplan.",
        "This is not the whole instruction. The source says more than the portal can show; the medication plan is what counts.";
    as_needed: "bei Bedarf", "as needed";
    each_time: "jeweils", "each time";
    taken: "Zeitraum", "Period";
    valid: "Gültig", "Valid";
    reasons: "Grund", "Reason";
    method: "Verfahren", "Method";
    route: "Art der Gabe", "Route";
    site: "Stelle", "Site";

    given: "Gegeben", "Given";
    protects: "Schutz gegen", "Protects against";
    series: "Impfserie", "Series";
    dose: "Impfdosis", "Dose";
    amount: "Menge", "Amount";
    manufacturer: "Hersteller", "Manufacturer";
    lot: "Chargennummer", "Lot number";
    expires: "Verwendbar bis", "Expiry date";
    subpotent:
        "Es kam weniger als die volle Dosis an; der Schutz kann fehlen.",
        "Less than the full dose arrived; it may not protect.";

    result: "Ergebnis", "Result";
    no_result: "Kein Ergebnis:", "No result:";
    interpretation: "Einordnung laut Quelle", "Assessment by the source";
    usual_range: "Üblicher Bereich", "Usual range";
    range_for: "für", "for";
    range_ages: "im Alter", "at the age of";
    measured: "Gemessen", "Measured";
    issued: "Befund vom", "Issued";
    members: "Gehört dazu", "Belongs to it";
    specimen: "Probe", "Specimen";
    yes: "ja", "yes";
    no: "nein", "no";
    to_ratio: "zu", "to";
    above: "über dem üblichen Bereich", "above the usual range";
    below: "unter dem üblichen Bereich", "below the usual range";
    above_short: "darüber", "above";
    below_short: "darunter", "below";
    usual_short: "üblich:", "usual:";
    values_hint:
        "Der übliche Bereich ist der, den die Quelle zu einem Wert nennt. Die Zeichen ▲ und ▼ vergleichen nur die Zahlen. Was ein Wert bedeutet, hängt vom Einzelfall ab.",
        "The usual range is the one that the source gives with a value. The signs ▲ and ▼ only compare the numbers. What a value means depends on the individual case.";

    performed: "Durchgeführt", "Performed";
    outcome: "Ergebnis", "Outcome";
    complications: "Komplikationen", "Complications";
    follow_up: "Nachsorge", "Follow-up";

    report: "Befundbericht", "report of findings";
    document: "Dokument", "document";
    document_date: "Datum", "Date";
    document_issued: "Ausgestellt", "Issued";
    conclusion: "Beurteilung", "Conclusion";
    results: "Ergebnisse", "Results";
    file: "Datei", "File";
    download: "PDF herunterladen", "Download the PDF";
    no_download: "Diese Datei lässt sich gerade nicht herunterladen.", "This file cannot be downloaded at the moment.";

    show_codes: "Codes anzeigen", "Show codes";
    codes_of: "zu", "of";
    older_measurements: "Ältere Messungen anzeigen", "Show older measurements";
    single_measurements: "Alle Angaben zu den einzelnen Messungen", "All details of the single measurements";
    chart: "Liniendiagramm", "Line chart";
    in_unit: "in", "in";
    table_caption: "alle Messungen, die neueste zuerst", "all measurements, the newest first";
    date: "Datum", "Date";
    value: "Wert", "Value";
    not_measured: "nicht gemessen", "not measured";
    key_range: "üblicher Bereich laut Quelle:", "usual range according to the source:";
    key_limit: "Leeres Zeichen: Es ist nur eine Grenze bekannt.", "Hollow sign: only a limit is known.";
    key_above: "▲ über, ▼ unter dem üblichen Bereich", "▲ above, ▼ below the usual range";
    lowest: "Niedrigster Wert", "Lowest value";
    highest: "höchster Wert", "highest value";
    newest: "neuester Wert", "newest value";
    in_table: "Alle Werte stehen in der Tabelle darunter.", "All values are in the table below.";

    or_less: "höchstens", "at most";
    less: "unter", "below";
    or_more: "mindestens", "at least";
    more: "über", "above";
    until: "bis", "to";
    from: "von", "from";
    starting: "ab", "from";
    ending: "bis", "until";
    at_age: "im Alter von", "at the age of";
    clock: "Uhr", "";
}

/// "Weitere 35 Einträge anzeigen".
pub fn further(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::De, 1) => "Einen weiteren Eintrag anzeigen".to_owned(),
        (Lang::De, _) => format!("Weitere {count} Einträge anzeigen"),
        (Lang::En, 1) => "Show one more entry".to_owned(),
        (Lang::En, _) => format!("Show {count} more entries"),
    }
}

/// How many there are, for those who listen to the jump links.
pub fn entries(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::De, 1) => "1 Eintrag".to_owned(),
        (Lang::De, _) => format!("{count} Einträge"),
        (Lang::En, 1) => "1 entry".to_owned(),
        (Lang::En, _) => format!("{count} entries"),
    }
}

/// "12 Messungen von März 2021 bis 10. November 2025."
pub fn measurements(lang: Lang, count: usize, from: &str, to: &str) -> String {
    match lang {
        Lang::De => format!("{count} Messungen von {from} bis {to}."),
        Lang::En => format!("{count} measurements from {from} to {to}."),
    }
}

/// What a chart does not show.
pub fn only_newest(lang: Lang, count: usize) -> String {
    match lang {
        Lang::De => format!("Gezeichnet sind die neuesten {count} Messungen."),
        Lang::En => format!("Only the newest {count} measurements are drawn."),
    }
}

/// "2 von 3".
pub fn dose_of(lang: Lang, dose: &str, doses: &str) -> String {
    match lang {
        Lang::De => format!("{dose} von {doses}"),
        Lang::En => format!("{dose} of {doses}"),
    }
}

/// "3-mal", "1- bis 2-mal".
pub fn times(lang: Lang, least: &str, most: Option<&str>) -> String {
    match (lang, most) {
        (Lang::De, None) => format!("{least}-mal"),
        (Lang::De, Some(most)) => format!("{least}- bis {most}-mal"),
        (Lang::En, None) if least == "1" => "once".to_owned(),
        (Lang::En, None) => format!("{least} times"),
        (Lang::En, Some(most)) => format!("{least} to {most} times"),
    }
}

/// "insgesamt 3-mal".
pub fn in_all(lang: Lang, count: &str) -> String {
    match lang {
        Lang::De => format!("insgesamt {}", times(lang, count, None)),
        Lang::En => format!("{} in all", times(lang, count, None)),
    }
}

/// "je Tag", "je 8 Stunden"; `period` is one where it is `None`.
pub fn per(lang: Lang, period: Option<&str>, unit: &str) -> String {
    match (lang, period) {
        (Lang::De, None) => format!("je {unit}"),
        (Lang::De, Some(period)) => format!("je {period} {unit}"),
        (Lang::En, None) => format!("per {unit}"),
        (Lang::En, Some(period)) => format!("every {period} {unit}"),
    }
}

/// "8 bis 12".
pub fn span(lang: Lang, least: &str, most: &str) -> String {
    format!("{least} {} {most}", until(lang))
}

/// Units of time (UCUM): one and many in German, one and many in English.
pub const UNITS: [(&str, [&str; 4]); 7] = [
    ("s", ["Sekunde", "Sekunden", "second", "seconds"]),
    ("min", ["Minute", "Minuten", "minute", "minutes"]),
    ("h", ["Stunde", "Stunden", "hour", "hours"]),
    ("d", ["Tag", "Tage", "day", "days"]),
    ("wk", ["Woche", "Wochen", "week", "weeks"]),
    ("mo", ["Monat", "Monate", "month", "months"]),
    ("a", ["Jahr", "Jahre", "year", "years"]),
];

/// Times of day and meals (FHIR R4, value set event-timing), German and English.
pub const EVENTS: [(&str, [&str; 2]); 26] = [
    ("MORN", ["morgens", "in the morning"]),
    ("MORN.early", ["früh am Morgen", "early in the morning"]),
    ("MORN.late", ["am späten Vormittag", "late in the morning"]),
    ("NOON", ["mittags", "at noon"]),
    ("AFT", ["nachmittags", "in the afternoon"]),
    ("AFT.early", ["am frühen Nachmittag", "early in the afternoon"]),
    ("AFT.late", ["am späten Nachmittag", "late in the afternoon"]),
    ("EVE", ["abends", "in the evening"]),
    ("EVE.early", ["am frühen Abend", "early in the evening"]),
    ("EVE.late", ["am späten Abend", "late in the evening"]),
    ("NIGHT", ["nachts", "at night"]),
    ("PHS", ["nach dem Schlafen", "after sleep"]),
    ("HS", ["vor dem Schlafengehen", "before sleep"]),
    ("WAKE", ["nach dem Aufwachen", "after waking"]),
    ("C", ["zum Essen", "with a meal"]),
    ("CM", ["zum Frühstück", "with breakfast"]),
    ("CD", ["zum Mittagessen", "with lunch"]),
    ("CV", ["zum Abendessen", "with dinner"]),
    ("AC", ["vor dem Essen", "before a meal"]),
    ("ACM", ["vor dem Frühstück", "before breakfast"]),
    ("ACD", ["vor dem Mittagessen", "before lunch"]),
    ("ACV", ["vor dem Abendessen", "before dinner"]),
    ("PC", ["nach dem Essen", "after a meal"]),
    ("PCM", ["nach dem Frühstück", "after breakfast"]),
    ("PCD", ["nach dem Mittagessen", "after lunch"]),
    ("PCV", ["nach dem Abendessen", "after dinner"]),
];

/// Days of the week, German and English.
pub const WEEKDAYS: [(&str, [&str; 2]); 7] = [
    ("mon", ["montags", "on Mondays"]),
    ("tue", ["dienstags", "on Tuesdays"]),
    ("wed", ["mittwochs", "on Wednesdays"]),
    ("thu", ["donnerstags", "on Thursdays"]),
    ("fri", ["freitags", "on Fridays"]),
    ("sat", ["samstags", "on Saturdays"]),
    ("sun", ["sonntags", "on Sundays"]),
];

/// What a source says about a result (HL7 v3, ObservationInterpretation), German and English.
pub const INTERPRETATIONS: [(&str, [&str; 2]); 13] = [
    ("N", ["normal", "normal"]),
    ("A", ["auffällig", "abnormal"]),
    ("AA", ["kritisch auffällig", "critically abnormal"]),
    ("H", ["hoch", "high"]),
    ("HH", ["kritisch hoch", "critically high"]),
    ("HU", ["deutlich hoch", "significantly high"]),
    ("L", ["niedrig", "low"]),
    ("LL", ["kritisch niedrig", "critically low"]),
    ("LU", ["deutlich niedrig", "significantly low"]),
    ("POS", ["positiv", "positive"]),
    ("NEG", ["negativ", "negative"]),
    ("DET", ["nachgewiesen", "detected"]),
    ("ND", ["nicht nachgewiesen", "not detected"]),
];

/// The names people know terminologies by.
pub const SYSTEMS: [(&str, &str); 11] = [
    ("http://loinc.org", "LOINC"),
    ("http://snomed.info/sct", "SNOMED CT"),
    ("http://fhir.de/CodeSystem/bfarm/icd-10-gm", "ICD-10-GM"),
    ("http://fhir.de/CodeSystem/dimdi/icd-10-gm", "ICD-10-GM"),
    ("http://hl7.org/fhir/sid/icd-10", "ICD-10"),
    ("http://www.whocc.no/atc", "ATC"),
    ("http://fhir.de/CodeSystem/bfarm/atc", "ATC"),
    ("http://fhir.de/CodeSystem/dimdi/atc", "ATC"),
    ("http://fhir.de/CodeSystem/ifa/pzn", "PZN"),
    ("http://fhir.de/CodeSystem/bfarm/ops", "OPS"),
    ("http://fhir.de/CodeSystem/dimdi/ops", "OPS"),
];

/// The column of a table of words in two languages.
pub const fn column(lang: Lang) -> usize {
    match lang {
        Lang::De => 0,
        Lang::En => 1,
    }
}
