//! The console on both databases: publishing, retiring, what becomes of older consents, and the pages.

mod deadlines;
mod pages;
mod publishing;

use super::{
    model::{PurposeForm, RENEW, STAY},
    service::{self, Fate, Published},
};
use crate::{
    backend::{
        context::RequestContext,
        policy::Role,
        testing::{Engine, TestPortal},
    },
    consents::{
        model::{Cell, PurposeKey},
        tests::{DAY, cell},
    },
    notices::model::Channel,
    on_both_databases,
    staff::arranged::colleague,
};

/// The purpose most tests change.
fn news() -> PurposeKey {
    PurposeKey::parse("practice-news").expect("a purpose")
}

fn news_by_mail() -> Cell {
    cell("practice-news", Channel::Email)
}

/// What is in force, with another text, ready to be published.
async fn changed(context: &RequestContext, existing: &str) -> PurposeForm {
    let purpose = service::find(context, &news()).await.expect("is there").purpose;
    let next = purpose.version + 1;
    let form = PurposeForm::filled(&purpose);
    let body_de = format!("{}\nNeu in Fassung {next}.", form.body_de);
    PurposeForm { body_de, existing: existing.to_owned(), ..form }
}

/// Publishes the next version; `end` is day, month and year of the end of older consents.
async fn publish(context: &RequestContext, end: Option<[&str; 3]>) {
    let mut form = changed(context, if end.is_some() { RENEW } else { STAY }).await;
    if let Some([day, month, year]) = end.map(|parts| parts.map(str::to_owned)) {
        (form.renew_by_day, form.renew_by_month, form.renew_by_year) = (day, month, year);
    }
    assert_eq!(service::publish(context, &news(), &form).await, Ok(Published::Done));
}
