//! Tables: real ones, with header cells.

use super::{
    elements::{ElementId, Kind},
    letters::{Face, Run},
    lines::lines,
    marks::Shape,
    paper::{EMPTY, LEADING, LEFT, Paper, RIGHT, full_page},
};

/// The size of text in tables.
const SIZE: f32 = 9.0;
/// Between a cell and its neighbours.
const GAP: f32 = 4.0;

/// A column: what it is called, and how wide it is beside the others.
pub struct Column<'a> {
    pub name: &'a str,
    pub share: f32,
}

/// Where the columns are: left edge and width of each, in points.
type Places = Vec<(f32, f32)>;

impl Paper {
    /// A table whose columns have names; they are repeated, for the eye, on every page it goes on to.
    ///
    /// Every row has as many cells as there are columns.
    pub fn table(&mut self, columns: &[Column<'_>], rows: &[Vec<String>]) {
        let places = places(&columns.iter().map(|column| column.share).collect::<Vec<_>>());
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let head = self.cells(&names, &places, |_| Face::Bold);
        let table = self.add(Kind::Table, None);
        let above = self.elements.add(Some(table), Kind::TableHead, None);
        let row = self.elements.add(Some(above), Kind::Row, None);
        let of = names.iter().map(|_| self.elements.add(Some(row), Kind::ColumnHeader, None)).collect();
        self.row(head.clone(), of, &places, |_| Face::Bold, None);
        let body = self.elements.add(Some(table), Kind::TableBody, None);
        for cells in rows {
            let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
            let row = self.elements.add(Some(body), Kind::Row, None);
            let of = cells.iter().map(|_| self.elements.add(Some(row), Kind::Cell, None)).collect();
            let lines = self.cells(&texts, &places, |_| Face::Regular);
            self.row(lines, of, &places, |_| Face::Regular, Some(&head));
        }
        self.y += SIZE;
    }

    /// Names and values side by side; the names are the header cells of their rows.
    pub fn facts(&mut self, rows: &[(&str, String)]) {
        let places = places(&[1.0, 2.6]);
        let face = |column| if column == 0 { Face::Bold } else { Face::Regular };
        let table = self.add(Kind::Table, None);
        let body = self.elements.add(Some(table), Kind::TableBody, None);
        for (name, value) in rows {
            let row = self.elements.add(Some(body), Kind::Row, None);
            let of = [Kind::RowHeader, Kind::Cell].map(|kind| self.elements.add(Some(row), kind, None));
            let lines = self.cells(&[name, value], &places, face);
            self.row(lines, of.to_vec(), &places, face, None);
        }
        self.y += SIZE;
    }

    fn cells(&self, texts: &[&str], places: &Places, face: impl Fn(usize) -> Face) -> Vec<Vec<Run>> {
        let cells = texts.iter().zip(places).enumerate();
        cells
            .map(|(at, (text, (_, width)))| {
                // A cell without content would be none, and the row would lack one.
                let text = if text.trim().is_empty() { EMPTY } else { text };
                lines(&self.letters, face(at), SIZE, width - GAP, text)
            })
            .collect()
    }

    /// One row: together on a page where it fits on one, else as much of it as there is room for on each.
    fn row(
        &mut self,
        cells: Vec<Vec<Run>>,
        of: Vec<ElementId>,
        places: &Places,
        face: impl Fn(usize) -> Face,
        head: Option<&Vec<Vec<Run>>>,
    ) {
        let count = cells.iter().map(Vec::len).max().unwrap_or_default();
        let height = |lines: usize| lines as f32 * SIZE * LEADING + GAP;
        let repeated = head.map_or(0.0, |head| height(head.iter().map(Vec::len).max().unwrap_or_default()));
        let is_split = height(count) + repeated > full_page();
        let mut cells: Vec<_> = cells.into_iter().map(Vec::into_iter).collect();
        let mut left = count;
        while left > 0 {
            let fitting = (((self.room() - GAP) / (SIZE * LEADING)).max(0.0) as usize).min(left);
            if fitting < left && !(is_split && fitting > 0) {
                self.turn();
                self.repeat(head, places);
                if !is_split {
                    continue;
                }
            }
            let fitting = (((self.room() - GAP) / (SIZE * LEADING)).max(1.0) as usize).min(left);
            let top = self.y;
            for (at, lines) in cells.iter_mut().enumerate() {
                self.y = top + GAP / 2.0;
                for run in lines.by_ref().take(fitting) {
                    self.line(of[at], run, face(at), SIZE, places[at].0);
                }
            }
            self.y = top + height(fitting);
            self.mark(None, Shape::Areas { areas: vec![[LEFT, self.y, RIGHT - LEFT, 0.5]], grey: 150 });
            left -= fitting;
        }
    }

    /// The names of the columns once more, for the eye only.
    fn repeat(&mut self, head: Option<&Vec<Vec<Run>>>, places: &Places) {
        let Some(head) = head else { return };
        let top = self.y;
        let mut lowest = top;
        for (cell, (x, _)) in head.iter().zip(places) {
            let mut baseline = top + GAP / 2.0 + SIZE;
            for run in cell.clone() {
                self.mark(None, Shape::Text { run, face: Face::Bold, size: SIZE, x: *x, baseline });
                baseline += SIZE * LEADING;
            }
            lowest = lowest.max(baseline - SIZE + GAP / 2.0);
        }
        self.y = lowest;
        self.mark(None, Shape::Areas { areas: vec![[LEFT, self.y, RIGHT - LEFT, 0.5]], grey: 150 });
    }
}

fn places(shares: &[f32]) -> Places {
    let all: f32 = shares.iter().sum();
    let mut x = LEFT;
    let mut places = Places::new();
    for share in shares {
        let width = (RIGHT - LEFT) * share / all;
        places.push((x, width));
        x += width;
    }
    places
}
