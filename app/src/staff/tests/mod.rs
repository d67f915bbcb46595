//! Accounts of the team on both databases, and the pages around them.

mod accounts;
mod enrolments;
mod invitations;
mod pages;

use super::{model::AddedBy, service, store};
use crate::{
    accounts::{
        service::{
            identity_checks,
            invitations::{self as invites, Issued, Issuer},
            session,
            step_up::{self, Deed},
        },
        store::{invitations as invitation_table, people},
    },
    backend::{
        context::{Actor, RequestContext},
        policy::Role,
        sessions::{Kind as SessionKind, Path},
        testing::{Browser, TestPortal, cast},
    },
    error::AppError,
    ids::{InvitationId, PersonId, StaffId},
    patients::{
        model::{Item, Kind, Source},
        sealed,
    },
    time::Timestamp,
};

/// A member of the team who is in the database.
struct Colleague {
    id: StaffId,
    person: PersonId,
    context: RequestContext,
}

async fn colleague(portal: &TestPortal, name: &str, role: Role) -> Colleague {
    let added = service::add(&portal.state, name, "Kollege", role, AddedBy::CommandLine).await;
    let (id, link) = added.expect("adds");
    let context = RequestContext::for_tests(portal.state.clone(), cast::staff(id, link.person, role));
    Colleague { id, person: link.person, context }
}

/// A browser on which a colleague is signed in.
async fn at_desk(portal: &TestPortal, colleague: &Colleague) -> Browser {
    let Actor::Staff(staff) = &colleague.context.actor else { panic!("staff") };
    let kind = SessionKind::Staff { id: staff.id(), role: staff.role(), path: Path::P };
    let mut desk = Browser::new(&portal.state);
    desk.does(async |context| session::begin(context, colleague.person, kind).await).await.expect("begins");
    desk
}

/// Approves an invitation, after a fresh proof.
async fn approve(portal: &TestPortal, colleague: &Colleague, id: InvitationId) -> Result<(), AppError> {
    let mut desk = at_desk(portal, colleague).await;
    let deed = Deed::ApproveInvitation(id);
    desk.does(async |context| step_up::grant(context, deed).await).await.expect("grants");
    desk.does(async |context| invites::approve(context, id).await).await
}

/// Somebody of the cast, who is not in the database.
fn of_the_cast(portal: &TestPortal, name: &str) -> RequestContext {
    let actor = cast::everybody().into_iter().find(|(who, _)| *who == name).expect("one of the cast").1;
    RequestContext::for_tests(portal.state.clone(), actor)
}

async fn patient(portal: &TestPortal, given: &str) -> PersonId {
    let items = [(Item::GivenName, given), (Item::FamilyName, "Muster"), (Item::BirthDate, "1980-05-04")];
    let items = items.map(|(item, value)| (item, value.to_owned())).to_vec();
    let person = sealed::prepare(&portal.state, Kind::Patient, items, Source::Reception).expect("seals");
    let id = person.id();
    let stored =
        portal.state.db.write(move |tx| Box::pin(async move { sealed::store_prepared(tx, &person).await }));
    stored.await.expect("stores");
    id
}

/// The patient has used an invitation, and has a way to sign in.
async fn enrol(portal: &TestPortal, invitation: &Issued) {
    let (id, person, now) = (invitation.id, invitation.person, portal.state.clock.now());
    let done = portal.state.db.write(move |tx| {
        Box::pin(async move {
            assert!(invitation_table::redeem(tx, id, now).await?);
            people::set_enrolled(tx, person, now).await
        })
    });
    done.await.expect("enrols");
}

/// An invitation by a member of the team, or by the command line.
async fn invite(portal: &TestPortal, person: PersonId, by: Option<&Colleague>) -> Issued {
    let issuer = Issuer { person: by.map(|by| by.person), device: None };
    invites::issue(&portal.state, person, issuer, invites::LETTER_TIME).await.expect("issues")
}
