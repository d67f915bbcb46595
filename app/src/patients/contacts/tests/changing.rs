//! Which address comes first, which goes, and discreet messages.

use super::*;
use crate::patients::contacts::is_discreet;

async fn prefer(browser: &mut Browser, id: ContactId) -> Result<(), Stopped> {
    prove(browser, ContactChange::Prefer(id)).await;
    browser.does(async |context| service::prefer(context, id).await).await
}

async fn remove(browser: &mut Browser, id: ContactId) -> Result<(), Stopped> {
    prove(browser, ContactChange::Remove(id)).await;
    browser.does(async |context| service::remove(context, id).await).await
}

async fn set_discreet(browser: &mut Browser, discreet: bool) -> Result<(), Stopped> {
    browser.does(async |context| service::set_discreet(context, discreet).await).await
}

/// Which address is preferred.
async fn preferred(portal: &TestPortal, person: PersonId) -> Option<ContactId> {
    let all = points(portal, person).await;
    let preferred: Vec<_> = all.iter().filter(|point| point.preferred).map(|point| point.id).collect();
    assert!(preferred.len() <= 1);
    preferred.first().copied()
}

on_both_databases! {
    async fn one_is_preferred_and_when_it_goes_the_one_verified_longest_is(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        // Added first and verified last.
        let late = add(&mut browser, "late@example.org").await.expect("adds");
        let of_late = code(&portal).await;
        assert_eq!(preferred(&portal, person).await, None);
        let one = verified(&portal, &mut browser, "one@example.org").await;
        assert_eq!(preferred(&portal, person).await, Some(one), "the first one is by itself");
        later(&portal, (person, &mut browser), HOUR).await;
        let two = verified(&portal, &mut browser, "two@example.org").await;
        later(&portal, (person, &mut browser), HOUR).await;
        enter(&mut browser, late, &of_late).await.expect("verifies");
        let unverified = add(&mut browser, "never@example.org").await.expect("adds");
        assert_eq!(preferred(&portal, person).await, Some(one));
        assert_eq!(prefer(&mut browser, unverified).await, refused(Refusal::NotVerified));
        prefer(&mut browser, late).await.expect("prefers");
        assert_eq!(preferred(&portal, person).await, Some(late));
        remove(&mut browser, two).await.expect("removes");
        assert_eq!(preferred(&portal, person).await, Some(late), "another one has gone");
        remove(&mut browser, late).await.expect("removes");
        assert_eq!(preferred(&portal, person).await, Some(one));
        remove(&mut browser, one).await.expect("removes");
        assert_eq!(preferred(&portal, person).await, None, "what is not verified is not preferred");
        assert_eq!(remove(&mut browser, one).await, Err(Stopped::Failed(AppError::NotFound)));
        let log = logged(&portal, person).await;
        let expected = [Act::ContactRemoved, Act::ContactRemoved, Act::ContactRemoved, Act::ContactPreferred];
        assert_eq!(log[..4], expected);
    }

    async fn preferring_and_removing_take_a_fresh_proof_for_that_very_address(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let one = verified(&portal, &mut browser, "one@example.org").await;
        let two = verified(&portal, &mut browser, "two@example.org").await;
        let before = standing(&portal, person).await;
        for change in [ContactChange::Add, ContactChange::Remove(one), ContactChange::Prefer(one)] {
            prove(&mut browser, change).await;
            let removed = browser.does(async |context| service::remove(context, two).await).await;
            assert_eq!(removed, Err(Stopped::Failed(AppError::StepUpRequired)), "{change:?}");
            let preferred = browser.does(async |context| service::prefer(context, two).await).await;
            assert_eq!(preferred, Err(Stopped::Failed(AppError::StepUpRequired)), "{change:?}");
        }
        assert_eq!(standing(&portal, person).await, before);
    }

    async fn of_changes_at_once_with_one_proof_one_is_made(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let (person, mut browser) = patient(&portal, None).await;
        verified(&portal, &mut browser, "one@example.org").await;
        let two = verified(&portal, &mut browser, "two@example.org").await;
        prove(&mut browser, ContactChange::Prefer(two)).await;
        let mut contexts = Vec::new();
        for _ in 0..5 {
            contexts.push(browser.ask().await);
        }
        let done = at_once(contexts.into_iter().map(|context| async move { service::prefer(&context, two).await })).await;
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
        assert_eq!(preferred(&portal, person).await, Some(two));
        let log = logged(&portal, person).await;
        assert_eq!(log.iter().filter(|act| **act == Act::ContactPreferred).count(), 1);
    }

    async fn who_asks_to_be_discreet_gets_mails_without_the_name_of_the_practice(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let id = add(&mut browser, "one@example.org").await.expect("adds");
        let mail = mails(&portal).await.remove(0);
        assert!(!mail.is_discreet && mail.from_name.contains("Praxis am Park"), "{mail:?}");
        for (discreet, act) in [(true, Act::DiscreetModeOn), (false, Act::DiscreetModeOff)] {
            set_discreet(&mut browser, discreet).await.expect("sets");
            // What is so already is not said again.
            set_discreet(&mut browser, discreet).await.expect("sets");
            assert_eq!(is_discreet(&portal.state, person).await.expect("reads"), discreet);
            let log = logged(&portal, person).await;
            assert_eq!((log[0], log.iter().filter(|other| **other == act).count()), (act, 1));
            send_code(&mut browser, id).await.expect("sends");
            let mail = mails(&portal).await.remove(0);
            assert_eq!(mail.is_discreet, discreet);
            let whole = format!("{} {} {} {}", mail.from_name, mail.subject, mail.text, mail.html);
            assert_eq!(whole.contains("Praxis"), !discreet, "{whole}");
        }
        let (other, _) = patient(&portal, None).await;
        assert!(!is_discreet(&portal.state, other).await.expect("reads"));
    }
}
