//! What passes and what does not, word by word.

use super::*;
use crate::{
    lang::Lang,
    notices::{codes::OneTimeCode, template::Template, texts},
    time::Timestamp,
};

fn hits(text: &str) -> Vec<(Why, String)> {
    let hits = lint(text, &Placeholder::ALL, Some("Zentrum am Park"));
    hits.into_iter().map(|hit| (hit.why, hit.words)).collect()
}

#[test]
fn ordinary_texts_pass() {
    let mut wrong = Vec::new();
    for text in [
        "",
        "{salutation}\n\nwir erinnern Sie an Ihren Termin am {date} um {time}.\n\nOrt: {place}\n\nWenn Sie nicht kommen können, sagen Sie bitte bis zum Vortag im Portal ab: {link}",
        "{salutation}\n\nthis is a reminder of your appointment on {date} at {time}.\n\nPlace: {place}\n\nIf you cannot come, please cancel in the portal by the day before: {link}",
        "Bitte kommen Sie zehn Minuten früher und bringen Sie Ihre Unterlagen mit. Vielen herzlichen Dank!",
        "Die Rezeption ist von 8.00-12.00 und von 14:00 bis 17:30 Uhr besetzt, am 24.12.2026 nur bis 12 Uhr.",
        "Sehr geehrte Damen und Herren, der Aufgang B ist ab März wegen Bauarbeiten gesperrt, z. B. Montag und Dienstag.",
        "Ihr Termin wurde verschoben. Den neuen finden Sie im Portal; er gilt, sobald Sie ihn bestätigt haben.",
        "Eine neue Nachricht wartet auf Sie. Sie können sie nach der Anmeldung lesen.",
        "Hallo! Guten Tag, schön, dass Sie da sind. Liebe Grüße aus dem Schwarzwald, Darmstadt und Köln.",
        "Dear all, we look forward to seeing you on Friday, 24 November 2026, at 2:30 pm. Kind regards",
        "If you miss it, nothing is lost: we keep a place for 48 hours. Code 1234 is an example.",
        "Wir haben ein Archiv, methodisch sortiert, und schimpfen nicht, wenn jemand lieber im Augenblick scherzt.",
        "Überhaupt schaut unser Team, während Sie warten, was sich reservieren und zahlen lässt; Zahlungen sind in bar möglich.",
        "During the delivery of our images we collaborate with the greatest potential in mind.",
        "🙂 Bis bald!",
        "a < b && c > d \"e\"",
    ] {
        wrong.extend(hits(text).into_iter().map(|hit| (text, hit)));
    }
    assert_eq!(wrong, []);
}

