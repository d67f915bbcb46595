//! The desk corrects what is known about a patient.
//!
//! Everything that is changed is from the practice from now on, and since now. An open invitation stays good: its code
//! belongs to the person, and the birth date it asks for is the one that is stored when it is redeemed.

use super::{
    changing::{self, Stored, Wanted},
    matching::{Match, describe},
    model::{BirthDate, Item, Kind, NewPatient, Source, Valid},
    sealed::{self, Known, SealedPerson},
    service::{permit, today, value_of},
};
use crate::{
    audit::{self, Act, Category},
    backend::{context::RequestContext, failure::Failure, policy::Action, state::AppState},
    error::{AppError, FieldError},
    ids::PersonId,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// What the form asks for; the rest is given by the portal.
pub(super) const ITEMS: [Item; 7] = [
    Item::FamilyName,
    Item::GivenName,
    Item::BirthDate,
    Item::Language,
    Item::Email,
    Item::Phone,
    Item::InsuranceNumber,
];

/// What is stored now.
pub struct Present {
    pub known: Vec<Known>,
    /// By what the form says which state it was filled from.
    pub version: String,
}

/// How a correction went.
#[derive(Debug)]
pub enum Corrected {
    /// It is stored, or there was nothing to change.
    Done,
    /// Something typed needs correction.
    Invalid(Vec<FieldError>),
    /// With what was typed, the person would probably be one of these.
    Probable(Vec<Match>),
    /// Somebody has changed the person since the form was filled.
    Elsewhere,
}

/// What the form is filled with; that the team reads it is written down first.
///
/// # Errors
/// [`AppError::NotFound`] for those who may not change it, and for ids of nobody.
pub async fn present(ctx: &RequestContext, person: PersonId) -> Result<Present, AppError> {
    permit(Action::ChangeMasterData, &ctx.actor)?;
    let (_, known) = find(&ctx.state, person).await?.ok_or(AppError::NotFound)?;
    let log = audit::deed_about(ctx, person, Act::MasterDataRead, Category::MasterData).await?;
    audit::write_down(&ctx.state, log).await?;
    let version = version(&ctx.state, person, &known);
    Ok(Present { known, version })
}

/// Changes what differs from what is stored, provided that it still is what the form was filled with.
///
/// `although` stores it all the same, because somebody has looked at the others and says it is another person.
pub async fn correct(
    ctx: &RequestContext,
    person: PersonId,
    typed: &NewPatient,
    filled_from: &str,
    although: bool,
) -> Result<Corrected, AppError> {
    permit(Action::ChangeMasterData, &ctx.actor)?;
    let state = &ctx.state;
    let (sealed, known) = find(state, person).await?.ok_or(AppError::NotFound)?;
    let valid = match typed.validate(today(state)?) {
        Ok(valid) => valid,
        Err(fields) => return Ok(Corrected::Invalid(fields)),
    };
    if version(state, person, &known) != filled_from {
        return Ok(Corrected::Elsewhere);
    }
    let wanted = differences(&known, valid);
    if wanted.is_empty() {
        return Ok(Corrected::Done);
    }
    let change = changing::prepare(state, sealed, &wanted, Source::Reception)?;
    let deed = audit::deed(ctx, Act::MasterDataChanged, Category::MasterData).await?;
    let deed = audit::Entry { changed: change.details(), ..deed };
    let log = audit::prepare(state, &audit::chain_for_person(state, person).await?, &deed)?;
    Ok(match change.store(state, although, log).await? {
        Stored::Done => Corrected::Done,
        Stored::Elsewhere => Corrected::Elsewhere,
        Stored::Alike(others) => {
            let others = describe(state, others).await?;
            let ids: Vec<PersonId> = others.iter().map(|other| other.person).collect();
            audit::search_answered(ctx, &ids, None).await?;
            Corrected::Probable(others)
        }
    })
}

/// The form filled with what is stored.
pub fn filled(known: &[Known]) -> NewPatient {
    let value = |item| value_of(known, item).map(|value| value.expose().clone()).unwrap_or_default();
    let birth = BirthDate::from_iso(&value(Item::BirthDate));
    let part = |part: fn(BirthDate) -> u16| birth.map(|date| part(date).to_string()).unwrap_or_default();
    NewPatient {
        form_id: String::new(),
        family_name: value(Item::FamilyName),
        given_name: value(Item::GivenName),
        birth_date_day: part(|date| date.day().into()),
        birth_date_month: part(|date| date.month().into()),
        birth_date_year: part(BirthDate::year),
        language: value(Item::Language),
        email: value(Item::Email),
        phone: value(Item::Phone),
        insurance_number: value(Item::InsuranceNumber),
    }
}

/// A patient and what is known; `None` for nobody, for the team, and for whom no key is left.
async fn find(state: &AppState, person: PersonId) -> Result<Option<(SealedPerson, Vec<Known>)>, Failure> {
    let found = state.db.read(move |tx| Box::pin(sealed::load(tx, person))).await?;
    let Some(found) = found.filter(|found| found.kind == Kind::Patient) else { return Ok(None) };
    let known = found.open(&state.keys)?;
    Ok((!known.is_empty()).then_some((found, known)))
}

/// What the form changes: other values, new ones, and such as were taken out.
fn differences(known: &[Known], valid: Valid) -> Wanted {
    let typed = valid.items();
    ITEMS
        .into_iter()
        .filter_map(|item| {
            let old = value_of(known, item).map(|value| value.expose().as_str());
            let new = typed.iter().find(|(typed, _)| *typed == item).map(|(_, value)| value.as_str());
            (old != new).then(|| (item, new.map(str::to_owned)))
        })
        .collect()
}

/// A keyed hash of all that is known, with its origins and times: another one after every change.
fn version(state: &AppState, person: PersonId, known: &[Known]) -> String {
    let mut whole = person.to_string();
    for Known { item, value, source, since } in known {
        // No value holds a control character, so the parts cannot be shifted into each other.
        let of = [item.as_str(), source.as_str(), &since.0.to_string(), value.expose()].join("\n");
        whole.extend(["\n\n", &of]);
    }
    URL_SAFE_NO_PAD.encode(state.keys.code_hash("master-data", whole.as_bytes()))
}
