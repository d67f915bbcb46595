//! What became of a file, for the operator: types of data and numbers, no values.

use app::{
    lang::Lang,
    records::{
        model::{Import, ImportReport},
        service::ImportOutcome,
        texts, words,
    },
};
use std::io;

/// Writes the report of a file that was taken over.
pub(super) fn write(out: &mut impl io::Write, file: &Import, outcome: ImportOutcome) -> io::Result<()> {
    let ImportOutcome { added, unchanged, replaced, withdrawn, older, elsewhere } = outcome;
    let ImportReport { accepted, dropped } = &file.report;
    writeln!(out, "  {}", texts::report_accepted(Lang::En))?;
    for accepted in accepted {
        writeln!(out, "    {} ({})", accepted.resource_type, accepted.count)?;
    }
    if !dropped.is_empty() {
        writeln!(out, "  {}", texts::report_dropped(Lang::En))?;
    }
    for dropped in dropped {
        let reason = words::drop_reason(Lang::En, dropped.reason);
        writeln!(out, "    {} ({}): {reason}", dropped.resource_type, dropped.count)?;
    }
    writeln!(
        out,
        "  Entries: {added} new, {replaced} replaced, {unchanged} unchanged, {withdrawn} withdrawn."
    )?;
    if older > 0 {
        writeln!(out, "  Older than what the portal has from this source, and left out: {older}.")?;
    }
    if elsewhere > 0 {
        writeln!(
            out,
            "  Warning: {elsewhere} of the new entries are there already, by type and id, from a source of another name. \
             If --source was misspelt, they now stand there twice."
        )?;
    }
    Ok(())
}
