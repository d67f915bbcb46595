//! What can be done with people: create a patient, read what is known. Finding them stands in `matching`.

use super::{
    creation::{self, NewPerson},
    model::{BirthDate, Item, Kind, NewPatient, Source, Valid},
    sealed,
};
pub use super::{
    matching::{Found, Match, find, may_find},
    sealed::{Known, PreparedPerson, prepare, store_prepared},
};
use crate::{
    audit::{self, Act, Category, reason::authorise_stating},
    backend::{
        context::{Actor, RequestContext},
        failure::Failure,
        policy::{Action, Permit, authorise},
        rng,
        state::AppState,
    },
    error::{AppError, FieldError},
    ids::PersonId,
    lang::Lang,
    redacted::Redacted,
};
use jiff::tz::TimeZone;

/// How a creation went.
#[derive(Debug)]
pub enum Outcome {
    /// Something typed needs correction.
    Invalid(Vec<FieldError>),
    /// The person is probably known already.
    Probable(Vec<Match>),
    Created(PersonId),
}

/// An empty form for a new patient.
pub fn new_form(ctx: &RequestContext) -> Result<NewPatient, AppError> {
    permit(Action::InvitePatient, &ctx.actor)?;
    Ok(NewPatient { form_id: rng::crockford::<26>(&*ctx.state.rng)?, ..NewPatient::default() })
}

/// Creates a patient as typed at the desk, unless somebody like that is known.
///
/// `although` creates them all the same, because somebody has looked at the others and says it is another person.
/// The same form sent again is answered with the person it has added; changed, it is another form.
pub async fn create_patient(
    ctx: &RequestContext,
    form: &NewPatient,
    although: bool,
) -> Result<Outcome, AppError> {
    permit(Action::InvitePatient, &ctx.actor)?;
    match form.validate(today(&ctx.state)?) {
        Err(fields) => Ok(Outcome::Invalid(fields)),
        Ok(valid) => {
            let form = form_hash(ctx, &form.form_id, &valid);
            let deed = audit::deed(ctx, Act::MasterDataChanged, Category::MasterData).await?;
            let outcome = add_patient(&ctx.state, &valid, although, (Source::Reception, deed), form).await?;
            if let Outcome::Probable(others) = &outcome {
                let ids: Vec<PersonId> = others.iter().map(|other| other.person).collect();
                audit::search_answered(ctx, &ids, None).await?;
            }
            Ok(outcome)
        }
    }
}

/// What a form is known again by: who sent it, its id, and what was typed. `None` for a form without an id.
fn form_hash(ctx: &RequestContext, id: &str, valid: &Valid) -> Option<Vec<u8>> {
    let Actor::Staff(staff) = &ctx.actor else { return None };
    if id.is_empty() {
        return None;
    }
    let mut whole = format!("{} {id}", staff.person());
    for (item, value) in valid.clone().items() {
        // No value holds a control character, so the parts cannot be shifted into each other.
        whole.extend(["\n", item.as_str(), " ", value.as_str()]);
    }
    Some(ctx.state.keys.code_hash("new-patient", whole.as_bytes()))
}

/// Creates a patient for whoever was authorised by other means: the desk, the command line, an import.
pub async fn add_patient(
    state: &AppState,
    valid: &Valid,
    although: bool,
    (source, deed): (Source, audit::Entry),
    form: Option<Vec<u8>>,
) -> Result<Outcome, Failure> {
    let new = NewPerson { items: valid.clone().items(), source, found_by: Vec::new(), deed, form };
    Ok(match creation::create(state, new, although).await? {
        Ok(person) => Outcome::Created(person),
        Err(others) => Outcome::Probable(others),
    })
}

/// A patient as their page shows them.
#[derive(Debug, PartialEq, Eq)]
pub struct Patient {
    pub known: Vec<Known>,
    /// Whether they have a way to sign in, so that another invitation would replace it.
    pub enrolled: bool,
}

