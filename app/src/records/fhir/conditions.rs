//! Condition (FHIR R4).

use super::{
    draft::{Draft, certainty, clinical_status},
    node::Read,
    parts::{Limit, Scope, concept, title, titles},
};
use crate::records::model::{ConditionDetails, Details, Moment};

pub(super) fn condition<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Draft> {
    let node = scope.item.node;
    let status = clinical_status(node)?;
    let details = ConditionDetails {
        certainty: certainty(node)?,
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
