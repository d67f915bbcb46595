//! An address that mail is sent to, which has to satisfy more than one that is only noted.

use crate::{error::FieldCode, patients::fields, visible::visible};

/// Bytes before the "@" (RFC 5321, section 4.5.3.1.1).
const LOCAL_PART: usize = 64;
/// Bytes between two points of a domain (RFC 1035, section 2.3.4).
const DOMAIN_LABEL: usize = 63;

/// An e-mail address to which mail is sent from here: one as [`fields::email`] takes, of characters that every mail server takes.
///
/// Without SMTPUTF8 (RFC 6531), which many servers do not speak, an address is ASCII; a domain in another script has a form
/// in ASCII as well. What stands around the "@" is what is used outside quotation marks (RFC 5321, section 4.1.2).
pub fn mailbox(typed: &str) -> Result<String, FieldCode> {
    let seen = visible(typed);
    if seen.trim().is_empty() {
        return Err(FieldCode::Missing);
    }
    let mailbox = fields::email(&seen)?;
    if !mailbox.is_ascii() {
        return Err(FieldCode::Unsupported);
    }
    let (local, domain) = mailbox.split_once('@').ok_or(FieldCode::Malformed)?;
    let name = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    };
    let label = |part: &str| {
        (1..=DOMAIN_LABEL).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let is_number = domain.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    let usable = local.len() <= LOCAL_PART
        && local.split('.').all(name)
        && domain.split('.').all(label)
        // Four numbers are an address of a machine and no domain.
        && !is_number;
    if usable { Ok(mailbox) } else { Err(FieldCode::Malformed) }
}
