//! Lines over time as a drawing that scales with the page: places are percentages, so letters keep their size.
//!
//! What tells things apart is shape: a broken line and squares for the second series, a frame of lines for the usual
//! range, a sign above or below what lies outside. Colours come from classes, because the CSP allows no style attributes.

mod drawing;
mod key;

use super::{
    compare::Limits,
    groups::Group,
    phrases::{date_in_words, day_in_words},
    said::theirs,
    scale::{Axis, Scale},
};
use crate::{
    lang::Lang,
    records::{
        page_texts as texts,
        series::{Point, Series},
    },
};
use drawing::{Drawing, band, drawn_line, grid};
use key::{description, key};
use leptos::prelude::*;

/// More points than these nobody can tell apart.
const DRAWN_MAX: usize = 200;

/// Milliseconds as a number to draw with; below 2^53 for every date there is, so exact.
fn time(point: &Point) -> f64 {
    point.date.earliest().0 as f64
}

fn drawn(line: &Series) -> &[Point] {
    &line.points[line.points.len().saturating_sub(DRAWN_MAX)..]
}

/// The chart of a group, unless its numbers are too far apart to draw, or are all of one moment.
///
/// `name` makes the ids; the element `{name}-title` is the heading above.
pub(super) fn chart(lang: Lang, group: &Group<'_>, name: &str) -> Option<AnyView> {
    let limits: Vec<Limits> = ranges(group).into_iter().map(|(_, limits)| limits).collect();
    let points: Vec<&Point> = group.lines.iter().flat_map(|line| drawn(line)).collect();
    let values = points.iter().filter_map(|point| point.value.to_f64());
    let ends = limits.iter().flat_map(|limits| [limits.low, limits.high]).flatten();
    let axis = Axis::over(values.chain(ends))?;
    let (first, last) = ends_of(&points)?;
    // A single moment is no course, and a line drawn through it would be one.
    if first.date.earliest() == last.date.earliest() {
        return None;
    }
    let drawing = Drawing { axis, times: Scale::over([time(first), time(last)])? };
    let (title_id, desc_id) = (format!("{name}-chart"), format!("{name}-desc"));
    let labelled = format!("{name}-title {title_id}");
    let described = desc_id.clone();
    // Two areas on top of each other would hide each other; of a pair only the limits are drawn.
    let pair = group.lines.len() > 1;
    let bands: Vec<_> = limits.iter().map(|limits| band(&drawing, *limits, !pair)).collect();
    let lines: Vec<_> =
        group.lines.iter().enumerate().map(|(place, line)| drawn_line(&drawing.spots(line), place)).collect();
    let unit = group.lines.first().and_then(|line| line.unit.clone());
    let unit = unit.map(|unit| {
        view! { <p class="chart-unit" aria-hidden="true">{texts::in_unit(lang)} " " {theirs(unit)}</p> }
    });
    Some(
        view! {
            <div class="chart">
                {unit}
                <svg
                    class="chart-plot" role="img" width="100%" height="240" focusable="false"
                    aria-labelledby=labelled aria-describedby=described
                >
                    <title id=title_id>{texts::chart(lang)}</title>
                    <desc id=desc_id>{description(lang, group)}</desc>
                    {bands}
                    {grid(lang, &drawing)}
                    {lines}
                </svg>
                {dates(lang, first, last)}
                {key(lang, group)}
            </div>
        }
        .into_any(),
    )
}

/// The ranges that are drawn: that of the first line, and of the second where it is another one.
fn ranges<'a>(group: &Group<'a>) -> Vec<(&'a Series, Limits)> {
    group.lines.iter().filter_map(|line| Some((*line, Limits::of(line.range.as_ref()?)?))).collect()
}

/// The first and the last day under the drawing; with the time where both are on one day.
fn dates(lang: Lang, first: &Point, last: &Point) -> impl IntoView + use<> {
    let days = [first, last].map(|point| day_in_words(lang, &point.date));
    let [first, last] =
        if days[0] == days[1] { [first, last].map(|point| date_in_words(lang, &point.date)) } else { days };
    view! { <p class="chart-dates" aria-hidden="true"><span>{first}</span> <span>{last}</span></p> }
}

/// The oldest and the newest.
fn ends_of<'p>(points: &[&'p Point]) -> Option<(&'p Point, &'p Point)> {
    let first = points.iter().min_by_key(|point| point.date.earliest())?;
    let last = points.iter().max_by_key(|point| point.date.earliest())?;
    Some((first, last))
}
