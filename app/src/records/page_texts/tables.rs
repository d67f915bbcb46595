//! Words for codes, and for the systems they are from.

use crate::lang::Lang;

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
