//! `obhut import`: health records from the practice system.

use super::{Refusal, closing};
use crate::{config::Config, startup::open_existing_within};
use app::{
    audit::Who,
    backend::state::AppState,
    ids::PersonId,
    lang::Lang,
    patients::{
        arrivals::{self, Added, Arrival, Fit},
        model::Item,
        service::{Match, known_patient, value_of},
    },
    records::{
        fhir,
        model::{FILE_MAX, Import, ImportReport, ImportedPatient},
        service::{ImportOutcome, import},
        texts, words,
    },
};
use clap::Subcommand;
use std::{
    fs::File,
    io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

#[derive(Subcommand)]
pub enum Command {
    /// Take over records in FHIR R4 (JSON); the portal may be running.
    ///
    /// Each file is a bundle or a single resource about one patient, and is taken over as a whole or not at all. Taking
    /// the same file over again changes nothing. The exit code is 0 when every file was taken over, 1 when one was not,
    /// 2 when the command could not do its work.
    Fhir {
        /// The files, at most 20 MB each.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Which system the files are from; patients see it beside what came from there.
        #[arg(long, value_name = "NAME", default_value = SOURCE, value_parser = source)]
        source: String,
        /// Ask nothing: who is found by a number is taken, who is found by nothing is created, and a file that fits
        /// somebody by name and birth date only is refused.
        #[arg(long)]
        yes: bool,
    },
}

/// The practice system, when there is only one.
const SOURCE: &str = "Praxissystem";
/// Characters of the name of a source.
const SOURCE_MAX: usize = 100;
/// How long the one transaction of a file may take.
const TRANSACTION: Duration = Duration::from_secs(120);
/// The exit code when a file was refused.
const SOME_REFUSED: u8 = 1;

/// Why a file was not taken over; a sentence for the operator.
enum Stop {
    File(String),
    Command(Refusal),
}

impl<E: Into<Refusal>> From<E> for Stop {
    fn from(error: E) -> Self {
        Stop::Command(error.into())
    }
}

/// Carries out one of them.
pub async fn run(config: &Config, command: Command) -> Result<ExitCode, Refusal> {
    let Command::Fhir { files, source, yes } = command;
    let state = open_existing_within(config, TRANSACTION).await?;
    let outcome = all(&state, &files, &source, yes).await;
    let refused = closing(state, outcome).await?;
    if files.len() > 1 {
        writeln!(io::stdout(), "{} of {} files were taken over.", files.len() - refused, files.len())?;
    }
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_REFUSED) })
}

/// Takes one file after another; tells how many were refused.
async fn all(state: &AppState, files: &[PathBuf], source: &str, yes: bool) -> Result<usize, Refusal> {
    let mut refused = 0;
    for (number, path) in (1..).zip(files) {
        writeln!(io::stdout(), "[{number}/{}] {}", files.len(), path.display())?;
        match one(state, path, source, yes).await {
            Ok(()) => {}
            Err(Stop::Command(refusal)) => return Err(refusal),
            Err(Stop::File(sentence)) => {
                refused += 1;
                writeln!(io::stdout(), "  {}", texts::report_refused(Lang::En))?;
                writeln!(io::stderr(), "obhut: {}: {sentence}", path.display())?;
            }
        }
    }
    Ok(refused)
}

async fn one(state: &AppState, path: &Path, source: &str, yes: bool) -> Result<(), Stop> {
    writeln!(io::stdout(), "  Reading …")?;
    let bytes = read(path).map_err(|error| Stop::File(format!("The file cannot be read: {error}.")))?;
    let read = fhir::read(&bytes, state.clock.now());
    drop(bytes);
    let file = read.map_err(|refusal| Stop::File(words::refusal(Lang::En, &refusal)))?;
    let person = whose(state, &file.patient, yes).await?;
    let (entries, documents) = (file.entries.len(), file.documents.len());
    writeln!(io::stdout(), "  Writing; entries: {entries}, documents: {documents} …")?;
    let outcome = import(state, Who::CommandLine, &file, source, person).await?;
    Ok(report(&file, outcome)?)
}

/// Reads a file, and no more of it than is needed to know that it is too large.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(FILE_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The person the file is about: found, chosen, or new.
async fn whose(state: &AppState, patient: &ImportedPatient, yes: bool) -> Result<PersonId, Stop> {
    let arrival = arrival(patient);
    let person = match arrivals::who_fits(state, &arrival).await? {
        Fit::Certain(one) => {
            writeln!(io::stdout(), "  Patient {}, known by a number.", number(&one))?;
            one.person
        }
        Fit::OtherName(one) => {
            same_person(&one, patient, yes)?;
            one.person
        }
        Fit::Contradiction(others) => {
            return Err(Stop::File(format!(
                "A number in it belongs to {}, but the birth dates differ or there are several; \
                 correct whichever is wrong.",
                numbers(&others)
            )));
        }
        Fit::Likely(others) => match choose(&others, yes)? {
            Some(person) => person,
            None => create(state, &arrival, yes, true).await?,
        },
        Fit::Nobody => create(state, &arrival, yes, false).await?,
    };
    arrivals::remember(state, person, &arrival).await?;
    Ok(person)
}

