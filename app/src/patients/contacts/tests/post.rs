//! A postal address: its code comes in a letter that the team prints.

use super::*;
use crate::{
    backend::{
        context::RequestContext,
        pdf::testing::{Opened, open},
        policy::Role,
        testing::cast,
    },
    notices::model::Channel,
    patients::contacts::usable,
    staff,
};

const ADDRESS: [(&str, &str); 4] =
    [("kind", "post"), ("street", "Musterweg 1"), ("postal_code", "01067"), ("city", "Dresden")];

/// Somebody of the reception.
async fn reception(portal: &TestPortal) -> RequestContext {
    let origin = staff::model::AddedBy::CommandLine;
    let added = staff::service::add(&portal.state, "Petra", "Kollege", Role::Reception, origin).await;
    let (id, link) = added.expect("adds");
    RequestContext::for_tests(portal.state.clone(), cast::staff(id, link.person, Role::Reception))
}

/// Asks as the reception, without a socket.
async fn at_the_reception(petra: &RequestContext, method: &str, path: &str) -> (StatusCode, Vec<u8>) {
    let request = Request::builder().method(method).uri(path).body(Body::empty()).expect("a request");
    let answer = router(petra.state.clone()).layer(Extension(petra.clone())).oneshot(request).await;
    let answer = answer.expect("an answer");
    let status = answer.status();
    (status, to_bytes(answer.into_body(), usize::MAX).await.expect("a body").to_vec())
}

/// The path of the batch on the page of letters.
async fn batch(petra: &RequestContext) -> String {
    let (status, html) = at_the_reception(petra, "GET", "/staff/post").await;
    assert_eq!(status, StatusCode::OK);
    let html = String::from_utf8(html).expect("text");
    let path = html.split("<a href=\"").find(|part| part.starts_with("/staff/post/"));
    path.and_then(|part| part.split('"').next()).unwrap_or_else(|| panic!("a batch in {html}")).to_owned()
}

/// Puts together what waits and prints it.
async fn letters(petra: &RequestContext) -> Opened {
    assert_eq!(at_the_reception(petra, "POST", "/staff/post").await.0, StatusCode::SEE_OTHER);
    let (status, file) = at_the_reception(petra, "GET", &batch(petra).await).await;
    assert_eq!(status, StatusCode::OK);
    open(&file)
}

fn code_of(letter: &Opened) -> String {
    let is_code =
        |line: &&String| line.len() == 9 && line.replace(' ', "").bytes().all(|b| b.is_ascii_digit());
    letter.lines.iter().find(is_code).unwrap_or_else(|| panic!("a code in {:?}", letter.lines)).clone()
}

on_both_databases! {
    async fn an_address_counts_once_the_code_of_its_letter_was_entered_within_two_weeks(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let petra = reception(&portal).await;
        prove(&mut browser, ContactChange::Add).await;
        let added = post(&mut browser, "/me/contact/add", &ADDRESS).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.html);
        let page = get(&mut browser, &added.location).await;
        for part in ["Wir schicken einen Brief mit einem Code an:", "<bdi>Musterweg 1, 01067 Dresden</bdi>", "Er gilt bis Dienstag, 8. Dezember 2026"] {
            assert!(page.html.contains(part), "{part} in {}", page.html);
        }
        assert_eq!(mails(&portal).await.len(), 0, "no mail says so");
        let letter = letters(&petra).await;
        let text = letter.lines.join("\n");
        assert!(text.contains("Erika Müllercanary\nMusterweg 1\n01067 Dresden"), "{text}");
        let (status, _) = at_the_reception(&petra, "POST", &format!("{}/posted", batch(&petra).await)).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        later(&portal, (person, &mut browser), 13 * DAY).await;
        assert_eq!(usable(&portal.state, person, Channel::Letter).await.expect("reads"), None);
        let answer = post(&mut browser, &added.location, &[("code", &code_of(&letter))]).await;
        assert_eq!(answer.location, "/me/contact", "{}", answer.html);
        assert!(usable(&portal.state, person, Channel::Letter).await.expect("reads").is_some());
        assert_eq!(usable(&portal.state, person, Channel::Email).await.expect("reads"), None);
        assert_eq!(logged(&portal, person).await, [Act::ContactVerified, Act::LetterPrinted, Act::ContactAdded]);
    }

    async fn a_code_that_was_replaced_is_printed_for_nobody(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let petra = reception(&portal).await;
        prove(&mut browser, ContactChange::Add).await;
        let added = post(&mut browser, "/me/contact/add", &ADDRESS).await;
        let id = points(&portal, person).await.remove(0).id;
        portal.clock.advance(HOUR / 60);
        send_code(&mut browser, id).await.expect("asks for another");
        let letters = letters(&petra).await;
        assert_eq!(letters.pages, 2, "the cover sheet and one letter: {:?}", letters.lines);
        assert!(letters.lines.join("\n").contains("Nicht zu verschicken: Nr. 1."), "{:?}", letters.lines);
        let answer = post(&mut browser, &added.location, &[("code", &code_of(&letters))]).await;
        assert_eq!(answer.location, "/me/contact", "the newer one counts: {}", answer.html);
    }

    async fn what_cannot_stand_on_an_envelope_is_said_beside_its_field(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        prove(&mut browser, ContactChange::Add).await;
        for (name, typed, says) in [
            ("street", "", "Füllen Sie dieses Feld aus."),
            ("postal_code", "1067", "Eine Postleitzahl hat fünf Ziffern."),
            ("city", "Dresden, Neustadt", "ohne Komma"),
            ("street", "北京路 1", "lateinischen, griechischen oder kyrillischen Buchstaben"),
            ("city", "Dresden 🏠", "lateinischen, griechischen oder kyrillischen Buchstaben"),
        ] {
            let form = ADDRESS.map(|(field, value)| (field, if field == name { typed } else { value }));
            let answer = post(&mut browser, "/me/contact/add", &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.html.contains(says), "{says} in {}", answer.html);
            assert!(answer.html.contains(&format!("href=\"#{name}\"")), "{}", answer.html);
            for (_, typed) in form.into_iter().skip(1).filter(|(_, typed)| !typed.is_empty()) {
                assert!(answer.html.contains(&format!("value=\"{typed}\"")), "{typed} in {}", answer.html);
            }
        }
        assert!(points(&portal, person).await.is_empty());
    }
}
