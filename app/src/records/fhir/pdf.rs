//! The bytes of a PDF file inside a FHIR resource.

use crate::records::model::{DOCUMENT_MAX, DropReason};
use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// base64Binary (RFC 4648, section 4); FHIR systems are careless with the padding at the end.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
/// In how many bytes at the end the end mark must stand (ISO 32000-1, annex H, note 18).
const TAIL: usize = 1024;

/// Decodes the file and looks at both its ends.
pub(super) fn decode(data: &str) -> Result<Vec<u8>, DropReason> {
    let packed: Vec<u8> = data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if packed.len() / 4 * 3 > DOCUMENT_MAX + 3 {
        return Err(DropReason::LargePdf);
    }
    let bytes = BASE64.decode(packed).map_err(|_| DropReason::BrokenPdf)?;
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
    let whole = bytes.starts_with(b"%PDF-") && tail.windows(5).any(|window| window == b"%%EOF");
    match bytes.len() {
        length if length > DOCUMENT_MAX => Err(DropReason::LargePdf),
        _ if whole => Ok(bytes),
        _ => Err(DropReason::BrokenPdf),
    }
}
