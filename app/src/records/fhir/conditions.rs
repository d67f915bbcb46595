//! Condition (FHIR R4), with what German practices say in its code (HL7 Deutschland, basisprofil-de).

use super::{
    draft::{Draft, certainty, clinical_status},
    node::{Node, Read, Stop},
    parts::{Limit, Scope, concept, title, titles},
};
use crate::records::model::{Certainty, ConditionDetails, Details, DropReason, Moment, Status};

/// How certain an ambulatory diagnosis is: an extension of its ICD-10-GM code, and there only. Whoever does not read it
/// takes a disease that was ruled out for one.
const DIAGNOSESICHERHEIT: &str = "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit";

pub(super) fn condition<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Draft> {
    let node = scope.item.node;
    let (status, certainty) =
        with_letter(diagnosesicherheit(node)?, clinical_status(node)?, certainty(node)?)?;
    let details = ConditionDetails {
        certainty,
        severity: title(node, "severity")?,
        body_sites: titles(node, "bodySite")?,
        onset: scope.moment("onset", Limit::Fact)?,
        abatement: scope.moment("abatement", Limit::Fact)?,
        recorded: scope.fact("recordedDate")?,
    };
    let date = details.onset.as_ref().and_then(Moment::date).or(details.recorded.as_ref()).cloned();
    let mut draft = Draft::new(concept(node, "code")?, status, date, Details::Condition(details));
    draft.by.extend(scope.named("asserter")?.or(scope.named("recorder")?));
    Ok(draft)
}

/// The letter of the code, if it has one: A, G, V or Z (KBV, Schlüsseltabelle S_ICD_DIAGNOSESICHERHEIT).
fn diagnosesicherheit<'v>(node: Node<'v>) -> Read<'v, Option<&'v str>> {
    let mut letters = Vec::new();
    let Some(code) = node.object("code")? else { return Ok(None) };
    for coding in code.objects("coding")? {
        for extension in coding.objects("extension")? {
            if extension.text("url")? == Some(DIAGNOSESICHERHEIT) {
                let letter = extension.object("valueCoding")?.map_or(Ok(None), |value| value.text("code"))?;
                letters.push(letter.ok_or(Stop::Drop(DropReason::NotUnderstood))?);
            }
        }
    }
    letters.dedup();
    match letters[..] {
        [] => Ok(None),
        [letter] => Ok(Some(letter)),
        // One diagnosis, two opinions.
        _ => Err(Stop::Drop(DropReason::NotUnderstood)),
    }
}

/// Lays the letter beside what FHIR's own members say; where both differ, the more careful one counts.
fn with_letter<'v>(
    letter: Option<&str>,
    status: Status,
    certainty: Option<Certainty>,
) -> Read<'v, (Status, Option<Certainty>)> {
    Ok(match letter {
        None => (status, certainty),
        Some("A") => return Err(Stop::Drop(DropReason::Refuted)),
        Some("G") => (status, certainty.or(Some(Certainty::Confirmed))),
        Some("V") => {
            let said = certainty.filter(|said| *said != Certainty::Confirmed);
            (status, said.or(Some(Certainty::Unconfirmed)))
        }
        // "Zustand nach": it was so.
        Some("Z") if status == Status::Unknown => (Status::Resolved, certainty),
        Some("Z") => (status, certainty),
        Some(_) => return Err(Stop::Drop(DropReason::NotUnderstood)),
    })
}
