//! What a mail says at the moment.

use super::{
    model::{TemplateKind, Wording},
    store,
};
use crate::{
    backend::{failure::Failure, state::AppState},
    lang::Lang,
};

/// The newest released text of a kind, or the one the portal brings along.
pub async fn wording(state: &AppState, kind: TemplateKind, lang: Lang) -> Result<Wording, Failure> {
    let read = state.db.read(move |tx| Box::pin(store::find_in_force(tx, kind.as_str(), lang)));
    let found = read.await?;
    Ok(found.map_or_else(|| kind.shipped(lang), |(subject, body)| Wording { subject, body }))
}
