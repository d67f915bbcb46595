//! Lines over time as a drawing that scales with the page: places are percentages, so letters keep their size.
//!
//! What tells things apart is shape: a broken line and squares for the second series, a frame of lines for the usual
//! range, a sign above or below what lies outside. Colours come from classes, because the CSP allows no style attributes.

use super::{
    compare::{self, Limits, Side},
    facts::Record,
    groups::Group,
    phrases::{bounds, compared, date_in_words, day_in_words, number},
    said::{Said, theirs},
    scale::{Axis, Scale},
};
use crate::{
    lang::Lang,
    records::{
        page_texts as texts,
        series::{Point, Series},
    },
};
use leptos::prelude::*;

/// More points than these nobody can tell apart.
const DRAWN_MAX: usize = 200;
/// The room the lines have, in percent: on the left stand the numbers, above and below the signs.
const LEFT: f64 = 17.0;
const RIGHT: f64 = 96.0;
const TOP: f64 = 9.0;
const BOTTOM: f64 = 91.0;

/// A point in its place.
struct Spot {
    x: f64,
    y: f64,
    side: Option<Side>,
    /// Only a limit is known.
    hollow: bool,
}

struct Drawing {
    axis: Axis,
    times: Scale,
}

impl Drawing {
    fn x(&self, point: &Point) -> f64 {
        LEFT + self.times.share(time(point)) * (RIGHT - LEFT)
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - self.axis.scale.share(value) * (BOTTOM - TOP)
    }

    fn spots(&self, record: &Record<'_>, line: &Series) -> Vec<Spot> {
        drawn(line)
            .iter()
            .filter_map(|point| {
                let entry = record.find(&point.source_id);
                Some(Spot {
                    x: self.x(point),
                    y: self.y(point.value.to_f64()?),
                    side: compare::point(line, point, entry).map(|(side, _)| side),
                    hollow: point.comparator.is_some(),
                })
            })
            .collect()
    }
}

/// Milliseconds as a number to draw with; below 2^53 for every date there is, so exact.
fn time(point: &Point) -> f64 {
    point.date.earliest().0 as f64
}

fn drawn(line: &Series) -> &[Point] {
    &line.points[line.points.len().saturating_sub(DRAWN_MAX)..]
}

/// The chart of a group, unless its numbers are too far apart to draw.
///
/// `name` makes the ids; the element `{name}-title` is the heading above.
pub(super) fn chart(record: &Record<'_>, group: &Group<'_>, name: &str) -> Option<AnyView> {
    let lang = record.lang;
    let limits: Vec<Limits> = ranges(group).into_iter().map(|(_, limits)| limits).collect();
    let points: Vec<&Point> = group.lines.iter().flat_map(|line| drawn(line)).collect();
    let values = points.iter().filter_map(|point| point.value.to_f64());
    let ends = limits.iter().flat_map(|limits| [limits.low, limits.high]).flatten();
    let axis = Axis::over(values.chain(ends))?;
    let drawing = Drawing { axis, times: Scale::over(points.iter().map(|point| time(point)))? };
    let (title_id, desc_id) = (format!("{name}-chart"), format!("{name}-desc"));
    let labelled = format!("{name}-title {title_id}");
    let described = desc_id.clone();
    // Two areas on top of each other would hide each other; of a pair only the limits are drawn.
    let pair = group.lines.len() > 1;
    let bands: Vec<_> = limits.iter().map(|limits| band(&drawing, *limits, !pair)).collect();
    let lines: Vec<_> = group
        .lines
        .iter()
        .enumerate()
        .map(|(place, line)| drawn_line(&drawing.spots(record, line), place))
        .collect();
    let unit = group.lines.first().and_then(|line| line.unit.clone()).filter(|unit| unit != "1");
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
                {dates(lang, &points)}
                {key(record, group)}
            </div>
        }
        .into_any(),
    )
}

/// The ranges that are drawn: that of the first line, and of the second where it is another one.
fn ranges<'a>(group: &Group<'a>) -> Vec<(&'a Series, Limits)> {
    group.lines.iter().filter_map(|line| Some((*line, Limits::of(line.range.as_ref()?)?))).collect()
}

fn percent(share: f64) -> String {
    format!("{share:.2}%")
}

