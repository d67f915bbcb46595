//! What has left the house, as tests of other slices look at it.

use super::{gate::Matter, outbox::Content};
use crate::{
    backend::state::AppState,
    consents::model::Cell,
    ids::{DispatchId, SubjectId},
    sql,
    time::Timestamp,
};

/// A message that has left.
pub struct Left {
    pub id: DispatchId,
    pub subject: SubjectId,
    pub cell: Cell,
    pub matter: Matter,
    pub at: Timestamp,
}

/// Everything that has left so far.
pub async fn all(state: &AppState) -> Vec<Left> {
    let read = state.db.read(|tx| {
        Box::pin(async move {
            sql!(tx, all as (DispatchId, Timestamp, Vec<u8>):
                "SELECT id, ended_at, content_enc FROM outbox WHERE state = 'sent'")
        })
    });
    let left = |(id, at, sealed): (DispatchId, Timestamp, Vec<u8>)| {
        let Content { subject, cell, matter, .. } = Content::open(state, id, &sealed).expect("opens");
        Left { id, subject, cell, matter, at }
    };
    read.await.expect("reads").into_iter().map(left).collect()
}
