//! What anybody may begin without saying who they are: only so often from one address.

use super::{
    pages::{Answer, ask},
    *,
};
use axum::http::StatusCode;

/// One attempt at each door, as a page or an island would send it.
async fn knock(browser: &mut Browser, path: &str) -> Answer {
    ask(browser, "POST", path, &[("code", "0123456789ABCDEFGHJKMNPQ"), ("birth_date_day", "1")]).await
}

on_both_databases! {
    async fn one_address_begins_sixty_times_at_once_and_then_every_two_seconds(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut browser = Browser::new(&portal.state);
        for path in ["/sign-in/passkey/start", "/enrol"] {
            for number in 0..60 {
                let answer = knock(&mut browser, path).await;
                assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{path} {number}");
            }
            let refused = knock(&mut browser, path).await;
            assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
            assert_eq!(refused.retry_after.as_deref(), Some("2"));
            assert!(refused.html.contains("itte warten Sie einen Moment"), "{}", refused.html);
            if path == "/enrol" {
                assert!(refused.html.contains("0123456789ABCDEFGHJKMNPQ"), "what was typed is still there");
            }
            let other = knock(&mut Browser::number(&portal.state, 7), path).await;
            assert_ne!(other.status, StatusCode::TOO_MANY_REQUESTS, "another address is not concerned");
            portal.clock.advance(2 * SECOND);
            assert_ne!(knock(&mut browser, path).await.status, StatusCode::TOO_MANY_REQUESTS);
            assert_eq!(knock(&mut browser, path).await.status, StatusCode::TOO_MANY_REQUESTS);
        }
    }
}
