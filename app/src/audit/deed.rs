//! What a request does, as an entry: who asks, under which number, now.

use super::{Act, Category, Entry, Who};
use crate::{
    backend::{
        context::{Actor, RequestContext},
        failure::Failure,
    },
    patients,
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
