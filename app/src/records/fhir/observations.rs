//! Observation (FHIR R4): laboratory values and vital signs.

use super::{
    draft::{Draft, status},
    node::{Node, Read, Stop},
    parts::{Limit, Scope, bounds, bounds_of, concept, concept_of, quantity, quantity_of, title, titles},
};
use crate::records::model::{
    Component, Details, DropReason, Interpretation, Measured, Moment, ReferenceRange, Status, Value,
    ValueDetails,
};

/// The categories of HL7; the second name is that of R3, which some systems still write.
const CATEGORIES: [&str; 2] = [
    "http://terminology.hl7.org/CodeSystem/observation-category",
    "http://hl7.org/fhir/observation-category",
];
/// What a range is for (FHIR R4, code system referencerange-meaning).
const RANGE_MEANING: &str = "http://terminology.hl7.org/CodeSystem/referencerange-meaning";
const INTERPRETATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

pub(super) fn observation<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Draft> {
    let node = scope.item.node;
    let vital_sign = vital_sign(node)?;
    let status = status(node, |code| match code {
        "preliminary" => Some(Status::Preliminary),
        "final" => Some(Status::Final),
        "amended" | "corrected" => Some(Status::Corrected),
        "unknown" => Some(Status::Unknown),
        _ => None,
    })?;
    // With a focus it is about somebody or something else, say an unborn child, though it stands in this record.
    if node.get("focus").is_some() {
        return Err(Stop::Drop(DropReason::Modifier));
    }
    let mut components = Vec::new();
    for component in node.objects("component")? {
        let concept = concept(component, "code")?;
        let Some(title) = concept.title() else { return Err(Stop::Drop(DropReason::Untitled)) };
        components.push(Component { title, codes: concept.codes, result: measured(scope, component)? });
    }
    let details = ValueDetails {
        vital_sign,
        measured: scope.moment("effective", Limit::Fact)?,
        issued: scope.fact("issued")?,
        result: measured(scope, node)?,
        components,
        members: scope.related("hasMember")?,
        body_site: title(node, "bodySite")?,
        method: title(node, "method")?,
        specimen: match node.object("specimen")? {
            Some(specimen) => specimen.words("display")?,
            None => None,
        },
    };
    let date = details.measured.as_ref().and_then(Moment::date).or(details.issued.as_ref()).cloned();
    let mut draft = Draft::new(concept(node, "code")?, status, date, Details::Value(details));
    draft.by = scope.all_named("performer", None)?;
    Ok(draft)
}

/// Whether it is a vital sign or a laboratory value; any other observation is left out.
fn vital_sign(node: Node<'_>) -> Read<'_, bool> {
    let mut laboratory = false;
    for category in node.objects("category")? {
        let concept = concept_of(category)?;
        for code in concept.codes {
            if code.system.as_deref().is_some_and(|system| !CATEGORIES.contains(&system)) {
                continue;
            }
            match code.code.as_deref() {
                Some("vital-signs") => return Ok(true),
                Some("laboratory") => laboratory = true,
                _ => {}
            }
        }
    }
    if laboratory { Ok(false) } else { Err(Stop::Drop(DropReason::OtherCategory)) }
}

/// What an observation and each of its components have alike.
fn measured<'v>(scope: &Scope<'_, 'v>, node: Node<'v>) -> Read<'v, Measured> {
    let mut interpretations = Vec::new();
    for interpretation in node.objects("interpretation")? {
        let concept = concept_of(interpretation)?;
        let code = concept.code_in(INTERPRETATION).map(str::to_owned);
        interpretations.extend(concept.title().map(|text| Interpretation { text, code }));
    }
    let mut ranges = Vec::new();
    for range in node.objects("referenceRange")? {
        let kind = concept(range, "type")?;
        ranges.push(ReferenceRange {
            bounds: bounds_of(range)?,
            text: range.words("text")?,
            special: range.get("type").is_some() && kind.code_in(RANGE_MEANING) != Some("normal"),
            kind: kind.title(),
            applies_to: titles(range, "appliesTo")?,
            ages: bounds(range, "age")?,
        });
    }
    Ok(Measured {
        value: value(scope, node)?,
        absent: title(node, "dataAbsentReason")?,
        interpretations,
        ranges,
    })
}

/// `value[x]`.
fn value<'v>(scope: &Scope<'_, 'v>, node: Node<'v>) -> Read<'v, Option<Value>> {
    if let Some(value) = node.object("valueQuantity")? {
        return Ok(Some(Value::Quantity(quantity_of(value)?)));
    }
    if let Some(value) = node.object("valueCodeableConcept")? {
        let concept = concept_of(value)?;
        let said = concept.title().is_some();
        return Ok(said.then_some(Value::Coded { text: concept.text, codes: concept.codes }));
    }
    if let Some(text) = node.words("valueString")? {
        return Ok(Some(Value::Text(text)));
    }
    if let Some(value) = node.yes_no("valueBoolean")? {
        return Ok(Some(Value::YesNo(value)));
    }
    if let Some(value) = node.number("valueInteger")? {
        return Ok(Some(Value::Integer(value)));
    }
    if let Some(value) = bounds(node, "valueRange")? {
        return Ok(Some(Value::Range(value)));
    }
    if let Some(ratio) = node.object("valueRatio")? {
        let (numerator, denominator) = (quantity(ratio, "numerator")?, quantity(ratio, "denominator")?);
        return Ok(Some(Value::Ratio { numerator, denominator }));
    }
    if let Some(time) = node.words("valueTime")? {
        return Ok(Some(Value::Time(time)));
    }
    // A date as a result may well lie ahead: the expected day of a birth.
    if let Some(when) = scope.date(node, "valueDateTime", Limit::Open)? {
        return Ok(Some(Value::When(Moment::At(when))));
    }
    if let Some(period) = scope.period(node, "valuePeriod", Limit::Open)? {
        return Ok(Some(Value::When(period)));
    }
    if node.get("valueSampledData").is_some() {
        return Err(Stop::Drop(DropReason::NotUnderstood));
    }
    Ok(None)
}
