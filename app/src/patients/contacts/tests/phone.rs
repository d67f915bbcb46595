//! A telephone number: its code is read out by the team.

use super::*;
use crate::{
    backend::{context::RequestContext, policy::Role, testing::cast},
    error::FieldCode,
    notices::model::Channel,
    patients::contacts::usable,
    staff,
};

const NUMBER: [(&str, &str); 2] = [("kind", "phone"), ("phone", "0171 / 555 01-23")];

async fn reception(portal: &TestPortal) -> RequestContext {
    let origin = staff::model::AddedBy::CommandLine;
    let added = staff::service::add(&portal.state, "Petra", "Kollege", Role::Reception, origin).await;
    let (id, link) = added.expect("adds");
    RequestContext::for_tests(portal.state.clone(), cast::staff(id, link.person, Role::Reception))
}

/// Asks as the reception, without a socket.
async fn at_the_reception(
    petra: &RequestContext,
    method: &str,
    path: &str,
    form: &str,
) -> (StatusCode, String, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .expect("a request");
    let answer = router(petra.state.clone()).layer(Extension(petra.clone())).oneshot(request).await;
    let answer = answer.expect("an answer");
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let (status, location) = (answer.status(), location.unwrap_or_default().to_owned());
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, location, String::from_utf8(body.to_vec()).expect("text").replace("<!>", ""))
}

on_both_databases! {
    async fn a_number_counts_once_the_code_was_entered_that_the_team_has_read_out(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, mut browser) = patient(&portal, None).await;
        let petra = reception(&portal).await;
        prove(&mut browser, ContactChange::Add).await;
        let added = post(&mut browser, "/me/contact/add", &NUMBER).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.html);
        let page = get(&mut browser, &added.location).await;
        assert!(page.html.contains("Die Praxis ruft Sie an und liest Ihnen einen Code vor"), "{}", page.html);
        assert_eq!(mails(&portal).await.len(), 0, "no mail says so");
        assert!(usable(&portal.state, person, Channel::Phone).await.expect("reads").is_none());

        let (_, _, html) = at_the_reception(&petra, "GET", "/staff/calls", "").await;
        assert!(html.contains("Ein Anruf wartet.") && !html.contains("555"), "{html}");
        let (status, call, _) = at_the_reception(&petra, "POST", "/staff/calls", "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (status, _, html) = at_the_reception(&petra, "GET", &call, "").await;
        assert_eq!(status, StatusCode::OK);
        for part in ["0171 / 555 01-23", "tel:01715550123", "Danke, ich melde mich wieder.", "Patientenportal", "Der Code gilt bis"] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("Praxis am Park</p>"), "the script names nobody: {html}");
        let code = html.split("class=\"code\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a code").to_owned();
        let shown = html.split("name=\"contact\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
        for unclear in [format!("outcome=elsewhere&contact={shown}"), "outcome=reached".to_owned()] {
            let (status, ..) = at_the_reception(&petra, "POST", &call, &unclear).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{unclear}");
        }
        let said = format!("outcome=reached&contact={shown}");
        let (status, location, _) = at_the_reception(&petra, "POST", &call, &said).await;
        assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/staff/calls"));
        let answer = post(&mut browser, &added.location, &[("code", &code)]).await;
        assert_eq!(answer.location, "/me/contact", "{}", answer.html);
        let found = usable(&portal.state, person, Channel::Phone).await.expect("reads").expect("a number");
        assert_eq!(found.value.expose(), "0171 / 555 01-23");
        assert!(usable(&portal.state, person, Channel::Email).await.expect("reads").is_none());
    }

    async fn a_number_that_cannot_be_called_is_said_to_be_none_and_stays_typed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, mut browser) = patient(&portal, None).await;
        prove(&mut browser, ContactChange::Add).await;
        let long = "1".repeat(40);
        for (typed, said) in [
            ("", "Geben Sie eine Telefonnummer ein."),
            ("\u{202e}\u{200b}", "Geben Sie eine Telefonnummer ein."),
            ("0900 1234567", "keine Servicenummern"),
            ("+43 1 5550123", "keine Servicenummern"),
            ("5550123", "mit Vorwahl ein, zum Beispiel 0351 5550123."),
            ("49 351 5550123", "mit Vorwahl ein, zum Beispiel 0351 5550123."),
            ("nein", "nur mit Ziffern"),
            ("</textarea><script>", "nur mit Ziffern"),
            ("📞0171 5550123", "nur mit Ziffern"),
            (long.as_str(), "nur mit Ziffern"),
            ("٠١٧١٥٥٥٠١٢٣", "nur mit Ziffern"),
        ] {
            let form = [("kind", "phone"), ("phone", typed)];
            let answer = post(&mut browser, "/me/contact/add", &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            let html = answer.html;
            assert!(html.contains(said) && html.contains("href=\"#phone\""), "{said} in {html}");
            assert!(!html.contains("</textarea><script>"), "{html}");
        }
    }
}

#[test]
fn only_lines_with_their_area_code_are_taken_and_no_service_however_it_is_written() {
    let check = |typed: &str| {
        let form = AddForm { kind: "phone".to_owned(), phone: typed.to_owned(), ..AddForm::default() };
        form.check()
    };
    for service in [
        "0900 1234567",
        "+49 900 1234567",
        "+49 0900 1234567",
        "+49 00900 1234567",
        "+49 (0)(0)900 1234567",
        "0049 000900 1234567",
        "010 13 0351 5550123",
        "0100 33 0351 5550123",
        "0191 12345",
        "0192 12345",
        "0193 12345",
        "0194 12345",
        "0700 12345678",
        "+49 700 12345678",
        "0180 5 123456",
        "0181 123456",
        "0137 1234567",
        "0138 1234567",
        "0190 123456",
        "0118 33123",
        "0120 123456",
        "+49 000000",
        "+43 1 5550123",
    ] {
        assert_eq!(check(service), Err(Refusal::Number(FieldCode::Unsupported)), "{service}");
    }
    for nowhere in ["5550123", "555 (0)123", "(351) 5550123", "49 351 5550123", "116117"] {
        assert_eq!(check(nowhere), Err(Refusal::AreaCode), "{nowhere}");
    }
    for line in [
        "0171 / 555 01-23",
        "0160 5550123",
        "01512 5550123",
        "0351 5550123",
        "+49 351 5550123",
        "+49 (0)351 5550123",
        "0049 351 5550123",
        "(0351) 5550123",
        "030 5550123",
        "0906 5550123",
        "07022 5550123",
        "0711 9005550",
    ] {
        assert_eq!(check(line), Ok(line.to_owned()), "{line}");
    }
}
