//! What a chart says besides its strokes: a key for those who see, a description for those who do not.

use super::{
    DRAWN_MAX,
    drawing::{Spot, shape},
    drawn, ranges,
};
use crate::{
    lang::Lang,
    records::{
        model::Status,
        page_texts as texts,
        pages::{
            compare::{self, Limits},
            groups::Group,
            phrases::{bounds, compared, day_in_words, with_unit},
            said::{Said, theirs},
        },
        series::{Point, Series},
        words,
    },
};
use leptos::prelude::*;

/// What the signs mean; it is said in the description of the drawing, and here for those who see.
pub(super) fn key(lang: Lang, group: &Group<'_>) -> impl IntoView + use<> {
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
    let outside = points().any(|(line, point)| compare::point(line, point).is_some());
    let limit = points().any(|(_, point)| point.comparator.is_some());
    let preliminary = points().any(|(_, point)| point.status == Status::Preliminary);
    let hollow: Option<fn(Lang) -> &'static str> = match (limit, preliminary) {
        (true, true) => Some(texts::key_limit_or_preliminary),
        (true, false) => Some(texts::key_limit),
        (false, true) => Some(texts::key_preliminary),
        (false, false) => None,
    };
    let cut = group.lines.iter().any(|line| line.points.len() > DRAWN_MAX);
    let more = [
        outside.then(|| texts::key_above(lang).to_owned()),
        hollow.map(|words| words(lang).to_owned()),
        cut.then(|| texts::only_newest(lang, DRAWN_MAX)),
    ];
    let more = more.into_iter().flatten().map(|text| view! { <li>{text}</li> }.into_any());
    let all: Vec<AnyView> = lines.chain(ranges).chain(more).collect();
    (!all.is_empty()).then(|| view! { <ul class="chart-key" aria-hidden="true">{all}</ul> })
}

/// What the drawing shows, for those who do not see it.
pub(super) fn description(lang: Lang, group: &Group<'_>) -> String {
    let lines = group.lines.iter().filter_map(|line| line_in_words(lang, line, group.lines.len() > 1));
    lines.chain([texts::in_table(lang).to_owned()]).collect::<Vec<_>>().join(" ")
}

fn line_in_words(lang: Lang, line: &Series, named: bool) -> Option<String> {
    let value = |point: &Point| {
        let number = with_unit(compared(lang, point.comparator, &point.value), line.unit.clone());
        let preliminary = (point.status == Status::Preliminary)
            .then(|| Said::ours(format!("({})", words::status(lang, point.status))));
        number.and(preliminary.unwrap_or_default()).plain()
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
