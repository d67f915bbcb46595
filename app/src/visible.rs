//! Typed text without characters that nobody sees and that change what others read.

/// Whether a character is seen by nobody and needed by no script: controls of direction (UAX #9, section 2), spaces
/// without width, fillers, the soft hyphen, and tags.
///
/// Joiners (U+200C, U+200D) and variation selectors stay: Persian and emoji are written with them.
fn deceives(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// What was typed as others will read it.
///
/// Left out and not refused: such characters come along when somebody copies a name from elsewhere, and an error about
/// something invisible helps nobody.
pub fn visible(typed: &str) -> String {
    typed.chars().filter(|c| !deceives(*c)).collect()
}

/// The same as one line, with single spaces between its words.
pub fn one_line(typed: &str) -> String {
    let seen = visible(typed);
    let words = seen.split(|sign: char| sign.is_whitespace() || sign.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_hides_letters_is_left_out() {
        for (typed, read) in [
            ("Bidi\u{202e}XYZ", "BidiXYZ"),
            ("\u{200b}\u{feff}Zoë\u{ad}", "Zoë"),
            ("\u{2066}Anna\u{2069}\u{200f}", "Anna"),
            ("\u{e0041}", ""),
            ("\u{3164}\u{115f}\u{1160}\u{ffa0}\u{34f}", ""),
        ] {
            assert_eq!(visible(typed), read, "{typed:?}");
        }
    }

    #[test]
    fn what_people_write_with_stays() {
        for text in ["مریم‌السادات", "👩🏽‍⚕️", "O’Brien-Ölschläger", "Nguyễn Thị", "a\tb\n"]
        {
            assert_eq!(visible(text), text);
        }
    }
}
