//! Spellings that must meet, and such that must not.

use crate::patients::{
    model::{BirthDate, Item},
    normal::{self, Index},
};

#[test]
fn names_meet_whatever_way_they_are_spelled() {
    for (expected, spellings) in [
        ("muller", vec!["Müller", "MÜLLER", "Mueller", "Muller", "mu\u{308}ller", " Müller "]),
        ("gross", vec!["Groß", "Gross", "GROẞ", "groß", "GROSS"]),
        ("mullerludenscheidt", vec!["Müller-Lüdenscheidt", "Müller Lüdenscheidt", "Müller‑Lüdenscheidt"]),
        ("obrien", vec!["O'Brien", "O’Brien", "O`Brien", "O Brien", "OBrien", "O\u{2bc}Brien"]),
        ("jager", vec!["Jäger", "JAEGER", "Jager", "Ja\u{308}ger"]),
        ("sorensen", vec!["Sørensen", "Sörensen", "SOERENSEN", "Sorensen"]),
        ("barle", vec!["Bäerle", "Baeerle", "Baerle", "Barle", "Bärle"]),
        ("zo", vec!["Zoë", "Zoe", "ZOË"]),
        ("aastrom", vec!["Åström", "AASTRÖM", "A\u{30a}stro\u{308}m"]),
        ("dvorak", vec!["Dvořák", "Dvorak", "DVOŘÁK"]),
        ("lukasz", vec!["Łukasz", "Lukasz"]),
        ("sahin", vec!["Şahin", "Sahin"]),
        ("isik", vec!["Işık", "Isik", "İşık"]),
        ("drhcvonposewitz", vec!["Dr. h.c. von Posewitz", "dr hc von\u{a0}Posewitz"]),
        ("иванов", vec!["Иванов", "ИВАНОВ"]),
        ("παπαδοπουλοσ", vec!["Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ"]),
        ("محمد", vec!["محمد", "مُحَمَّد", "\u{202b}محمد\u{202c}"]),
    ] {
        for spelling in spellings {
            assert_eq!(normal::name(spelling), expected, "{spelling}");
        }
    }
}

#[test]
fn names_that_differ_stay_apart() {
    for (one, other) in [
        ("Müller", "Möller"),
        ("Müller", "Miller"),
        ("Muller", "Moller"),
        ("Meier", "Meyer"),
        // Without their vowel signs these would be one.
        ("राम", "रीम"),
        ("かき", "がき"),
        ("Anna", "Anne"),
    ] {
        assert_ne!(normal::name(one), normal::name(other), "{one} {other}");
    }
}

#[test]
fn given_names_are_compared_by_the_first() {
    for (one, other, same) in [
        ("Anna", "Anna Maria", true),
        ("Anna", "Anna-Maria", true),
        ("Anna-Maria Luise", "Anna\u{2011}Maria", true),
        ("Jürgen", "Juergen Karl", true),
        ("Hans-Peter", "Hans-Jürgen", false),
        ("Anna", "Anne", false),
        ("Karl Anna", "Anna", false),
        ("", "Anna", false),
        ("-", "Anna", false),
    ] {
        assert_eq!(normal::may_be_same_given(one, other), same, "{one} {other}");
        assert_eq!(normal::may_be_same_given(other, one), same, "{other} {one}");
    }
}

#[test]
fn other_values_meet_as_people_write_them() {
    for (expected, spellings) in [
        (
            "491715550123",
            vec![
                "0171 5550123",
                "0171/5550123",
                "0171-555-0123",
                "+49 171 5550123",
                "0049 171 5550123",
                "+49 (0)171 5550123",
                "(0)171 5550123",
                "+49 0171 5550123",
                "(+49) 171 5550123",
            ],
        ),
        ("43171234567", vec!["+43 1 71234567", "0043171234567", "+43 (0)1 71234567"]),
        ("5550123", vec!["555 0123"]),
    ] {
        for spelling in spellings {
            assert_eq!(normal::phone(spelling), expected, "{spelling}");
        }
    }
    for (normalised, expected) in [
        (normal::email(" Erika@Example.ORG "), "erika@example.org"),
        (normal::email("JÜRGEN@bücher.example"), "jürgen@bücher.example"),
        (normal::insurance_number(" a123 456 780"), "A123456780"),
        (normal::patient_number("7k3m-qozt"), "7K3MQ0ZT"),
        (normal::patient_number(" il1o 0000 "), "11100000"),
        (normal::sign_in_name("Linde 04711"), "linde04711"),
        (normal::sign_in_name("LINDE-04711"), "linde04711"),
    ] {
        assert_eq!(normalised, expected);
    }
}

#[test]
fn people_are_found_by_what_is_there_and_by_names_only_with_a_birth_date() {
    let birth = BirthDate::new(1980, 5, 4).expect("a day");
    let items = [
        (Item::FamilyName, "Groß".to_owned()),
        (Item::GivenName, "Zoë".to_owned()),
        (Item::BirthDate, birth.to_iso()),
    ];
    assert_eq!(
        normal::indexes(&items),
        [
            (Index::FamilyBirth, "1980-05-04 gross".to_owned()),
            (Index::GivenBirth, "1980-05-04 zo".to_owned())
        ]
    );
    assert_eq!(normal::indexes(&items[..2]), []);
}
