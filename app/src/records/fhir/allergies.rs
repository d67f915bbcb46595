//! AllergyIntolerance (FHIR R4).

use super::{
    draft::{Draft, certainty, clinical_status},
    node::Read,
    parts::{Limit, Scope, concept, known, title, titles},
};
use crate::records::model::{
    AllergyCategory, AllergyDetails, AllergyKind, Criticality, Details, Moment, Reaction, Severity,
};

pub(super) fn allergy<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Draft> {
    let node = scope.item.node;
    let status = clinical_status(node)?;
    let certainty = certainty(node)?;
    let kind = known(node.text("type")?, |code| match code {
        "allergy" => Some(AllergyKind::Allergy),
        "intolerance" => Some(AllergyKind::Intolerance),
        _ => None,
    })?;
    let mut categories = Vec::new();
    for category in node.texts("category")? {
        categories.extend(known(Some(category.as_str()), |code| match code {
            "food" => Some(AllergyCategory::Food),
            "medication" => Some(AllergyCategory::Medication),
            "environment" => Some(AllergyCategory::Environment),
            "biologic" => Some(AllergyCategory::Biologic),
            _ => None,
        })?);
    }
    let criticality = known(node.text("criticality")?, |code| match code {
        "low" => Some(Criticality::Low),
        "high" => Some(Criticality::High),
        "unable-to-assess" => Some(Criticality::Unknown),
        _ => None,
    })?;
    let onset = scope.moment("onset", Limit::Fact)?;
    let recorded = scope.fact("recordedDate")?;
    let details = AllergyDetails {
        kind,
        categories,
        criticality,
        certainty,
        reactions: reactions(scope)?,
        last: scope.fact("lastOccurrence")?,
        recorded,
        onset,
    };
    let date = details.onset.as_ref().and_then(Moment::date).or(details.recorded.as_ref()).cloned();
    let mut draft = Draft::new(concept(node, "code")?, status, date, Details::Allergy(details));
    draft.by.extend(scope.named("asserter")?.or(scope.named("recorder")?));
    Ok(draft)
}

fn reactions<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Vec<Reaction>> {
    let mut reactions = Vec::new();
    for node in scope.item.node.objects("reaction")? {
        let mut texts = titles(node, "manifestation")?;
        texts.extend(node.words("description")?);
        for note in node.objects("note")? {
            texts.extend(note.words("text")?);
        }
        let severity = known(node.text("severity")?, |code| match code {
            "mild" => Some(Severity::Mild),
            "moderate" => Some(Severity::Moderate),
            "severe" => Some(Severity::Severe),
            _ => None,
        })?;
        let onset = scope.date(node, "onset", Limit::Fact)?;
        reactions.push(Reaction { substance: title(node, "substance")?, texts, severity, onset });
    }
    Ok(reactions)
}
