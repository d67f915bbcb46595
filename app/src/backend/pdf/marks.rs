//! What stands on a page.

use super::{
    elements::ElementId,
    letters::{Face, Letters, Run},
};
use krilla::{
    color::rgb,
    geom::{PathBuilder, Point, Rect},
    num::NormalizedF32,
    paint::{Fill, FillRule},
    surface::Surface,
};

/// Something on a page, and which element it shows; what shows none is there for the eye only.
pub(super) struct Mark {
    pub shape: Shape,
    pub of: Option<ElementId>,
}

/// All measures in points, from the upper left corner of the page.
pub(super) enum Shape {
    Text {
        run: Run,
        face: Face,
        size: f32,
        x: f32,
        baseline: f32,
    },
    /// Filled areas: left, top, width, height.
    Areas {
        areas: Vec<[f32; 4]>,
        grey: u8,
    },
}

impl Shape {
    /// Draws it.
    pub fn draw(&self, surface: &mut Surface<'_>, letters: &Letters) {
        match self {
            Self::Text { run, face, size, x, baseline } => {
                surface.set_fill(Some(fill(0)));
                let start = Point::from_xy(*x, *baseline);
                surface.draw_glyphs(start, &run.glyphs, letters.font(*face), &run.text, *size, false);
            }
            Self::Areas { areas, grey } => {
                let mut path = PathBuilder::new();
                for [x, y, width, height] in areas {
                    if let Some(area) = Rect::from_xywh(*x, *y, *width, *height) {
                        path.push_rect(area);
                    }
                }
                if let Some(path) = path.finish() {
                    surface.set_fill(Some(fill(*grey)));
                    surface.draw_path(&path);
                }
            }
        }
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text { run, .. } => run.glyphs.is_empty(),
            Self::Areas { areas, .. } => areas.is_empty(),
        }
    }
}

fn fill(grey: u8) -> Fill {
    Fill {
        paint: rgb::Color::new(grey, grey, grey).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}
