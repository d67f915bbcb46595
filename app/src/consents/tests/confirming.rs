//! Entering codes.

use super::*;
use crate::{
    error::{AppError, FieldCode},
    on_both_databases,
    time::Timestamp,
};

/// Many at once, more than there are tries.
const MANY: usize = 50;

on_both_databases! {
    async fn a_wrong_code_costs_a_try_and_the_fifth_is_the_last(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        let code = code_for(&portal, &erika, &news).await;
        for tries_left in [4, 3, 2, 1, 0] {
            let confirmed = service::arranged::confirm(&erika, &news, &other_than(&code)).await.expect("answers");
            assert_eq!(confirmed, Confirmed::Wrong { tries_left });
        }
        // The right one is too late now.
        assert_eq!(service::arranged::confirm(&erika, &news, &code).await.expect("answers"), Confirmed::UsedUp);
        assert!(matches!(standing(&erika, &news).await, Standing::Pending { .. }));
        // A new one begins anew.
        consent(&portal, &erika, &news).await;
    }

    async fn a_code_is_good_for_forty_eight_hours_and_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let [news, recall] = ["practice-news", "prevention-recall"].map(|key| cell(key, Channel::Email));
        let code = code_for(&portal, &erika, &news).await;
        let late = code_for(&portal, &erika, &recall).await;
        portal.clock.advance(48 * HOUR - 1);
        assert_eq!(service::arranged::confirm(&erika, &news, &code).await.expect("answers"), Confirmed::Given);
        assert_eq!(service::arranged::confirm(&erika, &news, &code).await.expect("answers"), Confirmed::GivenBefore);
        portal.clock.advance(1);
        let until = erika.now();
        assert_eq!(service::arranged::confirm(&erika, &recall, &late).await.expect("answers"), Confirmed::Late { until });
        assert_eq!(standing(&erika, &recall).await, Standing::Lapsed { at: until });
        assert_eq!(service::confirmation(&erika, &recall).await.expect("answers"), None);
        // After a withdrawal the code is nothing any more.
        service::withdraw(&erika, &news).await.expect("answers");
        assert_eq!(service::arranged::confirm(&erika, &news, &code).await.expect("answers"), Confirmed::None);
        assert_eq!(decisions(&erika).await, ["requested", "requested", "confirmed", "withdrawn"]);
    }

    async fn a_code_opens_its_own_cell_and_no_other(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let [news, recall] = ["practice-news", "prevention-recall"].map(|key| cell(key, Channel::Email));
        let code = code_for(&portal, &erika, &news).await;
        code_for(&portal, &erika, &recall).await;
        let confirmed = service::arranged::confirm(&erika, &recall, &code).await.expect("answers");
        assert_eq!(confirmed, Confirmed::OfAnother { tries_left: 4 });
        assert_eq!(decisions(&erika).await, ["requested", "requested"]);
        assert_eq!(service::arranged::confirm(&erika, &news, &code).await.expect("answers"), Confirmed::Given);
    }

    async fn somebody_elses_code_does_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (erika, other) = (erika(&portal).await, erika(&portal).await);
        let news = cell("practice-news", Channel::Email);
        let code = code_for(&portal, &erika, &news).await;
        assert_eq!(service::arranged::confirm(&other, &news, &code).await.expect("answers"), Confirmed::None);
        code_for(&portal, &other, &news).await;
        let confirmed = service::arranged::confirm(&other, &news, &code).await.expect("answers");
        assert_eq!(confirmed, Confirmed::Wrong { tries_left: 4 });
        assert_eq!(service::confirmation(&erika, &news).await.expect("answers").expect("waits").tries_left, 5);
        assert_eq!(standing(&other, &cell("practice-news", Channel::Portal)).await, Standing::Off);
    }

    async fn what_is_no_code_is_no_try(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        let code = code_for(&portal, &erika, &news).await;
        let long = "1".repeat(5_000);
        for (typed, expected) in [
            ("", FieldCode::Missing),
            ("  \t", FieldCode::Missing),
            ("1234567", FieldCode::Malformed),
            (long.as_str(), FieldCode::Malformed),
            ("👩🏽‍⚕️", FieldCode::Malformed),
            ("\u{202e}12345678", FieldCode::Malformed),
            ("</textarea><script>alert(1)</script>", FieldCode::Malformed),
            ("１２３４５６７８", FieldCode::Malformed),
        ] {
            let Err(AppError::Invalid { fields }) = service::arranged::confirm(&erika, &news, typed).await else {
                panic!("{typed} is no code");
            };
            assert_eq!((fields[0].field.as_str(), fields[0].code), ("code", expected));
        }
        assert_eq!(service::confirmation(&erika, &news).await.expect("answers").expect("waits").tries_left, 5);
        // Spaces and hyphens do no harm.
        let typed = format!(" {} ", code.replace(' ', "-"));
        assert_eq!(service::arranged::confirm(&erika, &news, &typed).await.expect("answers"), Confirmed::Given);
    }

    async fn of_many_wrong_codes_at_once_five_are_compared(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        let code = code_for(&portal, &erika, &news).await;
        let wrong = other_than(&code);
        let all = futures::future::join_all((0..MANY).map(|_| service::arranged::confirm(&erika, &news, &wrong))).await;
        let compared = all.iter().filter(|one| matches!(one, Ok(Confirmed::Wrong { .. }))).count();
        let refused = all.iter().filter(|one| matches!(one, Ok(Confirmed::UsedUp))).count();
        assert_eq!((compared, refused), (5, MANY - 5), "{all:?}");
        assert_eq!(service::arranged::confirm(&erika, &news, &code).await.expect("answers"), Confirmed::UsedUp);
    }

    async fn of_many_right_codes_at_once_one_confirms(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        let code = code_for(&portal, &erika, &news).await;
        let all = futures::future::join_all((0..MANY).map(|_| service::arranged::confirm(&erika, &news, &code))).await;
        let given = all.iter().filter(|one| matches!(one, Ok(Confirmed::Given))).count();
        assert_eq!(given, 1, "{all:?}");
        assert!(all.iter().all(Result::is_ok), "{all:?}");
        assert_eq!(decisions(&erika).await, ["requested", "confirmed"]);
    }

    async fn what_was_agreed_to_is_the_text_that_was_there_when_the_code_was_asked_for(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        let code = code_for(&portal, &erika, &news).await;
        let before = service::confirmation(&erika, &news).await.expect("answers").expect("waits");
        let renew_by = Timestamp(portal.state.clock.now().0 + 100 * DAY);
        publish(&portal, &news.purpose, Some(["Anders", "Otherwise"]), Some(renew_by)).await;
        assert_eq!(service::confirmation(&erika, &news).await.expect("answers"), Some(before.clone()));
        assert_eq!(service::arranged::confirm(&erika, &news, &code).await.expect("answers"), Confirmed::Given);
        let text = view(&erika, &news).await.text.expect("a text");
        assert_eq!((text.version, text.hash), (1, before.text.hash));
        // The new version ends consents to the one before, a hundred days after the start of the clock.
        assert!(matches!(standing(&erika, &news).await, Standing::Active { expires_at: Some(Timestamp(_)), .. }));
        portal.clock.advance(101 * DAY);
        assert!(matches!(standing(&erika, &news).await, Standing::Expired { .. }));
        // And what is given from now on is given to the new one.
        consent(&portal, &erika, &news).await;
        assert_eq!(view(&erika, &news).await.text.expect("a text").version, 2);
    }

    async fn a_page_that_is_older_than_its_code_confirms_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        code_for(&portal, &erika, &news).await;
        let shown = service::confirmation(&erika, &news).await.expect("answers").expect("waits").version;
        // Another text is published, and a new code sent for it, while the page lies open in another window.
        publish(&portal, &news.purpose, None, None).await;
        portal.clock.advance(HOUR);
        let code = code_for(&portal, &erika, &news).await;
        let tries =
            async || service::confirmation(&erika, &news).await.expect("answers").expect("waits").tries_left;
        let before = tries().await;
        let confirmed = service::confirm(&erika, &news, &code, shown).await;
        assert_eq!((confirmed, tries().await), (Ok(Confirmed::OtherText), before), "and that is no try");
        assert_eq!(service::confirm(&erika, &news, &code, shown + 1).await, Ok(Confirmed::Given));
    }
}
