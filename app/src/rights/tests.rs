//! The record of an installation, and that the document says what the code does.

use super::{records, retention, texts};
use crate::{
    backend::{
        instance::Kind,
        settings::Practice,
        testing::{Engine, TestPortal},
    },
    consents::catalogue,
    lang::Lang,
    on_both_databases,
};

/// What is published about what the portal stores.
const DOCUMENT: &str = include_str!("../../../docs/privacy/README.md");

#[test]
fn the_document_has_exactly_the_retention_rules_of_the_code() {
    let document =
        DOCUMENT.split("\n## ").find(|part| part.starts_with("For how long")).expect("its section");
    for table in [retention::removed_table(Lang::En), retention::lasting_table(Lang::En)] {
        assert!(document.contains(&table), "docs/privacy/README.md lacks, as it stands here:\n{table}");
    }
    let rows = |text: &str| text.lines().filter(|line| line.starts_with('|')).count();
    let ours = rows(&retention::removed_table(Lang::En)) + rows(&retention::lasting_table(Lang::En));
    assert_eq!(rows(document), ours, "the document has a rule that the code does not");
}

on_both_databases! {
    async fn the_record_names_the_practice_every_purpose_and_every_rule(engine: Engine) {
        let practice = Practice {
            name: Some("Praxis am Park".to_owned()),
            responsible: Some("Dr. med. Petra Lindner".to_owned()),
            city: Some("Musterstadt".to_owned()),
            privacy_retention: Some("zehn Jahre | BGB § 630f\n".to_owned()),
            ..Practice::default()
        };
        let portal = TestPortal::with(engine, Kind::Real, practice).await;
        let catalogue = catalogue::load(&portal.state).await.expect("loads");
        for lang in Lang::ALL {
            let record = records::of(&portal.state, Some("mail.example.org"), lang).await.expect("is made");
            for purpose in &catalogue.purposes {
                let title = &purpose.text(lang).expect("a text").title;
                assert!(record.lines().any(|line| line.starts_with("## ") && line.contains(title)), "{title}");
                assert!(record.contains(&purpose.legal_basis), "{}", purpose.legal_basis);
            }
            for part in [
                "| Praxis am Park |",
                "| Dr. med. Petra Lindner |",
                "| Musterstadt |",
                "mail.example.org",
                "zehn Jahre \\| BGB § 630f",
                retention::removed_table(lang).as_str(),
                retention::lasting_table(lang).as_str(),
            ] {
                assert!(record.contains(part), "{part} in {record}");
            }
            // Every row of every table has its cells and no more.
            let cells = |line: &str| line.replace("\\|", "").matches('|').count();
            assert!(record.lines().filter(|line| line.starts_with('|')).all(|line| (3..=4).contains(&cells(line))));
            assert_eq!(record.matches("\n## ").count(), 1 + 4 + catalogue.purposes.len() + 3);
        }
    }
}

#[test]
fn one_month_is_a_month() {
    let both = |count| Lang::ALL.map(|lang| texts::months(lang, count));
    assert_eq!(both(1), ["1 Monat", "1 month"]);
    assert_eq!(both(24), ["24 Monate", "24 months"]);
}

on_both_databases! {
    async fn the_record_names_where_people_are_reached_who_reads_it_and_what_they_sign(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for (lang, parts) in [
            (Lang::De, ["Telefonnummern, Postanschriften", "Empfang und Teamleitung Namen und Anschrift auf Briefen", "Namen und Nummer für Anrufe", "Scans unterschriebener Formulare"]),
            (Lang::En, ["telephone numbers, postal addresses", "reception and team leads read name and postal address on letters", "name and number for calls", "scans of signed forms"]),
        ] {
            let record = records::of(&portal.state, None, lang).await.expect("is made");
            for part in parts {
                assert!(record.contains(part), "{part} in {record}");
            }
        }
    }
}

#[tokio::test]
async fn what_nobody_has_said_is_left_open_and_nobody_is_a_recipient_who_is_none() {
    let portal = TestPortal::with(Engine::Sqlite, Kind::Demo, Practice::default()).await;
    let record = records::of(&portal.state, None, Lang::De).await.expect("is made");
    assert!(record.contains("| Name | [von der Praxis zu ergänzen] |"), "{record}");
    assert!(record.contains("Es ist kein Mailserver eingestellt") && !record.contains("Der Mailserver"));
    assert!(record.contains("**Dies ist eine Vorführung"));
    let real = TestPortal::new(Engine::Sqlite).await;
    let record = records::of(&real.state, None, Lang::De).await.expect("is made");
    assert!(!record.contains("Vorführung") && record.contains("| Name | Praxis am Park |"));
}
