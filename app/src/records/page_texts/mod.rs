//! The sentences of the pages that show a record.

mod phrases;
mod tables;

pub use phrases::*;
pub use tables::*;

use crate::texts;

texts! {
    own_title: "Ihre Akte", "Your record";
    own_lead:
        "Das hat Ihre Praxis aus ihrer Praxissoftware in das Portal übernommen.",
        "This is what your practice has taken over from its software into the portal.";
    number: "Patientennummer", "patient number";
    printed: "Gedruckt:", "Printed:";
    own_wording:
        "Namen und Befunde stehen hier so, wie sie aufgeschrieben wurden, auch auf Englisch oder Latein. Wenn Sie etwas nicht verstehen oder etwas nicht stimmt, fragen Sie die Praxis.",
        "Names and findings are shown as they were written down, even in German or Latin. If you do not understand something, or something is wrong, ask the practice.";
    nothing_title: "Noch keine Daten", "No data yet";
    nothing_text:
        "Ihre Praxis hat noch keine Gesundheitsdaten in das Portal übernommen.",
        "Your practice has not taken over any health data into the portal yet.";
    taken_over: "Zuletzt übernommen:", "Last taken over:";
    out_of: "aus:", "from:";
    staff_title: "Akte", "Record";
    staff_back: "Zur Person", "Back to the person";
    staff_born: "geboren am", "born on";
    staff_logged_title: "Dieser Aufruf ist protokolliert", "This opening is logged";
    staff_logged_text:
        "Dass Sie diese Akte geöffnet haben, steht im Zugriffsprotokoll dieser Person und ist für sie sichtbar. Das gilt auch für jedes Dokument, das Sie herunterladen.",
        "That you have opened this record is in this person's access log, where the person can see it. So is each document you download.";
    staff_nothing_text:
        "Zu dieser Person sind noch keine Gesundheitsdaten übernommen worden.",
        "No health data of this person have been taken over yet.";
    closed_title: "Ihre Akte ist noch geschlossen", "Your record is still closed";
    unconfirmed_text:
        "Bevor Ihre Akte sich öffnet, prüft jemand aus der Praxis noch einmal, dass wirklich Sie sich angemeldet haben. So gelangt niemand mit einem fremden Brief an Ihre Gesundheitsdaten.",
        "Before your record opens, somebody at the practice checks once more that it is really you who signed in. This way nobody gets to your health data with a letter that is not theirs.";
    unconfirmed_do:
        "Meist müssen Sie nichts tun. Wenn es Ihnen zu lange dauert, rufen Sie die Praxis an oder sprechen Sie sie beim nächsten Besuch an.",
        "Usually there is nothing you need to do. If it takes too long, call the practice, or mention it at your next visit.";
    held_do:
        "Sie müssen nichts tun. Wenn Sie Ihren Zugang nicht selbst wiederhergestellt haben, rufen Sie die Praxis sofort an.",
        "There is nothing you need to do. If it was not you who recovered your access, call the practice at once.";
    call: "Telefon der Praxis:", "Telephone of the practice:";
    meanwhile: "Ihre eigenen Daten ansehen", "See your own details";

    jump: "Zu einem Abschnitt springen", "Go to a section";
    empty: "Dazu ist hier nichts hinterlegt.", "Nothing is stored here about this.";

    past: "Früher", "In the past";
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
    source: "Quelle", "Source";
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
    file_name: "dokument.pdf", "document.pdf";
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
    key_limit_or_preliminary:
        "Leeres Zeichen: Es ist nur eine Grenze bekannt, oder der Wert ist vorläufig.",
        "Hollow sign: only a limit is known, or the value is preliminary.";
    key_preliminary: "Leeres Zeichen: Der Wert ist vorläufig.", "Hollow sign: the value is preliminary.";
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
