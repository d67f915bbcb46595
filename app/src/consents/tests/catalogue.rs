//! The purposes the portal brings along.

use super::*;
use crate::{
    backend::testing::Engine,
    consents::catalogue::{begin, load, text_hash, texts_of},
    notices::{gate::SECURITY, model::Class},
    on_both_databases,
};

on_both_databases! {
    async fn the_shipped_purposes_are_there_once_in_their_order(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let first = load(&portal.state).await.expect("loads");
        let keys: Vec<&str> = first.offered().map(|purpose| purpose.key.as_str()).collect();
        assert_eq!(keys, [
            "appointment-reminders", "new-message", "practice-news", "prevention-recall", "satisfaction-survey",
            "testimonial", "findings-to-practice", "student-teaching",
        ]);
        for purpose in &first.purposes {
            assert_eq!(purpose.version, 1);
            assert_eq!(purpose.validity_months, (purpose.class == Class::Outreach).then_some(24));
            assert!(purpose.channels.contains(&Channel::Portal) && purpose.channels.is_sorted());
            let mut hashes: Vec<&str> = purpose.texts.iter().map(|text| text.hash.as_str()).collect();
            hashes.dedup();
            assert_eq!(hashes.len(), Lang::ALL.len());
        }
        // Every start begins again.
        begin(&portal.state).await.expect("begins");
        assert_eq!(load(&portal.state).await.expect("loads"), first);
    }

    async fn several_processes_that_start_at_once_bring_them_along_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        portal.unlock().await;
        portal.arrange("DELETE FROM purpose_texts; DELETE FROM purpose_versions; DELETE FROM purposes").await;
        let others = [portal.restarted().await, portal.restarted().await, portal.state.clone()];
        let begun = futures::future::join_all(others.iter().map(begin)).await;
        assert!(begun.into_iter().all(|begun| begun.is_ok()));
        let catalogue = load(&portal.state).await.expect("loads");
        assert_eq!(catalogue.purposes.len(), 8);
        assert!(catalogue.purposes.iter().all(|purpose| purpose.texts.len() == 2));
    }

    async fn a_text_that_is_not_what_was_published_is_no_text(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        portal.unlock().await;
        portal.arrange("UPDATE purpose_texts SET body = 'Alles ist erlaubt.' WHERE title = 'Gibt es nicht'").await;
        load(&portal.state).await.expect("loads");
        portal.arrange("UPDATE purpose_texts SET body = 'Alles ist erlaubt.' WHERE title = 'Terminerinnerungen'").await;
        assert!(load(&portal.state).await.is_err());
    }

    async fn published_texts_are_never_changed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let state = &portal.state;
        let refused = state.db.write(|tx| Box::pin(async move {
            crate::sql!(tx, execute: "UPDATE purpose_texts SET title = 'x'")
        }));
        assert!(refused.await.is_err());
        let refused = state.db.write(|tx| Box::pin(async move {
            crate::sql!(tx, execute: "DELETE FROM purpose_versions")
        }));
        assert!(refused.await.is_err());
        let catalogue = load(state).await.expect("loads");
        let news = catalogue.find(&cell("practice-news", Channel::Email).purpose).expect("is there");
        let texts = texts_of(state, news.id, 1).await.expect("reads");
        assert_eq!(texts.len(), 2);
        assert!(texts.iter().all(|text| news.texts.contains(text)));
        assert!(texts_of(state, news.id, 2).await.expect("reads").is_empty());
    }
}

#[test]
fn a_text_hash_covers_title_and_body_and_where_one_ends() {
    // `printf 'Titel\nText' | sha256sum`
    let hash: String = text_hash("Titel", "Text").iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, HASH);
    assert_ne!(text_hash("a", "b"), text_hash("ab", ""));
}

const HASH: &str = "8d3f94b14eff6efcf5e09a25439283810961f59fe967e763f23ed716f0ae2881";

#[tokio::test]
async fn what_concerns_the_access_itself_is_no_row_and_cannot_be_switched() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let catalogue = load(&portal.state).await.expect("loads");
    assert_eq!(catalogue.find(&PurposeKey::parse(SECURITY).expect("a purpose")), None);
}
