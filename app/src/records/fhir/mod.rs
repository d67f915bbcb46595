//! Reads FHIR R4 in JSON: a bundle or a single resource in, an [`Import`] or a [`Refusal`] out.
//!
//! `json` reads the text, `node` walks through it, `file` finds resources and follows references, `import` decides
//! what is kept; one file a kind of resource says what becomes of its parts. Source of all names: HL7 FHIR R4 (4.0.1).

mod allergies;
mod conditions;
mod documents;
mod dosage;
mod draft;
mod file;
mod immunizations;
mod import;
mod json;
mod medications;
mod node;
mod observations;
mod parts;
mod patient;
mod pdf;
mod procedures;

#[cfg(test)]
mod tests;

use crate::{
    records::{
        model::{FILE_MAX, Import, Reason, Refusal},
        when::day_number,
    },
    time::Timestamp,
};
use node::Node;

/// Reads a file as a whole, or says where and why not.
///
/// # Errors
/// The first thing that is wrong; it holds no value of the file.
pub fn read(bytes: &[u8], now: Timestamp) -> Result<Import, Refusal> {
    let refusal = |reason, at: Option<usize>| Refusal {
        path: "$".to_owned(),
        position: at.map(|at| json::position(bytes, at)),
        reason,
    };
    if bytes.len() > FILE_MAX {
        return Err(refusal(Reason::FileTooLarge, None));
    }
    // RFC 8259, section 8.1: a byte order mark may be ignored.
    let mark = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    let text = std::str::from_utf8(bytes.get(mark..).unwrap_or_default())
        .map_err(|error| refusal(Reason::NotUtf8, Some(mark + error.valid_up_to())))?;
    let root = json::parse(text).map_err(|broken| refusal(broken.reason, Some(mark + broken.at)))?;
    import::import(Node(&root), day_number(now)).map_err(|fault| fault.located(Node(&root)))
}
