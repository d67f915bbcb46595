//! What somebody is told inside the portal, and that they are told outside that there is something.

use super::{super::portal, *};
use crate::{
    accounts::service::events::{self, Happened},
    backend::{
        context::RequestContext,
        crypto::{IdentityClass, store as keys},
        news,
        testing::cast,
    },
    on_both_databases,
};

fn context(portal: &TestPortal, who: Somebody) -> RequestContext {
    RequestContext::for_tests(portal.state.clone(), cast::patient_of(who.person))
}

async fn happen(portal: &TestPortal, who: Somebody, happened: Happened) {
    let (state, person) = (&portal.state, who.person);
    let found =
        state.db.read(move |tx| Box::pin(keys::find_identity_key(tx, person, IdentityClass::Identity)));
    let key = state.keys.open_identity_key(person, found.await.expect("reads")).expect("a key");
    let event = events::prepare(state, &key, person, &happened).expect("seals");
    let write = state.db.write(move |tx| Box::pin(async move { events::record(tx, event).await }));
    write.await.expect("records");
}

on_both_databases! {
    async fn what_is_told_inside_is_there_once_until_it_is_put_away_by_whom_it_is_for(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, other) = (somebody(&portal).await, somebody(&portal).await);
        let message = cell("new-message", Channel::Portal);
        assert!(!news::are_there(&portal.state, who.person).await.expect("asks"));
        queue(&portal, who, &message, 1).await.expect("queues");
        work(&portal).await;
        work(&portal).await;
        let told = portal::unseen(&context(&portal, who)).await.expect("reads");
        assert_eq!(told.len(), 1);
        assert!(news::are_there(&portal.state, who.person).await.expect("asks"));
        assert!(portal::unseen(&context(&portal, other)).await.expect("reads").is_empty());
        assert!(portal::put_away(&context(&portal, other), told[0].id).await.is_err(), "it is not there for others");
        assert_eq!(portal::unseen(&context(&portal, who)).await.expect("reads").len(), 1);
        for _ in 0..2 {
            portal::put_away(&context(&portal, who), told[0].id).await.expect("puts away");
        }
        assert!(portal::unseen(&context(&portal, who)).await.expect("reads").is_empty());
        assert!(!news::are_there(&portal.state, who.person).await.expect("asks"));
    }

    async fn what_happens_to_an_access_is_told_outside_too_without_saying_what(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = reachable(&portal).await;
        happen(&portal, who, Happened::Recovered).await;
        happen(&portal, who, Happened::PasskeyAdded { name: "Handy".to_owned() }).await;
        work(&portal).await;
        let mails = portal.mailbox.take();
        assert_eq!(mails.len(), 1, "as long as one waits, a second would say the same");
        assert!(mails[0].text.contains("there is news about your access"), "in the language of the person");
        assert!(!mails[0].text.contains("Handy") && mails[0].unsubscribe.is_none());
        assert!(news::are_there(&portal.state, who.person).await.expect("asks"));
        portal.clock.advance(HOUR);
        happen(&portal, who, Happened::CodesRenewed).await;
        work(&portal).await;
        assert_eq!(portal.mailbox.take().len(), 1);
    }

    async fn what_everybody_causes_every_other_day_is_told_inside_only(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = reachable(&portal).await;
        happen(&portal, who, Happened::SessionCrowdedOut { browser: "Firefox".to_owned() }).await;
        happen(&portal, who, Happened::TriesBefore { count: 2 }).await;
        work(&portal).await;
        assert!(portal.mailbox.mails().is_empty());
        happen(&portal, who, Happened::TriesBefore { count: 3 }).await;
        work(&portal).await;
        assert_eq!(portal.mailbox.take().len(), 1);
    }

    async fn whoever_has_no_verified_address_hears_of_it_inside_and_the_gate_has_said_why(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = somebody(&portal).await;
        happen(&portal, who, Happened::Recovered).await;
        work(&portal).await;
        assert!(portal.mailbox.mails().is_empty());
        let decisions = crate::notices::gate::decisions(&portal.state, who.subject).await.expect("reads");
        assert_eq!(decisions[0].verdict, Verdict::Refuse(Refusal::NoContactPoint));
    }
}
