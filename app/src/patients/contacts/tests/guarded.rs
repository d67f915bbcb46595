//! What somebody else tries, what is held back, and what lies in the database.

use super::*;
use crate::{
    accounts::store::people,
    backend::{policy::Role, testing::cast},
    patients::contacts::find,
    time::Timestamp,
};

/// An answer without the id that was asked for.
fn bytes(answer: &Answer, id: &str) -> (StatusCode, String) {
    (answer.status, answer.html.replace(id, "ID"))
}

on_both_databases! {
    async fn somebody_elses_address_is_like_one_that_is_not_there(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let verified = verified(&portal, &mut browser, "one@example.org").await;
        let open = add(&mut browser, "two@example.org").await.expect("adds");
        let right = code(&portal).await;
        let before = standing(&portal, person).await;
        let (other, mut stranger) = patient(&portal, None).await;
        let missing = ContactId::from_random([7; 16]);
        for (method, what) in [
            ("GET", "confirm"),
            ("POST", "confirm"),
            ("POST", "code"),
            ("GET", "prefer"),
            ("POST", "prefer"),
            ("GET", "remove"),
            ("POST", "remove"),
        ] {
            for foreign in [verified, open] {
                for change in [ContactChange::Prefer(foreign), ContactChange::Remove(foreign)] {
                    prove(&mut stranger, change).await;
                    let form = [("code", right.as_str())];
                    let path = |id: &str| format!("/me/contact/{id}/{what}");
                    let mut asked = Vec::new();
                    for id in [foreign.to_string(), missing.to_string(), "nonsense".to_owned()] {
                        let answer = match method {
                            "GET" => get(&mut stranger, &path(&id)).await,
                            _ => post(&mut stranger, &path(&id), &form).await,
                        };
                        asked.push(bytes(&answer, &id));
                    }
                    assert_eq!(asked[0].0, StatusCode::NOT_FOUND, "{method} {what}");
                    assert_eq!(asked[0], asked[1], "{method} {what}");
                    assert_eq!(asked[0], asked[2], "{method} {what}");
                    assert!(!asked[0].1.contains("example.org"));
                }
            }
        }
        assert_eq!(standing(&portal, person).await, before);
        assert_eq!(mails(&portal).await.len(), 0);
        assert_eq!(find(&portal.state, other, open).await.expect("reads"), None);
        assert!(!get(&mut stranger, "/me/contact").await.html.contains("example.org"));
        // None of it was a try of its owner.
        let wrong = another(&right);
        assert_eq!(enter(&mut browser, open, &wrong).await, refused(Refusal::CodeWrong { left: 4 }));
        enter(&mut browser, open, &right).await.expect("verifies");
    }

    async fn in_the_first_day_after_a_second_invitation_nothing_is_shown_and_nothing_changes(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, Some("noted@example.org")).await;
        let one = verified(&portal, &mut browser, "one@example.org").await;
        let two = add(&mut browser, "two@example.org").await.expect("adds");
        let right = code(&portal).await;
        let before = (standing(&portal, person).await, logged(&portal, person).await);
        let until = Timestamp(portal.state.clock.now().0 + DAY);
        let held = portal.state.db.write(move |tx| Box::pin(people::set_content_hold(tx, person, until)));
        held.await.expect("holds");
        assert_eq!(add(&mut browser, "three@example.org").await, refused(Refusal::Held { until }));
        assert_eq!(enter(&mut browser, two, &right).await, refused(Refusal::Held { until }));
        assert_eq!(send_code(&mut browser, two).await, refused(Refusal::Held { until }));
        let own = format!("/me/contact/{one}");
        for (path, form) in [
            ("/me/contact/add".to_owned(), ("email", "three@example.org")),
            ("/me/contact/add".to_owned(), ("noted", "yes")),
            ("/me/contact/discreet".to_owned(), ("discreet", "yes")),
            (format!("{own}/prefer"), ("", "")),
            (format!("{own}/remove"), ("", "")),
            (format!("/me/contact/{two}/confirm"), ("code", right.as_str())),
            (format!("/me/contact/{two}/code"), ("", "")),
        ] {
            let answer = post(&mut browser, &path, &[form]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(answer.html.contains("Mittwoch, 25. November 2026"), "{path}: {}", answer.html);
            assert!(!answer.html.contains("@example.org"), "{path}");
        }
        for path in ["/me/contact/add".to_owned(), format!("{own}/remove"), format!("/me/contact/{two}/confirm")] {
            let answer = get(&mut browser, &path).await;
            assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/me/contact"), "{path}");
        }
        assert_eq!((standing(&portal, person).await, logged(&portal, person).await), before);
        later(&portal, (person, &mut browser), DAY).await;
        enter(&mut browser, two, &right).await.expect("verifies");
    }

    async fn nobody_of_the_team_has_any_and_nobody_at_all_has_to_sign_in(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let context = |actor| crate::backend::context::RequestContext::for_tests(portal.state.clone(), actor);
        for (name, actor) in cast::everybody() {
            let own = service::own(&context(actor)).await.map(drop);
            match name {
                "nobody" => assert_eq!(own, Err(AppError::SignInRequired)),
                // Nothing is known of these two, which are not in the database.
                "patient" | "other-patient" => assert_eq!(own, Err(AppError::NotFound)),
                _ => {
                    assert!(Role::parse(name).is_some());
                    assert_eq!(own, Err(AppError::NotFound), "{name}");
                }
            }
        }
    }

    async fn nothing_of_an_address_or_a_code_lies_in_clear_or_can_be_compared(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, mut browser) = patient(&portal, None).await;
        let (_, mut other) = patient(&portal, None).await;
        for browser in [&mut browser, &mut other] {
            add(browser, "Canary.Address@Example.org").await.expect("adds");
        }
        let code = code_in(&mails(&portal).await[0]);
        let hashes = portal.bytes("SELECT value_hash FROM contact_points").await;
        assert_eq!(hashes.len(), 2);
        assert_ne!(hashes[0], hashes[1], "two people with the same address have nothing in common");
        let plain = [code.replace(' ', ""), code];
        for (table, column, kind) in portal.byte_columns().await {
            if kind == "uuid" {
                continue;
            }
            let select = format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL");
            for value in portal.bytes(&select).await {
                let text = String::from_utf8_lossy(&value).to_lowercase();
                assert!(!text.contains("canary") && !text.contains("example.org"), "{table}.{column}");
                assert!(!plain.iter().any(|code| text.contains(code.as_str())), "{table}.{column}");
            }
        }
    }
}
