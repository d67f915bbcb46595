//! Ending outreach mails with the link of one of them, without signing in (RFC 8058; GDPR Art. 7(3)).
//!
//! The address holds, sealed, whom and what it is about, and nothing can be learnt from it or done with it but this. It does
//! not expire: a mail that is read after years still tells the truth. A GET changes nothing, because mail scanners follow
//! links; the one-click POST of a mail program and the button of the page are the same request.

use super::{gate::SECURITY, outbox::Content};
use crate::{
    backend::{crypto::Purpose, failure::Failure, state::AppState},
    consents::{
        model::{Cell, Method},
        service::withdraw_without_session,
    },
    error::AppError,
    ids::SubjectId,
    redacted::Redacted,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// What an address holds.
#[derive(Serialize, Deserialize)]
struct Ends {
    subject: SubjectId,
    cell: Cell,
}

const PLACE: [&[u8]; 1] = [b"unsubscribe"];

/// The address that ends messages such as this one.
pub(super) fn address(state: &AppState, content: &Content) -> Result<Redacted<String>, Failure> {
    let ends = Ends { subject: content.subject, cell: content.cell.clone() };
    let plain = serde_json::to_vec(&ends).map_err(|_| Failure::Sealed)?;
    let sealed = state.keys.seal(&*state.rng, Purpose::Session, &PLACE, &plain)?;
    let token = URL_SAFE_NO_PAD.encode(sealed);
    Ok(Redacted::new(format!("{}/unsubscribe/{token}", state.settings.origin)))
}

/// Whether an address is one of ours.
pub(super) fn is_ours(state: &AppState, token: &str) -> bool {
    read(state, token).is_some()
}

/// Ends what an address is about. Ending it again changes nothing and is answered the same.
///
/// # Errors
/// [`AppError::NotFound`] for an address that is none of ours.
pub async fn end(state: &AppState, token: &str) -> Result<(), AppError> {
    let Ends { subject, cell } = read(state, token).ok_or(AppError::NotFound)?;
    if cell.purpose.as_str() == SECURITY {
        return Err(AppError::NotFound);
    }
    withdraw_without_session(state, subject, cell, Method::OneClick).await
}

fn read(state: &AppState, token: &str) -> Option<Ends> {
    let sealed = URL_SAFE_NO_PAD.decode(token).ok()?;
    let plain = state.keys.open_sealed(Purpose::Session, &PLACE, &sealed).ok()?;
    serde_json::from_slice(&plain).ok()
}
