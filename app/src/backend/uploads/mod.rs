//! Forms that bring a file along (`multipart/form-data`, RFC 7578), read only once the sender was let in.
//!
//! - A body is read as it arrives and never kept whole. Fields are small, and nothing is read after one that is too long; of
//!   a file that is too large what is beyond the limit is thrown away, so the form comes back with everything that was typed.
//! - One that is larger than [`form::WHOLE`] is answered before it has arrived. If that happens in a file, the fields, which
//!   stand before it, are there.
//! - What stands before the content of a part is short, and there are few parts. The parser looks for the end of it in all
//!   that has come so far, each time anything comes: a long one in small pieces would cost the square of its length
//!   ([`pieces`]).

mod form;
mod pieces;
#[cfg(test)]
mod tests;

pub use form::{File, TIME, Upload};