/// A range: an area between two broken lines, open to where it has no limit.
fn band(drawing: &Drawing, limits: Limits, filled: bool) -> AnyView {
    let top = limits.high.map_or(TOP, |high| drawing.y(high));
    let bottom = limits.low.map_or(BOTTOM, |low| drawing.y(low));
    let edges = [limits.high.map(|_| top), limits.low.map(|_| bottom)];
    let area = filled.then(|| {
        let (width, height) = (percent(100.0 - LEFT), percent((bottom - top).max(0.0)));
        view! { <rect class="chart-range" x=percent(LEFT) y=percent(top) width=width height=height/> }
    });
    view! {
        {area}
        {edges
            .into_iter()
            .flatten()
            .map(|y| {
                view! { <line class="chart-limit" x1=percent(LEFT) x2="100%" y1=percent(y) y2=percent(y)/> }
            })
            .collect_view()}
    }
    .into_any()
}

/// Lines at round numbers, with the numbers on the left.
fn grid(lang: Lang, drawing: &Drawing) -> impl IntoView + use<> {
    let lines: Vec<_> = drawing
        .axis
        .ticks
        .iter()
        .map(|tick| {
            let y = percent(drawing.y(*tick));
            let label = number(lang, &drawing.axis.label(*tick));
            view! {
                <line class="chart-grid" x1=percent(LEFT) x2="100%" y1=y.clone() y2=y.clone()/>
                <text class="chart-number" x=percent(LEFT) y=y dx="-8" dy="0.35em" text-anchor="end">{label}</text>
            }
        })
        .collect();
    lines
}

fn drawn_line(spots: &[Spot], place: usize) -> AnyView {
    let (line_class, point_class) = match place {
        0 => ("chart-line", "chart-point"),
        _ => ("chart-line chart-line-second", "chart-point chart-point-second"),
    };
    let lines: Vec<_> = spots
        .windows(2)
        .filter_map(|pair| {
            let [from, to] = pair else { return None };
            let (x1, y1, x2, y2) = (percent(from.x), percent(from.y), percent(to.x), percent(to.y));
            Some(view! { <line class=line_class x1=x1 y1=y1 x2=x2 y2=y2/> })
        })
        .collect();
    let small = spots.len() > 40;
    let points: Vec<_> = spots
        .iter()
        .map(|spot| {
            let class =
                if spot.hollow { format!("{point_class} chart-point-limit") } else { point_class.to_owned() };
            let sign = spot.side.map(|side| {
                let (sign, away) = match side {
                    Side::Above => ("▲", "-0.8em"),
                    Side::Below => ("▼", "1.5em"),
                };
                let (x, y) = (percent(spot.x), percent(spot.y));
                view! { <text class="chart-sign" x=x y=y dy=away text-anchor="middle">{sign}</text> }
            });
            view! {
                {shape(&class, spot, place, small)}
                {sign}
            }
        })
        .collect();
    view! {
        {lines}
        {points}
    }
    .into_any()
}

/// A circle for the first line, a square for the second.
fn shape(class: &str, spot: &Spot, place: usize, small: bool) -> AnyView {
    let (x, y, class) = (percent(spot.x), percent(spot.y), class.to_owned());
    match (place, small) {
        (0, small) => {
            let radius = if small { "2.5" } else { "4.5" };
            view! { <circle class=class cx=x cy=y r=radius/> }.into_any()
        }
        (_, small) => {
            let (corner, side) = if small { ("-2", "4") } else { ("-4", "8") };
            // An inner drawing moves by percentages, which a rectangle's corner could not do and stay centred.
            view! {
                <svg x=x y=y overflow="visible">
                    <rect class=class x=corner y=corner width=side height=side/>
                </svg>
            }
            .into_any()
        }
    }
}

/// The first and the last day under the drawing; with the time where both are on one day.
fn dates(lang: Lang, points: &[&Point]) -> impl IntoView + use<> {
    let first = points.iter().min_by_key(|point| point.date.earliest());
    let last = points.iter().max_by_key(|point| point.date.earliest());
    let ends = first.zip(last).map(|(first, last)| {
        let days = [first, last].map(|point| day_in_words(lang, &point.date));
        if days[0] == days[1] { [first, last].map(|point| date_in_words(lang, &point.date)) } else { days }
    });
    ends.map(|[first, last]| {
        view! { <p class="chart-dates" aria-hidden="true"><span>{first}</span> <span>{last}</span></p> }
    })
}

