//! The pages, asked over HTTP without a socket.

use super::*;

/// HTML as its reader sees it.
fn decoded(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

fn holds(answer: &Answer, parts: &[&str]) {
    for part in parts {
        assert!(answer.html.contains(part), "{part} in {}", answer.html);
    }
}

on_both_databases! {
    async fn the_way_from_nothing_to_a_confirmed_address(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, mut browser) = patient(&portal, Some("noted@example.org")).await;
        holds(&get(&mut browser, "/me").await, &["href=\"/me/contact\"", "Festlegen, wie wir Sie erreichen"]);
        let list = get(&mut browser, "/me/contact").await;
        assert_eq!(list.status, StatusCode::OK);
        holds(&list, &[
            "<h1>So erreichen wir Sie</h1>",
            "Sie haben noch keine E-Mail-Adresse bestätigt.",
            "bekommt nichts außer ihrem Code",
            "<bdi>noted@example.org</bdi>",
            "Diese Adresse bestätigen",
            "href=\"/me/contact/add\"",
            "Diskrete Nachrichten sind ausgeschaltet.",
        ]);
        // First the proof, which says what it is for, and leads back to the form.
        let answer = get(&mut browser, "/me/contact/add").await;
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/step-up/add-contact"));
        holds(&get(&mut browser, "/step-up/add-contact").await, &[
            "Sie möchten eine Adresse oder Nummer hinzufügen, unter der wir Sie erreichen.",
            "href=\"/me/contact\"",
        ]);
        assert_eq!(Deed::parse("add-contact").map(|deed| deed.page()).as_deref(), Some("/me/contact/add"));
        let answer = post(&mut browser, "/me/contact/add", &[("noted", "yes")]).await;
        assert_eq!(answer.location, "/step-up/add-contact", "the button as well");
        prove(&mut browser, ContactChange::Add).await;
        holds(&get(&mut browser, "/me/contact/add").await, &["<label for=\"email\">", "noted@example.org"]);
        let answer = post(&mut browser, "/me/contact/add", &[("noted", "yes")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let page = answer.location;
        holds(&get(&mut browser, &page).await, &[
            "<h1>Code eingeben</h1>",
            "<bdi>noted@example.org</bdi>",
            "Er gilt bis Donnerstag, 26. November 2026,",
            "autocomplete=\"one-time-code\"",
            "Neuen Code schicken",
        ]);
        holds(&get(&mut browser, "/me/contact").await, &["Noch nicht bestätigt: Code bis Donnerstag, 26. November 2026,"]);
        let code = code(&portal).await;
        let wrong = post(&mut browser, &page, &[("code", &another(&code))]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&wrong, &["Sie haben noch 4 Versuche.", "<a href=\"#code\">", "<title>Fehler: "]);
        assert!(!wrong.html.contains(&another(&code)), "a code never comes back");
        let answer = post(&mut browser, &page, &[("code", &code)]).await;
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/me/contact"));
        let list = get(&mut browser, "/me/contact").await;
        holds(&list, &["Bestätigt am Dienstag, 24. November 2026.", ">bevorzugt</span>"]);
        assert!(!list.html.contains("Diese Adresse bestätigen"));
        let again = post(&mut browser, &page, &[("code", &code)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&again, &["Diese Adresse ist schon bestätigt."]);
        assert_eq!(get(&mut browser, &page).await.location, "/me/contact");
    }

    async fn whatever_was_typed_comes_back_harmless_beside_what_is_wrong_with_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        prove(&mut browser, ContactChange::Add).await;
        let long = format!("{}@example.org", "a".repeat(250));
        for (typed, words) in [
            ("", "Geben Sie eine E-Mail-Adresse ein."),
            (long.as_str(), "höchstens 254 Zeichen"),
            ("niemand", "mit @ und ohne Leerzeichen"),
            ("👩🏽@example.org", "Mit Umlauten, Akzenten, Emoji"),
            ("مريم\u{202e}@example.org", "Mit Umlauten, Akzenten, Emoji"),
            ("</textarea><script>alert(1)</script>", "mit @ und ohne Leerzeichen"),
            ("\" autofocus onfocus='x'", "mit @ und ohne Leerzeichen"),
        ] {
            let answer = post(&mut browser, "/me/contact/add", &[("email", typed)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            holds(&answer, &[words, "<a href=\"#email\">", "aria-invalid=\"true\""]);
            assert!(!answer.html.contains("<script>alert") && !answer.html.contains("\" autofocus"), "{typed}");
            let value = answer.html.split("id=\"email\"").nth(1).expect("a field");
            let value = value.split('>').next().and_then(|tag| tag.split("value=\"").nth(1));
            let value = value.and_then(|value| value.split('"').next()).unwrap_or_default();
            assert_eq!(decoded(value), typed);
        }
        let answer = post(&mut browser, "/me/contact/add", &[("something", "else")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(points(&portal, person).await.is_empty());
        let id = add(&mut browser, "one@example.org").await.expect("adds");
        for (typed, words) in [
            ("", "Geben Sie den Code ein."),
            ("</textarea><script>alert(1)</script>", "Der Code hat acht Ziffern"),
            ("👩🏽", "Der Code hat acht Ziffern"),
        ] {
            let answer = post(&mut browser, &format!("/me/contact/{id}/confirm"), &[("code", typed)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            holds(&answer, &[words, "<a href=\"#code\">"]);
            assert!(!answer.html.contains("alert(1)"), "{typed}");
        }
    }

    async fn removing_asks_once_and_says_what_no_longer_arrives(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let one = verified(&portal, &mut browser, "one@example.org").await;
        let page = format!("/me/contact/{one}/remove");
        let answer = get(&mut browser, &page).await;
        assert_eq!(answer.location, format!("/step-up/remove-contact-{one}"));
        prove(&mut browser, ContactChange::Remove(one)).await;
        holds(&get(&mut browser, &page).await, &["<bdi>one@example.org</bdi>", "keine bestätigte E-Mail-Adresse mehr"]);
        let two = verified(&portal, &mut browser, "two@example.org").await;
        prove(&mut browser, ContactChange::Remove(one)).await;
        holds(&get(&mut browser, &page).await, &["geht dann an: <strong><bdi>two@example.org</bdi>"]);
        let never = add(&mut browser, "never@example.org").await.expect("adds");
        prove(&mut browser, ContactChange::Remove(never)).await;
        holds(&get(&mut browser, &format!("/me/contact/{never}/remove")).await, &["bekommt deshalb ohnehin nichts"]);
        prove(&mut browser, ContactChange::Remove(one)).await;
        assert_eq!(post(&mut browser, &page, &[]).await.location, "/me/contact");
        assert_eq!(get(&mut browser, &page).await.status, StatusCode::NOT_FOUND);

        let page = format!("/me/contact/{two}/prefer");
        let answer = post(&mut browser, &page, &[]).await;
        assert_eq!(answer.location, format!("/step-up/prefer-contact-{two}"));
        assert_eq!(get(&mut browser, &format!("/me/contact/{never}/prefer")).await.location, "/me/contact");
        let answer = post(&mut browser, &format!("/me/contact/{never}/prefer"), &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&answer, &["Diese Adresse ist noch nicht bestätigt."]);
        assert_eq!(points(&portal, person).await.len(), 2);
    }

    async fn a_number_is_called_a_number_and_where_letters_go_a_postal_address(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, mut browser) = patient(&portal, None).await;
        let number = [("kind", "phone"), ("phone", "0171 5550123")];
        let post_form = [("kind", "post"), ("street", "Musterweg 1"), ("postal_code", "01067"), ("city", "Dresden")];
        for (form, german, english) in [
            (number.as_slice(), "Nummer", "number"),
            (post_form.as_slice(), "Anschrift", "postal address"),
        ] {
            prove(&mut browser, ContactChange::Add).await;
            let page = post(&mut browser, "/me/contact/add", form).await.location;
            holds(&get(&mut browser, &page).await, &[&format!(">{german} bestätigen<")]);
            holds(&get(&mut browser, &format!("{page}?lang=en")).await, &[&format!(">Confirm the {english}<")]);
            let wrong = post(&mut browser, &format!("{page}?lang=de"), &[("code", "0000 0000")]).await;
            holds(&wrong, &[&format!("Dieser Code passt nicht zu dieser {german}. Sie haben noch 4 Versuche.")]);
            let id = ContactId::parse(page.split('/').nth(3).expect("an id")).expect("an id");
            prove(&mut browser, ContactChange::Remove(id)).await;
            let remove = get(&mut browser, &format!("/me/contact/{id}/remove?lang=de")).await;
            holds(&remove, &[&format!("<h1>{german} entfernen?</h1>")]);
            for page in [&wrong, &remove] {
                assert!(!page.html.contains("Adresse"), "{}", page.html);
            }
        }
    }

    async fn the_pages_speak_english_as_well(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, mut browser) = patient(&portal, Some("noted@example.org")).await;
        let one = verified(&portal, &mut browser, "one@example.org").await;
        let two = add(&mut browser, "two@example.org").await.expect("adds");
        holds(&get(&mut browser, "/me/contact?lang=en").await, &[
            "<h1>How we reach you</h1>",
            "Confirmed on Tuesday, 24 November 2026.",
            "Not confirmed yet: enter the code by Thursday, 26 November 2026,",
            ">preferred</span>",
            "Confirm this address",
            "Discreet messages are off.",
        ]);
        holds(&get(&mut browser, &format!("/me/contact/{two}/confirm?lang=en")).await, &[
            "<h1>Enter the code</h1>",
            "It is good until Thursday, 26 November 2026,",
        ]);
        prove(&mut browser, ContactChange::Remove(one)).await;
        holds(&get(&mut browser, &format!("/me/contact/{one}/remove?lang=en")).await, &["<h1>Remove the address?</h1>"]);
        let answer = post(&mut browser, "/me/contact/discreet", &[("discreet", "yes")]).await;
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/me/contact"));
        holds(&get(&mut browser, "/me/contact?lang=en").await, &["Discreet messages are on.", "Switch discreet messages off"]);
    }
}
