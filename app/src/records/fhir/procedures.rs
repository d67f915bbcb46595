//! Procedure (FHIR R4).

use super::{
    draft::{Draft, status},
    node::Read,
    parts::{Limit, Scope, concept, title, titles},
};
use crate::records::model::{Details, Moment, ProcedureDetails, Status};

pub(super) fn procedure<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Draft> {
    let node = scope.item.node;
    let status = status(node, |code| match code {
        "preparation" => Some(Status::Planned),
        "in-progress" => Some(Status::Active),
        "on-hold" => Some(Status::OnHold),
        "stopped" => Some(Status::Stopped),
        "completed" => Some(Status::Completed),
        "unknown" => Some(Status::Unknown),
        _ => None,
    })?;
    let limit = if status == Status::Planned { Limit::Open } else { Limit::Fact };
    let details = ProcedureDetails {
        performed: scope.moment("performed", limit)?,
        body_sites: titles(node, "bodySite")?,
        reasons: titles(node, "reasonCode")?,
        outcome: title(node, "outcome")?,
        complications: titles(node, "complication")?,
        follow_up: titles(node, "followUp")?,
    };
    let date = details.performed.as_ref().and_then(Moment::date).cloned();
    let mut draft = Draft::new(concept(node, "code")?, status, date, Details::Procedure(details));
    draft.by = scope.all_named("performer", Some("actor"))?;
    Ok(draft)
}
