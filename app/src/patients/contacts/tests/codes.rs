//! Codes: once, for one address, for a while, and not often.

use super::*;
use crate::{
    consents::model::{Cell, PurposeKey},
    lang::Lang,
    notices::{
        gate,
        model::Channel,
        outbox::{self, Message, Outcome},
        template::Template,
    },
    patients::subjects,
};

/// Has the portal tell somebody that something has happened to their access.
async fn tell(portal: &TestPortal, person: PersonId) -> Outcome {
    let subject = subjects::subject_of(&portal.state, person).await.expect("a subject");
    let cell =
        Cell { purpose: PurposeKey::parse(gate::SECURITY).expect("a purpose"), channel: Channel::Email };
    let about = vec![portal.state.clock.now().0.to_be_bytes().to_vec()];
    let (template, lang, not_before) = (Template::Security, Lang::De, portal.state.clock.now());
    let message = Message { subject, cell, template, lang, about, not_before };
    let prepared = outbox::prepare(&portal.state, message).await.expect("asks the gate");
    let told = portal.state.db.write(move |tx| Box::pin(async move { outbox::enqueue(tx, &prepared).await }));
    told.await.expect("answers")
}

on_both_databases! {
    async fn whatever_is_wrong_with_a_code_is_said_and_changes_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let one = add(&mut browser, "one@example.org").await.expect("adds");
        let of_one = code(&portal).await;
        let two = add(&mut browser, "two@example.org").await.expect("adds");
        let of_two = code(&portal).await;
        for nothing in ["", "  "] {
            assert_eq!(enter(&mut browser, one, nothing).await, refused(Refusal::CodeMissing));
        }
        for none in ["1234567", "123456789", "abcdefgh", "👩🏽", "</textarea><script>", "\u{202e}12345678"] {
            assert_eq!(enter(&mut browser, one, none).await, refused(Refusal::CodeMalformed), "{none}");
        }
        // None of these was a try.
        assert_eq!(enter(&mut browser, one, &of_two).await, refused(Refusal::CodeWrong { left: 4 }));
        assert_eq!(enter(&mut browser, two, &another(&of_two)).await, refused(Refusal::CodeWrong { left: 4 }));
        assert!(standing(&portal, person).await.iter().all(|(_, verified, _)| !verified));
        later(&portal, (person, &mut browser), 48 * HOUR - 1).await;
        let spelled = format!(" {} ", of_one.replace(' ', "-"));
        assert_eq!(enter(&mut browser, one, &spelled).await, Ok(()), "spaces and hyphens do no harm");
        let after = standing(&portal, person).await;
        assert_eq!(enter(&mut browser, one, &of_one).await, refused(Refusal::Verified), "a second time");
        assert_eq!(send_code(&mut browser, one).await, refused(Refusal::Verified));
        portal.clock.advance(1);
        assert_eq!(enter(&mut browser, two, &of_two).await, refused(Refusal::CodeExpired));
        assert_eq!(standing(&portal, person).await, after);
    }

    async fn after_five_wrong_codes_the_right_one_is_worth_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let id = add(&mut browser, "one@example.org").await.expect("adds");
        let right = code(&portal).await;
        for left in [4, 3, 2, 1] {
            assert_eq!(enter(&mut browser, id, &another(&right)).await, refused(Refusal::CodeWrong { left }));
        }
        assert_eq!(enter(&mut browser, id, &another(&right)).await, refused(Refusal::CodeUsedUp));
        assert_eq!(enter(&mut browser, id, &right).await, refused(Refusal::CodeUsedUp));
        send_code(&mut browser, id).await.expect("sends");
        let next = code(&portal).await;
        enter(&mut browser, id, &next).await.expect("verifies");
        assert_eq!(standing(&portal, person).await, [("one@example.org".to_owned(), true, true)]);
    }

    async fn of_fifty_tries_at_once_five_are_compared(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let (person, mut browser) = patient(&portal, None).await;
        let id = add(&mut browser, "one@example.org").await.expect("adds");
        let right = code(&portal).await;
        let mut contexts = Vec::new();
        for _ in 0..50 {
            contexts.push(browser.ask().await);
        }
        let wrong = another(&right);
        let trying = contexts.into_iter().map(|context| {
            let form = CodeForm { code: wrong.clone() };
            async move { service::confirm(&context, id, &form).await }
        });
        let tried = at_once(trying).await;
        let compared: Vec<_> =
            tried.iter().filter(|tried| matches!(tried, Err(Stopped::Refused(Refusal::CodeWrong { .. })))).collect();
        // The fifth was compared as well, and had no try left.
        assert_eq!(compared.len(), 4, "{tried:?}");
        assert_eq!(enter(&mut browser, id, &right).await, refused(Refusal::CodeUsedUp));

        send_code(&mut browser, id).await.expect("sends");
        let right = code(&portal).await;
        let mut contexts = Vec::new();
        for _ in 0..50 {
            contexts.push(browser.ask().await);
        }
        let trying = contexts.into_iter().map(|context| {
            let form = CodeForm { code: right.clone() };
            async move { service::confirm(&context, id, &form).await }
        });
        let entered = at_once(trying).await;
        assert_eq!(entered.iter().filter(|entered| entered.is_ok()).count(), 1, "{entered:?}");
        assert_eq!(logged(&portal, person).await, [Act::ContactVerified, Act::ContactAdded]);
    }

    async fn a_new_code_replaces_the_one_before_and_there_are_five_a_day_for_an_address(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let id = add(&mut browser, "one@example.org").await.expect("adds");
        let first = code(&portal).await;
        send_code(&mut browser, id).await.expect("sends");
        let mut last = code(&portal).await;
        if first != last {
            assert_eq!(enter(&mut browser, id, &first).await, refused(Refusal::CodeWrong { left: 4 }));
        }
        for _ in 0..3 {
            send_code(&mut browser, id).await.expect("sends");
            last = code(&portal).await;
        }
        assert_eq!(send_code(&mut browser, id).await, refused(Refusal::CodesOfAddress));
        // Removing it and adding it again is no way around.
        prove(&mut browser, ContactChange::Remove(id)).await;
        browser.does(async |context| service::remove(context, id).await).await.expect("removes");
        assert_eq!(add(&mut browser, "One@example.org").await, refused(Refusal::CodesOfAddress));
        assert_eq!(mails(&portal).await.len(), 0);
        later(&portal, (person, &mut browser), DAY).await;
        let id = add(&mut browser, "One@example.org").await.expect("adds");
        assert_eq!(enter(&mut browser, id, &last).await, refused(Refusal::CodeWrong { left: 4 }), "it was another's");
        let code = code(&portal).await;
        enter(&mut browser, id, &code).await.expect("verifies");
    }

    async fn there_are_ten_codes_a_day_for_a_person(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let mut ids = Vec::new();
        for number in 0..5 {
            ids.push(add(&mut browser, &format!("address{number}@example.org")).await.expect("adds"));
        }
        for id in &ids {
            send_code(&mut browser, *id).await.expect("sends");
        }
        assert_eq!(send_code(&mut browser, ids[0]).await, refused(Refusal::CodesOfPerson));
        assert_eq!(mails(&portal).await.len(), 10);
        let (_, mut other) = patient(&portal, None).await;
        add(&mut other, "address0@example.org").await.expect("adds, because others have their own count");
        later(&portal, (person, &mut browser), DAY).await;
        send_code(&mut browser, ids[0]).await.expect("sends");
    }

    async fn codes_asked_for_at_once_are_counted_one_after_another(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let (_, mut browser) = patient(&portal, None).await;
        let id = add(&mut browser, "one@example.org").await.expect("adds");
        let mut contexts = Vec::new();
        for _ in 0..20 {
            contexts.push(browser.ask().await);
        }
        let asking = contexts.into_iter().map(|context| async move { service::send_code(&context, id).await });
        let sent = at_once(asking).await.into_iter().filter(Result::is_ok).count();
        assert_eq!((sent, mails(&portal).await.len()), (4, 5));
    }

    async fn an_address_that_is_not_verified_receives_nothing_but_its_code(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, Some("noted@example.org")).await;
        let id = add(&mut browser, "one@example.org").await.expect("adds");
        let code = code(&portal).await;
        assert_eq!(tell(&portal, person).await, Outcome::Refused(gate::Refusal::NoContactPoint));
        assert_eq!(mails(&portal).await.len(), 0);
        enter(&mut browser, id, &code).await.expect("verifies");
        // At noon of the next day, because nobody is disturbed at night.
        portal.clock.advance(DAY);
        assert!(matches!(tell(&portal, person).await, Outcome::Queued(_)));
        let mails = mails(&portal).await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to.expose(), "one@example.org");
        assert!(!mails[0].text.contains(&code));
    }

    async fn a_code_for_an_address_that_was_removed_is_not_sent(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let id = add(&mut browser, "one@example.org").await.expect("adds");
        prove(&mut browser, ContactChange::Remove(id)).await;
        browser.does(async |context| service::remove(context, id).await).await.expect("removes");
        assert_eq!(mails(&portal).await.len(), 0);
        assert!(points(&portal, person).await.is_empty());
        assert_eq!(enter(&mut browser, id, "1234 5678").await, Err(Stopped::Failed(AppError::NotFound)));
    }
}
