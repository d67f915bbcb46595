//! The sheet, read back.

use super::*;
use crate::{
    backend::{pdf::testing::open, testing::Engine},
    consents::{
        export::{
            document::{NoticeRecord, PurposeRecord},
            kept, print,
        },
        tests::publish_as,
    },
    on_both_databases,
};

/// A version with a history in which everything happens, and its file.
async fn a_version(portal: &TestPortal) -> service::Opened {
    let (_, subject) = patient(portal).await;
    let until = Timestamp(portal.state.clock.now().0 + 1_000 * MINUTE);
    let news = ("practice-news", Channel::Email);
    decide(portal, subject, ("new-message", Channel::Sms), What::Granted { expires_at: None }).await;
    decide(portal, subject, ("new-message", Channel::Sms), What::Withdrawn).await;
    decide(portal, subject, ("satisfaction-survey", Channel::Email), What::Requested { until }).await;
    let signed_on = "2026-11-20".to_owned();
    let paper = What::Recorded { signed_on };
    portal.clock.advance(MINUTE);
    let by = By::Staff("Çiğdem Ørsted".to_owned());
    let testimonial = ("testimonial", Channel::Email);
    assert!(try_to_decide(&portal.state, subject, testimonial, paper, by).await.expect("decides"));
    decide(portal, subject, news, What::Requested { until }).await;
    decide(portal, subject, news, What::Confirmed { expires_at: Some(until) }).await;
    build(portal).await;
    opened(portal, subject, 1).await
}

/// A text without its spaces and line ends, as lines break where they must.
fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

on_both_databases! {
    async fn a_sheet_says_everything_the_file_says_in_both_languages(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let service::Opened { file, document } = a_version(&portal).await;
        for lang in Lang::ALL {
            let sheet = print::sheet(&document, file.clone(), lang).expect("a sheet");
            assert_eq!(sheet, print::sheet(&document, file.clone(), lang).expect("a sheet"), "the same bytes twice");
            let sheet = open(&sheet);
            let text = dense(&sheet.lines.concat());
            let hash = kept::hash(&file);
            let controller = &document.party_identification[0];
            let mut parts = vec![hash.as_str(), &document.key_id, &document.pii_principal_id, "Çiğdem Ørsted"];
            parts.extend([&controller.party_name, &controller.party_address].into_iter().flatten().map(String::as_str));
            for purpose in &document.pii_processing.purposes {
                parts.extend([purpose.lawful_basis.as_str(), &purpose.contact]);
                for notice in &purpose.privacy_notices {
                    parts.extend([notice.title.as_str(), &notice.text, &notice.sha256]);
                }
            }
            parts.extend(match lang {
                Lang::De => ["Bestätigt am 24. November 2026", "Widerrufen", "unterschrieben am 20. November 2026", "Bestätigung offen bis"],
                Lang::En => ["Confirmed on 24 November 2026", "Taken back", "signed on 20 November 2026", "To be confirmed until"],
            });
            for part in parts {
                assert!(text.contains(&dense(part)), "{part} in {text}");
            }
            // In groups of four, as people compare them.
            let groups: Vec<_> = hash.as_bytes().chunks(4).map(|group| str::from_utf8(group).expect("digits")).collect();
            assert!(sheet.lines.concat().contains(&groups[..6].join(" ")), "{:?}", sheet.lines);
            for part in ["pdfaid:part>3<", "pdfaid:conformance>A<", "pdfuaid:part>1<", &format!("/Lang({})", lang.tag())] {
                assert!(sheet.all.contains(part), "{part}");
            }
            assert_eq!(sheet.attachments, std::slice::from_ref(&file), "the signed file travels along");
        }
    }
}

#[tokio::test]
async fn an_old_decision_keeps_its_title_on_the_sheet_and_what_stands_now_has_the_newest() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let (_, subject) = patient(&portal).await;
    let message = ("new-message", Channel::Email);
    decide(&portal, subject, message, What::Granted { expires_at: None }).await;
    publish_as(&portal, "new-message", ["Umbenannt", "Renamed"]).await;
    decide(&portal, subject, message, What::Withdrawn).await;
    build(&portal).await;
    let service::Opened { file, document } = opened(&portal, subject, 1).await;
    let old = document.pii_processing.purposes[0].privacy_notices[0].title.clone();
    let text = dense(&open(&print::sheet(&document, file, Lang::De).expect("a sheet")).lines.concat());
    let count = |title: &str| text.matches(&dense(&format!("{title}, E-Mail"))).count();
    assert_eq!((count(&old), count("Umbenannt")), (1, 1), "{text}");
    assert!(text.contains("UmbenanntE-Mail"), "how it stands is a row of its own: {text}");
}

#[tokio::test]
async fn whatever_the_practice_writes_becomes_a_sheet() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let service::Opened { file, document } = a_version(&portal).await;
    for text in
        ["👩🏽‍⚕️ 🎉", "שלום לכולם", "\u{202e}x\u{0}\u{e000}", "", &"W".repeat(9_000), &"Wort ".repeat(9_000)]
    {
        let mut document = document.clone();
        document.party_identification[0].party_name = Some(text.to_owned());
        for PurposeRecord { contact, privacy_notices, .. } in &mut document.pii_processing.purposes {
            *contact = text.to_owned();
            for NoticeRecord { title, text: body, .. } in privacy_notices {
                (*title, *body) = (text.chars().take(500).collect(), text.to_owned());
            }
        }
        let sheet = print::sheet(&document, file.clone(), Lang::De).expect("a sheet");
        assert!(open(&sheet).pages >= 2, "{text:.20?}");
    }
}
