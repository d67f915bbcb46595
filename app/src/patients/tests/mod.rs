//! Master data on both databases, and the pages around it.

mod alike;
mod arrivals;
mod correction;
mod correction_pages;
mod create;
mod find;
mod forms;
mod given;
mod me;
mod normal;
mod pages;
mod store;
mod subjects;
mod twice;
mod updating;
mod with_reason;

use super::{
    model::{Item, Kind, NewPatient, Query, Source},
    sealed,
    service::{self, Found, Known, Match, Outcome, value_of},
};
use crate::{
    backend::{
        context::{Actor, RequestContext},
        state::AppState,
        testing::{TestPortal, cast},
    },
    error::{AppError, FieldCode, FieldError},
    ids::PersonId,
    sql,
};

/// A KVNR with the right check digit.
const INSURANCE_NUMBER: &str = "A123456780";

/// Somebody of the cast.
fn actor(name: &str) -> Actor {
    cast::everybody().into_iter().find(|(who, _)| *who == name).expect("one of the cast").1
}

/// A request of somebody of the cast; members of the team are in the database, because the access log names them.
async fn context(portal: &TestPortal, name: &str) -> RequestContext {
    let (state, actor) = (&portal.state, actor(name));
    if let Actor::Staff(member) = &actor {
        let items = vec![(Item::GivenName, "Petra".to_owned()), (Item::FamilyName, name.to_owned())];
        let person = sealed::prepare_as(state, member.person(), Kind::Staff, items, Source::CommandLine);
        let person = person.expect("seals");
        let hired =
            state.db.write(move |tx| Box::pin(async move { sealed::store_prepared(tx, &person).await }));
        match hired.await {
            Err(failure) if !failure.is_unique_violation() => panic!("{failure}"),
            _ => {}
        }
    }
    RequestContext::for_tests(state.clone(), actor)
}

/// A form in which only what is required was typed; born on 4 May 1980.
fn named(given: &str, family: &str) -> NewPatient {
    NewPatient {
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        birth_date_day: "4".to_owned(),
        birth_date_month: "5".to_owned(),
        birth_date_year: "1980".to_owned(),
        ..NewPatient::default()
    }
}

/// A form in which everything was typed.
fn full() -> NewPatient {
    NewPatient {
        language: "en".to_owned(),
        email: "Erika.Canary@Example.org".to_owned(),
        phone: "0171 / 5550123".to_owned(),
        insurance_number: "A 123 456 780".to_owned(),
        ..named("Erikacanary", "Müllercanary")
    }
}

/// The same person on another birthday.
fn born(year: &str, form: NewPatient) -> NewPatient {
    NewPatient { birth_date_year: year.to_owned(), ..form }
}

async fn create(portal: &TestPortal, form: &NewPatient) -> Outcome {
    service::create_patient(&context(portal, "reception").await, form, false).await.expect("reception may")
}

async fn created(portal: &TestPortal, form: &NewPatient) -> PersonId {
    match create(portal, form).await {
        Outcome::Created(person) => person,
        other => panic!("not created: {other:?}"),
    }
}

async fn probable(portal: &TestPortal, form: &NewPatient) -> Vec<Match> {
    match create(portal, form).await {
        Outcome::Probable(matches) => matches,
        other => panic!("no duplicate was seen: {other:?}"),
    }
}

async fn hits(portal: &TestPortal, query: &Query) -> Vec<Match> {
    match service::find(&context(portal, "reception").await, query).await.expect("reception may") {
        Found::Hits { hits, .. } => hits,
        other => panic!("not searched: {other:?}"),
    }
}

/// One item of somebody's master data.
fn item_of(known: &[Known], item: Item) -> &str {
    value_of(known, item).map(|value| value.expose().as_str()).unwrap_or_default()
}

async fn count_people(state: &AppState) -> i64 {
    state
        .db
        .read(|tx| {
            Box::pin(
                async move { sql!(tx, one as (i64,): "SELECT COUNT(*) FROM people WHERE kind = 'patient'") },
            )
        })
        .await
        .expect("counts")
        .0
}
