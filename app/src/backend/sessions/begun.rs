//! [`Begun`]: a session that was begun, for every answer that tells the browser of it.

use std::borrow::Cow;
use tower_sessions::session::Id;

/// A session that is in the table already.
#[derive(Clone)]
pub struct Begun {
    /// What the cookie will hold.
    pub id: Id,
    /// The page to go to.
    pub next: Cow<'static, str>,
    /// The `Set-Cookie` value by which the browser is known again.
    pub device_cookie: String,
    /// By which keyed hash the browser that asked for it was known before.
    pub asked_from: Option<Vec<u8>>,
}
