//! `obhut audit show`: the log of the installation in plain words.

use super::{super::Refusal, words};
use app::{
    audit::{
        Entry, Reading,
        installation_log::{self, InstallationLog, Until},
    },
    backend::state::AppState,
    lang::Lang,
    time::Timestamp,
    ui::date::{at_in_words, day_begins, practice_zone},
};
use std::io::{self, Write};

/// What is shown.
#[derive(clap::Args)]
pub struct Options {
    /// Only what happened on this day or later, such as 2026-11-01.
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Timestamp>,
    /// So many entries at the most.
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Only entries before this number, to go on where another call has ended.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(i64).range(1..))]
    before: Option<i64>,
}

/// Writes down that somebody looks, and then shows what there was before.
pub(super) async fn run(state: &AppState, options: &Options) -> Result<(), Refusal> {
    let Options { since, limit, before } = *options;
    let log = installation_log::read(state, Until { since, limit, before }).await?;
    Ok(print(&mut io::stdout().lock(), &log)?)
}

fn print(out: &mut impl Write, log: &InstallationLog) -> io::Result<()> {
    if log.lines.is_empty() {
        return writeln!(out, "There is no such entry.");
    }
    for line in &log.lines {
        match &line.reading {
            Reading::Entry(entry) => print_entry(out, line.seq, entry)?,
            Reading::Unreadable => writeln!(out, "{}  (not readable any more)", line.seq)?,
            Reading::Altered => {
                writeln!(out, "{}  (altered, or the one before it is; run `obhut audit verify`)", line.seq)?;
            }
        }
    }
    match log.older {
        Some(before) => writeln!(out, "\nThere are older entries: add --before {before}"),
        None => Ok(()),
    }
}

fn print_entry(out: &mut impl Write, seq: i64, entry: &Entry) -> io::Result<()> {
    writeln!(out, "{seq}  {}", at_in_words(entry.at, Lang::En))?;
    writeln!(out, "    {}", words::safe(&words::sentence(entry)))?;
    if let Some(reason) = &entry.reason {
        writeln!(out, "    Reason: {}", words::safe(reason.expose()))?;
    }
    for object in &entry.objects {
        writeln!(out, "    {object}")?;
    }
    match &entry.request {
        Some(request) => writeln!(out, "    request {}", words::safe(request)),
        None => Ok(()),
    }
}

fn day(typed: &str) -> Result<Timestamp, &'static str> {
    day_begins(typed, &practice_zone()).ok_or("expected is a day, such as 2026-11-01")
}
