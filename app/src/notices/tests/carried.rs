//! What the team carries when something is wrong with it: broken, void by now, or nothing a printer can write.

use super::*;
use crate::{
    backend::{context::RequestContext, pdf::testing::open, policy::Role, testing::cast},
    consents::service::{
        Confirmed,
        arranged::{confirm, switch_on},
        withdraw,
    },
    error::AppError,
    ids::ContactId,
    notices::{
        calls::service::{self as calls, Next, Opened, Outcome as Ended},
        codes::{self, TRIES},
        letters::service::{self as letters, Batch},
        portal,
    },
    on_both_databases,
    patients::contacts::{ContactKind, arranged as contacts, usable},
    staff::arranged::colleague,
    ui::date::at_in_words,
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

/// Uses up every try of a code.
async fn mistype(patient: &RequestContext, cell: &Cell) {
    for _ in 0..TRIES {
        confirm(patient, cell, "00000000").await.expect("answers");
    }
}

async fn printed(desk: &RequestContext) -> (crate::ids::BatchId, String) {
    let batch = letters::gather(desk).await.expect("answers").expect("a batch");
    let file = open(&letters::print(desk, batch).await.expect("prints"));
    (batch, file.lines.join("\n"))
}

async fn printed_and_posted(desk: &RequestContext) {
    let (batch, _) = printed(desk).await;
    letters::post(desk, batch).await.expect("notes");
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
        assert!(text.contains("Nicht zu verschicken: Nr. 1.") && text.contains("01067 Dresden"), "{text}");
        // The other breaks after it was printed: the batch can be put away all the same.
        portal.arrange("UPDATE outbox SET content_enc = cell_hash WHERE state = 'queued'").await;
        assert_eq!(only_batch(&desk).await.called_off, [1, 2]);
        letters::post(&desk, batch).await.expect("notes");
        assert_eq!(states(&portal).await, ["refused", "refused"], "what nobody can read was not sent");
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

    async fn a_sheet_with_a_code_that_was_mistyped_too_often_is_not_to_be_posted(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, news) = asks_for_letters(&portal).await;
        let (batch, text) = printed(&desk).await;
        let until = Timestamp(portal.state.clock.now().0 + codes::lifetime(Channel::Letter));
        let until = format!("Der Code gilt bis {}.", at_in_words(until, Lang::De));
        assert!(text.contains("Ihr Bestätigungscode") && text.contains(&until), "{text}");
        assert!(only_batch(&desk).await.called_off.is_empty());
        mistype(&as_patient(&portal, who), &news).await;
        assert_eq!(only_batch(&desk).await.called_off, [1]);
        let again = open(&letters::print(&desk, batch).await.expect("prints")).lines.join("\n");
        assert!(again.contains("Nicht zu verschicken: Nr. 1.") && !again.contains("Ihr Bestätigungscode"), "{again}");
    }

    async fn what_is_not_to_be_posted_has_not_been_sent(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, news) = asks_for_letters(&portal).await;
        let (batch, _) = printed(&desk).await;
        mistype(&as_patient(&portal, who), &news).await;
        letters::post(&desk, batch).await.expect("notes");
        assert_eq!(states(&portal).await, ["refused"]);
    }

    async fn a_code_that_has_run_out_is_neither_printed_nor_sent(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        asks_for_letters(&portal).await;
        portal.clock.advance(codes::lifetime(Channel::Letter));
        let (batch, text) = printed(&desk).await;
        assert!(text.contains("Nicht zu verschicken: Nr. 1.") && text.contains("Zu verschicken: 0."), "{text}");
        assert!(!text.contains("Ihr Bestätigungscode"), "{text}");
        letters::post(&desk, batch).await.expect("notes");
        assert_eq!(states(&portal).await, ["refused"]);
    }

    async fn a_code_that_was_entered_is_not_printed_again(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, news) = asks_for_letters(&portal).await;
        let (batch, text) = printed(&desk).await;
        let digits = text.lines().find(|line| line.len() == 9 && line.chars().all(|c| c.is_ascii_digit() || c == ' '));
        let given = confirm(&as_patient(&portal, who), &news, digits.expect("a code")).await;
        assert_eq!(given, Ok(Confirmed::Given));
        let again = open(&letters::print(&desk, batch).await.expect("prints")).lines.join("\n");
        assert!(again.contains("Nicht zu verschicken: Nr. 1."), "{again}");
    }

    async fn a_fault_of_the_installation_loses_no_letter(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, news) = (somebody(&portal).await, cell("practice-news", Channel::Letter));
        contacts::post(&portal, who.person, AT_HOME, true).await;
        consent(&portal, who, &news, None).await;
        queue(&portal, who, &news, 1).await.expect("queues");
        let (first, _) = printed(&desk).await;
        // Nobody knows any more what may be sent: the sheet that was printed is not to be posted, and nothing is given up.
        portal.arrange("UPDATE purposes SET key = 'Ungültig!' WHERE key = 'student-teaching'").await;
        let text = open(&letters::print(&desk, first).await.expect("prints")).lines.join("\n");
        assert!(text.contains("Nicht zu verschicken: Nr. 1.") && !text.contains("01067 Dresden"), "{text}");
        letters::post(&desk, first).await.expect("notes");
        assert_eq!(states(&portal).await, ["queued"]);
        portal.arrange("UPDATE purposes SET key = 'student-teaching' WHERE key = 'Ungültig!'").await;
        let (_, text) = printed(&desk).await;
        assert!(text.contains("01067 Dresden"), "{text}");
    }

    async fn a_fault_of_the_installation_loses_no_call(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, recall) = (somebody(&portal).await, cell("prevention-recall", Channel::Phone));
        contacts::phone(&portal, who.person, "0171 5550123", true).await;
        consent(&portal, who, &recall, None).await;
        queue(&portal, who, &recall, 1).await.expect("queues");
        portal.arrange("UPDATE purposes SET key = 'Ungültig!' WHERE key = 'student-teaching'").await;
        let id = calls::take_next(&desk).await.expect("answers").expect("a call");
        assert!(matches!(calls::open(&desk, id).await, Ok(Opened::InDoubt)));
        assert_eq!(calls::waiting(&desk).await, Ok(0), "it holds up no other");
        portal.arrange("UPDATE purposes SET key = 'student-teaching' WHERE key = 'Ungültig!'").await;
        portal.clock.advance(3 * HOUR);
        assert_eq!(calls::take_next(&desk).await, Ok(Some(id)));
        let opened = calls::open(&desk, id).await;
        assert!(matches!(&opened, Ok(Opened::Call(call)) if call.attempts == 0), "{opened:?}");
    }

    async fn a_code_that_was_mistyped_too_often_is_read_out_to_nobody(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, recall) = (somebody(&portal).await, cell("prevention-recall", Channel::Phone));
        contacts::phone(&portal, who.person, "0171 5550123", true).await;
        let patient = as_patient(&portal, who);
        switch_on(&patient, &recall).await.expect("asks");
        let id = calls::take_next(&desk).await.expect("answers").expect("a call");
        assert!(matches!(calls::open(&desk, id).await, Ok(Opened::Call(_))), "it is good as yet");
        mistype(&patient, &recall).await;
        assert!(matches!(calls::open(&desk, id).await, Ok(Opened::CalledOff)));
        assert_eq!(states(&portal).await, ["refused"]);
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
        let Ok(Opened::Call(call)) = calls::open(&desk, id).await else { panic!("no call") };
        assert_eq!(call.contact, dialled);
        // While it rings they give another number.
        portal.arrange("UPDATE contact_points SET preferred = FALSE").await;
        let other = contacts::phone(&portal, who.person, "0171 5550199", true).await;
        assert_eq!(calls::close(&desk, id, Ended::WrongNumber, call.contact).await, Ok(Next::Done));
        let left = usable(&portal.state, who.person, Channel::Phone).await.expect("reads").expect("a number");
        assert_eq!(left.id, other);
        let own = crate::patients::contacts::find(&portal.state, who.person, dialled).await.expect("reads");
        assert!(own.is_some_and(|point| point.verified_at.is_none() && point.kind == ContactKind::Phone));
        // And they read in the portal that it rang elsewhere.
        work(&portal).await;
        let told = portal::unseen(&as_patient(&portal, who)).await.expect("reads");
        assert!(matches!(told[..], [portal::Notice { template: Template::NotReached, .. }]), "{told:?}");
    }

    async fn a_form_about_a_call_doubts_nothing_but_a_number_of_whoever_was_called(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, other, recall) =
            (somebody(&portal).await, named(&portal, "Meier").await, cell("prevention-recall", Channel::Phone));
        let own = contacts::phone(&portal, who.person, "0171 5550123", true).await;
        let mail = contacts::email(&portal, who.person, ADDRESS, true).await;
        let foreign = contacts::phone(&portal, other.person, "0171 5550199", true).await;
        consent(&portal, who, &recall, None).await;
        let holds = async |somebody: Somebody, id| {
            let found = crate::patients::contacts::find(&portal.state, somebody.person, id).await.expect("reads");
            found.expect("is there").verified_at.is_some()
        };
        for (number, named) in [(1, foreign), (2, mail), (3, ContactId::from_random([7; 16]))] {
            queue(&portal, who, &recall, number).await.expect("queues");
            let id = calls::take_next(&desk).await.expect("answers").expect("a call");
            assert_eq!(calls::close(&desk, id, Ended::WrongNumber, named).await, Ok(Next::Done));
            assert!(holds(who, own).await && holds(who, mail).await && holds(other, foreign).await, "{named}");
        }
    }

    async fn a_wrong_number_and_a_withdrawal_at_the_same_moment_both_count(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, recall) = (somebody(&portal).await, cell("prevention-recall", Channel::Phone));
        for _ in 0..8 {
            let dialled = contacts::phone(&portal, who.person, "0171 5550123", true).await;
            let patient = as_patient(&portal, who);
            consent(&portal, who, &recall, None).await;
            queue(&portal, who, &recall, 1).await.expect("queues");
            let id = calls::take_next(&desk).await.expect("answers").expect("a call");
            assert!(matches!(calls::open(&desk, id).await, Ok(Opened::Call(_))));
            let (closed, withdrawn) = tokio::join!(
                calls::close(&desk, id, Ended::WrongNumber, dialled),
                withdraw(&patient, &recall)
            );
            withdrawn.expect("is withdrawn");
            // The call was done with, or called off first: never anything in between.
            assert!(matches!(closed, Ok(Next::Done) | Err(AppError::NotFound)), "{closed:?}");
            let left = usable(&portal.state, who.person, Channel::Phone).await.expect("reads");
            assert_eq!(left.is_none(), closed.is_ok(), "{closed:?}");
            portal.arrange("DELETE FROM contact_points").await;
            portal.arrange("DELETE FROM calls").await;
            portal.arrange("DELETE FROM jobs").await;
            portal.arrange("DELETE FROM outbox").await;
        }
    }

    async fn a_letter_that_is_printed_while_its_batch_is_posted_was_sent_or_waits(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let desk = colleague(&portal, "Petra", Role::Reception).await;
        let (who, news) = (somebody(&portal).await, cell("practice-news", Channel::Letter));
        contacts::post(&portal, who.person, AT_HOME, true).await;
        consent(&portal, who, &news, None).await;
        for number in 0..4 {
            queue(&portal, who, &news, number).await.expect("queues");
            let batch = letters::gather(&desk).await.expect("answers").expect("a batch");
            let (print, post) = tokio::join!(letters::print(&desk, batch), letters::post(&desk, batch));
            assert_eq!(post, Ok(()));
            let last = states(&portal).await;
            match print {
                // It was printed first, or it came too late and nothing was shown.
                Ok(_) => assert!(last.iter().all(|state| state == "sent"), "{last:?}"),
                Err(error) => {
                    assert_eq!(error, AppError::NotFound);
                    assert!(last.contains(&"queued".to_owned()), "{last:?}");
                    printed_and_posted(&desk).await;
                }
            }
        }
    }
}
