//! [`Letters`]: how a text is drawn, and how wide that is.

use crate::{backend::failure::Failure, visible::visible};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider as _,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};
use unicode_normalization::UnicodeNormalization as _;

/// Which of the two cuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
}

/// What stands for a character that cannot be drawn.
const MARK: char = '\u{fffd}';

/// The letters a file is written with: DejaVu Sans Condensed, which the build brings along.
pub(super) struct Letters {
    regular: Cut,
    bold: Cut,
}

struct Cut {
    font: Font,
    map: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    units: f32,
}

/// A character as it will be drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    /// What it stands for, also where only the mark can be shown.
    pub is: char,
    glyph: u32,
    /// In parts of the size.
    pub width: f32,
}

/// Letters in a row, with the text they stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    /// In parts of the size.
    pub width: f32,
}

impl Letters {
    /// Reads both cuts.
    ///
    /// # Errors
    /// [`Failure::Pdf`] when the program was built with something that is no font.
    pub fn new() -> Result<Self, Failure> {
        let cut = |bytes| Cut::read(bytes).ok_or(Failure::Pdf("font"));
        Ok(Self {
            regular: cut(dejavu::sans_condensed::regular())?,
            bold: cut(dejavu::sans_condensed::bold())?,
        })
    }

    pub(super) fn font(&self, face: Face) -> Font {
        self.cut(face).font.clone()
    }

    /// The letters of a text, in the composed spelling, without what nobody sees.
    pub(super) fn of(&self, face: Face, text: &str) -> Vec<Letter> {
        let cut = self.cut(face);
        visible(text).nfc().map(|c| cut.letter(c)).collect()
    }

    /// Whether everything that is seen of a text is shown as itself.
    pub fn can_draw(&self, text: &str) -> bool {
        let can_draw = |c| self.regular.glyph(c).is_some() && self.bold.glyph(c).is_some();
        visible(text).nfc().all(|c| c.is_whitespace() || can_draw(c))
    }

    fn cut(&self, face: Face) -> &Cut {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
        }
    }
}

/// Whether everything that is seen of a text can be put on paper as it is.
pub fn can_write(text: &str) -> bool {
    // Without letters nothing can; no such program is built.
    let Ok(letters) = Letters::new() else { return false };
    letters.can_draw(text)
}

impl Cut {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let units = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        Some(Self {
            map: font.charmap(),
            widths: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            font: Font::new(bytes.into(), 0)?,
            units,
        })
    }

    fn letter(&self, c: char) -> Letter {
        let c = if c.is_whitespace() && !stays_together(c) { ' ' } else { c };
        let (is, glyph) = match self.glyph(c) {
            Some(glyph) => (c, glyph),
            None => (nameable(c), self.map.map(MARK).unwrap_or_default()),
        };
        let width = self.widths.advance_width(glyph).unwrap_or_default() / self.units;
        Letter { is, glyph: glyph.to_u32(), width }
    }

    fn glyph(&self, c: char) -> Option<skrifa::GlyphId> {
        if needs_shaping(c) || nameable(c) != c {
            return None;
        }
        self.map.map(c).filter(|glyph| glyph.to_u32() != 0)
    }
}

impl Run {
    /// A run of these letters.
    pub fn of(letters: &[Letter]) -> Self {
        let mut run = Self::default();
        for letter in letters {
            let start = run.text.len();
            run.text.push(letter.is);
            let range = start..run.text.len();
            let glyph = GlyphId::new(letter.glyph);
            run.glyphs.push(KrillaGlyph::new(glyph, letter.width, 0.0, 0.0, 0.0, range, None));
            run.width += letter.width;
        }
        run
    }
}

/// A space at which a line must not end.
fn stays_together(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// Scripts whose letters change their shape or run to the left: put side by side as they are, nobody could read them.
fn needs_shaping(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{200c}' | '\u{200d}'
            | '\u{fb1d}'..='\u{fdff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}')
}

/// The character, or the mark in place of one that no file may name: controls and private ones (ISO 19005-3, 6.2.11.7).
fn nameable(c: char) -> char {
    match c {
        c if c.is_control() => MARK,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fffe}' | '\u{ffff}' | '\u{feff}' => MARK,
        c => c,
    }
}
