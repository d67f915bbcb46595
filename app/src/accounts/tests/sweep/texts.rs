//! Texts of the practice: what of them is sealed is why a version was refused.

use super::{super::*, scene::Scene, uses::Lines};
use crate::{
    backend::{context::RequestContext, policy::Role, testing::cast as actors},
    notices::templates::{
        model::{TemplateForm, TemplateKind, Verdict, Wordings},
        service::{self, Decided, Written},
    },
    staff,
};

const KIND: TemplateKind = TemplateKind::Security;

/// Two versions that were refused, for different reasons.
pub async fn refuse(portal: &TestPortal) {
    let origin = staff::model::AddedBy::CommandLine;
    let added = staff::service::add(&portal.state, "Petra", "Kollege", Role::TeamLead, origin).await;
    let (id, link) = added.expect("adds");
    let actor = actors::staff(id, link.person, Role::TeamLead);
    let context = RequestContext::for_tests(portal.state.clone(), actor);
    for (base, reason) in [(0, "Der erste Grund"), (1, "Der andere Grund")] {
        let form = TemplateForm::filled(&Wordings::shipped(KIND), base);
        assert_eq!(service::write(&context, KIND, &form).await, Ok(Written::Done));
        let decided = service::decide(&context, KIND, base + 1, Verdict::Rejected, reason).await;
        assert_eq!(decided, Ok(Decided::Done));
    }
}

impl Scene {
    /// What a member of the team reads.
    pub async fn texts(&self) -> Lines {
        let actor = actors::everybody().into_iter().find(|(name, _)| *name == Role::TeamLead.as_str());
        let context = RequestContext::for_tests(self.portal.state.clone(), actor.expect("of the cast").1);
        let Ok(history) = service::history(&context, KIND).await else { return Lines::new() };
        let reason = |version: service::Version| {
            let ended = version.ended?;
            Some(format!("{} {}", version.number, ended.reason?.expose()))
        };
        history.versions.into_iter().filter_map(reason).collect()
    }
}
