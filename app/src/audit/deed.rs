//! What a request does, as an entry: who asks, under which number, now.

use super::{Act, Category, Entry, Prepared, Who, chain_for_person, prepare, record, system_chain};
use crate::{
    backend::{
        context::{Actor, RequestContext},
        failure::Failure,
        state::AppState,
    },
    ids::PersonId,
    patients,
    redacted::Redacted,
};

/// Who asks; members of the team under the name they have now.
pub async fn who(context: &RequestContext) -> Result<Who, Failure> {
    Ok(match &context.actor {
        Actor::Nobody => Who::System,
        Actor::Patient(_) => Who::Patient,
        Actor::Staff(member) => {
            let name = patients::service::display_name(&context.state, member.person()).await?;
            Who::staff(member, name)
        }
    })
}

/// An entry about what the request does, still without reason and objects.
pub async fn deed(context: &RequestContext, act: Act, category: Category) -> Result<Entry, Failure> {
    let request = Some(context.request_id.0.clone());
    Ok(Entry { request, ..Entry::new(context.now(), who(context).await?, act, category) })
}

/// What a request does with the data of one person, ready to be recorded in their log.
pub async fn deed_about(
    context: &RequestContext,
    person: PersonId,
    act: Act,
    category: Category,
) -> Result<Prepared, Failure> {
    deed_against(context, person, (act, category), None).await
}

/// The same with the reason of whoever owes one.
pub async fn deed_against(
    context: &RequestContext,
    person: PersonId,
    (act, category): (Act, Category),
    reason: Option<Redacted<String>>,
) -> Result<Prepared, Failure> {
    let entry = Entry { reason, ..deed(context, act, category).await? };
    prepare(&context.state, &chain_for_person(&context.state, person).await?, &entry)
}

/// What somebody does with their own access, also before they are signed in.
pub async fn own_deed(context: &RequestContext, person: PersonId, act: Act) -> Result<Prepared, Failure> {
    let request = Some(context.request_id.0.clone());
    let entry = Entry { request, ..Entry::new(context.now(), Who::Patient, act, Category::Access) };
    prepare(&context.state, &chain_for_person(&context.state, person).await?, &entry)
}

/// Records what was prepared, when there is nothing else to write; what was read may be shown once this has returned.
pub async fn write_down(state: &AppState, prepared: Prepared) -> Result<(), Failure> {
    state.db.write(move |tx| Box::pin(record(tx, prepared))).await
}

/// Records that a list with these people is about to be shown: one event in the log of the installation, with everybody
/// inside it.
///
/// # Errors
/// Whatever keeps the event from being written keeps the list from being shown.
pub async fn list_shown(context: &RequestContext, people: &[PersonId]) -> Result<(), Failure> {
    if people.is_empty() {
        return Ok(());
    }
    let entry = deed(context, Act::ListOpened, Category::MasterData).await?;
    write_down(&context.state, with_everybody(context, entry, people)?).await
}

/// Records that a search found these people, before anybody sees them: one event in the log of the installation, with the
/// hits inside it, and a line in each one's own log, because a search brings up a birth date as much as a page does.
///
/// A search that found nobody is recorded as well: whoever tries names out leaves a trace.
///
/// # Errors
/// Whatever keeps one of them from being written keeps the hits from being shown.
pub async fn search_answered(
    context: &RequestContext,
    people: &[PersonId],
    reason: Option<Redacted<String>>,
) -> Result<(), Failure> {
    let entry = Entry { reason, ..deed(context, Act::PersonSearched, Category::MasterData).await? };
    let mut prepared = with_everybody(context, entry.clone(), people)?;
    for person in people {
        let chain = chain_for_person(&context.state, *person).await?;
        prepared = prepared.and(prepare(&context.state, &chain, &entry)?);
    }
    write_down(&context.state, prepared).await
}

/// An event in the log of the installation, with these people inside.
fn with_everybody(context: &RequestContext, entry: Entry, people: &[PersonId]) -> Result<Prepared, Failure> {
    let objects = people.iter().map(|person| person.uuid()).collect();
    prepare(&context.state, &system_chain(&context.state), &Entry { objects, ..entry })
}
