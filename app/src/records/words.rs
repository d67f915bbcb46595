//! States, reasons and places in words.

use super::{
    model::{Certainty, Criticality, DropReason, Reason, Refusal, Section, Severity, Status, Wanted},
    texts,
};
use crate::lang::Lang;

/// The heading of a section.
pub fn section(lang: Lang, section: Section) -> &'static str {
    let words = match section {
        Section::Allergies => texts::allergies,
        Section::Conditions => texts::conditions,
        Section::Medications => texts::medications,
        Section::Immunizations => texts::immunizations,
        Section::Values => texts::values,
        Section::Procedures => texts::procedures,
        Section::Documents => texts::documents,
    };
    words(lang)
}

/// How things stand, in a word or two.
pub fn status(lang: Lang, status: Status) -> &'static str {
    let words = match status {
        Status::Active => texts::active,
        Status::Planned => texts::planned,
        Status::OnHold => texts::on_hold,
        Status::Completed => texts::completed,
        Status::Stopped => texts::stopped,
        Status::NotTaken => texts::not_taken,
        Status::Inactive => texts::inactive,
        Status::Remission => texts::remission,
        Status::Resolved => texts::resolved,
        Status::Preliminary => texts::preliminary,
        Status::Final => texts::final_,
        Status::Corrected => texts::corrected,
        Status::Unknown => texts::unknown,
    };
    words(lang)
}

/// How sure somebody is.
pub fn certainty(lang: Lang, certainty: Certainty) -> &'static str {
    let words = match certainty {
        Certainty::Confirmed => texts::confirmed,
        Certainty::Unconfirmed => texts::unconfirmed,
        Certainty::Provisional => texts::provisional,
        Certainty::Differential => texts::differential,
    };
    words(lang)
}

/// How dangerous a reaction may be.
pub fn criticality(lang: Lang, criticality: Criticality) -> &'static str {
    let words = match criticality {
        Criticality::Low => texts::risk_low,
        Criticality::High => texts::risk_high,
        Criticality::Unknown => texts::risk_unknown,
    };
    words(lang)
}

/// How bad a reaction was.
pub fn severity(lang: Lang, severity: Severity) -> &'static str {
    let words = match severity {
        Severity::Mild => texts::mild,
        Severity::Moderate => texts::moderate,
        Severity::Severe => texts::severe,
    };
    words(lang)
}

/// Why a resource was left out; fits behind its type and a colon.
pub fn drop_reason(lang: Lang, reason: DropReason) -> &'static str {
    let words = match reason {
        DropReason::NotKept => texts::drop_not_kept,
        DropReason::OtherCategory => texts::drop_other_category,
        DropReason::EnteredInError => texts::drop_entered_in_error,
        DropReason::Refuted => texts::drop_refuted,
        DropReason::NotDone => texts::drop_not_done,
        DropReason::NotYet => texts::drop_not_yet,
        DropReason::Superseded => texts::drop_superseded,
        DropReason::Duplicate => texts::drop_duplicate,
        DropReason::Modifier => texts::drop_modifier,
        DropReason::NotUnderstood => texts::drop_not_understood,
        DropReason::Untitled => texts::drop_untitled,
        DropReason::NoPdf => texts::drop_no_pdf,
        DropReason::BrokenPdf => texts::drop_broken_pdf,
        DropReason::LargePdf => texts::drop_large_pdf,
        DropReason::NoContent => texts::drop_no_content,
    };
    words(lang)
}

/// Why nothing was taken over, as a sentence.
pub fn reason(lang: Lang, reason: Reason) -> &'static str {
    let words = match reason {
        Reason::FileTooLarge => texts::refused_file_too_large,
        Reason::NotUtf8 => texts::refused_not_utf8,
        Reason::BrokenJson => texts::refused_broken_json,
        Reason::TooDeep => texts::refused_too_deep,
        Reason::TooMany => texts::refused_too_many,
        Reason::NotFhir => texts::refused_not_fhir,
        Reason::BundleKind => texts::refused_bundle_kind,
        Reason::NoPatient => texts::refused_no_patient,
        Reason::TwoPatients => texts::refused_two_patients,
        Reason::OtherPatient => texts::refused_other_patient,
        Reason::Dangling => texts::refused_dangling,
        Reason::WrongTarget => texts::refused_wrong_target,
        Reason::Missing => texts::refused_missing,
        Reason::WrongType(Wanted::Text) => texts::refused_want_text,
        Reason::WrongType(Wanted::Number) => texts::refused_want_number,
        Reason::WrongType(Wanted::YesNo) => texts::refused_want_yes_no,
        Reason::WrongType(Wanted::List) => texts::refused_want_list,
        Reason::WrongType(Wanted::Object) => texts::refused_want_object,
        Reason::LongNumber => texts::refused_long_number,
        Reason::ControlCharacter => texts::refused_control_character,
        Reason::NotADate => texts::refused_not_a_date,
        Reason::BirthDateIncomplete => texts::refused_birth_date_incomplete,
        Reason::TooEarly => texts::refused_too_early,
        Reason::InFuture => texts::refused_in_future,
        Reason::TooOld => texts::refused_too_old,
        Reason::NoId => texts::refused_no_id,
        Reason::BadId => texts::refused_bad_id,
        Reason::SameIdTwice => texts::refused_same_id_twice,
        Reason::Modifier => texts::refused_modifier,
        Reason::PatientReplaced => texts::refused_patient_replaced,
        Reason::DocumentInError => texts::refused_document_in_error,
    };
    words(lang)
}

/// Where and why a file was refused: "$.entry[3].resource.birthDate: This is not a date."
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    let sentence = reason(lang, refusal.reason);
    match refusal.position {
        Some(at) => {
            let (line, column) = (texts::line(lang), texts::column(lang));
            format!("{line} {}, {column} {}: {sentence}", at.line, at.column)
        }
        None => format!("{}: {sentence}", refusal.path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::report::Position;

    #[test]
    fn a_refusal_says_where_and_why_in_both_languages() {
        let mut refused = Refusal {
            path: "$.entry[3].resource.birthDate".into(),
            position: None,
            reason: Reason::NotADate,
        };
        assert_eq!(refusal(Lang::De, &refused), "$.entry[3].resource.birthDate: Das ist kein Datum.");
        assert_eq!(refusal(Lang::En, &refused), "$.entry[3].resource.birthDate: This is not a date.");
        refused.position = Some(Position { line: 3, column: 7 });
        refused.reason = Reason::BrokenJson;
        assert_eq!(refusal(Lang::De, &refused), "Zeile 3, Spalte 7: Die Datei ist kein gültiges JSON.");
    }
}
