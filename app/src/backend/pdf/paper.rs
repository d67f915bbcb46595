//! [`Paper`]: text that flows over pages of A4.

use super::{
    elements::{ElementId, Elements, Kind},
    letters::{Face, Letters, Run},
    lines::lines,
    marks::{Mark, Shape},
};
use crate::{backend::failure::Failure, lang::Lang};
use fast_qr::QRBuilder;

/// Points of so many millimetres.
pub const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// A4 (ISO 216), in points.
pub(super) const WIDTH: f32 = mm(210.0);
pub(super) const HEIGHT: f32 = mm(297.0);
pub(super) const LEFT: f32 = mm(25.0);
pub(super) const RIGHT: f32 = WIDTH - mm(20.0);
const TOP: f32 = mm(20.0);
pub(super) const BOTTOM: f32 = HEIGHT - mm(22.0);

/// The size of running text.
pub(super) const TEXT: f32 = 10.0;
/// The size of what is copied by hand.
const LARGE: f32 = 16.0;
/// From one line to the next, in parts of the size.
pub(super) const LEADING: f32 = 1.4;
/// From the top of a line to where its letters stand, in parts of the size.
const ASCENT: f32 = 1.05;

/// What stands where there would be nothing.
pub(super) const EMPTY: &str = "–";

/// A place of its own, in millimetres from the upper left corner.
#[derive(Clone, Copy)]
pub struct Field {
    pub left: f32,
    pub top: f32,
    pub width: f32,
}

/// Pages that are being written.
pub struct Paper {
    pub(super) lang: Lang,
    pub(super) letters: Letters,
    pub(super) elements: Elements,
    pub(super) pages: Vec<Vec<Mark>>,
    /// Where the next line begins.
    pub(super) y: f32,
    /// What is being written belongs into this part.
    part: Option<ElementId>,
    /// Level, words, page, and how far down it stands.
    pub(super) headings: Vec<(u16, String, usize, f32)>,
}

impl Paper {
    /// One empty page.
    ///
    /// # Errors
    /// [`Failure::Pdf`] when the program was built with something that is no font.
    pub fn new(lang: Lang) -> Result<Self, Failure> {
        Ok(Self {
            lang,
            letters: Letters::new()?,
            elements: Elements::default(),
            pages: vec![Vec::new()],
            y: TOP,
            part: None,
            headings: Vec::new(),
        })
    }

    /// Whether a text comes out as itself: the font has every letter of it.
    pub fn can_print(&self, text: &str) -> bool {
        self.letters.can_draw(text)
    }

    /// A heading; it never stands alone at the end of a page.
    pub fn heading(&mut self, level: u16, text: &str) {
        // A heading without words would be none, and what follows would stand under the one before.
        let text = if text.trim().is_empty() { EMPTY } else { text };
        let size = match level {
            1 => 18.0,
            2 => 13.0,
            _ => 11.0,
        };
        if self.y > TOP {
            self.y += size * 0.8;
        }
        let lines = lines(&self.letters, Face::Bold, size, RIGHT - LEFT, text);
        self.keep(size * LEADING * lines.len() as f32 + TEXT * LEADING * 3.0);
        self.headings.push((level, text.to_owned(), self.pages.len() - 1, self.y));
        let of = self.add(Kind::Heading(level, text.to_owned()), None);
        self.write(of, lines, Face::Bold, size);
        self.y += size * 0.3;
    }

    /// A paragraph, or several, one a line.
    pub fn paragraph(&mut self, text: &str) {
        self.paragraphs(text, Face::Regular, None);
    }

    /// A line that is to be copied by hand, such as a code.
    pub fn large(&mut self, text: &str) {
        let of = self.add(Kind::Paragraph, None);
        let lines = lines(&self.letters, Face::Bold, LARGE, RIGHT - LEFT, text);
        self.write(of, lines, Face::Bold, LARGE);
        self.y += TEXT * 0.5;
    }

    /// The same in a language of its own.
    pub fn paragraph_in(&mut self, lang: Lang, text: &str) {
        self.paragraphs(text, Face::Regular, Some(lang));
    }

