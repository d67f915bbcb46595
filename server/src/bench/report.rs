//! One line of JSON for each figure when it is there, and a table at the end.

use super::{Arguments, Error, measure::Measured};
use std::{
    collections::BTreeMap,
    io::{self, Write as _},
};

/// What has been measured so far.
pub struct Report {
    /// In the order in which names came, and for each its rounds.
    names: Vec<&'static str>,
    figures: BTreeMap<&'static str, Vec<Figure>>,
    ratios: Vec<(&'static str, &'static str, &'static str)>,
}

struct Figure {
    round: u32,
    per_second: f64,
    cpu_ms: Option<f64>,
    statements: f64,
    median_us: Option<u32>,
    late_us: Option<u32>,
    peak_kib: Option<u64>,
}

impl Report {
    /// Says what is measured.
    pub fn begin(mark: &str, arguments: &Arguments) -> Result<Self, Error> {
        let Arguments { patients, clients, secs, rounds, seed, .. } = arguments;
        let load = super::measure::load().unwrap_or(f64::NAN);
        writeln!(
            io::stdout(),
            "{{\"bench\":\"{mark}\",\"version\":\"{}\",\"patients\":{patients},\"clients\":{clients},\"secs\":{secs},\
             \"rounds\":{rounds},\"seed\":{seed},\"optimised\":{},\"load\":{load}}}",
            env!("CARGO_PKG_VERSION"),
            !cfg!(debug_assertions),
        )?;
        Ok(Self { names: Vec::new(), figures: BTreeMap::new(), ratios: Vec::new() })
    }

    /// A figure of a round.
    pub fn add(&mut self, name: &'static str, round: u32, measured: &Measured) -> Result<(), Error> {
        let count = measured.operations as f64;
        let wait = |share: usize| {
            let place = (measured.waits.len() * share / 100).min(measured.waits.len().saturating_sub(1));
            measured.waits.get(place).copied()
        };
        let figure = Figure {
            round,
            per_second: count / measured.seconds,
            cpu_ms: measured.cpu_ms.map(|all| all / count.max(1.0)),
            statements: measured.statements as f64 / count.max(1.0),
            median_us: wait(50),
            late_us: wait(99),
            peak_kib: measured.peak_kib,
        };
        let shown = |value: Option<String>| value.unwrap_or_else(|| "null".to_owned());
        writeln!(
            io::stdout(),
            "{{\"name\":\"{name}\",\"round\":{round},\"operations\":{},\"seconds\":{:.3},\"per_second\":{:.1},\
             \"cpu_ms_per_operation\":{},\"statements_per_operation\":{:.1},\"p50_us\":{},\"p99_us\":{},\"peak_kib\":{}}}",
            measured.operations,
            measured.seconds,
            figure.per_second,
            shown(figure.cpu_ms.map(|value| format!("{value:.4}"))),
            figure.statements,
            shown(figure.median_us.map(|value| value.to_string())),
            shown(figure.late_us.map(|value| value.to_string())),
            shown(figure.peak_kib.map(|value| value.to_string())),
        )?;
        if !self.figures.contains_key(name) {
            self.names.push(name);
        }
        self.figures.entry(name).or_default().push(figure);
        Ok(())
    }

    /// Asks for the ratio of two figures, round by round.
    pub fn ratio(&mut self, title: &'static str, of: &'static str, to: &'static str) {
        if !self.ratios.iter().any(|(known, _, _)| *known == title) {
            self.ratios.push((title, of, to));
        }
    }

    /// The table: the median of the rounds, with the lowest and the highest.
    pub fn end(self) -> Result<(), Error> {
        let mut out = io::stdout().lock();
        writeln!(
            out,
            "\n| figure | per second | CPU ms each | statements each | p50 ms | p99 ms | peak MiB |\n|---|---|---|---|---|---|"
        )?;
        for name in &self.names {
            let Some(rounds) = self.figures.get(name) else { continue };
            let of =
                |value: fn(&Figure) -> Option<f64>| rounds.iter().filter_map(value).collect::<Vec<f64>>();
            writeln!(
                out,
                "| {name} | {} | {} | {} | {} | {} | {} |",
                spread(of(|figure| Some(figure.per_second))),
                spread(of(|figure| figure.cpu_ms)),
                spread(of(|figure| Some(figure.statements))),
                spread(of(|figure| figure.median_us.map(|us| f64::from(us) / 1_000.0))),
                spread(of(|figure| figure.late_us.map(|us| f64::from(us) / 1_000.0))),
                spread(of(|figure| figure.peak_kib.map(|kib| kib as f64 / 1_024.0))),
            )?;
        }
        writeln!(out, "\n| ratio, within each round | median (lowest–highest) |\n|---|---|")?;
        for (title, of, to) in &self.ratios {
            let (Some(of), Some(to)) = (self.figures.get(of), self.figures.get(to)) else { continue };
            let same = |figure: &Figure| to.iter().find(|other| other.round == figure.round);
            let ratios = of.iter().filter_map(|one| same(one).map(|other| one.per_second / other.per_second));
            writeln!(out, "| {title} | {} |", spread(ratios.collect()))?;
        }
        Ok(())
    }
}

/// The middle, and between which all lie.
fn spread(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let (Some(first), Some(last), Some(upper)) = (values.first(), values.last(), values.get(middle)) else {
        return "–".to_owned();
    };
    match values.get(middle.wrapping_sub(1)) {
        // One round has no spread.
        None => short(*upper),
        Some(_) if values.len() % 2 == 1 => format!("{} ({}–{})", short(*upper), short(*first), short(*last)),
        Some(lower) => format!("{} ({}–{})", short((lower + upper) / 2.0), short(*first), short(*last)),
    }
}

fn short(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 1.0 => format!("{value:.2}"),
        value => format!("{value:.3}"),
    }
}
