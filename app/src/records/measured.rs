//! What measured values have of their own.

use super::{
    decimal::Decimal,
    details::{Bounds, Moment, Quantity, Related},
    model::Code,
    when::When,
};
use serde::{Deserialize, Serialize};

/// Sorted by when it was measured or sampled, else by when the result was issued.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ValueDetails {
    pub vital_sign: bool,
    pub measured: Option<Moment>,
    pub issued: Option<When>,
    pub result: Measured,
    pub components: Vec<Component>,
    /// The results a panel consists of.
    pub members: Vec<Related>,
    pub body_site: Option<String>,
    pub method: Option<String>,
    pub specimen: Option<String>,
}

/// A result and what it is judged by.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measured {
    pub value: Option<Value>,
    /// Why there is no value.
    pub absent: Option<String>,
    pub interpretations: Vec<Interpretation>,
    pub ranges: Vec<ReferenceRange>,
}

/// One of several results that belong together, like the two numbers of a blood pressure.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    pub title: String,
    pub codes: Vec<Code>,
    pub result: Measured,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Quantity(Quantity),
    Text(String),
    Coded {
        text: Option<String>,
        codes: Vec<Code>,
    },
    YesNo(bool),
    Integer(Decimal),
    Range(Bounds),
    Ratio {
        numerator: Option<Quantity>,
        denominator: Option<Quantity>,
    },
    /// hh:mm:ss.
    Time(String),
    When(Moment),
}

/// "Too high", in words and, where there is one, the code of HL7 v3 ObservationInterpretation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interpretation {
    pub text: String,
    pub code: Option<String>,
}

/// Between what a value usually lies.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReferenceRange {
    pub bounds: Bounds,
    pub text: Option<String>,
    /// "Normal Range", "Therapeutic Desired Level".
    pub kind: Option<String>,
    /// The kind is something else than the normal range.
    pub special: bool,
    /// For whom; empty means everybody.
    pub applies_to: Vec<String>,
    pub ages: Option<Bounds>,
}
