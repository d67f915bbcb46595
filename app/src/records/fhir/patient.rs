//! Whose record it is.

use super::node::{Node, Read};
use crate::{
    patients::model::BirthDate,
    records::{
        model::{Identifier, ImportedPatient, Reason},
        when::{Precision, When},
    },
};

/// Nobody has lived longer.
const OLDEST: u16 = 130;
/// More identifiers than anybody has.
const IDENTIFIERS_MAX: usize = 100;

/// Reads a Patient (FHIR R4): name, birth date, identifiers, and nothing else.
pub(super) fn patient(node: Node<'_>, today: i64) -> Read<'_, ImportedPatient> {
    for modifier in ["modifierExtension", "implicitRules"] {
        if let Some(modifier) = node.get(modifier) {
            return modifier.refuse(Reason::Modifier);
        }
    }
    for link in node.objects("link")? {
        if link.text("type")? == Some("replaced-by") {
            return link.refuse(Reason::PatientReplaced);
        }
    }
    let (family, given) = name(node, today)?;
    Ok(ImportedPatient {
        family,
        given,
        birth_date: birth_date(node, today)?,
        identifiers: identifiers(node)?,
    })
}

/// The name that counts: one that is in use before one whose time is over, the official one before the usual one before
/// others; former and made-up names never.
fn name(node: Node<'_>, today: i64) -> Read<'_, (String, String)> {
    let mut best: Option<((bool, usize), String, String)> = None;
    for name in node.objects("name")? {
        let rank = match name.text("use")? {
            Some("official") => 0,
            Some("usual") => 1,
            None => 2,
            Some("old" | "maiden" | "anonymous") => continue,
            Some(_) => 3,
        };
        let rank = (is_over(name, today)?, rank);
        let Some(family) = name.text("family")? else { continue };
        let given = name.texts("given")?.iter().map(|given| given.trim()).collect::<Vec<_>>().join(" ");
        if best.as_ref().is_none_or(|(top, ..)| rank < *top) {
            best = Some((rank, family.trim().to_owned(), given));
        }
    }
    match best {
        Some((_, family, given)) => Ok((family, given)),
        None => node.lacks("name.family", Reason::Missing),
    }
}

/// Whether the time of a name is over. A day that is only known by its month or year is over when the next one has begun.
fn is_over(name: Node<'_>, today: i64) -> Read<'_, bool> {
    let Some(period) = name.object("period")? else { return Ok(false) };
    let Some(end) = period.text("end")?.and_then(When::parse) else { return Ok(false) };
    let longest = match end.precision() {
        Precision::Year => 366,
        Precision::Month => 31,
        Precision::Day | Precision::Instant => 1,
    };
    Ok(end.day_number() + longest <= today)
}

fn birth_date(node: Node<'_>, today: i64) -> Read<'_, BirthDate> {
    let Some((at, text)) = node.get("birthDate").zip(node.text("birthDate")?) else {
        return node.lacks("birthDate", Reason::Missing);
    };
    let Some(when) = When::parse(text) else { return at.refuse(Reason::NotADate) };
    let date = match when.precision() {
        Precision::Year | Precision::Month => return at.refuse(Reason::BirthDateIncomplete),
        Precision::Day => BirthDate::from_iso(text),
        Precision::Instant => None,
    };
    match date {
        None => at.refuse(Reason::NotADate),
        Some(_) if when.day_number() > today + 1 => at.refuse(Reason::InFuture),
        Some(_) if when.anniversary(OLDEST) < today - 1 => at.refuse(Reason::TooOld),
        Some(date) => Ok(date),
    }
}

fn identifiers(node: Node<'_>) -> Read<'_, Vec<Identifier>> {
    let mut identifiers: Vec<Identifier> = Vec::new();
    let all = node.objects("identifier")?;
    if all.len() > IDENTIFIERS_MAX {
        return node.get("identifier").map_or(Ok(Vec::new()), |list| list.refuse(Reason::TooMany));
    }
    for identifier in all {
        let (Some(system), Some(value)) = (identifier.text("system")?, identifier.text("value")?) else {
            continue;
        };
        // FHIR R4, IdentifierUse: a secondary one may be somebody else's elsewhere.
        let lasts = match identifier.text("use")? {
            Some("old") => continue,
            of => !matches!(of, Some("temp" | "secondary")),
        };
        let tells = lasts && value.chars().any(|c| c.is_alphanumeric() && c != '0');
        let identifier = Identifier { system: system.to_owned(), value: value.to_owned(), tells };
        if !identifiers.contains(&identifier) {
            identifiers.push(identifier);
        }
    }
    Ok(identifiers)
}
