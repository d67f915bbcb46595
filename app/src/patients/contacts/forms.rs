//! What is typed about contact points.

use super::{address, mailbox, model::ContactKind, service::Refusal};
use serde::Deserialize;

/// An address to add.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct AddForm {
    /// "post" for an address the post delivers to; an e-mail address otherwise.
    pub kind: String,
    pub email: String,
    /// "yes" takes the e-mail address the practice has noted instead.
    pub noted: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
}

impl AddForm {
    /// What is to be added.
    pub fn kind(&self) -> ContactKind {
        match self.kind.as_str() {
            "post" => ContactKind::Post,
            _ => ContactKind::Email,
        }
    }

    /// The address as it is kept.
    pub fn check(&self) -> Result<String, Refusal> {
        match self.kind() {
            ContactKind::Post => address::postal(&self.street, &self.postal_code, &self.city)
                .map_err(|(field, code)| Refusal::Post(field, code)),
            ContactKind::Email | ContactKind::Phone => {
                mailbox::mailbox(&self.email).map_err(Refusal::Address)
            }
        }
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
