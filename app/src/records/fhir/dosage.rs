//! Dosage and Timing (FHIR R4). What is not kept is at least known to be missing.

use super::{
    node::{Node, Read},
    parts::{bounds, quantity, title, titles},
};
use crate::records::model::{Amount, Dosage, Timing};

/// Limits and speeds are not kept; a dose without them is incomplete.
const LEFT_OUT: [&str; 3] = ["maxDosePerPeriod", "maxDosePerAdministration", "maxDosePerLifetime"];
/// The parts of `Timing.repeat` that are kept; any other one makes the dosage incomplete.
const KEPT: [&str; 9] = [
    "frequency",
    "frequencyMax",
    "period",
    "periodMax",
    "periodUnit",
    "count",
    "when",
    "dayOfWeek",
    "timeOfDay",
];

pub(super) fn dosages<'v>(node: Node<'v>, name: &str) -> Read<'v, Vec<Dosage>> {
    node.objects(name)?.into_iter().map(dosage).collect()
}

fn dosage(node: Node<'_>) -> Read<'_, Dosage> {
    let mut dosage = Dosage {
        text: node.words("text")?,
        instruction: node.words("patientInstruction")?,
        additional: titles(node, "additionalInstruction")?,
        as_needed: node.yes_no("asNeededBoolean")?.unwrap_or_default(),
        as_needed_for: title(node, "asNeededCodeableConcept")?,
        route: title(node, "route")?,
        site: title(node, "site")?,
        method: title(node, "method")?,
        incomplete: LEFT_OUT.iter().any(|name| node.get(name).is_some()),
        ..Dosage::default()
    };
    dosage.as_needed |= node.get("asNeededCodeableConcept").is_some();
    for dose in node.objects("doseAndRate")? {
        dosage.doses.extend(quantity(dose, "doseQuantity")?.map(Amount::Quantity));
        dosage.doses.extend(bounds(dose, "doseRange")?.map(Amount::Range));
        dosage.incomplete |=
            ["rateRatio", "rateRange", "rateQuantity"].iter().any(|name| dose.get(name).is_some());
    }
    if let Some(timing) = node.object("timing")? {
        let repeat = timing.object("repeat")?;
        dosage.incomplete |=
            timing.get("event").is_some() || repeat.is_some_and(|repeat| repeat.has_others(&KEPT));
        dosage.timing = Some(self::timing(timing, repeat)?);
    }
    Ok(dosage)
}

fn timing<'v>(node: Node<'v>, repeat: Option<Node<'v>>) -> Read<'v, Timing> {
    let mut timing = Timing { text: title(node, "code")?, ..Timing::default() };
    if let Some(repeat) = repeat {
        timing.frequency = repeat.number("frequency")?;
        timing.frequency_max = repeat.number("frequencyMax")?;
        timing.period = repeat.number("period")?;
        timing.period_max = repeat.number("periodMax")?;
        timing.unit = repeat.words("periodUnit")?;
        timing.count = repeat.number("count")?;
        timing.events = repeat.texts("when")?;
        timing.weekdays = repeat.texts("dayOfWeek")?;
        timing.times = repeat.texts("timeOfDay")?;
    }
    Ok(timing)
}
