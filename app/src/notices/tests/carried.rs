//! What the team carries when something is wrong with it: broken, void by now, or nothing a printer can write.

use super::*;
use crate::{
    backend::{context::RequestContext, pdf::testing::open, policy::Role, testing::cast},
    consents::service::{arranged::switch_on, confirm},
    notices::{
        calls::service::{self as calls, Next, Opened, Outcome as Ended},
        codes::{self, TRIES},
        letters::service::{self as letters, Batch},
        portal,
    },
    on_both_databases,
    patients::contacts::{ContactKind, arranged as contacts, usable},
    staff::arranged::colleague,
};

const AT_HOME: &str = "Musterweg 1, 01067 Dresden";

/// What they see who sign in as them.
fn as_patient(portal: &TestPortal, who: Somebody) -> RequestContext {
    RequestContext::for_tests(portal.state.clone(), cast::patient_of(who.person))
}

/// Somebody with an address, who agrees to news by letter as far as the code.
async fn asks_for_letters(portal: &TestPortal) -> (Somebody, Cell) {
    let (who, news) = (somebody(portal).await, cell("practice-news", Channel::Letter));
    contacts::post(portal, who.person, AT_HOME, true).await;
    switch_on(&as_patient(portal, who), &news).await.expect("asks");
    (who, news)
}

async fn printed(desk: &RequestContext) -> (crate::ids::BatchId, String) {
    let batch = letters::gather(desk).await.expect("answers").expect("a batch");
    let file = open(&letters::print(desk, batch).await.expect("prints"));
    (batch, file.lines.join("\n"))
}

async fn only_batch(desk: &RequestContext) -> Batch {
    let mut batches = letters::overview(desk).await.expect("reads").batches;
    assert_eq!(batches.len(), 1);
    batches.remove(0)
}

/// Makes the message that waits longest unreadable.
async fn broken(portal: &TestPortal) {
    let oldest = "(SELECT id FROM outbox WHERE state = 'queued' ORDER BY due_at LIMIT 1)";
    let other = "(SELECT content_enc FROM outbox WHERE state = 'queued' ORDER BY due_at DESC LIMIT 1)";
    portal.arrange(&format!("UPDATE outbox SET content_enc = {other} WHERE id = {oldest}")).await;
}

on_both_databases! {
    async fn one_letter_that_cannot_be_read_holds_up_no_other(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, news) = (somebody(&portal).await, cell("practice-news", Channel::Letter));
        contacts::post(&portal, who.person, AT_HOME, true).await;
        consent(&portal, who, &news, None).await;
        queue(&portal, who, &news, 1).await.expect("queues");
        portal.clock.advance(1_000);
        queue(&portal, who, &news, 2).await.expect("queues");
        broken(&portal).await;
        let (batch, text) = printed(&desk).await;
        assert!(text.contains("Entfallen sind: Nr. 1.") && text.contains("01067 Dresden"), "{text}");
        // The other breaks after it was printed: the batch can be put away all the same.
        portal.arrange("UPDATE outbox SET content_enc = cell_hash WHERE state = 'queued'").await;
        assert_eq!(only_batch(&desk).await.called_off, [1, 2]);
        letters::post(&desk, batch).await.expect("notes");
        assert!(letters::overview(&desk).await.expect("reads").batches.is_empty());
    }

    async fn one_call_that_cannot_be_read_holds_up_no_other(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, recall) = (somebody(&portal).await, cell("prevention-recall", Channel::Phone));
        contacts::phone(&portal, who.person, "0171 5550123", true).await;
        consent(&portal, who, &recall, None).await;
        queue(&portal, who, &recall, 1).await.expect("queues");
        portal.clock.advance(1_000);
        queue(&portal, who, &recall, 2).await.expect("queues");
        broken(&portal).await;
        let first = calls::take_next(&desk).await.expect("answers").expect("a call");
        assert!(matches!(calls::open(&desk, first).await, Ok(Opened::CalledOff)));
        let second = calls::take_next(&desk).await.expect("answers").expect("a call");
        assert!(matches!(calls::open(&desk, second).await, Ok(Opened::Call(_))));
    }

    async fn a_sheet_with_a_code_that_was_replaced_is_not_to_be_posted(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, news) = asks_for_letters(&portal).await;
        let (_, text) = printed(&desk).await;
        assert!(text.contains("Ihr Bestätigungscode") || text.contains("Your confirmation code"), "{text}");
        let until = crate::ui::date::at_in_words(
            Timestamp(portal.state.clock.now().0 + codes::lifetime(Channel::Letter)),
            Lang::En,
        );
        assert!(text.contains(&format!("good until {until}")) || text.contains("Der Code gilt bis"), "{text}");
        assert!(only_batch(&desk).await.called_off.is_empty());
        // Mistyped so often that nobody can enter it any more.
        let patient = as_patient(&portal, who);
        for _ in 0..TRIES {
            confirm(&patient, &news, "00000000").await.expect("answers");
        }
        assert_eq!(only_batch(&desk).await.called_off, [1]);
    }

    async fn a_name_no_printer_can_write_is_written_by_hand(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, news) = (named(&portal, "王").await, cell("practice-news", Channel::Letter));
        contacts::post(&portal, who.person, AT_HOME, true).await;
        consent(&portal, who, &news, None).await;
        queue(&portal, who, &news, 1).await.expect("queues");
        let (_, text) = printed(&desk).await;
        assert!(text.contains("die diese Schrift nicht hat: Nr. 1.") && text.contains("Zu verschicken: 1."), "{text}");
    }

    async fn a_wrong_number_is_the_one_that_was_dialled(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, recall) = (somebody(&portal).await, cell("prevention-recall", Channel::Phone));
        let dialled = contacts::phone(&portal, who.person, "0171 5550123", true).await;
        consent(&portal, who, &recall, None).await;
        queue(&portal, who, &recall, 1).await.expect("queues");
        let id = calls::take_next(&desk).await.expect("answers").expect("a call");
        assert!(matches!(calls::open(&desk, id).await, Ok(Opened::Call(_))));
        // While it rings they give another number.
        portal.arrange("UPDATE contact_points SET preferred = FALSE").await;
        let other = contacts::phone(&portal, who.person, "0171 5550199", true).await;
        assert_eq!(calls::close(&desk, id, Ended::WrongNumber).await, Ok(Next::Done));
        let left = usable(&portal.state, who.person, Channel::Phone).await.expect("reads").expect("a number");
        assert_eq!(left.id, other);
        let own = crate::patients::contacts::find(&portal.state, who.person, dialled).await.expect("reads");
        assert!(own.is_some_and(|point| point.verified_at.is_none() && point.kind == ContactKind::Phone));
        // And they read in the portal that it rang elsewhere.
        work(&portal).await;
        let told = portal::unseen(&as_patient(&portal, who)).await.expect("reads");
        assert!(matches!(told[..], [portal::Notice { template: Template::NotReached, .. }]), "{told:?}");
    }
}
