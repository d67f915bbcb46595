//! The strokes of a chart: grid, ranges, lines and points.

use super::{drawn, time};
use crate::{
    lang::Lang,
    records::{
        model::Status,
        pages::{
            compare::{self, Limits, Side},
            phrases::number,
            scale::{Axis, Scale},
        },
        series::{Point, Series},
    },
};
use leptos::prelude::*;

/// The room the lines have, in percent: on the left stand the numbers, above and below the signs.
const LEFT: f64 = 17.0;
const RIGHT: f64 = 96.0;
const TOP: f64 = 9.0;
const BOTTOM: f64 = 91.0;

/// A point in its place.
pub(super) struct Spot {
    pub x: f64,
    pub y: f64,
    pub side: Option<Side>,
    /// Only a limit is known, or the number may still change.
    pub hollow: bool,
}

pub(super) struct Drawing {
    pub axis: Axis,
    pub times: Scale,
}

impl Drawing {
    fn x(&self, point: &Point) -> f64 {
        LEFT + self.times.share(time(point)) * (RIGHT - LEFT)
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - self.axis.scale.share(value) * (BOTTOM - TOP)
    }

    pub(super) fn spots(&self, line: &Series) -> Vec<Spot> {
        drawn(line)
            .iter()
            .filter_map(|point| {
                Some(Spot {
                    x: self.x(point),
                    y: self.y(point.value.to_f64()?),
                    side: compare::point(line, point).map(|(side, _)| side),
                    hollow: point.comparator.is_some() || point.status == Status::Preliminary,
                })
            })
            .collect()
    }
}

fn percent(share: f64) -> String {
    format!("{share:.2}%")
}

/// A range: an area between two broken lines, open to where it has no limit.
pub(super) fn band(drawing: &Drawing, limits: Limits, filled: bool) -> AnyView {
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
pub(super) fn grid(lang: Lang, drawing: &Drawing) -> impl IntoView + use<> {
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

pub(super) fn drawn_line(spots: &[Spot], place: usize) -> AnyView {
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
pub(super) fn shape(class: &str, spot: &Spot, place: usize, small: bool) -> AnyView {
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
