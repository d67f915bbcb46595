//! MedicationStatement and MedicationRequest with their Medication (FHIR R4).

use super::{
    dosage::dosages,
    draft::{Draft, in_error, status},
    node::{Node, Read, Stop},
    parts::{Concept, Limit, Scope, concept, title, titles},
};
use crate::records::model::{Details, DropReason, MedicationDetails, Moment, Reason, Status};

/// What the two have in common.
struct Medicine {
    concept: Concept,
    form: Option<String>,
    ingredients: Vec<String>,
    used: Option<usize>,
}

pub(super) fn statement<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Draft> {
    let node = scope.item.node;
    let status = status(node, |code| match code {
        "active" => Some(Status::Active),
        "completed" => Some(Status::Completed),
        "intended" => Some(Status::Planned),
        "stopped" => Some(Status::Stopped),
        "on-hold" => Some(Status::OnHold),
        "not-taken" => Some(Status::NotTaken),
        "unknown" => Some(Status::Unknown),
        _ => None,
    })?;
    let limit = if status == Status::Planned { Limit::Open } else { Limit::Fact };
    let details = MedicationDetails {
        dosages: dosages(node, "dosage")?,
        taken: scope.moment("effective", limit)?,
        reasons: titles(node, "reasonCode")?,
        recorded: scope.fact("dateAsserted")?,
        ..MedicationDetails::default()
    };
    draft(scope, status, details, scope.named("informationSource")?)
}

pub(super) fn request<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Draft> {
    let node = scope.item.node;
    let status = status(node, |code| match code {
        "active" => Some(Status::Active),
        "on-hold" => Some(Status::OnHold),
        "completed" => Some(Status::Completed),
        "stopped" => Some(Status::Stopped),
        "unknown" => Some(Status::Unknown),
        _ => None,
    })?;
    if node.yes_no("doNotPerform")? == Some(true) {
        return Err(Stop::Drop(DropReason::NotDone));
    }
    match node.text("intent")? {
        Some("plan" | "order" | "original-order" | "reflex-order" | "filler-order" | "instance-order") => {}
        Some("proposal" | "option") => return Err(Stop::Drop(DropReason::NotYet)),
        _ => return Err(Stop::Drop(DropReason::NotUnderstood)),
    }
    let valid = match node.object("dispenseRequest")? {
        Some(dispense) => scope.period(dispense, "validityPeriod", Limit::Open)?,
        None => None,
    };
    let details = MedicationDetails {
        prescription: true,
        dosages: dosages(node, "dosageInstruction")?,
        valid,
        reasons: titles(node, "reasonCode")?,
        recorded: scope.fact("authoredOn")?,
        ..MedicationDetails::default()
    };
    draft(scope, status, details, scope.named("requester")?)
}

fn draft<'v>(
    scope: &Scope<'_, 'v>,
    status: Status,
    mut details: MedicationDetails,
    by: Option<String>,
) -> Read<'v, Draft> {
    let medicine = medicine(scope)?;
    (details.form, details.ingredients) = (medicine.form, medicine.ingredients);
    let begun = details.taken.as_ref().and_then(Moment::date).or(details.recorded.as_ref());
    let date = begun.or(details.valid.as_ref().and_then(Moment::date)).cloned();
    let mut draft = Draft::new(medicine.concept, status, date, Details::Medication(details));
    draft.by.extend(by);
    draft.used = medicine.used;
    Ok(draft)
}

/// `medication[x]`: named on the spot, or a Medication, which then must be in the file.
fn medicine<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Medicine> {
    let node = scope.item.node;
    let named = |concept| Medicine { concept, form: None, ingredients: Vec::new(), used: None };
    let Some(reference) = node.object("medicationReference")? else {
        return Ok(named(concept(node, "medicationCodeableConcept")?));
    };
    let display = reference.words("display")?;
    let Some(found) = scope.follow(reference)? else {
        return Ok(named(Concept { text: display, codes: Vec::new() }));
    };
    if found.kind != "Medication" {
        return reference.refuse(Reason::WrongTarget);
    }
    if in_error(found.node)? {
        return Err(Stop::Drop(DropReason::EnteredInError));
    }
    if found.node.holds("modifierExtension") || found.node.get("implicitRules").is_some() {
        return Err(Stop::Drop(DropReason::Modifier));
    }
    let ingredients = ingredients(found.node)?;
    let mut concept = concept(found.node, "code")?;
    if concept.title().is_none() {
        // A mixture without a name of its own is called by what it consists of.
        concept.text = display.or_else(|| Some(ingredients.join(", ")).filter(|names| !names.is_empty()));
    }
    Ok(Medicine { concept, form: title(found.node, "form")?, ingredients, used: found.item })
}

fn ingredients(medication: Node<'_>) -> Read<'_, Vec<String>> {
    let mut names = Vec::new();
    for ingredient in medication.objects("ingredient")? {
        match title(ingredient, "itemCodeableConcept")? {
            Some(name) => names.push(name),
            None => {
                if let Some(reference) = ingredient.object("itemReference")? {
                    names.extend(reference.words("display")?);
                }
            }
        }
    }
    Ok(names)
}
