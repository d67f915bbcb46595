//! Decisions at rest.

use super::{Decision, Matter, Verdict};
use crate::{
    backend::{crypto::Place, db::Tx, failure::Failure, rng, state::AppState},
    consents::{history, model::Cell},
    ids::{DecisionId, SubjectId},
    notices::{store, whose},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

const DECISION: Place = Place { table: "send_decisions", column: "decision_enc" };
/// Sealed decisions have a length that is a multiple of this, so that it does not tell what was decided.
const PADDING: usize = 256;

/// A decision as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub at: Timestamp,
    pub cell: Cell,
    pub matter: Matter,
    pub verdict: Verdict,
}

/// A decision ready to be stored.
pub struct Sealed {
    id: DecisionId,
    owner: Vec<u8>,
    sealed: Vec<u8>,
    subject: SubjectId,
    /// The end of the history it rests on; empty where it rests on none.
    rests_on: Option<i64>,
}

impl Decision {
    /// Seals it, outside any transaction.
    ///
    /// # Errors
    /// [`Failure::Sealed`] when the subject's evidence key was erased.
    pub async fn seal(&self, state: &AppState) -> Result<Sealed, Failure> {
        let id = DecisionId::from_random(rng::bytes(&*state.rng)?);
        let mut plain = serde_json::to_vec(&self.recorded).map_err(|_| Failure::Sealed)?;
        // White space after the value is part of the grammar (RFC 8259, section 2).
        plain.resize(plain.len().next_multiple_of(PADDING), b' ');
        let key = history::evidence_key(state, self.subject).await?;
        let sealed = key.seal_unnamed(&*state.rng, DECISION, id.as_bytes(), &plain)?;
        let owner = whose::subject(&state.keys, self.subject);
        let rests_on = matches!(self.recorded.matter, Matter::Message).then_some(self.seq);
        Ok(Sealed { id, owner, sealed, subject: self.subject, rests_on })
    }
}

/// Stores a decision; gives its id, or `None` when somebody's consents have changed since it was made: then it must be made
/// anew.
pub async fn record(tx: &mut Tx<'_>, decision: &Sealed) -> Result<Option<DecisionId>, Failure> {
    if let Some(seq) = decision.rests_on
        && history::hold(tx, decision.subject).await? != seq
    {
        return Ok(None);
    }
    store::insert_decision(tx, decision.id, &decision.owner, &decision.sealed).await?;
    Ok(Some(decision.id))
}

/// Everything the gate has answered about somebody, in the order of time.
///
/// For callers that have authorised the reading.
pub async fn decisions(state: &AppState, subject: SubjectId) -> Result<Vec<Recorded>, Failure> {
    let owner = whose::subject(&state.keys, subject);
    let rows = state.db.read(move |tx| Box::pin(async move { store::list_decisions(tx, &owner).await }));
    let (rows, key) = (rows.await?, history::evidence_key(state, subject).await?);
    let open = |(id, sealed): (DecisionId, Vec<u8>)| {
        let plain = key.open_unnamed(DECISION, id.as_bytes(), &sealed)?;
        serde_json::from_slice(&plain).map_err(|_| Failure::Sealed)
    };
    let mut all = rows.into_iter().map(open).collect::<Result<Vec<Recorded>, Failure>>()?;
    all.sort_by_key(|decision| decision.at);
    Ok(all)
}
