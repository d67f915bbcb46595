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
            ContactKind::Phone => number(&self.phone).map_err(Refusal::Number),
            ContactKind::Email => mailbox::mailbox(&self.email).map_err(Refusal::Address),
        }
    }
}

/// A telephone number that can be called.
fn number(typed: &str) -> Result<String, FieldCode> {
    let seen = visible(typed);
    if seen.trim().is_empty() {
        return Err(FieldCode::Missing);
    }
    let number = fields::phone(&seen)?;
    // Who calls pays: no service numbers, and none abroad (Bundesnetzagentur, numbering plan).
    let dialled = normal::phone(&number);
    let german = dialled.strip_prefix("49").ok_or(FieldCode::Unsupported)?;
    let is_service =
        ["900", "137", "138", "180", "190", "118", "12"].iter().any(|area| german.starts_with(area));
    if is_service { Err(FieldCode::Unsupported) } else { Ok(number) }
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
