//! Who issued an invitation, and when; said wherever somebody of the team decides about it.

use crate::{
    accounts::store::invitations::InvitationRow,
    backend::{failure::Failure, state::AppState},
    ids::PersonId,
    patients::service::{master_data, name_of},
    redacted::Redacted,
    time::Timestamp,
};
use std::collections::HashMap;

/// Who issued an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    Member(Redacted<String>),
    /// A member of the team whose data were erased.
    Erased,
    CommandLine,
}

/// Who issued an invitation, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuance {
    pub by: By,
    pub at: Timestamp,
}

/// The names of those who issued the invitations of a list, each looked up once.
#[derive(Default)]
pub struct Issuers(HashMap<PersonId, By>);

impl Issuers {
    /// Who issued this one.
    pub async fn of(&mut self, state: &AppState, row: &InvitationRow) -> Result<Issuance, Failure> {
        let by = match row.issued_by {
            None => By::CommandLine,
            Some(issuer) => match self.0.get(&issuer) {
                Some(by) => by.clone(),
                None => {
                    let by = name_of(&master_data(state, issuer).await?).map_or(By::Erased, By::Member);
                    self.0.insert(issuer, by.clone());
                    by
                }
            },
        };
        Ok(Issuance { by, at: row.issued_at })
    }
}
