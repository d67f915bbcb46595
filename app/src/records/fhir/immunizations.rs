//! Immunization (FHIR R4).

use super::{
    draft::{Draft, status},
    node::{Node, Read},
    parts::{Limit, Scope, concept, quantity, title, titles},
};
use crate::records::model::{Details, ImmunizationDetails, Moment, Protocol, Status};

pub(super) fn immunization<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Draft> {
    let node = scope.item.node;
    let status = status(node, |code| (code == "completed").then_some(Status::Completed))?;
    let given = scope.moment("occurrence", Limit::Fact)?;
    let recorded = scope.fact("recorded")?;
    let date = given.as_ref().and_then(Moment::date).or(recorded.as_ref()).cloned();
    let mut protocols = Vec::new();
    for protocol in node.objects("protocolApplied")? {
        protocols.push(Protocol {
            series: protocol.words("series")?,
            targets: titles(protocol, "targetDisease")?,
            dose: count(protocol, "doseNumber")?,
            doses: count(protocol, "seriesDoses")?,
        });
    }
    let details = ImmunizationDetails {
        given,
        manufacturer: scope.named("manufacturer")?,
        lot: node.words("lotNumber")?,
        expires: scope.date(node, "expirationDate", Limit::Open)?,
        site: title(node, "site")?,
        route: title(node, "route")?,
        dose: quantity(node, "doseQuantity")?,
        protocols,
        subpotent: node.yes_no("isSubpotent")?.unwrap_or_default(),
    };
    let mut draft = Draft::new(concept(node, "vaccineCode")?, status, date, Details::Immunization(details));
    draft.by = scope.all_named("performer", Some("actor"))?;
    Ok(draft)
}

/// `stem[x]`: a positive number or a text.
fn count<'v>(node: Node<'v>, stem: &str) -> Read<'v, Option<String>> {
    match node.number(&format!("{stem}PositiveInt"))? {
        Some(number) => Ok(Some(number.into())),
        None => node.words(&format!("{stem}String")),
    }
}
