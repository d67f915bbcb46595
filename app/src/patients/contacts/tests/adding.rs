//! A new address: typed, or noted by the practice.

use super::*;
use crate::{
    error::FieldCode,
    notices::model::Channel,
    patients::contacts::{mailbox, usable},
};

on_both_databases! {
    async fn a_new_address_counts_once_its_code_was_entered(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let id = add(&mut browser, " Erika.Canary@Example.org ").await.expect("adds");
        let mails = mails(&portal).await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to.expose(), "Erika.Canary@Example.org");
        assert!(!mails[0].text.contains("Müllercanary") && !mails[0].html.contains("Müllercanary"));
        let usable_now = async || usable(&portal.state, person, Channel::Email).await.expect("reads");
        assert_eq!(usable_now().await, None);
        enter(&mut browser, id, &code_in(&mails[0])).await.expect("verifies");
        assert_eq!(usable_now().await.map(|point| point.id), Some(id));
        assert_eq!(usable(&portal.state, person, Channel::Phone).await.expect("reads"), None);
        assert_eq!(standing(&portal, person).await, [("Erika.Canary@Example.org".to_owned(), true, true)]);
        assert_eq!(logged(&portal, person).await, [Act::ContactVerified, Act::ContactAdded]);
    }

    async fn adding_takes_a_fresh_proof_and_uses_it_up(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, Some("noted@example.org")).await;
        for form in [typed("a@example.org"), AddForm { noted: "yes".to_owned(), ..AddForm::default() }] {
            let refused = browser.does(async |context| service::add(context, &form).await).await;
            assert_eq!(refused, Err(Stopped::Failed(AppError::StepUpRequired)));
        }
        // A proof for something else is none for this.
        prove(&mut browser, ContactChange::Remove(ContactId::from_random([1; 16]))).await;
        let refused = browser.does(async |context| service::add(context, &typed("a@example.org")).await).await;
        assert_eq!(refused, Err(Stopped::Failed(AppError::StepUpRequired)));
        // What was mistyped costs no proof.
        prove(&mut browser, ContactChange::Add).await;
        for (email, expected) in [("a", false), ("a@example.org", true), ("b@example.org", false)] {
            let added = browser.does(async |context| service::add(context, &typed(email)).await).await;
            assert_eq!(added.is_ok(), expected, "{email}");
        }
        assert_eq!(points(&portal, person).await.len(), 1);
    }

    async fn what_the_practice_has_noted_is_taken_with_one_button_and_still_needs_its_code(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, Some("Noted.Canary@Example.org")).await;
        let offered = async |browser: &mut Browser| {
            let own = browser.does(async |context| service::own(context).await).await.expect("reads");
            own.noted.map(|noted| noted.expose().clone())
        };
        assert_eq!(offered(&mut browser).await.as_deref(), Some("Noted.Canary@Example.org"));
        prove(&mut browser, ContactChange::Add).await;
        let form = AddForm { email: "other@example.org".to_owned(), noted: "yes".to_owned(), ..AddForm::default() };
        let id = browser.does(async |context| service::add(context, &form).await).await.expect("adds");
        assert_eq!(standing(&portal, person).await, [("Noted.Canary@Example.org".to_owned(), false, false)]);
        assert_eq!(offered(&mut browser).await, None);
        let code = code(&portal).await;
        enter(&mut browser, id, &code).await.expect("verifies");

        let (_, mut nothing) = patient(&portal, None).await;
        assert_eq!(offered(&mut nothing).await, None);
        prove(&mut nothing, ContactChange::Add).await;
        let refused = nothing.does(async |context| service::add(context, &form).await).await;
        assert_eq!(refused, Err(Stopped::Failed(AppError::NotFound)));
        // Mail cannot go there, so it is not offered.
        let (_, mut foreign) = patient(&portal, Some("erika@müller.example")).await;
        assert_eq!(offered(&mut foreign).await, None);
    }

    async fn nobody_has_the_same_address_twice_or_more_than_five(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        add(&mut browser, "one@example.org").await.expect("adds");
        assert_eq!(add(&mut browser, "ONE@example.ORG").await, refused(Refusal::Known));
        for email in ["two@example.org", "three@example.org", "four@example.org", "five@example.org"] {
            add(&mut browser, email).await.expect("adds");
        }
        assert_eq!(add(&mut browser, "six@example.org").await, refused(Refusal::TooMany));
        assert_eq!(points(&portal, person).await.len(), 5);
        // What belongs to somebody else already is nobody's business.
        let (_, mut other) = patient(&portal, None).await;
        add(&mut other, "one@example.org").await.expect("adds");
    }

    async fn of_many_at_once_no_more_than_five_are_added(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let (person, _) = patient(&portal, None).await;
        let mut contexts = Vec::new();
        for _ in 0..5 {
            let mut browser = signed_in(&portal, person).await;
            for _ in 0..2 {
                // Two requests of one proof: one of them finds it used.
                if contexts.len() % 2 == 0 {
                    prove(&mut browser, ContactChange::Add).await;
                }
                contexts.push(browser.ask().await);
            }
        }
        let adding = contexts.into_iter().enumerate().map(|(number, context)| async move {
            service::add(&context, &typed(&format!("address{number}@example.org"))).await
        });
        let added = at_once(adding).await;
        let (done, not): (Vec<_>, Vec<_>) = added.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), points(&portal, person).await.len()), (5, 5));
        for refusal in not {
            let at_all = [Err(Stopped::Failed(AppError::StepUpRequired)), refused(Refusal::TooMany)];
            assert!(at_all.contains(&refusal), "{refusal:?}");
        }
    }
}

