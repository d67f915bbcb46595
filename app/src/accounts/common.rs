//! The list of passphrases that everybody tries first; where it comes from stands in its licence note.

/// Sorted, lower case, one a line.
static LIST: &str = include_str!("common-passphrases.txt");

/// Whether a passphrase is on the list, case and outer space aside.
pub fn is_common(passphrase: &str) -> bool {
    let wanted = passphrase.trim().to_lowercase();
    let mut text = LIST;
    // Binary search over lines: look at the line in the middle, go on in the half it points to.
    while !text.is_empty() {
        let middle = floor_boundary(text, text.len() / 2);
        let start = text[..middle].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        match wanted.as_str().cmp(&text[start..end]) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => text = &text[..start],
            std::cmp::Ordering::Greater => text = text.get(end + 1..).unwrap_or_default(),
        }
    }
    false
}

/// The last position up to `at` that lies between two characters.
fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|position| text.is_char_boundary(*position)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::model::check_passphrase_length;

    #[test]
    fn every_entry_is_found_and_could_have_been_chosen() {
        let mut count = 0;
        let mut last = "";
        for entry in LIST.lines() {
            assert!(is_common(entry), "{entry}");
            assert!(last < entry, "sorted: {last} {entry}");
            assert_eq!(check_passphrase_length(entry), Ok(()), "{entry}");
            (count, last) = (count + 1, entry);
        }
        assert!(count >= 2_000, "{count}");
    }

    #[test]
    fn case_and_outer_space_do_not_hide_a_common_passphrase() {
        let entry = LIST.lines().next().expect("an entry");
        assert!(is_common(&format!("  {} ", entry.to_uppercase())));
        for chosen in ["", "Vier Enten baden im Mühlbach", "\u{10ffff}", "a", "~"] {
            assert!(!is_common(chosen), "{chosen}");
        }
    }
}
