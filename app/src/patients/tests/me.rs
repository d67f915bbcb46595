//! Somebody's own master data.

use super::*;
use crate::{
    accounts::store::people,
    on_both_databases,
    patients::{me::me, routes},
    time::Timestamp,
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use tower::ServiceExt as _;

const DAY: i64 = 24 * 3_600_000;

fn signed_in(portal: &TestPortal, person: PersonId) -> RequestContext {
    RequestContext::for_tests(portal.state.clone(), cast::patient_of(person))
}

async fn page(context: &RequestContext) -> (StatusCode, String) {
    let router = routes::routes().into_parts().0.with_state(context.state.clone());
    let request = Request::get("/me").body(Body::empty()).expect("a request");
    let answer = router.layer(Extension(context.clone())).oneshot(request).await.expect("an answer");
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, String::from_utf8(body.to_vec()).expect("text").replace("<!>", ""))
}

on_both_databases! {
    async fn everybody_sees_their_own_data_and_where_they_come_from(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        created(&portal, &named("Anderecanary", "Personcanary")).await;
        // Nobody has confirmed who they are: that closes the record and not this.
        let (status, html) = page(&signed_in(&portal, person)).await;
        assert_eq!(status, StatusCode::OK);
        for part in [
            "<h1>Ihre Daten</h1>",
            "<bdi>Müllercanary</bdi>",
            "<bdi>4. Mai 1980</bdi>",
            "Erika.Canary@Example.org",
            "Von der Praxis eingetragen, seit 24. November 2026",
            "Vom Portal vergeben, seit 24. November 2026",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("Anderecanary") && !html.contains("Personcanary"), "{html}");
        let title = html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title");
        assert_eq!(title, "Ihre Daten – Patientenportal");
    }

    async fn in_the_first_day_after_a_second_invitation_only_what_a_letter_says_is_shown(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        let until = Timestamp(portal.state.clock.now().0 + DAY);
        let held = portal.state.db.write(move |tx| Box::pin(people::set_content_hold(tx, person, until)));
        held.await.expect("holds");
        let context = signed_in(&portal, person);
        let (_, html) = page(&context).await;
        assert!(html.contains("Müllercanary") && html.contains("Mittwoch, 25. November 2026"), "{html}");
        assert_eq!(html.matches("Noch verborgen").count(), 3, "{html}");
        for hidden in ["Erika.Canary@Example.org", "5550123", "123 456 780", "A123456780"] {
            assert!(!html.contains(hidden), "{hidden} in {html}");
        }
        portal.clock.advance(DAY);
        let (_, html) = page(&context).await;
        assert!(html.contains("Erika.Canary@Example.org") && !html.contains("verborgen"), "{html}");
    }

    async fn it_is_for_patients_and_about_nobody_else(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for name in ["reception", "clinician", "team-lead", "privacy-officer", "administrator"] {
            assert_eq!(page(&context(&portal, name).await).await, (StatusCode::NOT_FOUND, String::new()), "{name}");
            assert_eq!(me(&context(&portal, name).await).await.err(), Some(AppError::NotFound), "{name}");
        }
        assert_eq!(page(&context(&portal, "nobody").await).await.0, StatusCode::UNAUTHORIZED);
        // A session of somebody whose data are gone.
        assert_eq!(page(&context(&portal, "patient").await).await.0, StatusCode::NOT_FOUND);
    }
}
