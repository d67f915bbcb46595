//! What is known about whoever asks, for `/me`.

use super::{
    model::Item,
    sealed::Known,
    service::{Patient, known_patient},
};
use crate::{
    accounts::service::access,
    backend::{
        context::{Actor, RequestContext},
        policy::{Action, authorise},
    },
    error::AppError,
    time::Timestamp,
};

/// What a letter does not say and whoever redeems it need not know. In the first day after a second invitation it is
/// held back like all content, because it may not be its owner who looks.
pub(super) const HELD: [Item; 3] = [Item::Email, Item::Phone, Item::InsuranceNumber];

/// Somebody's own master data.
pub struct Me {
    /// In the order in which people read them.
    pub known: Vec<Known>,
    /// Until when some items are held back; they are not among those known then.
    pub held_until: Option<Timestamp>,
}

/// The master data of the patient who asks.
pub async fn me(context: &RequestContext) -> Result<Me, AppError> {
    authorise(Action::ReadOwnMasterData, &context.actor)?;
    let Actor::Patient(patient) = &context.actor else { return Err(AppError::NotFound) };
    let held_until = access::content_hold(context, patient.person()).await?;
    let Patient { mut known, .. } =
        known_patient(&context.state, patient.person()).await?.ok_or(AppError::NotFound)?;
    if held_until.is_some() {
        known.retain(|known| !HELD.contains(&known.item));
    }
    Ok(Me { known, held_until })
}
