//! What is shown: the table, the timeline, the texts.

use super::*;
use crate::{
    consents::service::Barrier, error::AppError, notices::model::Class, on_both_databases, time::Timestamp,
};

on_both_databases! {
    async fn at_first_everything_is_off_but_what_is_always_told(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let shown = table(&erika(&portal).await).await;
        assert_eq!((shown.rows.len(), shown.channels.len(), shown.can_end), (8, 5, false));
        for view in shown.rows.iter().flat_map(|row| &row.cells) {
            assert_eq!(view.standing, Standing::Off);
            assert_eq!(view.is_on(), view.barrier == Some(Barrier::Always));
        }
        for row in &shown.rows {
            let inside = row.cells.iter().find(|view| view.cell.channel == Channel::Portal).expect("inside");
            assert_eq!(inside.barrier, (row.class == Class::Care).then_some(Barrier::Always), "{:?}", row.key);
        }
    }

    async fn nothing_is_shown_or_decided_while_content_is_held_back(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        let code = code_for(&portal, &erika, &news).await;
        let until = Timestamp(erika.now().0 + DAY);
        portal.arrange(&format!("UPDATE people SET content_hold_until = {} WHERE kind = 'patient'", until.0)).await;
        assert_eq!(service::overview(&erika).await.expect("answers"), Seen::Held { until });
        assert_eq!(service::timeline(&erika, None).await.expect("answers"), Seen::Held { until });
        assert_eq!(service::arranged::switch_on(&erika, &news).await.expect_err("held"), AppError::NotFound);
        assert_eq!(service::arranged::confirm(&erika, &news, &code).await.expect_err("held"), AppError::NotFound);
        assert_eq!(service::withdraw_all(&erika).await.expect_err("held"), AppError::NotFound);
        portal.clock.advance(DAY);
        assert_eq!(service::arranged::confirm(&erika, &news, &code).await.expect("answers"), Confirmed::Given);
    }

    async fn the_timeline_has_everything_once_the_newest_first(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let reminders = cell("appointment-reminders", Channel::Email);
        for _ in 0..21 {
            service::arranged::switch_on(&erika, &reminders).await.expect("answers");
            portal.clock.advance(1_000);
            service::withdraw(&erika, &reminders).await.expect("answers");
        }
        let (mut before, mut seen) = (None, Vec::new());
        loop {
            let Seen::Open(page) = service::timeline(&erika, before).await.expect("answers") else {
                panic!("nothing is held back");
            };
            assert!(page.past.len() <= 20);
            assert!(page.past.iter().all(|past| past.title == "Terminerinnerungen"));
            seen.extend(page.past.iter().map(|past| past.event.seq));
            before = page.older;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(seen, (1..=42).rev().collect::<Vec<i64>>());
    }

    async fn a_text_is_shown_as_it_stood(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email).purpose;
        let shown = service::wordings(&erika, &news, 1).await.expect("answers");
        assert!(shown.is_newest && shown.texts.len() == 2);
        for (purpose, version) in [("practice-news", 0), ("practice-news", 2), ("practice-news", -1), ("security", 1)] {
            let purpose = PurposeKey::parse(purpose).expect("a purpose");
            let missing = service::wordings(&erika, &purpose, version).await;
            assert_eq!(missing.expect_err("no such text"), AppError::NotFound);
        }
    }
}
