//! What can be done with accounts of the team, and what its start page shows.

use super::{
    model::AddedBy,
    store::{self, NewStaff, StaffRow},
};
use crate::{
    accounts::{
        service::{
            identity_checks,
            invitations::{self, Issued, Issuer, LINK_TIME},
        },
        store::invitations::{self as invitation_table, VoidReason},
    },
    audit::{self, Act, Category, Who},
    backend::{
        context::{Actor, RequestContext},
        db::Tx,
        failure::Failure,
        policy::{Action, Role, authorise},
        rng, sessions,
        state::AppState,
    },
    error::AppError,
    ids::StaffId,
    notices::sending::{self, Brief},
    patients::{
        model::{Item, Kind, Source},
        sealed::{self, SealedPerson},
        service::{display_name, name_of},
    },
    redacted::Redacted,
    time::Timestamp,
};

/// How long a start page tells of an account that the command line added, in milliseconds.
const NEWS: i64 = 30 * 24 * 3_600_000;

/// An account as people see it.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: StaffId,
    /// "Given Family"; `None` when the person's data were erased.
    pub name: Option<Redacted<String>>,
    pub role: Role,
    pub added_by: AddedBy,
    pub added_at: Timestamp,
    /// Whether they have a passkey and can sign in.
    pub enrolled: bool,
    pub disabled: bool,
}

/// Adds an account together with the link by which its owner registers a passkey; all of it or nothing.
pub async fn add(
    state: &AppState,
    given_name: &str,
    family_name: &str,
    role: Role,
    added_by: AddedBy,
) -> Result<(StaffId, Issued), Failure> {
    let items = vec![(Item::GivenName, given_name.to_owned()), (Item::FamilyName, family_name.to_owned())];
    let person = sealed::prepare(state, Kind::Staff, items, Source::CommandLine)?;
    let key = person.identity_key(&state.keys)?;
    let chain = person.chain(&state.keys)?;
    let keys = (&key, &chain);
    let link = invitations::prepare(state, keys, person.id(), Issuer::COMMAND_LINE, LINK_TIME).await?;
    let issued = link.issued.clone();
    let id = StaffId::from_random(rng::bytes(&*state.rng)?);
    let log = about(state, Act::StaffAdded, id)?;
    let account = NewStaff { id, person: person.id(), role, added_by, added_at: state.clock.now() };
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                sealed::store_prepared(tx, &person).await?;
                store::insert_staff(tx, &account).await?;
                invitations::record(tx, link.logging(Some(log))).await
            })
        })
        .await?;
    Ok((id, issued))
}

/// A new link for an account whose passkey is lost, or whose first link has expired; the one before is void.
///
/// All sessions of its owner end when the link is used, not before: until then nothing is wrong.
/// `None` when there is no such account, or it is disabled.
pub async fn renew_link(state: &AppState, id: StaffId) -> Result<Option<Issued>, Failure> {
    let account = state.db.read(move |tx| Box::pin(store::find(tx, id))).await?;
    match account.filter(|account| account.disabled_at.is_none()) {
        Some(account) => {
            let log = Some(about(state, Act::StaffLinkRenewed, id)?);
            let (person, issuer) = (account.person_id, Issuer::COMMAND_LINE);
            Ok(Some(invitations::issue(state, person, issuer, LINK_TIME, log).await?))
        }
        None => Ok(None),
    }
}

/// Closes an account: its link is void and its sessions have ended, in the same transaction.
///
/// Tells whether there was an open account with this id.
pub async fn disable(state: &AppState, id: StaffId) -> Result<bool, Failure> {
    let now = state.clock.now();
    let log = about(state, Act::StaffDisabled, id)?;
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Some(account) = store::find(tx, id).await? else { return Ok(false) };
                if !store::disable(tx, id, now).await? {
                    return Ok(false);
                }
                invitation_table::void_open(tx, account.person_id, VoidReason::Withdrawn, now).await?;
                sessions::store::end_all(tx, account.person_id, None, now).await?;
                audit::record(tx, log).await?;
                Ok(true)
            })
        })
        .await
}

