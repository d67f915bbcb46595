//! What somebody sees of how they are reached.

mod ask;
mod list;
mod typing;

pub(super) use ask::{PreferPage, RemovePage};
pub(super) use list::ListPage;
pub(super) use typing::{AddPage, ConfirmPage};

/// Where it all begins, and ends.
pub(super) const HOME: &str = "/me/contact";
