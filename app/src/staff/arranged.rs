//! Somebody of the team, as tests of other slices need them.

use super::{model::AddedBy, service};
use crate::backend::{
    context::RequestContext,
    policy::Role,
    testing::{TestPortal, cast},
};

/// A colleague who is signed in.
pub async fn colleague(portal: &TestPortal, name: &str, role: Role) -> RequestContext {
    let added = service::add(&portal.state, name, "Kollege", role, AddedBy::CommandLine).await;
    let (id, link) = added.expect("adds");
    RequestContext::for_tests(portal.state.clone(), cast::staff(id, link.person, role))
}