/// What is known about a patient; somebody of the team is not a patient. That the team reads is written down first, with
/// the reason of those who owe one.
///
/// # Errors
/// - [`AppError::NotFound`] for those who may not read it, and for ids of nobody.
/// - [`AppError::Invalid`] without the reason that is owed.
/// - Whatever keeps the entry from being written keeps the data from being seen.
pub async fn patient(
    ctx: &RequestContext,
    person: PersonId,
    typed_reason: &str,
) -> Result<Patient, AppError> {
    authorise(Action::ReadMasterData, &ctx.actor)?;
    let found = known_patient(&ctx.state, person).await?.ok_or(AppError::NotFound)?;
    let reason = authorise_stating(ctx, Action::ReadMasterData, typed_reason)?;
    let act = (Act::MasterDataRead, Category::MasterData);
    audit::write_down(&ctx.state, audit::deed_against(ctx, person, act, reason).await?).await?;
    Ok(found)
}

/// A patient; `None` for nobody, for somebody of the team, and for whom no key is left.
///
/// For callers that have authorised the reading themselves.
pub async fn known_patient(state: &AppState, person: PersonId) -> Result<Option<Patient>, Failure> {
    let found = state.db.read(move |tx| Box::pin(sealed::load(tx, person))).await?;
    let Some(found) = found.filter(|found| found.kind == Kind::Patient) else { return Ok(None) };
    let known = found.open(&state.keys)?;
    Ok((!known.is_empty()).then_some(Patient { known, enrolled: found.enrolled }))
}

/// What is known about anybody, in the order in which people read it; empty when nobody has this id.
///
/// Asks for no actor: it reads for services that have authorised what they do themselves, sign-in and enrolment
/// among them, where nobody is signed in yet. Hence not for routes, and not outside this crate.
pub(crate) async fn master_data(state: &AppState, person: PersonId) -> Result<Vec<Known>, Failure> {
    let found = state.db.read(move |tx| Box::pin(sealed::load(tx, person))).await?;
    found.map_or(Ok(Vec::new()), |found| found.open(&state.keys))
}

/// "Given Family", of patients and staff alike.
///
/// Asks for no actor, for the same reason as [`master_data`].
///
/// # Errors
/// [`Failure::Inconsistent`] when nobody has this id, or nothing is known any more.
pub(crate) async fn display_name(state: &AppState, person: PersonId) -> Result<Redacted<String>, Failure> {
    let known = master_data(state, person).await?;
    name_of(&known).ok_or(Failure::Inconsistent { table: "master_data", column: "item" })
}

/// The language somebody is written to in; German where nothing is known.
///
/// Asks for no actor, for the same reason as [`master_data`].
pub(crate) async fn language_of(state: &AppState, person: PersonId) -> Result<Lang, Failure> {
    let known = master_data(state, person).await?;
    Ok(value_of(&known, Item::Language).and_then(|tag| Lang::from_tag(tag.expose())).unwrap_or_default())
}

/// The value of one item.
pub fn value_of(known: &[Known], item: Item) -> Option<&Redacted<String>> {
    known.iter().find(|known| known.item == item).map(|known| &known.value)
}

/// "Given Family".
pub fn name_of(known: &[Known]) -> Option<Redacted<String>> {
    let (given, family) = (value_of(known, Item::GivenName)?, value_of(known, Item::FamilyName)?);
    Some(Redacted::new(format!("{} {}", given.expose(), family.expose())))
}

/// Which day it is for people in the practice.
///
/// # Errors
/// [`Failure::Unavailable`] when the machine's clock is out of any calendar.
pub fn today(state: &AppState) -> Result<BirthDate, Failure> {
    let moment = jiff::Timestamp::from_millisecond(state.clock.now().0).map_err(|_| Failure::Unavailable)?;
    let date = zone().to_datetime(moment).date();
    let parts = (u16::try_from(date.year()), u8::try_from(date.month()), u8::try_from(date.day()));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return Err(Failure::Unavailable) };
    BirthDate::new(year, month, day).ok_or(Failure::Unavailable)
}

/// The clocks of the practice.
pub(super) fn zone() -> TimeZone {
    TimeZone::get("Europe/Berlin").expect("the time zones are part of the program")
}

/// Allows what nobody owes a reason for.
pub(super) fn permit(action: Action, actor: &Actor) -> Result<(), AppError> {
    match authorise(action, actor)? {
        Permit::Given => Ok(()),
        Permit::AgainstReason => Err(AppError::NotFound),
    }
}