#[test]
fn an_address_is_one_that_mail_can_be_sent_to() {
    use FieldCode::{Malformed, Missing, TooLong, Unsupported};
    let long_local = format!("{}@example.org", "a".repeat(65));
    let long = format!("a@{}.org", "b".repeat(252));
    let longest_label = format!("a@{}.org", "b".repeat(63));
    let too_long_label = format!("a@{}.org", "b".repeat(64));
    for (typed, expected) in [
        ("", Err(Missing)),
        (" \t ", Err(Missing)),
        ("\u{200b}", Err(Missing)),
        ("a", Err(Malformed)),
        ("a@b", Err(Malformed)),
        ("@example.org", Err(Malformed)),
        ("a@@example.org", Err(Malformed)),
        ("a b@example.org", Err(Malformed)),
        ("a\u{7}@example.org", Err(Malformed)),
        ("a@example.org\r\nBcc: b@example.org", Err(Malformed)),
        ("\"a\"@example.org", Err(Malformed)),
        ("a,b@example.org", Err(Malformed)),
        (".a@example.org", Err(Malformed)),
        ("a..b@example.org", Err(Malformed)),
        ("a@-example.org", Err(Malformed)),
        ("a@exa_mple.org", Err(Malformed)),
        ("a@127.0.0.1", Err(Malformed)),
        ("</textarea><script>@example.org", Err(Malformed)),
        (long_local.as_str(), Err(Malformed)),
        (too_long_label.as_str(), Err(Malformed)),
        (long.as_str(), Err(TooLong)),
        ("erika@müller.example", Err(Unsupported)),
        ("مريم@example.org", Err(Unsupported)),
        ("👩🏽@example.org", Err(Unsupported)),
        (longest_label.as_str(), Ok(longest_label.as_str())),
        ("a.b+c_d'e@xn--mller-kva.example", Ok("a.b+c_d'e@xn--mller-kva.example")),
        (" Erika@Example.org\u{202e}", Ok("Erika@Example.org")),
    ] {
        assert_eq!(mailbox::mailbox(typed), expected.map(str::to_owned), "{typed:?}");
    }
}
