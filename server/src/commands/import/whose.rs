//! Whose record a file is: found, chosen by somebody at the terminal, or new; and what the file says about the person.

use super::{
    Stop,
    terminal::{ask, can_ask},
};
use app::{
    audit::Who,
    backend::state::AppState,
    ids::PersonId,
    lang::Lang,
    patients::{
        arrivals::{self, Added, Arrival, Difference, Fit},
        model::Item,
        service::{Match, known_patient, value_of},
        words::{given_by, label},
    },
    records::model::ImportedPatient,
};
use std::io::{self, Write as _};

/// The person the file is about. What the portal knows about them follows the file, as far as it may.
pub(super) async fn whose(state: &AppState, patient: &ImportedPatient, yes: bool) -> Result<PersonId, Stop> {
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
            None => return create(state, &arrival, yes, true).await,
        },
        Fit::Nobody => return create(state, &arrival, yes, false).await,
    };
    bring_up_to_date(state, person, &arrival, yes).await?;
    Ok(person)
}

/// Lets the master data follow the file. What somebody else than the import has given is changed only if somebody at the
/// terminal says so; what was changed and what was not is named, never its value.
async fn bring_up_to_date(
    state: &AppState,
    person: PersonId,
    arrival: &Arrival,
    yes: bool,
) -> Result<(), Stop> {
    let mut agreed = Vec::new();
    if !yes && can_ask() {
        for objection in arrivals::objections(state, person, arrival).await? {
            let Difference { item, known, source, read } = &objection;
            let question = format!(
                "  The portal has another {}, given by {}: {}; the file says {}. Take over what the file says?",
                name(*item),
                given_by(*source),
                known.expose(),
                read.expose()
            );
            if ask(&question)? {
                agreed.push(objection);
            }
        }
    }
    let updated = arrivals::bring_up_to_date(state, Who::CommandLine, person, arrival, &agreed).await?;
    let mut out = io::stdout();
    if !updated.changed.is_empty() {
        let names: Vec<String> = updated.changed.iter().map(|item| name(*item)).collect();
        writeln!(out, "  Personal details brought up to date: {}.", names.join(", "))?;
    }
    for Difference { item, source, .. } in &updated.left {
        writeln!(
            out,
            "  The portal has another {}, given by {}; not changed.",
            name(*item),
            given_by(*source)
        )?;
    }
    Ok(())
}

/// "family name"
fn name(item: Item) -> String {
    label(Lang::En, item).to_lowercase()
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

/// Creates the person, after a question or with `--yes`; the identifiers of the file are kept with them.
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
