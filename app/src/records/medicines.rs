//! What entries about medicines and vaccines have of their own.

use super::{
    decimal::Decimal,
    details::{Bounds, Moment, Quantity},
    when::When,
};
use serde::{Deserialize, Serialize};

/// Sorted by when it is or was taken, else by when that was said or prescribed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MedicationDetails {
    /// A prescription; otherwise a statement of what is or was taken.
    pub prescription: bool,
    pub form: Option<String>,
    pub ingredients: Vec<String>,
    pub dosages: Vec<Dosage>,
    pub taken: Option<Moment>,
    /// How long a prescription may be used; may end in the future.
    pub valid: Option<Moment>,
    pub reasons: Vec<String>,
    pub recorded: Option<When>,
}

/// How a medicine is taken. The text of the source goes before everything else.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dosage {
    pub text: Option<String>,
    /// Written for the patient.
    pub instruction: Option<String>,
    pub additional: Vec<String>,
    pub timing: Option<Timing>,
    pub as_needed: bool,
    pub as_needed_for: Option<String>,
    pub route: Option<String>,
    pub site: Option<String>,
    pub method: Option<String>,
    pub doses: Vec<Amount>,
    /// The source says more than is kept here (highest doses, rates, durations): the rest alone may mislead.
    pub incomplete: bool,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    Quantity(Quantity),
    Range(Bounds),
}

/// How often: `frequency` times in `period` `unit`s (FHIR R4, `Timing.repeat`; units of UCUM: s, min, h, d, wk, mo, a).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timing {
    pub text: Option<String>,
    pub frequency: Option<Decimal>,
    pub frequency_max: Option<Decimal>,
    pub period: Option<Decimal>,
    pub period_max: Option<Decimal>,
    pub unit: Option<String>,
    pub count: Option<Decimal>,
    /// Codes such as MORN, AC, PCV (FHIR R4, value set event-timing).
    pub events: Vec<String>,
    /// mon to sun.
    pub weekdays: Vec<String>,
    /// hh:mm:ss.
    pub times: Vec<String>,
}

/// Sorted by when it was given, else by when it was recorded.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImmunizationDetails {
    pub given: Option<Moment>,
    pub manufacturer: Option<String>,
    pub lot: Option<String>,
    /// The last day on which the vaccine could be used; may lie in the future.
    pub expires: Option<When>,
    pub site: Option<String>,
    pub route: Option<String>,
    pub dose: Option<Quantity>,
    pub protocols: Vec<Protocol>,
    /// Less than the full dose arrived, so that it may not protect.
    pub subpotent: bool,
}

/// Which dose of which series against what.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Protocol {
    pub series: Option<String>,
    pub targets: Vec<String>,
    pub dose: Option<String>,
    pub doses: Option<String>,
}
