//! What is typed about contact points.

use super::{address, mailbox, model::ContactKind, service::Refusal};
use crate::{
    error::FieldCode,
    patients::{fields, normal},
    visible::visible,
};
use serde::Deserialize;

/// An address to add.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct AddForm {
    /// "post" for an address the post delivers to, "phone" for a number; an e-mail address otherwise.
    pub kind: String,
    pub email: String,
    /// "yes" takes the e-mail address the practice has noted instead.
    pub noted: String,
    pub phone: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
}

impl AddForm {
    /// What is to be added.
    pub fn kind(&self) -> ContactKind {
        // What the practice has noted is an e-mail address, whatever else the form says.
        if self.noted == "yes" {
            return ContactKind::Email;
        }
        match self.kind.as_str() {
            "post" => ContactKind::Post,
            "phone" => ContactKind::Phone,
            _ => ContactKind::Email,
        }
    }

    /// The address as it is kept.
    pub fn check(&self) -> Result<String, Refusal> {
        match self.kind() {
            ContactKind::Post => address::postal(&self.street, &self.postal_code, &self.city)
                .map_err(|(field, code)| Refusal::Post(field, code)),
            ContactKind::Phone => number(&self.phone),
            ContactKind::Email => mailbox::mailbox(&self.email).map_err(Refusal::Address),
        }
    }
}

/// A telephone number that can be called.
fn number(typed: &str) -> Result<String, Refusal> {
    let seen = visible(typed);
    if seen.trim().is_empty() {
        return Err(Refusal::Number(FieldCode::Missing));
    }
    let number = fields::phone(&seen).map_err(Refusal::Number)?;
    // Whoever calls may sit in another town.
    if !number.trim_start_matches([' ', '(', '/', '-']).starts_with(['0', '+']) {
        return Err(Refusal::AreaCode);
    }
    let dialled = normal::phone(&number);
    // Zeros before it change nothing about where a number belongs.
    let is_german = dialled.strip_prefix("49").is_some_and(|german| is_line(german.trim_start_matches('0')));
    is_german.then_some(number).ok_or(Refusal::Number(FieldCode::Unsupported))
}

/// Whether a national number is a line of somebody. Who calls pays, so no service numbers (Bundesnetzagentur, numbering plan):
/// what begins with 1 is one or chooses another carrier, mobile telephones apart.
fn is_line(national: &str) -> bool {
    let begins_with = |areas: &[&str]| areas.iter().any(|area| national.starts_with(area));
    match national.starts_with('1') {
        true => begins_with(&["15", "16", "17"]),
        false => !national.is_empty() && !begins_with(&["700", "900"]),
    }
}

/// A code as typed; it never comes back.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub code: String,
}

/// Whether the practice is to be discreet from now on.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct DiscreetForm {
    pub discreet: String,
}