/// What the signs mean; it is said in the description of the drawing, and here for those who see.
fn key(record: &Record<'_>, group: &Group<'_>) -> impl IntoView + use<> {
    let lang = record.lang;
    let two = group.lines.len() > 1;
    let lines = group.lines.iter().enumerate().filter(|_| two).map(|(place, line)| {
        let spot = Spot { x: 50.0, y: 50.0, side: None, hollow: false };
        let (line_class, point_class) = match place {
            0 => ("chart-line", "chart-point"),
            _ => ("chart-line chart-line-second", "chart-point chart-point-second"),
        };
        view! {
            <li>
                <svg class="chart-sample" width="40" height="16" focusable="false">
                    <line class=line_class x1="0" x2="40" y1="50%" y2="50%"/>
                    {shape(point_class, &spot, place, false)}
                </svg>
                {theirs(line.title.clone())}
            </li>
        }
        .into_any()
    });
    let ranges = ranges(group);
    let edges = if two { vec!["8"] } else { vec!["2", "14"] };
    let ranges = ranges.into_iter().map(|(line, _)| {
        let range = line.range.as_ref().map(|range| bounds(lang, range)).unwrap_or_default();
        let edges = edges.clone();
        let name = if two { Said::theirs(line.title.clone()).close(":") } else { Said::default() };
        view! {
            <li>
                <svg class="chart-sample" width="40" height="16" focusable="false">
                    {(!two).then(|| view! { <rect class="chart-range" x="0" y="2" width="40" height="12"/> })}
                    {edges
                        .into_iter()
                        .map(|y| view! { <line class="chart-limit" x1="0" x2="40" y1=y y2=y/> })
                        .collect_view()}
                </svg>
                <span>{name.and(Said::ours(texts::key_range(lang))).and(range).view()}</span>
            </li>
        }
        .into_any()
    });
    let points = || group.lines.iter().flat_map(|line| drawn(line).iter().map(move |point| (*line, point)));
    let outside =
        points().any(|(line, point)| compare::point(line, point, record.find(&point.source_id)).is_some());
    let hollow = points().any(|(_, point)| point.comparator.is_some());
    let cut = group.lines.iter().any(|line| line.points.len() > DRAWN_MAX);
    let more = [
        outside.then(|| texts::key_above(lang).to_owned()),
        hollow.then(|| texts::key_limit(lang).to_owned()),
        cut.then(|| texts::only_newest(lang, DRAWN_MAX)),
    ];
    let more = more.into_iter().flatten().map(|text| view! { <li>{text}</li> }.into_any());
    let all: Vec<AnyView> = lines.chain(ranges).chain(more).collect();
    (!all.is_empty()).then(|| view! { <ul class="chart-key" aria-hidden="true">{all}</ul> })
}

/// What the drawing shows, for those who do not see it.
fn description(lang: Lang, group: &Group<'_>) -> String {
    let lines = group.lines.iter().filter_map(|line| line_in_words(lang, line, group.lines.len() > 1));
    lines.chain([texts::in_table(lang).to_owned()]).collect::<Vec<_>>().join(" ")
}

fn line_in_words(lang: Lang, line: &Series, named: bool) -> Option<String> {
    let unit = line.unit.clone().filter(|unit| unit != "1").map(Said::theirs).unwrap_or_default();
    let value = |point: &Point| {
        let number = Said::ours(compared(lang, point.comparator, &point.value));
        number.and(unit.clone()).plain()
    };
    let order = |a: &&Point, b: &&Point| {
        let number = |point: &Point| point.value.to_f64().unwrap_or_default();
        number(a).total_cmp(&number(b))
    };
    let (first, last) = (line.points.first()?, line.points.last()?);
    let (least, most) = (line.points.iter().min_by(order)?, line.points.iter().max_by(order)?);
    let name = if named { Said::theirs(line.title.clone()).close(": ").plain() } else { String::new() };
    let dates = [first, last].map(|point| day_in_words(lang, &point.date));
    let count = texts::measurements(lang, line.points.len(), &dates[0], &dates[1]);
    let range = line.range.as_ref().filter(|range| Limits::of(range).is_some()).map(|range| {
        let words = Said::ours(texts::usual_range(lang)).close(":").and(bounds(lang, range)).close(".");
        format!(" {}", words.plain())
    });
    Some(format!(
        "{name}{count} {} {}, {} {}, {} {}.{}",
        texts::lowest(lang),
        value(least),
        texts::highest(lang),
        value(most),
        texts::newest(lang),
        value(last),
        range.unwrap_or_default()
    ))
}
