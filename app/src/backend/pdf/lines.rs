//! Breaking a text into lines that fit.

use super::letters::{Face, Letter, Letters, Run};

/// The lines of a text at a size, none wider than `width` points; every line feed begins a new one.
///
/// A word that is wider than a line is broken where the line ends. A line that is followed by another of the same
/// paragraph ends with its space, so that whoever reads the file without its layout finds words apart.
pub(super) fn lines(letters: &Letters, face: Face, size: f32, width: f32, text: &str) -> Vec<Run> {
    let room = width / size;
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line: Vec<Letter> = Vec::new();
        for word in words(&letters.of(face, paragraph)) {
            if !line.is_empty() && wide(&line) + wide(without_end(word)) > room {
                lines.push(Run::of(&line));
                line.clear();
            }
            for letter in word {
                // A sign above a letter has no width and stays with it.
                let is_over = wide(&line) + letter.width > room && letter.width > 0.0 && letter.is != ' ';
                if is_over && !line.is_empty() {
                    lines.push(Run::of(&line));
                    line.clear();
                }
                line.push(*letter);
            }
        }
        lines.push(Run::of(&line));
    }
    lines
}

/// The words, each with the spaces that follow it; a hyphen or a stroke within ends one as well.
fn words(letters: &[Letter]) -> Vec<&[Letter]> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, pair) in letters.windows(2).enumerate() {
        let ends = match (pair[0].is, pair[1].is) {
            (' ', next) => next != ' ',
            ('-' | '/', next) => next.is_alphanumeric(),
            _ => false,
        };
        if ends {
            words.push(&letters[start..=at]);
            start = at + 1;
        }
    }
    words.push(&letters[start..]);
    words
}

fn without_end(word: &[Letter]) -> &[Letter] {
    let end = word.iter().rposition(|letter| letter.is != ' ').map_or(0, |last| last + 1);
    &word[..end]
}

fn wide(letters: &[Letter]) -> f32 {
    letters.iter().map(|letter| letter.width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(width: f32, text: &str) -> Vec<String> {
        let letters = Letters::new().expect("letters");
        let lines = lines(&letters, Face::Regular, 10.0, width, text);
        for line in &lines {
            let seen = line.text.trim_end_matches(' ').chars().count();
            let drawn: f32 = line.glyphs[..seen].iter().map(|glyph| glyph.x_advance).sum();
            assert!(drawn * 10.0 <= width.max(10.0), "{:?} is {} wide", line.text, drawn * 10.0);
        }
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn lines_end_between_words_and_keep_their_space() {
        assert_eq!(texts(60.0, "Wir melden uns bald."), ["Wir melden ", "uns bald."]);
        assert_eq!(texts(400.0, "Eins\nZwei\n\nDrei"), ["Eins", "Zwei", "", "Drei"]);
        assert_eq!(texts(50.0, "Haut-und-Haar"), ["Haut-und-", "Haar"]);
    }

    #[test]
    fn a_word_wider_than_a_line_is_broken() {
        let lines = texts(40.0, &"W".repeat(40));
        assert!(lines.len() > 5);
        assert_eq!(lines.concat(), "W".repeat(40));
        // Narrower than a letter: one each, and an end.
        assert_eq!(texts(1.0, "WW"), ["W", "W"]);
    }

    #[test]
    fn nothing_is_lost_and_nothing_invisible_is_drawn() {
        let text = "Nguyễn Thị Hằng, Łukasz Żółć, Şule Çığ, Ωμέγα, Щука";
        assert_eq!(texts(1_000.0, text), [text]);
        assert_eq!(texts(1_000.0, "a\u{301}\u{ad}b\u{202e}c\tü"), ["ábc ü"]);
    }
}
