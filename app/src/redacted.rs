//! Values that belong to a person and must never be printed by accident.

use std::fmt;

/// A value whose `Debug` says `<redacted>` and which has no `Display`.
///
/// Whoever needs the value writes [`Redacted::expose`], which a reviewer can search for.
#[derive(Clone, PartialEq, Eq)]
pub struct Redacted<T>(T);

impl<T> Redacted<T> {
    /// Takes a value out of sight.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself: never into a log line, a URL or a page title.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_never_shows_the_value() {
        let name = Redacted::new("Erika Mustermann");
        assert_eq!(format!("{name:?} {:?}", Some(&name)), "<redacted> Some(<redacted>)");
        assert_eq!(*name.expose(), "Erika Mustermann");
    }
}