/// What the command line does with an account, for the log of the installation.
fn about(state: &AppState, act: Act, id: StaffId) -> Result<audit::Prepared, Failure> {
    let entry = audit::Entry::new(state.clock.now(), Who::CommandLine, act, Category::Staff);
    audit::prepare(state, &audit::system_chain(state), &audit::Entry { objects: vec![id.uuid()], ..entry })
}

/// Every account, oldest first.
pub async fn list(state: &AppState) -> Result<Vec<Member>, Failure> {
    let rows = state
        .db
        .read(|tx| {
            Box::pin(async move {
                let rows = store::list(tx).await?;
                with_people(tx, rows).await
            })
        })
        .await?;
    members(state, rows)
}

/// What the start page of the team shows.
pub struct Home {
    pub name: Redacted<String>,
    pub role: Role,
    /// How many identity checks wait; `None` for those who cannot confirm any.
    pub to_confirm: Option<i64>,
    /// Every account, for those who answer for the team's access: the administrator, who proposes accounts, and the
    /// privacy officer, who approves them.
    pub team: Option<Vec<Member>>,
    /// Accounts the command line has added lately.
    pub added_lately: Vec<Member>,
    /// Whether they may read and release texts that leave the house.
    pub keeps_texts: bool,
    /// Whether they print letters and take them to the post.
    pub carries_letters: bool,
    /// How messages leave the house, for those who look after it.
    pub sending: Option<Brief>,
}

/// The start page of whoever of the team asks.
pub async fn home(context: &RequestContext) -> Result<Home, AppError> {
    authorise(Action::SeeStaffHome, &context.actor)?;
    let Actor::Staff(reader) = &context.actor else { return Err(AppError::NotFound) };
    let state = &context.state;
    let to_confirm = match authorise(Action::ConfirmIdentity, &context.actor) {
        Ok(_) => Some(identity_checks::count(state).await?),
        Err(_) => None,
    };
    let answers_for_the_team = [Action::ManageStaff, Action::ApproveContentRole]
        .into_iter()
        .any(|action| authorise(action, &context.actor).is_ok());
    let team = if answers_for_the_team { Some(list(state).await?) } else { None };
    let after = Timestamp(context.now().0 - NEWS);
    let rows = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let rows = store::list_added_after(tx, AddedBy::CommandLine, after).await?;
                with_people(tx, rows).await
            })
        })
        .await?;
    Ok(Home {
        name: display_name(state, reader.person()).await?,
        role: reader.role(),
        to_confirm,
        team,
        added_lately: members(state, rows)?,
        keeps_texts: authorise(Action::ReleaseTemplates, &context.actor).is_ok(),
        carries_letters: authorise(Action::CarryMessages, &context.actor).is_ok(),
        sending: sending::brief(context).await?,
    })
}

async fn with_people(
    tx: &mut Tx<'_>,
    rows: Vec<StaffRow>,
) -> Result<Vec<(StaffRow, Option<SealedPerson>)>, Failure> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let person = sealed::load(tx, row.person_id).await?;
        found.push((row, person));
    }
    Ok(found)
}

fn members(state: &AppState, rows: Vec<(StaffRow, Option<SealedPerson>)>) -> Result<Vec<Member>, Failure> {
    let inconsistent = |column| Failure::Inconsistent { table: "staff", column };
    rows.into_iter()
        .map(|(row, person)| {
            let known = person.map_or(Ok(Vec::new()), |person| person.open(&state.keys))?;
            Ok(Member {
                id: row.id,
                name: name_of(&known),
                role: Role::parse(&row.role).ok_or(inconsistent("role"))?,
                added_by: AddedBy::parse(&row.added_by).ok_or(inconsistent("added_by"))?,
                added_at: row.added_at,
                enrolled: row.enrolled_at.is_some(),
                disabled: row.disabled_at.is_some(),
            })
        })
        .collect()
}
