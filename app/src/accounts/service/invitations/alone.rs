//! The second pair of eyes where there is no second person: whoever runs the server of a practice of one.

use crate::{
    accounts::{
        service::events::{self, Happened},
        store::invitations,
    },
    audit::{self, Act, Category, Who},
    backend::{failure::Failure, state::AppState},
    ids::InvitationId,
};

/// What came of an approval by the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    Done,
    /// In this practice a second member of the team approves.
    NotAlone,
    /// No invitation of the team with this id is open and waits for an approval.
    Nothing,
}

/// Lets an invitation that the team has issued replace a lost way to sign in, where `practice.identity_check` says that
/// one person works alone.
///
/// Nobody approves at the desk what they have issued themselves; running a command on the server takes something else
/// than their session. The invited person is told, and it stands in their access log.
pub async fn approve_on_server(state: &AppState, id: InvitationId) -> Result<Approval, Failure> {
    if state.settings.practice.checks_identity() {
        return Ok(Approval::NotAlone);
    }
    let found = state.db.read(move |tx| Box::pin(invitations::find(tx, id))).await?;
    let Some(person) = found.map(|row| row.person_id) else { return Ok(Approval::Nothing) };
    let (key, chain) = super::key_and_chain(state, person).await?;
    let event = events::prepare(state, &key, person, &Happened::InvitationApproved { by: None })?;
    let now = state.clock.now();
    let entry = audit::Entry::new(now, Who::CommandLine, Act::InvitationApproved, Category::Access);
    let log = audit::prepare(state, &chain, &entry)?;
    let approved = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if !invitations::approve_on_server(tx, id, now).await? {
                    return Ok(false);
                }
                events::record(tx, event).await?;
                audit::record(tx, log).await?;
                Ok(true)
            })
        })
        .await?;
    Ok(if approved { Approval::Done } else { Approval::Nothing })
}
