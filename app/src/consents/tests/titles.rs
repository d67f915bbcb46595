//! What a decision is called once its purpose has another name.

use super::*;
use crate::{consents::pages::TimelinePage, on_both_databases};
use leptos::prelude::{Owner, RenderHtml as _, view};

const NEW: [&str; 2] = ["Rundbrief", "Circular"];

async fn shown(asking: &RequestContext) -> (Vec<String>, String) {
    let Seen::Open(timeline) = service::timeline(asking, None).await.expect("answers") else {
        panic!("nothing is held back")
    };
    let lang = asking.lang;
    let html =
        Owner::new().with(|| view! { <TimelinePage lang timeline=&timeline is_first=true/> }.to_html());
    (timeline.past.into_iter().map(|past| past.title).collect(), html.replace("<!>", ""))
}

on_both_databases! {
    async fn a_decision_keeps_the_title_it_was_made_about(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        let news = cell("practice-news", Channel::Email);
        consent(&portal, &erika, &news).await;
        publish_as(&portal, "practice-news", NEW).await;
        let old = "Neuigkeiten aus der Praxis";
        assert_eq!(shown(&erika).await.0, [old, old]);
        service::withdraw(&erika, &news).await.expect("takes back");
        // The next decision is made about the new text, and in another language.
        let text = TextRef { version: 2, lang: Lang::En, hash: "00".repeat(32) };
        let until = crate::time::Timestamp(erika.now().0 + HOUR);
        let asked = NewEvent { text, ..decided(&portal.state, news.clone(), What::Requested { until }) };
        assert!(decide(&portal.state, subject(&erika).await, vec![asked]).await.expect("writes"));
        let (titles, html) = shown(&erika).await;
        assert_eq!(titles, ["Circular", old, old, old]);
        for part in ["<span lang=\"en\">Circular</span>, E-Mail", &format!("<span lang=\"de\">{old}</span>, E-Mail")] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains(NEW[0]), "{html}");
        // What stands now is called as it is now.
        let row = table(&erika).await.rows.into_iter().find(|row| row.key == news.purpose).expect("a row");
        assert_eq!(row.text.title, NEW[0]);
    }

    async fn an_old_text_that_was_altered_takes_no_other_decision_with_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let erika = erika(&portal).await;
        consent(&portal, &erika, &cell("practice-news", Channel::Email)).await;
        consent(&portal, &erika, &cell("prevention-recall", Channel::Email)).await;
        publish_as(&portal, "practice-news", NEW).await;
        portal.unlock().await;
        let recall = shown(&erika).await.0[0].clone();
        portal.arrange("UPDATE purpose_texts SET title = 'Werbung' WHERE title = 'Neuigkeiten aus der Praxis'").await;
        let (titles, html) = shown(&erika).await;
        assert_eq!(titles, [recall.as_str(), &recall, "practice-news", "practice-news"]);
        assert!(!html.contains("Werbung"), "{html}");
        // Read by itself it is shown to nobody.
        let news = cell("practice-news", Channel::Email);
        assert!(service::wordings(&erika, &news.purpose, 1).await.is_err());
    }
}