#[test]
fn words_of_medicine_are_found_in_every_dress() {
    let mut missed = Vec::new();
    for word in [
        "Onkologie",
        "onkologische",
        "ONKOLOGIE",
        "Gynäkologie",
        "Gynaekologie",
        "Gynakologie",
        "gynecology",
        "Psychiatrie",
        "Psychotherapie",
        "HIV",
        "HIV-Test",
        "hiv",
        "Krebs",
        "Krebsvorsorge",
        "Krebs-Vorsorge",
        "Krebs‑Nachsorge",
        "Darmkrebsvorsorge",
        "Brustkrebs",
        "Lungenkrebs",
        "Diabetes",
        "Diabetikerin",
        "diabetic",
        "Schwangerschaft",
        "Schwangere",
        "pregnancy",
        "Depression",
        "depressiv",
        "Befund",
        "Befunde",
        "Laborbefund",
        "Diagnose",
        "Diagnosis",
        "Labor",
        "Laborwerte",
        "Blutlaborwerte",
        "laboratory",
        "lab",
        "Impfung",
        "Grippeimpfung",
        "Auffrischimpfung",
        "vaccination",
        "Blutabnahme",
        "Röntgen",
        "Roentgen",
        "MRT",
        "MRT-Termin",
        "CT",
        "Ultraschall",
        "Darmspiegelung",
        "Magenspiegelung",
        "Zahnarzt",
        "Frauenärztin",
        "Frauenarzt",
        "Hautarzt",
        "Augenarzt",
        "Hausarzt",
        "Ärztin",
        "Aerztin",
        "ärztlich",
        "Praxis",
        "Arztpraxis",
        "Patientin",
        "Patienten",
        "patient",
        "Klinik",
        "hospital",
        "Sprechstunde",
        "Behandlung",
        "Untersuchung",
        "Therapie",
        "Physiotherapie",
        "Medikament",
        "Rezept",
        "Rezepte",
        "Überdosierung",
        "Insulin",
        "Herzinfarkt",
        "Herzkatheter",
        "Herz",
        "Lunge",
        "Leberwerte",
        "Niere",
        "Nierenstein",
        "Hautkrebs",
        "Prostata",
        "Verhütung",
        "Kinderwunsch",
        "Gebärmutter",
        "Wechseljahre",
        "Schlaganfall",
        "Epilepsie",
        "Demenz",
        "ADHS",
        "Autismus",
        "Burnout",
        "Burn-out",
        "Suchtberatung",
        "Alkoholkrankheit",
        "Krankheit",
        "krank",
        "Krankmeldung",
        "Krankenhaus",
        "Attest",
        "Gesundheit",
        "Vorsorge",
        "Vorsorgetermin",
        "Screening",
        "Hepatitis",
        "Tuberkulose",
        "Syphilis",
        "Covid-19",
        "Corona-Test",
        "Allergie",
        "Asthma",
        "Rheuma",
        "Bluthochdruck",
        "Infektion",
        "Ergebnis",
        "Testergebnisse",
        "results",
        "cancer",
        "tumour",
        "breast",
        "mammography",
        "x-ray",
        "X-Ray",
        "ultrasound",
        "blood",
        "clinic",
        "surgery",
        "treatment",
        "health",
        "healthcare",
        "therapy",
        "medication",
        "prescription",
        "disease",
        "sick",
        "mental",
        "anxiety",
        "F32.1",
        "E11.9",
    ] {
        let text = format!("Ihr Termin: {word} am Montag");
        let found = hits(&text);
        if !found.iter().any(|(why, _)| *why == Why::Health) {
            missed.push(word);
        }
        assert!(found.iter().all(|(_, words)| word.contains(words.as_str())), "{word}: {found:?}");
    }
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn tricks_do_not_help() {
    for text in [
        "K\u{ad}rebs",
        "Kr\u{200b}eb\u{200d}s",
        "Kr\u{2060}ebs",
        "Krebs\u{301}",
        "K\u{336}r\u{336}e\u{336}b\u{336}s",
        "Ｋｒｅｂｓ",
        "𝐊𝐫𝐞𝐛𝐬",
        "Кrеbs",
        "Κrebs",
        "Kr3bs",
        "KR3B5",
        "D1abetes",
        "Di@betes",
        "Depre$$ion",
        "B3fund",
        "K r e b s",
        "K-r-e-b-s",
        "K.r.e.b.s",
        "Kre-\nbs",
        "Kre*bs",
        "Kr|ebs",
        "Gynäko-\r\nlogie",
        "Gyna\u{308}kologie",
        "ONKO‐LOGIE",
        "kReBs",
        "Ende.Befund",
        "Termin/Krebs",
        "#Krebs",
        "„Krebs“",
        "(Krebs)",
        "Krebs:Vorsorge",
        "Kre\u{202e}bs",
        "\u{feff}Krebs",
    ] {
        assert!(hits(text).iter().any(|(why, _)| *why == Why::Health), "{text:?}: {:?}", hits(text));
    }
    for text in ["Ваш прием", "موعدك", "\u{202e}موعد", "你好", "Тermin", "Terмin"] {
        assert!(!hits(text).is_empty(), "{text:?}");
    }
}

#[test]
fn names_are_found() {
    for (text, words) in [
        ("Ihr Termin bei Dr. Berg ist bestätigt.", "Dr. Berg"),
        ("Ihr Termin bei Dr. med. Anna Berg.", "Dr. med. Anna Berg"),
        ("Guten Tag Frau Blum,", "Frau Blum"),
        ("guten tag frau blum,", "frau"),
        ("Sehr geehrter Herr von Berg,", "Herr von Berg"),
        ("für Herrn Berg und andere", "Herrn Berg"),
        ("See Mrs Berg tomorrow", "Mrs Berg"),
        ("See Miss Berg tomorrow", "Miss Berg"),
        ("Ask Nurse Joy about it", "Nurse Joy"),
        ("Liebe Irmela,", "Irmela"),
        ("Dear Rowena, hello", "Rowena"),
        ("Hallo Kalle!", "Kalle"),
        ("Viele Grüße, Petra aus dem Team", "Petra"),
        ("Es grüßt A. Berg", "A. Berg"),
        ("bei Yılmaz", "Yılmaz"),
        ("Müllers Team", "Müllers"),
        ("Prof. Sommer", "Prof. Sommer"),
        ("Anna-Lena Berg", "Anna-Lena"),
    ] {
        let found = hits(text);
        assert!(found.contains(&(Why::Name, words.to_owned())), "{text}: {found:?}");
    }
    assert_eq!(hits("Ihr Zentrum am Park"), [(Why::Practice, "Zentrum am Park".to_owned())]);
    assert_eq!(hits("zentrum  AM\npark"), [(Why::Practice, "zentrum  AM\npark".to_owned())]);
}

#[test]
fn numbers_addresses_and_links_are_found() {
    let mut missed = Vec::new();
    for (text, why, words) in [
        ("Rufen Sie an: 0221 123456.", Why::Number, "0221 123456"),
        ("Tel. +49 (221) 12 34-56", Why::Number, "49 (221) 12 34-56"),
        ("0221/123456", Why::Number, "0221/123456"),
        ("0 2 2 1 1 2 3", Why::Number, "0 2 2 1 1 2 3"),
        ("٠٢٢١١٢٣", Why::Number, "٠٢٢١١٢٣"),
        ("０２２１１２３", Why::Number, "０２２１１２３"),
        ("50667 Stadt", Why::Number, "50667"),
        ("Nummer A123456780", Why::Insurance, "A123456780"),
        ("anna@example.org", Why::Email, "anna@example.org"),
        ("anna(at)example.org", Why::Email, "anna(at)example.org"),
        ("anna [at] example", Why::Email, "[at]"),
        ("https://example.org/x", Why::Link, "https://example.org/x"),
        ("HTTP://EXAMPLE", Why::Link, "HTTP://EXAMPLE"),
        ("hxxp://example", Why::Link, "hxxp://example"),
        ("www.beispiel", Why::Link, "www.beispiel"),
        ("siehe beispiel.de", Why::Link, "beispiel.de"),
        ("siehe (beispiel.de/termin).", Why::Link, "(beispiel.de/termin)."),
        ("bei\u{200b}spiel.d\u{ad}e", Why::Link, "bei\u{200b}spiel.d\u{ad}e"),
        ("ｂｅｉｓｐｉｅｌ．ｄｅ", Why::Link, "ｂｅｉｓｐｉｅｌ．ｄｅ"),
        ("beispiel[dot]de", Why::Link, "beispiel[dot]de"),
        ("mailto:x", Why::Link, "mailto:x"),
        ("bit.ly/abc", Why::Link, "bit.ly/abc"),
        ("Ihr {diagnosis}", Why::Placeholder, "{diagnosis}"),
        ("Ihr { date}", Why::Placeholder, "{ date}"),
        ("offen {date", Why::Placeholder, "{"),
        ("zu }", Why::Placeholder, "}"),
        ("{{date}}", Why::Placeholder, "{"),
    ] {
        let found = hits(text);
        if !found.contains(&(why, words.to_owned())) {
            missed.push((text, found));
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
    let found = lint("am {date} um {time}", &[Placeholder::Date], None);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].why, found[0].words.as_str()), (Why::Placeholder, "{time}"));
}

