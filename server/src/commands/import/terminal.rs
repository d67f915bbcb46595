//! What the command asks and shows.

use std::{
    future::Future,
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    pin::pin,
    time::Duration,
};

/// How often an unclear answer is asked for again.
const TRIES: usize = 5;
/// How often a terminal is told that the work goes on.
const TICK: Duration = Duration::from_secs(1);

/// Whether there is somebody to ask.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Asks until the answer is clear. An empty one is no, as the capital letter says, and so is the end of the input.
pub(super) fn ask(question: &str) -> io::Result<bool> {
    let mut out = io::stdout();
    for _ in 0..TRIES {
        write!(out, "{} [y/N] ", without_controls(question))?;
        out.flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        match answer_of(&answer) {
            Some(answer) => return Ok(answer),
            None => writeln!(out, "  Answer y (yes) or n (no).")?,
        }
    }
    Ok(false)
}

/// What an answer means; `None` for one that is unclear.
fn answer_of(typed: &str) -> Option<bool> {
    match typed.trim().to_lowercase().as_str() {
        "y" | "yes" | "j" | "ja" => Some(true),
        "" | "n" | "no" | "nein" => Some(false),
        _ => None,
    }
}

/// Words of a file must not steer the terminal.
fn without_controls(text: &str) -> String {
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    text.chars().map(|c| if c.is_control() || turns(c) { '\u{fffd}' } else { c }).collect()
}

/// Does something under a line that says what it is; on a terminal the line counts the seconds when it takes long.
pub(super) async fn shown<T>(what: &str, work: impl Future<Output = T>) -> io::Result<T> {
    let mut out = io::stdout();
    if !out.is_terminal() {
        writeln!(out, "  {what}")?;
        return Ok(work.await);
    }
    write!(out, "  {what}")?;
    out.flush()?;
    let mut work = pin!(work);
    let mut seconds = 0_u64;
    loop {
        match tokio::time::timeout(TICK, &mut work).await {
            Ok(done) => {
                writeln!(out)?;
                return Ok(done);
            }
            Err(_) => {
                seconds += 1;
                write!(out, "\r  {what} {seconds} s")?;
                out.flush()?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_answer_is_one() {
        for (typed, answer) in [
            ("y\n", Some(true)),
            (" JA \n", Some(true)),
            ("n\n", Some(false)),
            ("Nein", Some(false)),
            ("\n", Some(false)),
            ("", Some(false)),
            ("foo\n", None),
            ("yn\n", None),
        ] {
            assert_eq!(answer_of(typed), answer, "{typed:?}");
        }
    }
}
