//! The sentences about records and their import.

use crate::texts;

texts! {
    allergies: "Allergien", "Allergies";
    conditions: "Erkrankungen", "Conditions";
    medications: "Medikamente", "Medications";
    immunizations: "Impfungen", "Vaccinations";
    values: "Werte", "Results";
    procedures: "Eingriffe", "Procedures";
    documents: "Dokumente", "Documents";

    active: "aktuell", "current";
    planned: "geplant", "planned";
    on_hold: "unterbrochen", "on hold";
    completed: "abgeschlossen", "completed";
    stopped: "beendet", "stopped";
    not_taken: "nicht eingenommen", "not taken";
    inactive: "nicht aktuell", "not current";
    remission: "in Remission (zurückgegangen, kann wiederkehren)", "in remission (has receded, may return)";
    resolved: "ausgeheilt", "resolved";
    preliminary: "vorläufig", "preliminary";
    final_: "endgültig", "final";
    corrected: "berichtigt", "corrected";
    unknown: "nicht angegeben", "not stated";

    confirmed: "gesichert", "confirmed";
    unconfirmed: "nicht gesichert", "not confirmed";
    provisional: "vorläufige Einschätzung", "provisional";
    differential: "eine von mehreren Möglichkeiten", "one of several possibilities";

    risk_low: "geringe Gefahr", "low risk";
    risk_high: "hohe Gefahr", "high risk";
    risk_unknown: "Gefahr nicht einschätzbar", "risk cannot be assessed";
    mild: "leicht", "mild";
    moderate: "mittelschwer", "moderate";
    severe: "schwer", "severe";

    report_accepted: "Übernommen:", "Taken over:";
    report_dropped: "Nicht übernommen:", "Not taken over:";
    report_refused: "Nichts übernommen.", "Nothing was taken over.";
    line: "Zeile", "line";
    column: "Spalte", "column";

    drop_not_kept: "diese Art von Daten führt das Portal nicht", "the portal does not keep this kind of data";
    drop_other_category: "weder Laborwert noch Vitalwert", "neither a laboratory value nor a vital sign";
    drop_entered_in_error: "von der Quelle als Irrtum gekennzeichnet", "marked by the source as entered in error";
    drop_refuted: "von der Quelle als widerlegt gekennzeichnet", "marked by the source as refuted";
    drop_not_done: "abgesagt, nicht durchgeführt oder nicht durchzuführen", "called off, not done, or not to be done";
    drop_not_yet: "Entwurf, Vorschlag oder noch ohne Ergebnis", "a draft, a proposal, or still without a result";
    drop_superseded: "von der Quelle durch Neueres ersetzt", "replaced in the source by something newer";
    drop_duplicate: "steht doppelt in der Datei", "stands in the file twice";
    drop_modifier:
        "enthält Zusätze, die den Sinn ändern können und die das Portal nicht kennt",
        "carries additions that may change its meaning and that the portal does not know";
    drop_not_understood: "Zustand oder Wert nicht bekannt", "state or value not known";
    drop_untitled: "enthält weder Text noch Code", "has neither a text nor a code";
    drop_no_pdf: "kein PDF in der Datei", "no PDF in the file";
    drop_broken_pdf: "das PDF ist beschädigt", "the PDF is damaged";
    drop_large_pdf: "das PDF ist größer als 10 MB", "the PDF is larger than 10 MB";
    drop_no_content: "Eintrag ohne Inhalt oder Löschung", "an entry without content, or a deletion";

    refused_file_too_large: "Die Datei ist größer als 20 MB.", "The file is larger than 20 MB.";
    refused_not_utf8: "Die Datei ist kein Text in UTF-8.", "The file is not text in UTF-8.";
    refused_broken_json: "Die Datei ist kein gültiges JSON.", "The file is not valid JSON.";
    refused_too_deep: "Die Datei ist zu tief verschachtelt.", "The file nests too deeply.";
    refused_too_many: "Hier stehen zu viele Angaben.", "There are too many values here.";
    refused_not_fhir: "Das ist kein FHIR: „resourceType“ fehlt oder ist kein Name.", "This is not FHIR: \"resourceType\" is missing or no name.";
    refused_bundle_kind:
        "Gelesen werden Bundles der Art document, collection, transaction und searchset.",
        "Bundles of type document, collection, transaction and searchset are read.";
    refused_no_patient: "In der Datei steht kein Patient.", "There is no Patient in the file.";
    refused_two_patients: "In der Datei stehen zwei verschiedene Patienten.", "There are two different patients in the file.";
    refused_other_patient:
        "Dieser Eintrag gehört nicht zum Patienten der Datei.",
        "This entry is not about the patient of the file.";
    refused_dangling: "Worauf hier verwiesen wird, steht nicht in der Datei.", "What this refers to is not in the file.";
    refused_wrong_target: "Der Verweis führt zu etwas anderem als erwartet.", "The reference leads to something unexpected.";
    refused_missing: "Diese Angabe fehlt.", "This is missing.";
    refused_want_text: "Hier muss ein Text stehen.", "This must be a text.";
    refused_want_number: "Hier muss eine Zahl stehen.", "This must be a number.";
    refused_want_yes_no: "Hier muss true oder false stehen.", "This must be true or false.";
    refused_want_list: "Hier muss eine Liste stehen.", "This must be a list.";
    refused_want_object: "Hier muss ein Objekt stehen.", "This must be an object.";
    refused_long_number: "Die Zahl hat zu viele Stellen.", "The number has too many digits.";
    refused_control_character: "Der Text enthält Steuerzeichen.", "The text holds control characters.";
    refused_not_a_date: "Das ist kein Datum.", "This is not a date.";
    refused_birth_date_incomplete: "Das Geburtsdatum braucht Tag, Monat und Jahr.", "The birth date needs day, month and year.";
    refused_too_early: "Das Datum liegt vor 1900.", "The date is before 1900.";
    refused_in_future: "Das Datum liegt in der Zukunft.", "The date is in the future.";
    refused_too_old: "Das Datum liegt mehr als 130 Jahre zurück.", "The date is more than 130 years ago.";
    refused_no_id:
        "Ohne „id“ ließe sich der Eintrag beim nächsten Mal nicht wiedererkennen.",
        "Without \"id\" the entry could not be recognised next time.";
    refused_bad_id: "Die „id“ ist zu lang oder enthält Leerzeichen.", "The \"id\" is too long or holds spaces.";
    refused_same_id_twice: "Zwei verschiedene Einträge haben dieselbe „id“.", "Two different entries have the same \"id\".";
    refused_modifier:
        "Ein Zusatz, den das Portal nicht kennt, kann hier den Sinn ändern.",
        "An addition that the portal does not know may change the meaning here.";
    refused_patient_replaced:
        "Die Quelle hat diesen Patienten durch einen anderen ersetzt.",
        "The source has replaced this patient by another.";
    refused_document_in_error:
        "Die Quelle hat das ganze Dokument als Irrtum gekennzeichnet.",
        "The source has marked the whole document as entered in error.";
}
