//! Switching on.

use super::*;
use crate::{
    backend::testing::Engine,
    consents::{model::CellState, service::Barrier},
    error::AppError,
    on_both_databases,
    time::Timestamp,
};

on_both_databases! {
    async fn a_channel_of_care_holds_at_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let reminders = cell("appointment-reminders", Channel::Email);
        assert_eq!(standing(&erika, &reminders).await, Standing::Off);
        assert_eq!(service::arranged::switch_on(&erika, &reminders).await.expect("answers"), Asked::On);
        let since = erika.now();
        assert_eq!(standing(&erika, &reminders).await, Standing::Active { since, expires_at: None });
        // Again changes nothing.
        assert_eq!(service::arranged::switch_on(&erika, &reminders).await.expect("answers"), Asked::On);
        assert_eq!(decisions(&erika).await, ["granted"]);
        work_off(&portal).await;
        assert_eq!(portal.mailbox.mails().len(), 0, "nobody is written to about it");
    }

    async fn outreach_waits_for_the_code_that_goes_to_the_very_channel(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        let code = code_for(&portal, &erika, &news).await;
        let asked_at = erika.now();
        assert_eq!(standing(&erika, &news).await, Standing::Pending { until: Timestamp(asked_at.0 + 48 * HOUR) });
        assert!(!view(&erika, &news).await.is_on());
        portal.clock.advance(3 * HOUR);
        assert_eq!(service::arranged::confirm(&erika, &news, &code).await.expect("answers"), Confirmed::Given);
        let history = history(&portal.state, subject(&erika).await).await.expect("reads");
        let CellState::Active { requested_at, since, expires_at, text, method } =
            history.ledger().expect("folds").state(&news)
        else {
            panic!("it holds");
        };
        // Both moments, the method, and the text by its hash.
        assert_eq!((requested_at, since, method), (Some(asked_at), erika.now(), Method::Code));
        let row = table(&erika).await.rows.into_iter().find(|row| row.key == news.purpose).expect("a row");
        assert_eq!((text.version, text.lang, text.hash), (1, Lang::De, row.text.hash));
        // Two years later on the clocks of the practice: 24 November 2028, noon in Berlin.
        assert_eq!(expires_at, Some(Timestamp(1_858_676_400_000)));
        portal.clock.advance(expires_at.expect("an end").0 - erika.now().0);
        assert!(matches!(standing(&erika, &news).await, Standing::Expired { .. }));
    }

    async fn inside_the_portal_the_code_comes_as_a_notice(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Portal);
        assert_eq!(service::arranged::switch_on(&erika, &news).await.expect("answers"), Asked::CodeSent);
        let code = code_in_portal(&portal, &erika).await;
        assert_eq!(portal.mailbox.mails().len(), 0);
        assert_eq!(service::arranged::confirm(&erika, &news, &code).await.expect("answers"), Confirmed::Given);
    }

    async fn what_has_expired_can_be_given_again(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        consent(&portal, &erika, &news).await;
        portal.clock.advance(800 * DAY);
        consent(&portal, &erika, &news).await;
        assert_eq!(decisions(&erika).await, ["requested", "confirmed", "expired", "requested", "confirmed"]);
    }

    async fn what_is_in_the_way_is_said_and_nothing_is_written(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, _) = patient(&portal).await;
        arranged::email(&portal, person, ADDRESS, false).await;
        let erika = asks(&portal, person);
        for (purpose, channel, expected) in [
            ("appointment-reminders", Channel::Portal, Asked::On),
            ("appointment-reminders", Channel::Email, Asked::Barred(Barrier::NoContactPoint)),
            ("practice-news", Channel::Email, Asked::Barred(Barrier::NoContactPoint)),
            ("practice-news", Channel::Letter, Asked::Barred(Barrier::NoContactPoint)),
            ("prevention-recall", Channel::Phone, Asked::Barred(Barrier::NoContactPoint)),
            ("prevention-recall", Channel::Sms, Asked::Barred(Barrier::NotSetUp)),
        ] {
            let asked = service::arranged::switch_on(&erika, &cell(purpose, channel)).await.expect("answers");
            assert_eq!(asked, expected, "{purpose} {channel:?}");
        }
        for (purpose, channel) in [
            ("practice-news", Channel::Sms),
            ("security", Channel::Portal),
            ("security", Channel::Email),
            ("unknown", Channel::Portal),
        ] {
            let asked = service::arranged::switch_on(&erika, &cell(purpose, channel)).await;
            assert_eq!(asked.expect_err("no such cell"), AppError::NotFound, "{purpose} {channel:?}");
        }
        assert_eq!(decisions(&erika).await.len(), 0);
    }

    async fn a_retired_purpose_cannot_be_given_but_taken_back(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let [news, survey] = ["practice-news", "satisfaction-survey"].map(|key| cell(key, Channel::Email));
        consent(&portal, &erika, &news).await;
        portal.arrange("UPDATE purposes SET retired_at = 1 WHERE key IN ('practice-news', 'satisfaction-survey')").await;
        let shown = table(&erika).await;
        assert!(shown.find(&survey).is_none());
        let left = shown.find(&news).expect("still to be taken back");
        assert!(left.can_end() && left.barrier == Some(Barrier::NotOffered));
        let barred = service::arranged::switch_on(&erika, &survey).await.expect("answers");
        assert_eq!(barred, Asked::Barred(Barrier::NotOffered));
        service::withdraw(&erika, &news).await.expect("answers");
        assert!(table(&erika).await.find(&news).is_none());
    }

    async fn five_codes_a_day_and_not_one_more(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        let first = erika.now();
        let mut codes = Vec::new();
        for _ in 0..5 {
            codes.push(code_for(&portal, &erika, &news).await);
            portal.clock.advance(HOUR);
        }
        let again_at = Timestamp(first.0 + DAY);
        assert_eq!(service::arranged::switch_on(&erika, &news).await.expect("answers"), Asked::TooMany { again_at });
        // Another cell has its own count.
        let recall = cell("prevention-recall", Channel::Email);
        assert_eq!(service::arranged::switch_on(&erika, &recall).await.expect("answers"), Asked::CodeSent);
        // Only the newest is good.
        let old = service::arranged::confirm(&erika, &news, &codes[3]).await.expect("answers");
        assert_eq!(old, Confirmed::Wrong { tries_left: 4 });
        assert_eq!(service::arranged::confirm(&erika, &news, &codes[4]).await.expect("answers"), Confirmed::Given);
        service::withdraw(&erika, &news).await.expect("answers");
        portal.clock.advance(20 * HOUR);
        assert_eq!(service::arranged::switch_on(&erika, &news).await.expect("answers"), Asked::CodeSent);
    }

    async fn a_code_that_was_not_sent_yet_is_not_sent_once_it_is_replaced(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        for _ in 0..3 {
            assert_eq!(service::arranged::switch_on(&erika, &news).await.expect("answers"), Asked::CodeSent);
        }
        work_off(&portal).await;
        assert_eq!(portal.mailbox.mails().len(), 1);
    }

    async fn many_at_once_leave_a_whole_history(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let reminders = cell("appointment-reminders", Channel::Email);
        let asked = futures::future::join_all((0..20).map(|_| service::arranged::switch_on(&erika, &reminders))).await;
        // Whoever came second too often is told to try again; nobody is told anything else.
        assert!(asked.iter().all(|asked| matches!(asked, Ok(Asked::On) | Err(AppError::Unavailable))), "{asked:?}");
        assert!(asked.contains(&Ok(Asked::On)));
        assert_eq!(decisions(&erika).await, ["granted"]);
    }
}

#[tokio::test]
async fn only_patients_have_consents_of_their_own() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    for (name, actor) in cast::everybody() {
        if name.contains("patient") {
            continue;
        }
        let expected = if name == "nobody" { AppError::SignInRequired } else { AppError::NotFound };
        let context = RequestContext::for_tests(portal.state.clone(), actor);
        let news = cell("practice-news", Channel::Email);
        assert_eq!(service::overview(&context).await.expect_err(name), expected);
        assert_eq!(service::arranged::switch_on(&context, &news).await.expect_err(name), expected);
        assert_eq!(service::arranged::confirm(&context, &news, "12345678").await.expect_err(name), expected);
        assert_eq!(service::withdraw(&context, &news).await.expect_err(name), expected);
        assert_eq!(service::withdraw_all(&context).await.expect_err(name), expected);
        assert_eq!(service::timeline(&context, None).await.expect_err(name), expected);
        assert_eq!(service::wordings(&context, &news.purpose, 1).await.expect_err(name), expected);
    }
}