    fn paragraphs(&mut self, text: &str, face: Face, lang: Option<Lang>) {
        for text in text.lines().filter(|line| !line.trim().is_empty()) {
            let of = self.add(Kind::Paragraph, lang.filter(|lang| *lang != self.lang));
            let lines = lines(&self.letters, face, TEXT, RIGHT - LEFT, text);
            self.write(of, lines, face, TEXT);
            self.y += TEXT * 0.5;
        }
    }

    /// A text as a square of a side in points for cameras, with what it holds in words.
    ///
    /// # Errors
    /// [`Failure::Pdf`] for a text that is too long for one.
    pub fn code(&mut self, content: &str, side: f32, words: &str) -> Result<(), Failure> {
        let code = QRBuilder::new(content).build().map_err(|_| Failure::Pdf("code"))?;
        self.keep(side);
        let module = side / code.size as f32;
        let mut areas = Vec::new();
        for (row, cells) in code.data[..code.size * code.size].chunks(code.size).enumerate() {
            // Neighbours in one piece: fewer of them, and no hair lines between.
            let mut from = None;
            for column in 0..=code.size {
                match (cells.get(column).is_some_and(|cell| cell.value()), from) {
                    (true, None) => from = Some(column),
                    (false, Some(start)) => {
                        let (x, y) = (LEFT + start as f32 * module, self.y + row as f32 * module);
                        areas.push([x, y, (column - start) as f32 * module, module]);
                        from = None;
                    }
                    _ => {}
                }
            }
        }
        let of = self.add(Kind::Figure(words.to_owned()), None);
        self.mark(Some(of), Shape::Areas { areas, grey: 0 });
        self.y += side + TEXT;
        Ok(())
    }

    /// Goes to the top of a new page, and begins a part that stands for itself, in a language of its own.
    pub fn part(&mut self, lang: Lang) {
        if !self.page().is_empty() {
            self.turn();
        }
        let lang = (lang != self.lang).then_some(lang);
        self.part = Some(self.elements.add(None, Kind::Part, lang));
    }

    /// Text at a place of its own, at a size in points; what follows is not moved.
    pub fn place(&mut self, field: Field, size: f32, text: &str) {
        let y = std::mem::replace(&mut self.y, mm(field.top));
        for text in text.lines() {
            let of = self.add(Kind::Paragraph, None);
            for run in lines(&self.letters, Face::Regular, size, mm(field.width), text) {
                self.line(of, run, Face::Regular, size, mm(field.left));
            }
        }
        self.y = y;
    }

    /// Where the text goes on, in millimetres from the top.
    pub fn go_to(&mut self, top: f32) {
        self.y = mm(top);
    }

    /// A thin line for the eye: left, top, and width in millimetres.
    pub fn rule(&mut self, left: f32, top: f32, width: f32) {
        self.mark(None, Shape::Areas { areas: vec![[mm(left), mm(top), mm(width), 0.5]], grey: 90 });
    }

    pub(super) fn add(&mut self, kind: Kind, lang: Option<Lang>) -> ElementId {
        self.elements.add(self.part, kind, lang)
    }

    /// Lines one below the other, over as many pages as they need.
    fn write(&mut self, of: ElementId, lines: Vec<Run>, face: Face, size: f32) {
        for run in lines {
            self.keep(size * LEADING);
            self.line(of, run, face, size, LEFT);
        }
    }

    /// One line, here; the next one begins below it.
    pub(super) fn line(&mut self, of: ElementId, run: Run, face: Face, size: f32, x: f32) {
        let baseline = self.y + size * ASCENT;
        self.mark(Some(of), Shape::Text { run, face, size, x, baseline });
        self.y += size * LEADING;
    }

    pub(super) fn mark(&mut self, of: Option<ElementId>, shape: Shape) {
        if shape.is_empty() {
            return;
        }
        let page = self.pages.len() - 1;
        if let Some(of) = of {
            let mark = self.page().len();
            self.elements.shows(of, page, mark);
        }
        self.page().push(Mark { shape, of });
    }

    /// Turns the page if there is no room for so many points.
    fn keep(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > TOP {
            self.turn();
        }
    }

    /// How many points there are left on this page.
    pub(super) fn room(&self) -> f32 {
        BOTTOM - self.y
    }

    pub(super) fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    fn page(&mut self) -> &mut Vec<Mark> {
        self.pages.last_mut().expect("there is always a page")
    }
}

/// The height of a page without its margins.
pub(super) const fn full_page() -> f32 {
    BOTTOM - TOP
}
