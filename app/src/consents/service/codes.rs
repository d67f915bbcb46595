//! Codes at rest.

use crate::{
    backend::{
        crypto::{DataKey, Place},
        failure::Failure,
        rng,
        state::AppState,
    },
    consents::{
        model::{Cell, TextRef},
        store::CodeRow,
    },
    ids::ConsentCodeId,
    notices::codes::{OneTimeCode, TRIES},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

const ABOUT: Place = Place { table: "consent_codes", column: "about_enc" };
const WHAT_FOR: &str = "consent-code";

/// What a code confirms, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct About {
    pub cell: Cell,
    pub until: Timestamp,
    pub text: TextRef,
    /// How long the consent is to hold, as the text says that was agreed to.
    pub validity_months: Option<i64>,
}

/// Draws a code and seals what it is about.
pub(super) fn new(state: &AppState, key: &DataKey, about: &About) -> Result<(OneTimeCode, CodeRow), Failure> {
    let id = ConsentCodeId::from_random(rng::bytes(&*state.rng)?);
    let code = OneTimeCode::new(&*state.rng)?;
    let plain = serde_json::to_vec(about).map_err(|_| Failure::Sealed)?;
    let about_enc = key.seal(&*state.rng, ABOUT, id.as_bytes(), &plain)?;
    let code_hash = code.hash(&state.keys, WHAT_FOR, id.as_bytes());
    Ok((code, CodeRow { id, code_hash, tries_left: TRIES, about_enc }))
}

/// What a code is about.
pub(super) fn open(key: &DataKey, row: &CodeRow) -> Result<About, Failure> {
    let plain = key.open(ABOUT, row.id.as_bytes(), &row.about_enc)?;
    serde_json::from_slice(&plain)
        .map_err(|_| Failure::Inconsistent { table: ABOUT.table, column: ABOUT.column })
}

/// Whether it is the code of a row. What is compared are keyed hashes, so how long it takes tells nothing.
pub(super) fn fits(state: &AppState, row: &CodeRow, code: &OneTimeCode) -> bool {
    code.hash(&state.keys, WHAT_FOR, row.id.as_bytes()) == row.code_hash
}
