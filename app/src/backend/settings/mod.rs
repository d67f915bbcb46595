//! What the operator decides: who the practice is, and under which origin the portal is reached.

mod origin;
mod outbound;
mod practice;

pub use origin::Origin;
pub use outbound::{Outbound, QuietHours};
pub use practice::{Localized, Practice, dialable};

use super::instance::Kind;
use webauthn_rs::prelude::AttestationCaList;

/// Everything a page may know about the installation.
#[derive(Clone, Debug)]
pub struct Settings {
    pub practice: Practice,
    pub origin: Origin,
    pub kind: Kind,
    pub assets: Assets,
    /// Which authenticators the team may register; `None` lets them choose.
    pub staff_attestation: Option<Attestation>,
    pub outbound: Outbound,
}

/// Authenticators that prove their make, by the certificates of their makers (WebAuthn, section 6.5.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation(AttestationCaList);

impl Attestation {
    /// Reads the root certificate of a maker in PEM, whose every model is then welcome; or a list of models in the
    /// JSON form of webauthn-rs, as its tool for the FIDO metadata service writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let list = match text.trim_start().starts_with("-----BEGIN CERTIFICATE-----") {
            true => AttestationCaList::try_from(text.as_bytes()).ok(),
            false => serde_json::from_str(text).ok(),
        };
        list.filter(|list| !list.is_empty()).map(Self)
    }

    /// The list itself.
    pub fn list(&self) -> &AttestationCaList {
        &self.0
    }
}

/// Where the built web files are served; the folder carries a hash, so they are cached for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// Folder of module, script and style sheet, without slashes at the ends (`pkg/0f3a…`).
    pub folder: String,
}
