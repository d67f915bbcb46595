//! The hidden value every form of a signed-in page carries, so that only our own pages can send it.
//!
//! `handle | keyed hash of the handle`: nothing to store, and worthless in another session. The handle opens nothing.
//! It is in there so that a form can be told which session it came from when that one is over.

use super::crypto::{KeyRing, Purpose};
use crate::ids::SessionId;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

/// Bytes of a handle.
const HANDLE: usize = 16;

/// The token of a session's forms.
pub fn issue(keys: &KeyRing, session: SessionId) -> String {
    let mac = keys.mac(Purpose::Session, &place(session));
    URL_SAFE_NO_PAD.encode([session.as_bytes().as_slice(), &mac].concat())
}

/// The session whose form carries this token; nothing if the token is not of our making.
pub fn read(keys: &KeyRing, token: &str) -> Option<SessionId> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (handle, mac) = bytes.split_first_chunk::<HANDLE>()?;
    let session = SessionId::from(Uuid::from_bytes(*handle));
    keys.mac_is_valid(Purpose::Session, &place(session), mac).then_some(session)
}

fn place(session: SessionId) -> [Vec<u8>; 2] {
    [b"form".to_vec(), session.as_bytes().to_vec()]
}
