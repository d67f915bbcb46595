//! Files as others read them.

use super::{About, Attachment, Column, Field, Paper, letters::Letters, mm, testing::open};
use crate::{lang::Lang, time::Timestamp};

const ABOUT: About<'_> = About { title: "Probe", id: "probe-1", at: Timestamp(1_795_500_000_000) };

fn finish(paper: Paper) -> Vec<u8> {
    let attachment = Attachment {
        name: "probe.txt",
        media_type: "text/plain",
        description: "Woraus es gemacht ist",
        bytes: b"Quelle".to_vec(),
    };
    let footer = |page, of| format!("Seite {page} von {of}");
    paper.finish(&ABOUT, Some(&footer), Some(attachment)).expect("a file")
}

fn sample(text: &str) -> Vec<u8> {
    let mut paper = Paper::new(Lang::De).expect("paper");
    paper.heading(1, "Überschrift");
    paper.paragraph(text);
    paper.facts(&[("Name", text.to_owned()), ("Leer", String::new())]);
    paper.code("0123456789", mm(30.0), "Zehn Ziffern").expect("fits");
    let columns = [Column { name: "Eins", share: 1.0 }, Column { name: "Zwei", share: 2.0 }];
    paper.table(&columns, &[vec![text.to_owned(), "b".to_owned()]]);
    paper.heading(2, "In einer anderen Sprache");
    paper.paragraph_in(Lang::En, "Words");
    finish(paper)
}

#[test]
fn a_file_says_that_it_is_for_archives_and_for_screen_readers() {
    let file = open(&sample("Grüße"));
    for part in [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "/StructTreeRoot",
        "/Marked true",
        "/DisplayDocTitle true",
        "/Lang(de)",
        "/Lang(en)",
        "/S/H1",
        "/S/Table",
        "/S/THead",
        "/S/TH",
        "/Scope/Column",
        "/Scope/Row",
        "/S/Figure",
        "/Artifact",
        "/AFRelationship/Source",
        "/Outlines",
    ] {
        assert!(file.all.contains(part), "{part} in {}", file.all);
    }
    assert_eq!(file.attachments, [b"Quelle"]);
    assert!(file.lines.iter().any(|line| line == "Grüße"), "{:?}", file.lines);
    assert!(file.lines.iter().any(|line| line == "Seite 1 von 1"), "{:?}", file.lines);
}

#[test]
fn the_same_facts_are_the_same_bytes() {
    assert_eq!(sample("Ja"), sample("Ja"));
    assert_ne!(sample("Ja"), sample("Nein"));
}

#[test]
fn names_of_many_languages_are_drawn_as_they_are_written() {
    let letters = Letters::new().expect("letters");
    for name in [
        "Müller-Lüdenscheidt",
        "Şule Çığ",
        "Łukasz Żółć",
        "Nguyễn Thị Hằng",
        "Dvořák",
        "Ørsted",
        "Ωνάσης",
        "Щука",
        "Ґалаґан",
    ] {
        assert!(letters.can_draw(name), "{name}");
        assert!(open(&sample(name)).lines.iter().any(|line| line == name), "{name}");
    }
}

#[test]
fn what_cannot_be_drawn_is_a_visible_mark_and_breaks_nothing() {
    let letters = Letters::new().expect("letters");
    for text in [
        "👩🏽‍⚕️ Hallo",
        "مریم السادات",
        "שלום",
        "王小明",
        "\u{0}\u{7f}\u{e000}\u{feff}\u{fffe}",
        "हिन्दी",
        "\u{10ffff}",
    ] {
        assert!(!letters.can_draw(text), "{text:?}");
        let file = open(&sample(text));
        assert!(file.pages == 1, "{text:?}");
    }
}

#[test]
fn long_texts_go_on_to_the_next_page_and_long_rows_are_split() {
    let long = "Donaudampfschifffahrtsgesellschaftskapitänsmütze".repeat(200);
    let mut paper = Paper::new(Lang::De).expect("paper");
    paper.heading(1, &"Überschrift ".repeat(20));
    paper.paragraph(&long);
    let columns = [Column { name: "Eins", share: 1.0 }, Column { name: "Zwei", share: 9.0 }];
    let rows: Vec<_> = (0..120).map(|n| vec![n.to_string(), "Text ".repeat(30)]).collect();
    paper.table(&columns, &rows);
    paper.table(&columns, &[vec![long.clone(), "b".to_owned()]]);
    let file = open(&finish(paper));
    assert!(file.pages > 8, "{}", file.pages);
    let text = file.lines.concat();
    assert!(text.matches("mütze").count() >= 200);
    for n in 0..120 {
        assert!(file.lines.contains(&n.to_string()), "{n}");
    }
    assert!(file.lines.contains(&format!("Seite {} von {}", file.pages, file.pages)));
}

#[test]
fn parts_begin_pages_of_their_own() {
    let mut paper = Paper::new(Lang::De).expect("paper");
    for name in ["Erika", "Ben"] {
        paper.part(Lang::De);
        paper.place(Field { left: 25.0, top: 50.0, width: 80.0 }, 10.0, &format!("{name}\nMusterweg 1"));
        paper.rule(5.0, 105.0, 5.0);
        paper.go_to(100.0);
        paper.heading(1, "Brief");
    }
    let file = open(&paper.finish(&ABOUT, None, None).expect("a file"));
    assert_eq!(file.pages, 2);
    assert_eq!(file.lines, ["Erika", "Musterweg 1", "Brief", "Ben", "Musterweg 1", "Brief"]);
}

#[test]
fn a_file_holds_only_the_letters_it_shows() {
    let size = sample("Grüße").len();
    assert!(size < 60_000, "{size} bytes");
}
