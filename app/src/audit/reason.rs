//! The reason that those state who may look at a patient's data only against one.

use crate::{
    backend::{
        context::RequestContext,
        policy::{Action, Permit, authorise},
    },
    error::{AppError, FieldCode, FieldError},
    redacted::Redacted,
    visible::one_line,
};

/// The name of the form control.
pub const FIELD: &str = "reason";
/// Characters at the least: "ok" is no reason that somebody else could check.
pub const MIN: usize = 10;
/// Characters at the most; it is kept for ever, and a patient has to read it.
pub const MAX: usize = 300;

/// A reason as it was typed, with single spaces between its words.
///
/// # Errors
/// Nothing was typed, fewer than [`MIN`] characters, or more than [`MAX`].
pub fn parse(typed: &str) -> Result<Redacted<String>, FieldError> {
    let refused = |code| FieldError { field: FIELD.to_owned(), code };
    let reason = one_line(typed);
    // A reason in which nothing can be read is none.
    if !reason.chars().any(char::is_alphanumeric) {
        return Err(refused(FieldCode::Missing));
    }
    // Joiners and other marks are part of what is written and nothing to read by themselves.
    let read = reason
        .chars()
        .filter(|sign| sign.is_alphanumeric() || sign.is_ascii_graphic() || *sign == ' ')
        .count();
    if reason.chars().count() > MAX {
        Err(refused(FieldCode::TooLong))
    } else if read < MIN {
        Err(refused(FieldCode::TooShort))
    } else {
        Ok(Redacted::new(reason))
    }
}

/// Allows an action, and takes the reason from those who owe one; the others' is not read.
///
/// # Errors
/// - As [`authorise`].
/// - [`AppError::Invalid`] as [`parse`] says, for those who owe a reason.
pub fn authorise_stating(
    context: &RequestContext,
    action: Action,
    typed: &str,
) -> Result<Option<Redacted<String>>, AppError> {
    match authorise(action, &context.actor)? {
        Permit::Given => Ok(None),
        Permit::AgainstReason => {
            parse(typed).map(Some).map_err(|field| AppError::Invalid { fields: vec![field] })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_something_to_read_and_an_end() {
        for nothing in ["", "  \n\t", "\u{0}", "...", "👩🏽"] {
            assert_eq!(parse(nothing).expect_err("no reason").code, FieldCode::Missing, "{nothing:?}");
        }
        for little in [
            "x",
            "ok",
            "Neugier",
            "Neugier!!",
            "Neu\u{202e}\u{200b}gier",
            "ok\u{200d}\u{200d}\u{200d}\u{200d}\u{200d}\u{200d}\u{200d}\u{200d}",
        ] {
            assert_eq!(parse(little).expect_err("too short").code, FieldCode::TooShort, "{little:?}");
        }
        assert_eq!(parse("Notfall 3A").expect("a reason").expose(), "Notfall 3A");
        assert_eq!(parse(&"ä".repeat(301)).expect_err("too long").code, FieldCode::TooLong);
        assert_eq!(parse(&"ä".repeat(300)).expect("300 characters").expose().chars().count(), 300);
        let typed = " Beschwerde\u{7}  vom\r\n20.11., </textarea><script> مريم ";
        assert_eq!(
            parse(typed).expect("a reason").expose(),
            "Beschwerde vom 20.11., </textarea><script> مريم"
        );
    }
}