/// Lets somebody at the terminal say whether it is the person the number belongs to, although the names differ.
fn same_person(one: &Match, patient: &ImportedPatient, yes: bool) -> Result<(), Stop> {
    let number = number(one);
    if yes || !can_ask() {
        return Err(Stop::File(format!(
            "A number in it and the birth date fit patient {number}, but the name does not; \
             decide on a terminal, without --yes."
        )));
    }
    let (known, read) = (one.name.expose(), format!("{} {}", patient.given, patient.family));
    let question = format!(
        "  A number in it belongs to patient {number}, who is called {known}; the file says {}. Is it the same person?",
        read.trim()
    );
    if ask(&question)? {
        return Ok(());
    }
    Err(Stop::File(format!(
        "A number in it belongs to patient {number}, who is somebody else; correct whichever is wrong."
    )))
}

fn arrival(patient: &ImportedPatient) -> Arrival {
    Arrival {
        family_name: patient.family.clone(),
        given_name: patient.given.clone(),
        birth_date: patient.birth_date,
        insurance_number: patient.insurance_number().map(str::to_owned),
        identifiers: patient
            .telling()
            .map(|identifier| (identifier.system.clone(), identifier.value.clone()))
            .collect(),
    }
}

/// Lets somebody at the terminal say whether it is one of these; `None` means that it is none of them.
fn choose(others: &[Match], yes: bool) -> Result<Option<PersonId>, Stop> {
    if yes || !can_ask() {
        return Err(Stop::File(format!(
            "A name and the birth date fit {}, but no number does; decide on a terminal, without --yes.",
            numbers(others)
        )));
    }
    for other in others {
        let born = other.birth_date.map_or_else(String::new, |date| format!(", born {}", date.to_iso()));
        if ask(&format!("  Is it {}{born}, patient {}?", other.name.expose(), number(other)))? {
            return Ok(Some(other.person));
        }
    }
    Ok(None)
}

async fn create(state: &AppState, arrival: &Arrival, yes: bool, although: bool) -> Result<PersonId, Stop> {
    if !yes {
        if !can_ask() {
            return Err(Stop::File(
                "The patient is not known; run this on a terminal to answer, or with --yes to create them."
                    .to_owned(),
            ));
        }
        let born = arrival.birth_date.to_iso();
        let question = format!(
            "  {} {}, born {born}, is not known. Create this patient?",
            arrival.given_name, arrival.family_name
        );
        if !ask(&question)? {
            return Err(Stop::File("The patient is not known and was not created.".to_owned()));
        }
    }
    match arrivals::add(state, Who::CommandLine, arrival, although).await? {
        Added::Created(person) => {
            let known = known_patient(state, person).await?.map_or(Vec::new(), |patient| patient.known);
            let number = value_of(&known, Item::PatientNumber).map_or("", |number| number.expose());
            writeln!(io::stdout(), "  Patient {number}, newly created.")?;
            Ok(person)
        }
        Added::Likely(others) => Err(Stop::File(format!(
            "Somebody with that name or number was created just now ({}); run it again.",
            numbers(&others)
        ))),
        Added::NoGivenName => Err(Stop::File(
            "The patient is not known, and a new one needs a given name, which the file does not have."
                .to_owned(),
        )),
        Added::UnusableName => Err(Stop::File(
            "The patient is not known, and the name in the file is too long or is none.".to_owned(),
        )),
    }
}

/// By what the team finds a patient without a name being written down.
fn number(of: &Match) -> &str {
    of.patient_number.as_ref().map_or("without number", |number| number.expose())
}

fn numbers(of: &[Match]) -> String {
    let all: Vec<&str> = of.iter().map(number).collect();
    format!("patient {}", all.join(", "))
}

fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

fn ask(question: &str) -> io::Result<bool> {
    let mut out = io::stdout();
    write!(out, "{} [y/N] ", without_controls(question))?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(["y", "yes", "j", "ja"].contains(&answer.trim().to_lowercase().as_str()))
}

/// Words of a file must not steer the terminal.
fn without_controls(text: &str) -> String {
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    text.chars().map(|c| if c.is_control() || turns(c) { '\u{fffd}' } else { c }).collect()
}

fn report(file: &Import, outcome: ImportOutcome) -> io::Result<()> {
    let ImportOutcome { added, unchanged, replaced, withdrawn } = outcome;
    let ImportReport { accepted, dropped } = &file.report;
    let mut out = io::stdout();
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
    )
}

fn source(typed: &str) -> Result<String, &'static str> {
    let name = typed.trim();
    let fits = !name.is_empty() && name.chars().count() <= SOURCE_MAX && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err("expected is a name of at most 100 characters") }
}
