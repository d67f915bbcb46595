//! The sentences every form shares.

use crate::texts;

texts! {
    check_entries: "Bitte prüfen Sie Ihre Angaben", "Please check your entries";
    /// Heard before the text of an error, never seen: the bar and the colour say it to the eye.
    error_prefix: "Fehler:", "Error:";
    optional: "(freiwillig)", "(optional)";
    kept_title: "Ihre Eingaben sind wieder da", "What you typed is back";
    kept_text:
        "Ihre Sitzung war abgelaufen, deshalb wurde das Formular nicht abgeschickt. Bitte prüfen Sie alles, und schicken Sie es dann ab.",
        "Your session had ended, so nothing was sent. Please check everything, and then send the form.";
    kept_discard: "Verwerfen und leer beginnen", "Discard and start empty";
    day: "Tag", "Day";
    month: "Monat", "Month";
    year: "Jahr", "Year";
}

/// "Schritt 2 von 4".
pub fn step_of(lang: crate::lang::Lang, step: u8, total: u8) -> String {
    match lang {
        crate::lang::Lang::De => format!("Schritt {step} von {total}"),
        crate::lang::Lang::En => format!("Step {step} of {total}"),
    }
}