#[test]
fn a_hit_says_where_it_stands() {
    let text = "Guten Tag,\nIhr Befund liegt vor.\n\nDr. Berg";
    let found = lint(text, &[], None);
    let places: Vec<_> = found.iter().map(|hit| (hit.line, &text[hit.at.clone()])).collect();
    assert_eq!(places, [(2, "Befund"), (4, "Dr. Berg")]);
    assert!(found.windows(2).all(|two| two[0].at.end <= two[1].at.start));
}

#[test]
fn whatever_is_typed_the_places_are_places_and_what_passes_can_be_filled_in() {
    let pieces = [
        "{",
        "}",
        "date",
        "{date}",
        "Krebs",
        "ä",
        "e\u{301}",
        "👩🏽‍⚕️",
        "\u{202e}",
        "\n",
        " ",
        "-",
        "0221 1",
        "@x.de",
        "İ",
        "ﬁ",
        "ß",
        "\0",
    ];
    let mut state = 7_u64;
    for _ in 0..3_000 {
        let mut text = String::new();
        for _ in 0..8 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text += pieces[usize::try_from(state >> 33).expect("fits") % pieces.len()];
        }
        let found = lint(&text, &Placeholder::ALL, None);
        assert!(found.iter().all(|hit| text[hit.at.clone()] == hit.words), "{text:?}");
        let parses = crate::notices::template::parse(&text).is_ok();
        assert!(parses || !found.is_empty(), "{text:?}");
        assert!(!parses || found.iter().all(|hit| hit.why != Why::Placeholder), "{text:?}");
    }
}

#[test]
fn what_the_portal_brings_along_passes() {
    let code = OneTimeCode::from("12345678".to_owned());
    let all = [
        Template::ContactCode { code: code.clone() },
        Template::ConsentCode { code },
        Template::Security,
        Template::PaperRecorded,
        Template::NotReached,
        Template::ConsentEnding { on: Timestamp(0) },
    ];
    for lang in Lang::ALL {
        for template in &all {
            let text = texts::mail(lang, template);
            for part in [text.subject, text.before, text.after] {
                assert_eq!(hits(part), [], "{part}");
            }
        }
        for line in
            [texts::salutation, texts::closing_no_reply, texts::closing_phone, texts::closing_unsubscribe]
        {
            assert_eq!(hits(line(lang)), [], "{}", line(lang));
        }
    }
}
