//! What is typed about contact points.

use super::mailbox;
use crate::error::FieldCode;
use serde::Deserialize;

/// An address to add.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct AddForm {
    pub email: String,
    /// "yes" takes the address the practice has noted instead.
    pub noted: String,
}

impl AddForm {
    /// The address as it is kept.
    pub fn check(&self) -> Result<String, FieldCode> {
        mailbox::mailbox(&self.email)
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
